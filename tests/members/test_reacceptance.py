"""A new version asks every member anew: the deadline, the letters, what may still be done after it, and what not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coalition.shared import clock
from coalition.shared.errors import NotAllowed
from members import permissions
from members.models import CharterVersion, Notice, Organization, OutgoingMail, Principle
from members.overdue import CharterOverdue, refusal
from members.reacceptance import reach, send_letters
from members.signing import accept_charter, publish
from members.standing import leave_coalition
from members.tasks import remind_of_charter
from members.tokens import issue_token
from tests.factories import MatchFactory, MembershipFactory, OfferFactory, OrganizationFactory, RequestFactory

pytestmark = pytest.mark.django_db


def letters(person=None) -> list[str]:
    rows = OutgoingMail.objects.filter(kind="charter").order_by("pk")
    return [row.dedup.split(":")[2] for row in (rows.filter(person=person) if person else rows)]


def third_charter() -> CharterVersion:
    charter = CharterVersion.objects.create(number=3, title="Charter", preamble="Third.")
    Principle.objects.create(charter=charter, position=1, title="One", text="One.")
    return charter


def test_every_member_suspended_ones_too_gets_the_deadline(ada, lakeview, seaview, northfork, next_charter, settings):
    settings.CHARTER_GRACE_DAYS = 12
    gone = OrganizationFactory(status="left")
    publish(next_charter, actor=ada)
    until = next_charter.published_at + timedelta(days=12)
    for organization, expected in ((lakeview, until), (seaview, until), (northfork, None), (gone, None)):
        organization.refresh_from_db()
        assert organization.must_accept_by == expected


def test_a_deadline_that_runs_already_stays(ada, lakeview, next_charter):
    publish(next_charter, actor=ada)
    lakeview.refresh_from_db()
    first = lakeview.must_accept_by
    with clock.at(clock.now() + timedelta(days=10)):
        publish(third_charter(), actor=ada)
    lakeview.refresh_from_db()
    assert lakeview.must_accept_by == first


def test_the_deadlines_are_set_by_as_many_queries_for_many_as_for_one(ada, next_charter, django_assert_max_num_queries):
    for _ in range(40):
        MembershipFactory()
    with django_assert_max_num_queries(20):
        publish(next_charter, actor=ada)
    assert Organization.objects.filter(must_accept_by__isnull=False).count() == 40


def test_what_publishing_would_do_is_known_before(ada, rita, carl, sam, olga, northfork, driftwood):
    now = clock.now()
    seen = reach(now)
    assert (seen.organizations, seen.representatives) == (4, 3)  # Lakeview, Cascade, Seaview, Driftwood
    assert (seen.without_representative, seen.already_asked) == (1, 1)  # Driftwood both times
    assert seen.accept_by == now + timedelta(days=30)


# Letters


def test_representatives_are_written_to_when_it_comes_into_force(ada, rita, carl, sam, abel, next_charter):
    publish(next_charter, actor=ada)
    assert remind_of_charter() == 2
    mail = OutgoingMail.objects.get(person=rita)
    assert mail.subject == "The charter has a new version: accept it for Lakeview Health"
    assert "/apply/agreement/?for=lakeview-health" in mail.text
    assert "/apply/agreement/?for=lakeview-health" in mail.html
    assert f"{Organization.objects.get(slug='lakeview-health').must_accept_by:%Y}" in mail.text
    assert letters(sam) == ["new"]


@pytest.mark.thorough
def test_they_are_reminded_a_week_and_a_day_before_and_when_writing_is_blocked(ada, rita, next_charter):
    publish(next_charter, actor=ada)
    start = next_charter.published_at
    for hours in range(0, 24 * 45, 5):
        send_letters(start + timedelta(hours=hours))
    assert letters() == ["new", "week", "day", "blocked"]
    assert [mail.subject for mail in OutgoingMail.objects.order_by("pk")] == [
        "The charter has a new version: accept it for Lakeview Health",
        "Reminder: Lakeview Health has one week to accept the charter",
        "Last day: accept the charter for Lakeview Health",
        "Lakeview Health can no longer post: accept the charter",
    ]


@pytest.mark.parametrize(
    ("left", "sent"),
    [
        (timedelta(days=7, seconds=1), []),
        (timedelta(days=7), ["week"]),
        (timedelta(days=1, seconds=1), ["week"]),
        (timedelta(days=1), ["day"]),
        (timedelta(seconds=1), ["day"]),
        (timedelta(0), ["blocked"]),
        (timedelta(days=-29), ["blocked"]),
        (timedelta(days=-30), []),
    ],
)
def test_when_each_reminder_is_due(ada, rita, next_charter, left, sent):
    publish(next_charter, actor=ada)
    send_letters(clock.now())
    lakeview = Organization.objects.get(slug="lakeview-health")
    send_letters(lakeview.must_accept_by - left)
    assert letters() == ["new", *sent]


def test_asked_for_again_each_letter_goes_once(ada, rita, next_charter):
    publish(next_charter, actor=ada)
    assert [send_letters(clock.now()) for _ in range(3)] == [1, 0, 0]


def test_with_a_short_grace_nobody_is_reminded_of_what_they_were_only_just_told(ada, rita, next_charter, settings):
    settings.CHARTER_GRACE_DAYS = 1
    publish(next_charter, actor=ada)
    send_letters(clock.now())
    assert letters() == ["new"]


def test_who_accepted_hears_no_more(ada, rita, lakeview, next_charter):
    publish(next_charter, actor=ada)
    send_letters(clock.now())
    accept_charter(lakeview, actor=rita, authority="Chief executive")
    for days in (24, 29.5, 31):
        assert send_letters(next_charter.published_at + timedelta(days=days)) == 0


def test_a_second_version_is_told_though_the_deadline_of_the_first_has_passed(ada, rita, next_charter):
    publish(next_charter, actor=ada)
    with clock.at(clock.now() + timedelta(days=31)):
        publish(third_charter(), actor=ada)
        assert send_letters(clock.now()) == 2
        assert sorted(letters()) == ["blocked", "new"]


def test_nobody_who_may_not_sign_in_or_is_gone_is_written_to(ada, rita, lakeview, next_charter):
    MembershipFactory(organization=lakeview, ended_at=clock.now() + timedelta(minutes=1))
    rita.is_active = False
    rita.save()
    publish(next_charter, actor=ada)
    assert send_letters(clock.now()) == 0


def test_many_are_written_to_by_batches(ada, next_charter, django_assert_max_num_queries):
    for _ in range(30):
        MembershipFactory()
    publish(next_charter, actor=ada)
    send_letters(clock.now())
    with django_assert_max_num_queries(8):
        assert send_letters(clock.now()) == 0
    assert len(letters()) == 30


# Afterwards


def test_before_the_deadline_everything_is_as_it_was(ada, rita, lakeview, next_charter):
    publish(next_charter, actor=ada)
    lakeview.refresh_from_db()
    assert permissions.can_write_for(rita, lakeview)
    with clock.at(lakeview.must_accept_by - timedelta(seconds=1)):
        assert permissions.can_write_for(rita, lakeview)
    with clock.at(lakeview.must_accept_by):
        assert not permissions.can_write_for(rita, lakeview)


def test_accepting_mends_it(dora, driftwood):
    assert not permissions.can_write_for(dora, driftwood)
    accept_charter(driftwood, actor=dora, authority="Director")
    assert permissions.can_write_for(dora, driftwood)
    assert permissions.can_write_for(dora, dora.active_memberships[0].organization)


def test_a_representative_is_told_to_accept_and_others_who_can(dora, driftwood):
    cleo = MembershipFactory(organization=driftwood, role="contributor").person
    told = refusal(dora, driftwood)
    assert isinstance(told, CharterOverdue)
    assert "Accept it as its representative" in str(told)
    assert told.facts["accept_url"].endswith("/apply/agreement/?for=driftwood-hospital")
    told = refusal(cleo, driftwood)
    assert "Its representatives: Dora." in str(told)
    assert told.action_url == reverse("members:people")


def test_strangers_and_readers_are_not_told_of_it(rita, driftwood):
    reader = MembershipFactory(organization=driftwood, role="reader").person
    for person in (rita, reader):
        assert refusal(person, driftwood, otherwise="No.").code == "not_allowed"


def test_who_has_no_representative_left_asks_an_admin(driftwood):
    cleo = MembershipFactory(organization=driftwood, role="contributor").person
    assert "Ask an admin" in str(refusal(cleo, driftwood))


POSTED = {"resource_type": "n95-respirator", "quantity": 5, "state": "IL"}


@pytest.mark.parametrize(
    "path",
    ["/offers/new/", "/requests/new/", "/projects/new/"],
)
def test_forms_that_write_are_refused_with_the_way_out(client_of, dora, path):
    for answer in (client_of(dora).get(path), client_of(dora).post(path, {})):
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "has not accepted the new version of the charter in time" in page
        assert "/apply/agreement/?for=driftwood-hospital" in page


def test_what_it_posted_and_was_proposed_before_waits(client_of, dora, driftwood, cascade):
    offer = OfferFactory(organization=driftwood, posted_by=dora)
    asked = RequestFactory(organization=driftwood, posted_by=dora)
    match = MatchFactory(request=asked, offer=OfferFactory(organization=cascade, resource_type=asked.resource_type))
    browser = client_of(dora)
    for name, row in (
        ("resources:offer_edit", offer),
        ("resources:request_edit", asked),
        ("resources:match_agree", match),
        ("resources:match_decline", match),
        ("resources:match_cancel", match),
    ):
        answer = browser.post(reverse(name, args=[row.pk]), {})
        assert (name, answer.status_code) == (name, 403)
        assert "has not accepted the new version" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/offers/", "/projects/", "/workgroups/testing/"])
def test_what_would_be_refused_is_not_offered(client_of, dora, driftwood, path):
    assert "/new/" not in client_of(dora).get(path).content.decode()
    Organization.objects.filter(pk=driftwood.pk).update(must_accept_by=None)
    assert "/new/" in client_of(dora).get(path).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/offers/",
        "/requests/",
        "/projects/",
        "/matches/",
        "/board/",
        "/organizations/",
        "/people/",
        "/charter/",
        "/apply/agreement/",
        "/settings/",
        "/settings/tokens/",
        "/notices/",
        "/signatories/",
    ],
)
def test_reading_and_settings_stay(client_of, dora, path):
    assert client_of(dora).get(path).status_code in ({403} if path == "/board/" else {200})


def test_switching_and_leaving_stay(client_of, dora, driftwood, lakeview):
    MembershipFactory(person=dora, organization=lakeview)
    dora.forget_memberships()
    assert client_of(dora).post("/acting/", {"organization": lakeview.pk}).status_code == 302
    leave_coalition(driftwood, actor=dora)
    assert (driftwood.status, driftwood.must_accept_by) == ("left", None)


def test_who_leaves_owes_no_acceptance_any_longer(ada, rita, lakeview, next_charter):
    publish(next_charter, actor=ada)
    leave_coalition(lakeview, actor=rita)
    assert Notice.objects.get(kind="notice.accept_charter").status == "void"
    assert send_letters(clock.now()) == 0


def test_one_acts_for_the_other_organization_meanwhile(client_of, dora, lakeview):
    MembershipFactory(person=dora, organization=lakeview)
    browser = client_of(dora)
    browser.post("/acting/", {"organization": lakeview.pk})
    assert browser.get("/offers/new/").status_code == 200


# The API


def test_the_api_says_which_and_where(client, dora, driftwood):
    with clock.at(driftwood.must_accept_by - timedelta(days=1)):
        _, secret = issue_token(person=dora, organization=driftwood, name="Bed board", may_write=True, days=30)
    bearer = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/offers", headers=bearer).status_code == 200
    answer = client.post(
        "/api/v1/offers",
        {"resource_type": "n95-respirator", "quantity": 5, "state": "IL", "available_from": "2030-01-01"},
        content_type="application/json",
        headers=bearer,
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (403, "charter_overdue"), problem
    assert problem["accept_url"].endswith("/apply/agreement/?for=driftwood-hospital")
    assert problem["must_accept_by"] == driftwood.must_accept_by.isoformat()


def test_no_token_that_writes_is_made(dora, driftwood):
    with pytest.raises(NotAllowed) as refused:
        issue_token(person=dora, organization=driftwood, name="Bed board", may_write=True, days=30)
    assert refused.value.code == "charter_overdue"
    issue_token(person=dora, organization=driftwood, name="Bed board", may_write=False, days=30)
