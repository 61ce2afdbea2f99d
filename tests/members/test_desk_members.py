"""The members on the admins' desk: found by filters, acted on many at once, one with all that is known of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members.models import Organization, OrganizationStatus, Person
from members.people import leave
from members.renaming import rename
from members.signing import accept_charter
from members.standing import suspend
from tests.audit import trail
from tests.conftest import ClientOf
from tests.factories import MembershipFactory, OrganizationFactory

PAGE = "/desk/members/"


@pytest.fixture
def desk(client_of: ClientOf, ada: Person) -> Client:
    return client_of(ada)


def words(desk: Client, path: str = PAGE) -> str:
    answer = desk.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def names(desk: Client, query: str) -> list[str]:
    return [str(row) for row in desk.get(PAGE + query).context["page"]]


def status_of(organization: Organization) -> str:
    return Organization.objects.values_list("status", flat=True).get(pk=organization.pk)


def test_they_are_found_by_name_domain_status_kind_and_state(
    desk: Client, lakeview: Organization, cascade: Organization, seaview: Organization
) -> None:
    assert names(desk, "") == ["Cascade Biomedical Reserve", "Lakeview Health", "Seaview Labs"]
    assert names(desk, "?q=lakev") == ["Lakeview Health"]
    assert names(desk, "?q=HEALTH.ORG") == ["Lakeview Health"]
    assert names(desk, "?status=suspended") == ["Seaview Labs"]
    assert names(desk, "?kind=manufacturer") == ["Cascade Biomedical Reserve"]
    assert names(desk, "?state=OR&status=admitted") == ["Cascade Biomedical Reserve"]
    assert "No organization fits" in words(desk, PAGE + "?q=nowhere")


def test_a_filter_that_cannot_be_read_narrows_nothing(desk: Client, lakeview: Organization) -> None:
    assert names(desk, "?status=nonsense&kind=x") == ["Lakeview Health"]


def test_they_are_found_by_how_they_stand_with_the_charter(
    desk: Client, lakeview: Organization, cascade: Organization, seaview: Organization, northfork: Organization
) -> None:
    now = clock.now()
    Organization.objects.filter(pk=lakeview.pk).update(must_accept_by=now - timedelta(days=1))
    Organization.objects.filter(pk=seaview.pk).update(must_accept_by=now + timedelta(days=9))
    assert names(desk, "?charter=current") == ["Cascade Biomedical Reserve"]
    assert names(desk, "?charter=grace") == ["Seaview Labs"]
    assert names(desk, "?charter=overdue") == ["Lakeview Health"]
    assert "Overdue</span>" in words(desk, PAGE + "lakeview-health/")


def test_they_are_found_by_their_yearly_confirmation_and_asked_for_it(
    desk: Client, lakeview: Organization, cascade: Organization, seaview: Organization, rita: Person
) -> None:
    assert names(desk, "?confirmation=confirmed") == ["Cascade Biomedical Reserve", "Lakeview Health"]
    answer = desk.post(PAGE, {"act": "ask", "chosen": [lakeview.pk, seaview.pk]}, follow=True)
    assert "1 organization: asked to confirm." in answer.content.decode()
    assert "Seaview Labs is not a member now." in answer.content.decode()
    assert names(desk, "?confirmation=confirmed") == ["Cascade Biomedical Reserve"]
    assert names(desk, "?confirmation=asked") == ["Lakeview Health"]
    assert names(desk, "?confirmation=lapsed") == []


def test_it_counts_the_people_who_belong_now(desk: Client, lakeview: Organization, rita: Person, carl: Person) -> None:
    assert desk.get(PAGE).context["page"][0].people == 2
    leave(lakeview, person=carl, actor=carl)
    assert desk.get(PAGE).context["page"][0].people == 1


def test_many_are_suspended_and_reinstated_at_once(desk: Client, lakeview: Organization, cascade: Organization) -> None:
    chosen = [lakeview.pk, cascade.pk]
    answer = desk.post(PAGE + "?state=IL", {"act": "suspend", "chosen": chosen, "reason": "Talks"}, follow=True)
    assert answer.redirect_chain == [("/desk/members/?state=IL", 302)]
    assert "2 organizations: suspended." in answer.content.decode()
    assert {status_of(lakeview), status_of(cascade)} == {OrganizationStatus.SUSPENDED}
    assert {entry.kind for entry in trail()} == {"member.suspended"}
    desk.post(PAGE, {"act": "reinstate", "chosen": chosen})
    assert {status_of(lakeview), status_of(cascade)} == {OrganizationStatus.ADMITTED}


def test_a_refusal_is_told_for_its_organization_and_the_others_are_done(
    desk: Client, lakeview: Organization, seaview: Organization
) -> None:
    chosen = [lakeview.pk, seaview.pk]
    answer = desk.post(PAGE, {"act": "suspend", "chosen": chosen, "reason": "Talks"}, follow=True)
    text = answer.content.decode()
    assert "Seaview Labs:" in text
    assert "1 organization: suspended." in text
    assert status_of(lakeview) == OrganizationStatus.SUSPENDED


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"act": "suspend", "reason": " "}, "Give a reason."),
        ({"act": "delete", "reason": "x"}, "delete"),
        ({"act": "suspend", "reason": "x", "chosen": ["99999999999999999999"]}, "Select a valid choice"),
        ({"act": "suspend", "reason": "x" * 2001}, "at most 2000"),
    ],
)
def test_what_is_wrong_with_an_act_is_said_and_what_was_chosen_kept(
    desk: Client, lakeview: Organization, sent: dict[str, object], told: str
) -> None:
    answer = desk.post(PAGE, {"chosen": [lakeview.pk], **sent})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert told in text
    assert status_of(lakeview) == OrganizationStatus.ADMITTED
    if "chosen" not in sent:
        assert f'value="{lakeview.pk}" aria-label="Choose Lakeview Health" checked' in text


def test_nothing_chosen_is_said(desk: Client, lakeview: Organization) -> None:
    answer = desk.post(PAGE, {"act": "reinstate"})
    assert answer.status_code == 422
    assert "Choose at least one organization." in answer.content.decode()


def test_they_leave_as_csv_with_the_same_filters_and_no_formula(desk: Client, lakeview: Organization) -> None:
    OrganizationFactory(name="=1+1 Clinic", state="OR")
    answer = desk.get(f"{PAGE}list.csv?state=OR")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=1+1 Clinic,")


def test_the_number_of_queries_does_not_grow(desk: Client, lakeview: Organization, rita: Person) -> None:
    words(desk)
    with CaptureQueriesContext(connection) as few:
        words(desk)
    for _ in range(30):
        MembershipFactory()
    with CaptureQueriesContext(connection) as many:
        words(desk)
    assert len(many) == len(few)


# One member


def test_one_member_is_shown_with_all_that_is_known(
    desk: Client, lakeview: Organization, cascade: Organization, rita: Person, carl: Person, ada: Person
) -> None:
    receipt = accept_charter(lakeview, actor=rita, authority="Director").receipt
    suspend(lakeview, actor=ada, reason="Talks")
    suspend(cascade, actor=ada, reason="Others")
    leave(lakeview, person=carl, actor=carl)
    trail()
    page = words(desk, f"{PAGE}lakeview-health/")
    assert rita.email in page
    assert "Left " in page
    assert f"/receipts/{receipt}/" in page
    assert "It came without one." in page
    assert "Lakeview Health was suspended" in page
    assert "Cascade" not in page


def test_its_trail_can_be_leafed_through(desk: Client, lakeview: Organization, ada: Person) -> None:
    for _ in range(15):
        desk.post(f"{PAGE}lakeview-health/", {"act": "suspend", "chosen": lakeview.pk, "reason": "x"})
        desk.post(f"{PAGE}lakeview-health/", {"act": "reinstate", "chosen": lakeview.pk})
    trail()
    first = desk.get(f"{PAGE}lakeview-health/").context["leaf"]
    second = desk.get(f"{PAGE}lakeview-health/", {"older": first.older}).context["leaf"]
    assert (len(first.entries), len(second.entries), second.older) == (20, 10, None)


def test_it_offers_what_can_be_done_now(desk: Client, lakeview: Organization, seaview: Organization) -> None:
    assert 'value="suspend"' in words(desk, f"{PAGE}lakeview-health/")
    assert 'value="reinstate"' not in words(desk, f"{PAGE}lakeview-health/")
    assert 'value="reinstate"' in words(desk, f"{PAGE}seaview-labs/")


def test_a_reason_is_asked_for_there_too(desk: Client, lakeview: Organization) -> None:
    answer = desk.post(f"{PAGE}lakeview-health/", {"act": "suspend", "chosen": lakeview.pk})
    assert answer.status_code == 422
    assert status_of(lakeview) == OrganizationStatus.ADMITTED
    desk.post(f"{PAGE}lakeview-health/", {"act": "suspend", "chosen": lakeview.pk, "reason": "Talks"})
    assert status_of(lakeview) == OrganizationStatus.SUSPENDED


def test_an_unknown_organization_is_not_found(desk: Client) -> None:
    assert desk.get(f"{PAGE}nowhere/").status_code == 404


@pytest.mark.thorough
def test_the_number_of_queries_of_one_member_does_not_grow(
    desk: Client, lakeview: Organization, rita: Person, ada: Person
) -> None:
    path = f"{PAGE}lakeview-health/"
    suspend(lakeview, actor=ada, reason="Talks")
    trail()
    words(desk, path)
    with CaptureQueriesContext(connection) as few:
        words(desk, path)
    for _ in range(10):
        MembershipFactory(organization=lakeview)
        desk.post(path, {"act": "reinstate", "chosen": lakeview.pk})
        desk.post(path, {"act": "suspend", "chosen": lakeview.pk, "reason": "x"})
    trail()
    words(desk, path)
    with CaptureQueriesContext(connection) as many:
        words(desk, path)
    assert len(many) == len(few)


def test_the_address_of_a_former_name_leads_on(desk: Client, lakeview: Organization, rita: Person) -> None:
    rename(lakeview, name="Great Lakes Hospital", actor=rita, reason="We moved.")
    lakeview.refresh_from_db()
    answer = desk.get(f"{PAGE}lakeview-health/")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}{lakeview.slug}/")
    assert desk.get(f"{PAGE}nobody/").status_code == 404
