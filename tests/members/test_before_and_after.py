"""What verbs put into the audit trail: the fields that changed, as they were and as they are."""

import pytest

from coalition.shared import clock
from members.admission import admit, decline
from members.appointments import appoint, bar
from members.models import Organization, Person
from members.people import change_role, join, leave
from members.signing import accept_charter
from members.standing import leave_coalition, reinstate, suspend
from members.tokens import issue_token, revoke_token
from projects.milestones import add_milestone, edit_milestone
from projects.status import change_status
from resources.lifecycle import decline_match, record_receipt
from resources.posting import edit_offer, withdraw_request
from tests.audit import trail
from tests.factories import MatchFactory, OfferFactory, PersonFactory, ProjectFactory, RequestFactory
from tests.members.test_admission import waiting

pytestmark = pytest.mark.django_db


def last() -> tuple[str, dict | None, dict | None]:
    entry = trail()[-1]
    return entry.kind, entry.before, entry.after


def test_standing(lakeview: Organization, ada: Person) -> None:
    suspend(lakeview, actor=ada, reason="Talks")
    assert last() == ("member.suspended", {"status": "admitted"}, {"status": "suspended"})
    reinstate(lakeview, actor=ada)
    assert last() == ("member.reinstated", {"status": "suspended"}, {"status": "admitted"})
    leave_coalition(lakeview, actor=ada)
    assert last() == ("member.left", {"status": "admitted"}, {"status": "left"})


def test_applications(nora: Person, ada: Person) -> None:
    application = admit(waiting(nora), actor=ada)
    assert last() == (
        "member.admitted",
        {"application": application.pk, "status": "sent"},
        {"application": application.pk, "status": "admitted"},
    )


def test_a_declined_application(nora: Person, ada: Person) -> None:
    application = decline(waiting(nora), actor=ada, reason="Unknown")
    assert last() == (
        "application.declined",
        {"application": application.pk, "status": "sent"},
        {"application": application.pk, "status": "declined"},
    )


def test_roles_of_the_coalition(nora: Person, ada: Person) -> None:
    appoint(nora, actor=ada, coordinator=True)
    who = {"person": nora.pk, "admin": False}
    assert last() == ("person.appointed", {**who, "coordinator": False}, {**who, "coordinator": True})
    bar(nora, actor=ada)
    assert last()[1:] == ({"person": nora.pk, "may_sign_in": True}, {"person": nora.pk, "may_sign_in": False})


def test_people_and_their_roles(lakeview: Organization, rita: Person) -> None:
    person = PersonFactory()
    join(lakeview, person=person, role="reader", actor=rita)
    assert last()[1:] == ({"person": person.pk, "role": None}, {"person": person.pk, "role": "reader"})
    change_role(lakeview, person=person, role="contributor", actor=rita)
    assert last()[1:] == ({"person": person.pk, "role": "reader"}, {"person": person.pk, "role": "contributor"})
    leave(lakeview, person=person, actor=rita)
    assert last()[1:] == ({"person": person.pk, "role": "contributor"}, {"person": person.pk, "role": None})


def test_acceptances_keep_what_proves_them(lakeview: Organization, rita: Person) -> None:
    acceptance = accept_charter(lakeview, actor=rita, authority="Director")
    after = {"version": 1, "text_sha256": acceptance.text_sha256, "receipt": acceptance.receipt}
    assert last() == ("charter.accepted", None, after)


def test_tokens(lakeview: Organization, rita: Person) -> None:
    token, secret = issue_token(person=rita, organization=lakeview, name="Stock", may_write=True, days=3)
    assert last()[2] == {"token": token.pk, "may_write": True, "expires_at": token.expires_at.isoformat()}
    assert secret not in str(last())
    revoke_token(token, actor=rita)
    assert last()[0] == "token.revoked"


def test_projects_and_milestones(lakeview: Organization, rita: Person) -> None:
    project = ProjectFactory(organization=lakeview)
    change_status(project, actor=rita, status="active")
    assert last()[1:] == ({"status": "proposed"}, {"status": "active"})
    milestone = add_milestone(project, actor=rita, title="First", organization=lakeview, due_on=clock.today())
    edit_milestone(milestone, actor=rita, status="reached")
    _kind, before, after = last()
    assert before is not None
    assert after is not None
    assert (before["progress"], after["progress"], after["status"]) == (0, 100, "reached")


def test_quantities_and_states_of_postings(lakeview: Organization, rita: Person) -> None:
    offer = OfferFactory(organization=lakeview, quantity=100)
    edit_offer(offer, actor=rita, version=1, quantity=80)
    _kind, before, after = last()
    assert before is not None
    assert after is not None
    changed = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert changed.pop("confirmed"), "an edit is also a word that it stands"
    assert changed == {"quantity": (100, 80), "version": (1, 2)}
    withdraw_request(RequestFactory(organization=lakeview), actor=rita)
    assert last()[2]["status"] == "withdrawn"


def test_units_of_matches(lakeview: Organization, rita: Person) -> None:
    match = MatchFactory(request__organization=lakeview)
    decline_match(match, actor=rita, organization=lakeview, reason="Late")
    _kind, before, after = last()
    assert before is not None
    assert after is not None
    assert (before["status"], before["committed"], before["covered"]) == ("proposed", 10, 10)
    assert (after["status"], after["committed"], after["covered"]) == ("declined", 0, 0)


def test_a_short_receipt(lakeview: Organization, rita: Person) -> None:
    match = MatchFactory(request__organization=lakeview, status="shipped")
    record_receipt(match, actor=rita, quantity=7)
    _kind, before, after = last()
    assert before is not None
    assert after is not None
    assert (before["received"], after["received"], after["covered"]) == (None, 7, 7)
