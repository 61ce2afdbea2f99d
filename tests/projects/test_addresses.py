"""Private addresses: what programs read there, and when nothing more is read."""

from datetime import date, timedelta
from typing import Any

import feedparser
import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from coalition.shared import clock
from coalition.shared.errors import Conflict, NotAllowed
from coalition.shared.logs import without_secrets
from members.models import Activity, Membership, Organization, OrganizationStatus, Person
from projects.addresses import MOST, make_address, projects_of, revoke_address, token_of, url_of
from projects.following import follow_project
from projects.milestones import edit_milestone
from projects.models import (
    Milestone,
    MilestoneStatus,
    Partner,
    PrivateAddress,
    Project,
    ProjectStatus,
    Workgroup,
)
from projects.updates import post_update, withdraw_update
from projects.views.addresses import READS
from tests.factories import MilestoneFactory, ProjectFactory

DAY = date(2026, 12, 4)


@pytest.fixture
def calendar(rita: Person, inventory: Milestone) -> PrivateAddress:
    Milestone.objects.update(due_on=DAY)
    return make_address(rita, kind="calendar")


@pytest.fixture
def feed(rita: Person, inventory: Milestone, carl: Person) -> PrivateAddress:
    edit_milestone(inventory, actor=carl, due_on=DAY)
    return make_address(rita, kind="feed", project=inventory.project)


@pytest.fixture(autouse=True)
def _in_november() -> object:
    with clock.at(clock.now().replace(year=2026, month=11, day=25, hour=12)):
        yield


def get(address: PrivateAddress, **headers: str) -> Any:
    """As a program asks, without signing in."""
    path = "/" + url_of(address).split("/", 3)[3]
    return Client().get(path, headers=headers)


def events(address: PrivateAddress) -> list[Any]:
    answer = get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar.errors == []
    return list(calendar.walk("VEVENT"))


def test_the_calendar_is_read_back_by_the_library(calendar: PrivateAddress, inventory: Milestone) -> None:
    whole = Calendar.from_ical(get(calendar).content)
    assert whole["VERSION"] == "2.0"
    assert whole.refresh_interval == timedelta(hours=4)
    assert whole.calendar_name == "Our projects and those I follow"
    (event,) = whole.walk("VEVENT")
    assert event.errors == []
    assert event["SUMMARY"] == "Inventory done (Ventilator pool for the Midwest)"
    assert (event.start, event.end) == (DAY, DAY + timedelta(days=1))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["UID"] == f"milestone-{inventory.pk}@localhost"
    assert (event["SEQUENCE"], event["STATUS"], event["TRANSP"]) == (0, "CONFIRMED", "TRANSPARENT")
    assert event["DESCRIPTION"] == "Lakeview Health answers for it. Planned, 0 %."
    assert event["URL"].endswith(f"/projects/{inventory.project_id}/#milestone-{inventory.pk}")
    inventory.refresh_from_db()
    changed = inventory.changed_at.replace(microsecond=0)
    assert event.DTSTAMP == event.LAST_MODIFIED == changed


def test_a_change_keeps_the_uid_and_counts_up(calendar: PrivateAddress, inventory: Milestone, rita: Person) -> None:
    (before,) = events(calendar)
    with clock.at(clock.now() + timedelta(hours=2)):
        inventory.refresh_from_db()
        edit_milestone(inventory, actor=rita, due_on=DAY + timedelta(days=7), status="reached")
    (after,) = events(calendar)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == 1
    assert timedelta(hours=1) <= after.LAST_MODIFIED - before.LAST_MODIFIED
    assert after["SUMMARY"].startswith("✓ ")
    assert after.start == DAY + timedelta(days=7)


def test_hostile_titles_stay_within_their_property(calendar: PrivateAddress, inventory: Milestone) -> None:
    title = "A; B, C\\ \r\nEND:VEVENT\nBEGIN:VEVENT\n“x” " + "ä" * 100
    Milestone.objects.update(title=title)
    (event,) = events(calendar)
    assert event["SUMMARY"].replace("\r\n", "\n").startswith(title.replace("\r\n", "\n")[:60])


def test_what_will_not_come_is_cancelled_and_what_is_long_past_is_left_out(
    calendar: PrivateAddress, inventory: Milestone
) -> None:
    project = inventory.project
    MilestoneFactory(project=project, title="Off", status=MilestoneStatus.DROPPED, due_on=DAY)
    MilestoneFactory(project=project, title="Old", due_on=date(2026, 1, 1))
    assert {str(each["STATUS"]) for each in events(calendar)} == {"CONFIRMED", "CANCELLED"}
    assert len(events(calendar)) == 2
    Project.objects.update(status=ProjectStatus.CLOSED)
    assert [str(each["STATUS"]) for each in events(calendar)] == ["CANCELLED", "CANCELLED"]


def test_ones_own_are_those_led_joined_and_followed(
    rita: Person, pool: Project, cascade: Organization, lakeview: Organization
) -> None:
    led, joined, asked, followed, other = pool, *(ProjectFactory(organization=cascade) for _each in range(4))
    Partner.objects.create(project=joined, organization=lakeview, status="confirmed")
    Partner.objects.create(project=asked, organization=lakeview)
    follow_project(followed, person=rita)
    address = make_address(rita, kind="calendar")
    assert set(projects_of(address)) == {led, joined, followed}
    assert list(projects_of(make_address(rita, kind="calendar", project=other))) == [other]


def test_a_workgroups_calendar_holds_its_projects(rita: Person, inventory: Milestone, supply: Workgroup) -> None:
    MilestoneFactory(due_on=DAY)
    (event,) = events(make_address(rita, kind="calendar", workgroup=supply))
    assert event["SUMMARY"].startswith("Inventory done")


def test_the_feed_is_read_back_by_the_library(feed: PrivateAddress, inventory: Milestone) -> None:
    MilestoneFactory(project=ProjectFactory(title="Another"))
    answer = get(feed)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert (found.bozo, found.version) == (False, "atom10")
    assert found.feed.title == "What happens: Ventilator pool for the Midwest"
    assert found.feed.id == f"tag:localhost,2026:address/{feed.pk}"
    (entry,) = found.entries
    row = Activity.objects.get(kind="milestone.rescheduled")
    assert entry.title == "Lakeview Health moved the milestone Inventory done (Ventilator pool for the Midwest)"
    assert entry.id == f"tag:localhost,2026:activity/{row.pk}"
    assert entry.link.endswith(f"/projects/{inventory.project_id}/#milestone-{inventory.pk}")
    assert "to Dec 4, 2026" in entry.summary
    assert entry.author == "Lakeview Health"
    assert entry.updated_parsed is not None
    assert token_of(feed) not in found.feed.id


def test_a_feed_tells_hostile_words_as_words(feed: PrivateAddress, inventory: Milestone, carl: Person) -> None:
    edit_milestone(Milestone.objects.get(), actor=carl, title="<b>& </entry>", progress=3, status="under_way")
    found = feedparser.parse(get(feed).content)
    assert found.bozo is False
    assert "<b>& </entry>" in found.entries[0].title
    assert len(found.entries) == 2


def test_an_update_comes_with_what_it_says_until_it_is_taken_back(
    feed: PrivateAddress, pool: Project, rita: Person
) -> None:
    text = "Ten **units** sent.<script>alert(1)</script>"
    update = post_update(pool, organization=pool.organization, actor=rita, title="Ten sent", text=text)
    entry = feedparser.parse(get(feed).content, sanitize_html=False).entries[0]
    assert "Ten <strong>units</strong> sent." in entry.summary
    assert "<script>" not in entry.summary
    assert entry.link.endswith(update.get_absolute_url())
    withdraw_update(update, actor=rita, reason="A slip.")
    assert "units" not in get(feed).content.decode()


@pytest.mark.parametrize("kind", ["calendar", "feed"])
def test_who_has_it_already_is_told_so(request: pytest.FixtureRequest, kind: str, carl: Person) -> None:
    address = request.getfixturevalue(kind)
    first = get(address)
    etag, changed = first["ETag"], first["Last-Modified"]
    assert "private" in first["Cache-Control"]
    for headers in ({"If-None-Match": etag}, {"If-Modified-Since": changed}):
        again = get(address, **headers)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    with clock.at(clock.now() + timedelta(minutes=5)):
        edit_milestone(Milestone.objects.get(), actor=carl, due_on=DAY + timedelta(days=1))
        for headers in ({"If-None-Match": etag}, {"If-Modified-Since": changed}):
            assert get(address, **headers).status_code == 200


@pytest.mark.parametrize("kind", ["calendar", "feed"])
def test_a_revoked_address_is_not_found(request: pytest.FixtureRequest, kind: str, rita: Person) -> None:
    address = request.getfixturevalue(kind)
    revoke_address(address, person=rita)
    assert get(address).status_code == 404
    assert list(Activity.objects.filter(kind="address.revoked").values_list("audience", flat=True)) == ["admins"]


@pytest.mark.parametrize("kind", ["calendar", "feed"])
def test_nothing_is_read_by_whoever_is_no_member_any_more(
    request: pytest.FixtureRequest, kind: str, rita: Person, lakeview: Organization
) -> None:
    address = request.getfixturevalue(kind)
    Organization.objects.filter(pk=lakeview.pk).update(status=OrganizationStatus.SUSPENDED)
    assert get(address).status_code == 404
    Organization.objects.filter(pk=lakeview.pk).update(status=OrganizationStatus.ADMITTED)
    assert get(address).status_code == 200
    Membership.objects.filter(person=rita).update(ended_at=clock.now() + timedelta(days=400))
    assert get(address).status_code == 404
    Membership.objects.update(ended_at=None)
    Person.objects.filter(pk=rita.pk).update(is_active=False)
    assert get(address).status_code == 404


def test_no_other_address_opens_anything(calendar: PrivateAddress, feed: PrivateAddress) -> None:
    token = token_of(calendar)
    number, _dot, signature = token.partition(".")
    wrong = [
        f"{number}.{signature[:-1]}",
        f"{number}.{signature.swapcase()}",
        f"{feed.pk}.{signature}",
        f"{number}.",
        number,
        "x." + signature,
        "9" * 30 + f".{signature}",
        "٣." + signature,
        f"{number}.{signature}x" * 9,
    ]
    for each in wrong:
        assert Client().get(f"/calendar/{each}.ics").status_code == 404, each
    assert Client().get(f"/feed/{token}.atom").status_code == 404
    PrivateAddress.objects.filter(pk=calendar.pk).update(nonce="another")
    assert get(calendar).status_code == 404


def test_an_address_is_not_kept_and_an_older_secret_still_opens_it(calendar: PrivateAddress, settings: Any) -> None:
    token = token_of(calendar)
    kept = PrivateAddress.objects.filter(pk=calendar.pk).values().get()
    assert token.partition(".")[2] not in str(kept)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    from projects import addresses  # noqa: PLC0415  # a signer reads the settings when it is made

    fresh = addresses.signing.Signer(salt="projects.addresses", sep=".")
    assert fresh.unsign(f"{calendar.pk}:{calendar.nonce}.{token.partition('.')[2]}")


def test_asking_too_often_is_refused_for_a_while(calendar: PrivateAddress) -> None:
    cache.set(f"address:{calendar.pk}", READS, 60)
    answer = get(calendar)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    cache.clear()
    assert get(calendar).status_code == 200


def test_making_it_again_gives_the_same_until_it_is_revoked(rita: Person, pool: Project, olga: Person) -> None:
    first = make_address(rita, kind="feed", project=pool)
    assert make_address(rita, kind="feed", project=pool) == first
    assert make_address(olga, kind="feed", project=pool) != first
    revoke_address(first, person=rita)
    assert make_address(rita, kind="feed", project=pool) != first
    assert Activity.objects.filter(kind="address.made").count() == 3


def test_only_members_have_addresses_and_twenty_at_most(rita: Person, nora: Person) -> None:
    with pytest.raises(NotAllowed):
        make_address(nora, kind="feed")
    for project in ProjectFactory.create_batch(MOST):
        make_address(rita, kind="feed", project=project)
    with pytest.raises(Conflict):
        make_address(rita, kind="calendar")


def test_the_logs_leave_the_secret_out(calendar: PrivateAddress) -> None:
    path = "/" + url_of(calendar).split("/", 3)[3]
    told = {"request": f"GET {path}", "event": f'"GET {path}?x=1 HTTP/1.1" 200', "code": 200}
    line = without_secrets(None, "info", told)
    assert line == {"request": "GET /calendar/…", "event": '"GET /calendar/…?x=1 HTTP/1.1" 200', "code": 200}
