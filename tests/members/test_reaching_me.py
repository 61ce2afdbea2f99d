"""The pages of notices, settings and the digest, and the way to stop it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from coalition.shared import clock
from members import activity, notices, preferences, unsubscribing
from members.kinds import DECIDE_APPLICATION, MEMBER_ADMITTED
from members.models import Digest, DigestFrequency, Notice, NoticeStatus, Person
from tests.conftest import ClientOf

NOTICES = "/notices/"


def tell(person: Person, title: str = "Northfork", **fields: object) -> Notice:
    notices.tell([person], DECIDE_APPLICATION, title=title, url=f"/{title}/", subject=title, **fields)
    return Notice.objects.get(person=person, subject=title)


# Notices


def test_the_list_shows_what_waits_for_me_and_for_nobody_else(client_of: ClientOf, rita: Person, carl: Person) -> None:
    tell(rita, due_at=clock.now() + timedelta(days=2))
    tell(carl, "Seaview")
    page = client_of(rita).get(NOTICES)
    assertContains(page, "Decide on the application of Northfork")
    assertContains(page, "Until")
    assertNotContains(page, "Seaview")


def test_the_nearest_deadline_stands_first(client_of: ClientOf, rita: Person) -> None:
    tell(rita, "Undated")
    tell(rita, "Later", due_at=clock.now() + timedelta(days=2))
    tell(rita, "Sooner", due_at=clock.now() + timedelta(days=1))
    titles = [notice.title for notice in client_of(rita).get(NOTICES).context["page"]]
    assert titles == ["Sooner", "Later", "Undated"]


def test_an_empty_list_says_so_and_leads_on(client_of: ClientOf, rita: Person) -> None:
    page = client_of(rita).get(NOTICES)
    assertContains(page, "Nothing waits for you")
    assertContains(page, reverse("members:digest_preview"))
    assertContains(client_of(rita).get(f"{NOTICES}?view=done"), "Nothing is done yet")


def test_a_notice_is_put_away_and_taken_back(client_of: ClientOf, rita: Person) -> None:
    notice = tell(rita)
    browser = client_of(rita)
    page = browser.post(reverse("members:notice_done", args=[notice.pk]), follow=True)
    undo = reverse("members:notice_reopen", args=[notice.pk])
    assertContains(page, undo)
    assert Notice.objects.get().status == NoticeStatus.DONE
    assertContains(browser.get(f"{NOTICES}?view=done"), "Northfork")
    assertRedirects(browser.post(undo), NOTICES)
    notice.refresh_from_db()
    assert (notice.status, notice.closed_at) == (NoticeStatus.OPEN, None)


def test_putting_away_twice_changes_nothing_more(client_of: ClientOf, rita: Person) -> None:
    notice = tell(rita)
    browser = client_of(rita)
    browser.post(reverse("members:notice_done", args=[notice.pk]))
    closed_at = Notice.objects.get().closed_at
    browser.post(reverse("members:notice_done", args=[notice.pk]))
    assert Notice.objects.get().closed_at == closed_at


def test_a_notice_told_again_meanwhile_is_not_opened_twice(rita: Person) -> None:
    notice = tell(rita)
    notices.put_away(notice)
    notices.tell([rita], DECIDE_APPLICATION, title="Northfork", url="/", subject="Northfork")
    assert not notices.take_back(notice)
    assert Notice.objects.open().count() == 1


def test_a_void_notice_does_not_come_back(rita: Person) -> None:
    notice = tell(rita)
    notices.void("Northfork")
    assert not notices.take_back(notice)


@pytest.mark.parametrize("page", ["members:notice_done", "members:notice_reopen"])
def test_nobody_touches_the_notices_of_others(client_of: ClientOf, rita: Person, carl: Person, page: str) -> None:
    notice = tell(carl)
    address = reverse(page, args=[notice.pk])
    assert client_of(rita).post(address).status_code == 404
    assert client_of(rita).get(address).status_code == 405
    assert client_of(None).post(address).status_code == 302
    notice.refresh_from_db()
    assert notice.status == NoticeStatus.OPEN


def test_a_long_list_takes_as_many_queries_as_a_short_one(
    client_of: ClientOf, rita: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(rita)
    tell(rita)
    browser.get(NOTICES)
    with django_assert_num_queries(7):
        browser.get(NOTICES)
    for number in range(30):
        tell(rita, f"Notice {number}")
    with django_assert_num_queries(7):
        assert len(browser.get(NOTICES).context["page"]) == 25


# Settings


def settings_of(person: Person, **changes: object) -> dict[str, object]:
    return {
        "name": person.name,
        "time_zone": person.time_zone,
        "digest_frequency": person.digest_frequency,
        "digest_hour": person.digest_hour,
        "keyboard_shortcuts": "on",
        **changes,
    }


def test_settings_are_kept(client_of: ClientOf, rita: Person) -> None:
    changes = {
        "name": "Rita Rowe",
        "time_zone": "America/Denver",
        "digest_frequency": "weekly",
        "digest_hour": 18,
        "keyboard_shortcuts": "",
    }
    page = client_of(rita).post("/settings/", settings_of(rita, **changes), follow=True)
    assertContains(page, "Your settings are saved.")
    assertContains(page, "6:00 PM")
    rita.refresh_from_db()
    assert (rita.name, rita.time_zone, rita.digest_frequency, rita.digest_hour, rita.keyboard_shortcuts) == (
        "Rita Rowe",
        "America/Denver",
        DigestFrequency.WEEKLY,
        18,
        False,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Olympus"), ("digest_hour", 24), ("digest_frequency", "hourly"), ("name", "")],
)
def test_wrong_settings_are_shown_at_their_field_and_change_nothing(
    client_of: ClientOf, rita: Person, field: str, value: object
) -> None:
    page = client_of(rita).post("/settings/", settings_of(rita, **{field: value}))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    rita.refresh_from_db()
    assert (rita.name, rita.digest_hour) == ("Rita", 7)


def test_settings_cannot_make_anybody_an_admin(client_of: ClientOf, rita: Person) -> None:
    client_of(rita).post("/settings/", settings_of(rita, is_admin="on", email="other@example.org"))
    rita.refresh_from_db()
    assert (rita.is_admin, rita.email) == (False, "rita@example.org")


@pytest.mark.parametrize("path", [NOTICES, "/settings/", "/digest/preview/"])
def test_visitors_are_sent_to_sign_in_and_applicants_are_not(client_of: ClientOf, abel: Person, path: str) -> None:
    assertRedirects(client_of(None).get(path), f"/accounts/login/?next={path}")
    assert client_of(abel).get(path).status_code == 200


# The digest seen beforehand


def test_the_preview_shows_what_the_next_digest_holds(client_of: ClientOf, rita: Person) -> None:
    activity.record(MEMBER_ADMITTED, actor=None, title="Cascade <b>", url="/organizations/cascade/")
    tell(rita)
    page = client_of(rita).get("/digest/preview/")
    assertContains(page, "Decide on the application of Northfork")
    assertContains(page, "Cascade &lt;b&gt; joined the coalition")
    assertContains(page, "rita@example.org")
    assert not Digest.objects.exists()


def test_an_empty_preview_says_why(client_of: ClientOf, rita: Person) -> None:
    assertContains(client_of(rita).get("/digest/preview/"), "A digest with nothing in it is not sent.")


# Stopping it


def page_for(person: Person) -> str:
    return unsubscribing.path_for(person, unsubscribing.DIGEST)


def test_looking_at_the_page_changes_nothing(client: Client, rita: Person) -> None:
    assertContains(client.get(page_for(rita)), "Stop the digest?")
    rita.refresh_from_db()
    assert rita.digest_frequency == DigestFrequency.DAILY


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_one_post_without_cookies_stops_it_and_a_repeat_answers_the_same(rita: Person, content_type: str) -> None:
    body = "List-Unsubscribe=One-Click"
    if content_type.startswith("multipart"):
        body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    for _ in range(2):
        bare = Client(enforce_csrf_checks=True)
        answer = bare.generic("POST", page_for(rita), body, content_type=content_type)
        assertContains(answer, "You get no digest any longer")
    rita.refresh_from_db()
    assert rita.digest_frequency == DigestFrequency.OFF


def test_a_forged_address_stops_nothing(client: Client, rita: Person, carl: Person) -> None:
    signature = page_for(rita).rsplit(":", 1)[1]
    for path in (f"/u/{carl.pk}-digest:{signature}", "/u/1-digest/", f"/u/{rita.pk}-all:{signature}", "/u/%00/"):
        assert client.post(path, follow=True).status_code == 404
    assert not Person.objects.filter(digest_frequency=DigestFrequency.OFF).exists()


def test_the_address_of_somebody_who_is_gone_is_not_found(client: Client, nora: Person) -> None:
    path = page_for(nora)
    nora.delete()
    assert client.post(path).status_code == 404


def test_zones_are_offered_by_the_names_of_today() -> None:
    offered = {name for _label, group in preferences.zone_choices()[1:] for name, _shown in group}
    assert {"America/New_York", "Asia/Kolkata", "Europe/Kyiv", "America/Argentina/Buenos_Aires", "UTC"} <= offered
    assert not offered & {"Asia/Calcutta", "Europe/Kiev", "America/Buenos_Aires", "US/Eastern", "America/Fort_Wayne"}


def test_an_old_spelling_that_somebody_has_stays_theirs(client_of, rita) -> None:
    Person.objects.filter(pk=rita.pk).update(time_zone="Asia/Calcutta")
    browser = client_of(rita)
    assert '<option value="Asia/Calcutta" selected>' in browser.get("/settings/").content.decode()
    kept = {"name": "Rita", "time_zone": "Asia/Calcutta", "digest_frequency": "daily", "digest_hour": 7}
    assert browser.post("/settings/", kept).status_code == 302
    assert browser.post("/settings/", kept | {"time_zone": "Europe/Kiev"}).status_code == 422


def test_where_the_machine_has_no_table_of_zones_all_names_are_offered(monkeypatch) -> None:
    monkeypatch.setattr(preferences, "TZPATH", ())
    assert "Asia/Kolkata" in preferences.zones_in_use.__wrapped__()
