from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members.models import Organization, Person
from projects.files.inspecting import inspect
from projects.models import Attachment, Partner, Project, ProjectStatus, Update, Workgroup
from projects.updates import edit_update, post_update, withdraw_update
from tests.conftest import ClientOf
from tests.factories import ProjectFactory, UpdateFactory
from tests.projects.files.making import document, pdf, photograph, picture
from tests.projects.views.conftest import Page
from tests.projects.views.test_editing import form_of


@pytest.fixture
def told(pool: Project, lakeview: Organization, carl: Person) -> Update:
    """Carl's update with a picture and a document."""
    files = [inspect("ward.jpg", photograph()), inspect("minutes.pdf", pdf())]
    return post_update(
        pool, organization=lakeview, actor=carl, title="Ten are ready", text="# So far\n\n*All* tested.", files=files
    )


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")  # what a browser says of it counts for nothing


def text_of(page: Any) -> str:
    text: str = page.content.decode()
    return text


def test_the_form_says_who_will_see_it_and_what_may_be_attached(read: Page, rita: Person, pool: Project) -> None:
    text = text_of(read(rita, f"/projects/{pool.pk}/updates/new/"))
    assert "Who will see it: every member of the coalition" in text
    assert "up to 10 MB each" in text
    assert 'enctype="multipart/form-data"' in text


def test_an_update_is_posted_with_its_files_and_shown(send: Page, carl: Person, pool: Project) -> None:
    data = {
        "title": "Ten",
        "text": "*All* of them",
        "files": [file("a.jpg", photograph()), file("b.docx", document("docx"))],
    }
    answer = send(carl, f"/projects/{pool.pk}/updates/new/", data)
    assert answer["Location"] == f"/projects/{pool.pk}/#updates"
    text = text_of(answer.client.get(f"/projects/{pool.pk}/"))
    shown, had = Attachment.objects.order_by("pk")
    assert f'<img src="/files/{shown.pk}/picture/" alt="a.jpg" width="8" height="16"' in text
    assert f'<a href="/files/{had.pk}/">b.docx</a>' in text
    assert "<em>All</em> of them" in text


def test_a_decision_is_offered_with_todays_day(read: Page, rita: Person, pool: Project) -> None:
    form = read(rita, f"/projects/{pool.pk}/updates/new/", decision="1").context["form"]
    assert form["decided_on"].value() == clock.today()


def test_errors_name_the_file_and_why_and_keep_what_was_typed(send: Page, rita: Person, pool: Project) -> None:
    data = {
        "title": "Ten",
        "text": "What I typed",
        "files": [file("ok.pdf", pdf()), file("run.svg", b"<svg/>"), file("bent.png", b"x")],
    }
    answer = send(rita, f"/projects/{pool.pk}/updates/new/", data)
    assert answer.status_code == 422
    text = unescape(text_of(answer))
    assert "run.svg: Files of this kind are not taken. These are: PNG" in text
    assert "bent.png: The picture cannot be read." in text
    assert "ok.pdf" not in text
    assert "Choose the other files again as well" in text
    assert "What I typed" in text
    assert not Update.objects.exists()
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_said_to_be_so(send: Page, rita: Person, pool: Project, settings: Any) -> None:
    settings.FILE_MEGABYTES = 1
    for size, wanted in ((1_000_000, 302), (1_000_001, 422), (3_500_000, 422)):
        content = b"x" * (size - 1) + b"\n"
        answer = send(rita, f"/projects/{pool.pk}/updates/new/", {"title": "T", "files": [file("a.txt", content)]})
        assert answer.status_code == wanted
    assert "a.txt: It is larger than 1 MB." in text_of(answer)


def test_too_many_files_are_refused(send: Page, rita: Person, pool: Project, settings: Any) -> None:
    settings.FILES_PER_POST = 1
    data = {"title": "T", "files": [file("a.txt", b"x"), file("b.txt", b"x")]}
    answer = send(rita, f"/projects/{pool.pk}/updates/new/", data)
    assert "Choose at most 1 files." in text_of(answer)


def test_who_does_not_take_part_is_told_so(send: Page, read: Page, olga: Person, cora: Person, pool: Project) -> None:
    for other in (olga, cora):
        assert read(other, f"/projects/{pool.pk}/updates/new/").status_code == 403
        assert send(other, f"/projects/{pool.pk}/updates/new/", {"title": "No"}).status_code == 403
    assert "Post an update" not in text_of(read(olga, f"/projects/{pool.pk}/"))


def test_those_who_take_part_find_the_way_on_the_page(read: Page, carl: Person, reed: Person, pool: Project) -> None:
    for words in ("Post an update", "Release a deliverable"):
        assert words in text_of(read(carl, f"/projects/{pool.pk}/"))
        assert words not in text_of(read(reed, f"/projects/{pool.pk}/"))


def test_nothing_is_posted_to_a_closed_project(read: Page, rita: Person, pool: Project) -> None:
    Project.objects.update(status=ProjectStatus.CLOSED)
    assert read(rita, f"/projects/{pool.pk}/updates/new/").status_code == 409
    assert "Post an update" not in text_of(read(rita, f"/projects/{pool.pk}/"))


def test_editing_shows_that_and_what_it_said_before(client_of: ClientOf, carl: Person, told: Update) -> None:
    browser = client_of(carl)
    page = browser.get(f"/updates/{told.pk}/edit/")
    row = told.attachments.first()
    assert row is not None
    data = {**form_of(page), "title": "Twelve are ready", f"words-{row.pk}": "The ward", "files": [file("c.txt", b"x")]}
    assert browser.post(f"/updates/{told.pk}/edit/", data)["Location"] == f"/updates/{told.pk}/"
    text = text_of(browser.get(f"/updates/{told.pk}/"))
    assert "<del>Ten </del><ins>Twelve </ins>are ready" in text
    assert "Version 1, until Carl edited it" in text
    assert 'alt="The ward"' in text
    assert "c.txt" in text


def test_taking_a_file_off(client_of: ClientOf, carl: Person, told: Update) -> None:
    browser = client_of(carl)
    row = told.attachments.get(name="minutes.pdf")
    browser.post(
        f"/updates/{told.pk}/edit/", {**form_of(browser.get(f"/updates/{told.pk}/edit/")), f"off-{row.pk}": "on"}
    )
    assert "minutes.pdf" not in text_of(browser.get(f"/updates/{told.pk}/"))
    assert browser.get(f"/files/{row.pk}/").status_code == 404


def test_a_bad_file_in_an_edit_keeps_what_was_typed(client_of: ClientOf, carl: Person, told: Update) -> None:
    browser = client_of(carl)
    form = form_of(browser.get(f"/updates/{told.pk}/edit/"))
    answer = browser.post(
        f"/updates/{told.pk}/edit/", {**form, "text": "What I typed", "files": [file("a.exe", b"MZ")]}
    )
    assert answer.status_code == 422
    assert "a.exe: Files of this kind" in text_of(answer)
    assert "What I typed" in text_of(answer)


def test_two_edits_at_a_time_show_both_texts(client_of: ClientOf, carl: Person, rita: Person, told: Update) -> None:
    browser = client_of(carl)
    form = form_of(browser.get(f"/updates/{told.pk}/edit/"))
    edit_update(told, actor=rita, version=1, text="Theirs")
    answer = browser.post(f"/updates/{told.pk}/edit/", {**form, "text": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in text_of(answer)
    assert "Mine" in text_of(answer)
    told.refresh_from_db()
    assert told.text == "Theirs"


def test_a_withdrawn_update_leaves_a_row_that_says_by_whom(read: Page, send: Page, rita: Person, told: Update) -> None:
    answer = send(rita, f"/updates/{told.pk}/withdraw/", {"reason": "Wrong ward"})
    assert answer["Location"] == f"/projects/{told.project_id}/#updates"
    for address in (f"/projects/{told.project_id}/", f"/projects/{told.project_id}/updates/", f"/updates/{told.pk}/"):
        text = text_of(read(rita, address))
        assert "<s>Ten are ready</s>" in text
        assert "Withdrawn by Rita" in text
        assert "Wrong ward" in text
        assert "tested" not in text
        assert "minutes.pdf" not in text
    assert read(rita, f"/updates/{told.pk}/edit/").status_code == 409
    assert send(rita, f"/updates/{told.pk}/withdraw/").status_code == 409


def test_the_list_holds_everything_page_by_page(read: Page, olga: Person, pool: Project, told: Update) -> None:
    for _ in range(20):
        UpdateFactory(project=pool)
    assert "1 to 20 of 21" in text_of(read(olga, f"/projects/{pool.pk}/updates/"))
    assert "Ten are ready" in text_of(read(olga, f"/projects/{pool.pk}/updates/", page="2"))
    assert "No decision is recorded yet" in text_of(read(olga, f"/projects/{pool.pk}/updates/", decisions="1"))


def test_decisions_are_found_by_workgroup_words_days_and_project(read: Page, olga: Person, supply: Workgroup) -> None:
    today = clock.today()
    there = UpdateFactory(project=ProjectFactory(workgroup=supply), title="Ship by road", decided_on=today)
    UpdateFactory(project=ProjectFactory(), title="Fly it", decided_on=today - timedelta(days=9))
    UpdateFactory(title="Only told")
    found = {
        "": ["Ship by road", "Fly it"],
        "q=FLY": ["Fly it"],
        "workgroup=supply-chain": ["Ship by road"],
        f"since={today}": ["Ship by road"],
        f"until={today - timedelta(days=1)}": ["Fly it"],
        f"project={there.project_id}": ["Ship by road"],
        "q=%00&workgroup=none&since=x&project=99999999999999999999": ["Ship by road", "Fly it"],
        "q=nothing": [],
    }
    for query, titles in found.items():
        page = read(olga, f"/decisions/?{query}")
        assert [row.title for row in page.context["rows"]] == titles, query
    assert "No decision fits these filters" in text_of(page)


def test_a_withdrawn_decision_stays_in_the_list_as_withdrawn(
    read: Page, rita: Person, pool: Project, lakeview: Organization
) -> None:
    decision = post_update(pool, organization=lakeview, actor=rita, title="By road", decided_on=clock.today())
    withdraw_update(decision, actor=rita)
    assert "<s>By road</s>" in text_of(read(rita, "/decisions/"))


@pytest.mark.parametrize("address", ["/projects/{pk}/updates/", "/decisions/", "/projects/{pk}/updates/?decisions=1"])
def test_many_rows_ask_as_often_as_one(client_of: ClientOf, pool: Project, olga: Person, address: str) -> None:
    browser = client_of(olga)
    numbers = []
    for rows in (1, 12):
        for _ in range(rows):
            update = UpdateFactory(project=pool, decided_on=clock.today())
            post = inspect("a.png", picture())
            Attachment.objects.create(
                update=update, file=f"x{update.pk}", name="a.png", media_type=post.media_type, size=1, uploaded_by=olga
            )
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address.format(pk=pool.pk)).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 10


def test_updates_are_for_members(client_of: ClientOf, told: Update, nora: Person, sam: Person) -> None:
    for other, target in ((None, "/accounts/login/"), (nora, "/apply/"), (sam, "/apply/")):
        for address in (f"/updates/{told.pk}/", "/decisions/", f"/files/{told.attachments.first().pk}/"):  # type: ignore[union-attr]  # it has one
            assert client_of(other).get(address)["Location"].startswith(target)


def test_a_partner_edits_its_own_and_not_others(
    client_of: ClientOf, confirmed: Partner, olga: Person, told: Update
) -> None:
    browser: Client = client_of(olga)
    assert browser.get(f"/updates/{told.pk}/edit/").status_code == 403
    own = post_update(told.project, organization=confirmed.organization, actor=olga, title="Trucks")
    assert browser.get(f"/updates/{own.pk}/edit/").status_code == 200


def test_the_form_of_an_update_sent_twice_posts_once(client_of: ClientOf, rita: Person, pool: Project) -> None:
    address = f"/projects/{pool.pk}/updates/new/"
    client = client_of(rita)
    data = {"title": "Ten are ready", "text": "All tested.", "key": client.get(address).context["form"]["key"].value()}
    for _time in range(2):
        answer = client.post(address, {**data, "files": [file("minutes.pdf", pdf())]})
        assert answer.status_code == 302
    assert Update.objects.count() == Attachment.objects.count() == 1

    without_file = client.post(address, data)
    assert "You posted this form before, with something else in it." in text_of(without_file)
    anew = {**data, "key": without_file.context["form"]["key"].value()}
    assert client.post(address, anew).status_code == 302
    assert Update.objects.count() == 2
