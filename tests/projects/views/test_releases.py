"""The public page of releases, its feed, and releasing from a project's page."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members.models import Organization, Person
from projects.models import Deliverable, Partner, Project, Workgroup
from projects.releasing import be_credited, withdraw_deliverable
from tests.conftest import ClientOf
from tests.factories import DeliverableFactory, OrganizationFactory, ProjectFactory
from tests.projects.files.making import pdf
from tests.projects.views.conftest import Page


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


@pytest.fixture
def map_(pool: Project) -> Deliverable:
    return DeliverableFactory(project=pool, title="Map of vulnerable communities")


def new(project: Project, **changes: Any) -> dict[str, Any]:
    data = {
        "title": "Guide",
        "summary": "How to share.",
        "kind": "guideline",
        "version": "1.0",
        "link": "https://guide.example.org/a?b=1&c=2",
        "licence": "CC-BY-4.0",
        "licence_name": "",
        "makers": [project.organization_id],
        "released_on": clock.today().isoformat(),
    }
    return {**data, **changes}


def text_of(page: Any) -> str:
    assert page.status_code == 200
    text: str = page.content.decode()
    return text


def test_the_form_says_first_that_it_is_public(read: Page, rita: Person, pool: Project) -> None:
    text = text_of(read(rita, f"/projects/{pool.pk}/releases/new/"))
    assert "This is public" in text
    assert "Everybody will see it, also outside the coalition" in text
    assert text.index("This is public") < text.index('enctype="multipart/form-data"')


def test_what_is_released_stands_on_the_public_page(send: Page, visitor: Client, rita: Person, pool: Project) -> None:
    answer = send(rita, f"/projects/{pool.pk}/releases/new/", new(pool))
    deliverable = Deliverable.objects.get()
    assert answer["Location"] == f"/releases/{deliverable.pk}/"
    assert "Guide" in text_of(visitor.get("/releases/"))
    text = text_of(visitor.get(f"/releases/{deliverable.pk}/"))
    assert (
        'href="https://guide.example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer"'
    ) in text
    assert "Open it at guide.example.org" in text
    assert "Creative Commons Attribution 4.0 International" in text
    assert "Lakeview Health" in text


def test_a_file_is_released_and_had_by_everybody(send: Page, visitor: Client, rita: Person, pool: Project) -> None:
    upload = SimpleUploadedFile("guide.pdf", pdf())
    send(rita, f"/projects/{pool.pk}/releases/new/", new(pool, link="", file=upload))
    deliverable = Deliverable.objects.get()
    assert deliverable.file is not None
    text = text_of(visitor.get(f"/releases/{deliverable.pk}/"))
    assert f'href="/files/{deliverable.file_id}/"' in text
    assert deliverable.file.sha256 in text
    assert b"".join(visitor.get(f"/files/{deliverable.file_id}/").streaming_content) == pdf()  # type: ignore[attr-defined]  # a file streams


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"link": ""}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"licence": "other"}, "licence_name"),
        ({"licence": ""}, "licence"),
        ({"makers": []}, "makers"),
        ({"released_on": "2999-01-01"}, "released_on"),
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>")}, "file"),
        ({"kind": "x"}, "kind"),
    ],
)
def test_errors_are_shown_at_their_fields(
    send: Page, rita: Person, pool: Project, change: dict[str, Any], field: str
) -> None:
    answer = send(rita, f"/projects/{pool.pk}/releases/new/", new(pool, **change))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert "How to share." in answer.content.decode()


def test_visitors_learn_nothing_of_the_plan_and_of_no_person(
    visitor: Client, map_: Deliverable, reed: Person, rita: Person
) -> None:
    address = f"/releases/{map_.pk}/"
    for each in ("/releases/", address, "/releases/feed/", "/"):
        text = text_of(visitor.get(each))
        for private in (map_.project.title, map_.project.purpose, "Rita", "Reed", "/projects/"):
            assert private not in text, each
    be_credited(map_, actor=reed)
    assert "Reed" in text_of(visitor.get(address))


def test_being_named_and_no_longer(read: Page, send: Page, reed: Person, olga: Person, map_: Deliverable) -> None:
    address = f"/releases/{map_.pk}/"
    assert "Name me as one who made it" in text_of(read(reed, address))
    assert "Name me as one who made it" not in text_of(read(olga, address))
    assert send(olga, f"{address}credit/").status_code == 403
    send(reed, f"{address}credit/")
    assert "Take my name off" in text_of(read(reed, address))
    send(reed, f"{address}uncredit/")
    assert not map_.credits.exists()


def test_a_new_version_is_filled_in_and_takes_its_place(
    client_of: ClientOf, visitor: Client, rita: Person, pool: Project, map_: Deliverable
) -> None:
    browser = client_of(rita)
    address = f"/projects/{pool.pk}/releases/new/?of={map_.pk}"
    assert browser.get(address).context["form"]["title"].value() == map_.title
    browser.post(address, new(pool, title=map_.title, version="2.0"))
    newest = Deliverable.objects.current().get()
    text = text_of(visitor.get(f"/releases/{map_.pk}/"))
    assert "There is a newer version." in text
    assert f'href="/releases/{newest.pk}/"' in text
    assert visitor.get("/releases/").content.decode().count("Map of vulnerable communities") == 1
    assert browser.get(address).status_code == 404  # it is the newest no longer
    for odd in ("x", "%00", "9" * 30):
        assert browser.get(f"/projects/{pool.pk}/releases/new/?of={odd}").status_code == 404


def test_withdrawing_says_why_on_the_page_and_takes_it_off_the_list(
    send: Page, visitor: Client, rita: Person, map_: Deliverable
) -> None:
    address = f"/releases/{map_.pk}/"
    assert send(rita, f"{address}withdraw/", {"reason": ""}).status_code == 422
    send(rita, f"{address}withdraw/", {"reason": "Wrong counties"})
    text = text_of(visitor.get(address))
    assert "This version was withdrawn: Wrong counties" in text
    assert "Rita" not in text
    assert "https://example.org/" not in text
    assert map_.title not in text_of(visitor.get("/releases/"))
    assert map_.title not in text_of(visitor.get("/releases/feed/"))
    assert send(rita, f"{address}withdraw/", {"reason": "Again"}).status_code == 422


def test_only_those_concerned_are_offered_to_act(
    read: Page, rita: Person, olga: Person, cora: Person, map_: Deliverable, confirmed: Partner
) -> None:
    address = f"/releases/{map_.pk}/"
    assert "Release a new version" in text_of(read(rita, address))
    assert "Withdraw" in text_of(read(rita, address))
    assert "Release a new version" in text_of(read(olga, address))
    assert ">Withdraw<" not in text_of(read(olga, address))
    assert "Release a new version" not in text_of(read(cora, address))


def test_the_list_is_narrowed_by_words_kind_workgroup_and_licence(
    visitor: Client, supply: Workgroup, map_: Deliverable
) -> None:
    DeliverableFactory(project=ProjectFactory(), title="Bed model", kind="model", licence="MIT", summary="Of beds.")
    found = {
        "": {"Map of vulnerable communities", "Bed model"},
        "q=COUNTY": {"Map of vulnerable communities"},
        "q=bed": {"Bed model"},
        "kind=model": {"Bed model"},
        "licence=MIT": {"Bed model"},
        f"workgroup={supply.slug}": {"Map of vulnerable communities"},
        "kind=x&licence=y&workgroup=z&q=": {"Map of vulnerable communities", "Bed model"},
        "kind=model&licence=Apache-2.0": set(),
        "q=%00": {"Map of vulnerable communities", "Bed model"},
    }
    for query, titles in found.items():
        page = visitor.get(f"/releases/?{query}")
        assert {row.title for row in page.context["page"]} == titles, query


def test_empty_lists_say_why(visitor: Client, read: Page, rita: Person) -> None:
    assert "What the members make together for everybody will stand here." in text_of(visitor.get("/releases/"))
    assert "See the projects" in text_of(read(rita, "/releases/"))
    assert "No release fits these filters" in text_of(visitor.get("/releases/?q=x"))


def test_the_front_page_shows_the_newest(visitor: Client, pool: Project) -> None:
    for number in range(5):
        DeliverableFactory(
            project=pool, title=f"Tool {number}", released_on=clock.today() - timedelta(days=number), first=None
        )
    text = text_of(visitor.get("/"))
    assert [f"Tool {number}" in text for number in range(5)] == [True, True, True, False, False]


def test_the_feed_is_valid_atom(visitor: Client, map_: Deliverable, cascade: Organization, rita: Person) -> None:
    map_.makers.add(cascade)
    old = DeliverableFactory(
        project=map_.project,
        title="Bed & “breath” <model>",
        summary="1 < 2 <script>alert(1)</script>",
        released_on=clock.today() - timedelta(days=3),
    )
    answer = visitor.get("/releases/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert feed.feed.title == "Coalition Portal: releases"
    assert {link.rel for link in feed.feed.links} == {"self", "alternate"}
    assert all(each.id and each.updated and each.author for each in [feed.feed, *feed.entries])
    assert [entry.title for entry in feed.entries] == [f"{map_.title} 1.0", "Bed & “breath” <model> 1.0"]
    assert b"&amp;lt;script&amp;gt;" in answer.content  # what is HTML to a reader of feeds holds no markup of ours
    first = feed.entries[0]
    assert first.link == f"http://testserver/releases/{map_.pk}/" == first.id
    assert set(first.author.split(", ")) == {"Lakeview Health", "Cascade Biomedical Reserve"}
    assert [tag.term for tag in first.tags] == ["Tool"]
    withdraw_deliverable(old, actor=rita, reason="Outdated")
    assert len(feedparser.parse(visitor.get("/releases/feed/").content).entries) == 1


def test_an_empty_feed_is_valid(visitor: Client) -> None:
    feed = feedparser.parse(visitor.get("/releases/feed/").content)
    assert (feed.bozo, feed.entries) == (False, [])


@pytest.mark.parametrize("address", ["/releases/", "/releases/feed/", "/", "one"])
def test_many_rows_ask_as_often_as_one(visitor: Client, pool: Project, address: str) -> None:
    numbers = []
    first = DeliverableFactory(project=pool)
    path = f"/releases/{first.pk}/" if address == "one" else address
    for rows in (1, 12):
        for number in range(rows):
            DeliverableFactory(
                project=pool,
                made_by=[pool.organization, OrganizationFactory()],
                first=first if address == "one" else None,
                is_current=address != "one",
                version=f"{rows}.{number}",
            )
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(path).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 8


@pytest.mark.parametrize("renewed", [False, True])
def test_the_form_of_a_release_sent_twice_releases_once(
    client_of: ClientOf, rita: Person, pool: Project, map_: Deliverable, renewed: bool
) -> None:
    address = f"/projects/{pool.pk}/releases/new/" + (f"?of={map_.pk}" if renewed else "")
    client = client_of(rita)
    data = new(pool, version="2.0", key=client.get(address).context["form"]["key"].value())
    first, again = (client.post(address, data) for _time in range(2))
    assert first.status_code == 302
    assert again["Location"] == first["Location"]
    assert Deliverable.objects.filter(version="2.0").count() == 1
    other = client.post(address, {**data, "version": "3.0"})
    assert "You posted this form before, with something else in it." in other.content.decode()


def test_what_was_typed_for_a_version_is_kept_when_another_came_first(
    send: Page, rita: Person, pool: Project, map_: Deliverable
) -> None:
    address = f"/projects/{pool.pk}/releases/new/?of={map_.pk}"
    send(rita, address, new(pool, version="2.0"))
    answer = send(rita, address, new(pool, version="2.1", title="My guide"))
    assert answer.status_code == 422
    assert "A newer version stands already" in answer.content.decode()
    assert answer.context["form"]["title"].value() == "My guide"
