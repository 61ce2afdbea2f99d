"""An organization leaves: what is open goes back, what is over stays, and nothing is lost on the way."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from coalition.shared.errors import Conflict, DomainError, IllegalTransition
from members import departing
from members.models import Activity, Notice, Organization
from members.standing import leave_coalition, suspend
from projects.handing_over import hand_over
from projects.models import Milestone, Partner, Project
from resources.lifecycle import propose_match, record_receipt, record_shipment
from resources.models import Match, Movement, Offer, Request
from resources.posting import post_offer, reopen_offer
from tests.factories import (
    MatchFactory,
    MembershipFactory,
    MilestoneFactory,
    OfferFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
    RequestFactory,
)

pytestmark = pytest.mark.django_db


def counters_follow_the_ledger() -> None:
    for model, counter, name in ((Offer, "committed", "offer"), (Request, "covered", "request")):
        for row in model.objects.all():
            lines = Movement.objects.filter(**{name: row}).values_list("came_from", "went_to", "units")
            units = sum(n * ((came == "open") - (went == "open")) for came, went, n in lines)
            assert getattr(row, counter) == units, row


@pytest.fixture
def open_work(lakeview: Organization, cascade: Organization) -> dict[str, object]:
    """Lakeview gives one match and receives another, leads a plan, and takes part in Cascade's."""
    gives = MatchFactory(offer=OfferFactory(organization=lakeview), request=RequestFactory(organization=cascade))
    takes = MatchFactory(
        offer=OfferFactory(organization=cascade), request=RequestFactory(organization=lakeview), status="agreed"
    )
    led = ProjectFactory(organization=lakeview, title="Ours")
    theirs = ProjectFactory(organization=cascade, title="Theirs")
    return {
        "gives": gives,
        "takes": takes,
        "led": led,
        "theirs": theirs,
        "partner": PartnerFactory(project=theirs, organization=lakeview, status="confirmed"),
        "milestone": MilestoneFactory(project=theirs, organization=lakeview),
        "offer": OfferFactory(organization=lakeview),
    }


def test_the_list_says_what_becomes_of_each(open_work, lakeview):
    told = [(str(each.title), each.blocks) for each in departing.open_commitments(lakeview)]
    assert [title for title, _blocks in told][:3] == ["Ours", "Theirs", open_work["milestone"].title]
    assert len(told) == 5
    assert not any(blocks for _title, blocks in told)
    assert len(departing.open_postings(lakeview)) == 3


def test_leaving_hands_back_closes_and_keeps(open_work, lakeview, cascade, rita, olga):
    leave_coalition(lakeview, actor=rita, reason="We close our doors.")
    assert Organization.objects.get(pk=lakeview.pk).status == "left"
    assert set(Match.objects.values_list("status", "closing_note")) == {("cancelled", "We close our doors.")}
    assert set(Offer.objects.filter(organization=lakeview).values_list("status", flat=True)) == {"withdrawn"}
    assert set(Offer.objects.filter(organization=cascade).values_list("status", "committed")) == {("open", 0)}
    assert Project.objects.get(title="Ours").status == "closed"
    assert Partner.objects.get().status == "declined"
    assert Milestone.objects.get().organization == cascade
    counters_follow_the_ledger()
    assert departing.open_commitments(lakeview) == []
    cancelled = Activity.objects.visible_to(olga).filter(kind="match.cancelled")
    assert cancelled.count() == 2
    assert Notice.objects.open().filter(person=olga, kind="notice.milestone_is_yours").exists()


def test_what_was_delivered_stays_on_record(lakeview, cascade, rita, olga):
    match = MatchFactory(
        offer=OfferFactory(organization=lakeview), request=RequestFactory(organization=cascade), status="shipped"
    )
    record_receipt(match, actor=olga, quantity=10)
    leave_coalition(lakeview, actor=rita)
    match = Match.objects.get()
    assert (match.status, match.received_quantity, match.offer.committed) == ("received", 10, 10)
    counters_follow_the_ledger()


def test_units_on_the_way_block_and_nothing_else_happens(open_work, lakeview, rita):
    Match.objects.filter(pk=open_work["takes"].pk).update(status="shipped")
    with pytest.raises(Conflict) as refused:
        leave_coalition(lakeview, actor=rita)
    assert (refused.value.code, refused.value.facts["matches"]) == ("units_on_the_way", [open_work["takes"].pk])
    assert "on the way" in str(refused.value)
    assert Organization.objects.get(pk=lakeview.pk).is_admitted
    assert Project.objects.get(title="Ours").is_open
    assert Offer.objects.get(pk=open_work["offer"].pk).is_open
    assert not Activity.objects.exists()
    assert departing.open_commitments(lakeview)[0].blocks


def test_an_admin_does_it_all_the_same(open_work, lakeview, ada, olga):
    record_shipment(open_work["takes"], actor=olga)
    leave_coalition(lakeview, actor=ada, reason="It exists no longer.")
    assert not Match.objects.under_way().exists()
    counters_follow_the_ledger()


def test_a_plan_handed_over_before_goes_on(open_work, lakeview, cascade, rita):
    led = open_work["led"]
    PartnerFactory(project=led, organization=cascade, status="confirmed")
    assert departing.open_commitments(lakeview)[0].action_url == f"/projects/{led.pk}/hand-over/"
    hand_over(led, to=cascade, actor=rita, reason="We leave.")
    leave_coalition(lakeview, actor=rita)
    led = Project.objects.get(pk=led.pk)
    assert (led.organization, led.is_open) == (cascade, True)


def test_who_left_cannot_open_anything_again(lakeview, rita, ada):
    offer = OfferFactory(organization=lakeview, posted_by=rita)
    leave_coalition(lakeview, actor=rita)
    with pytest.raises(DomainError):
        reopen_offer(offer, actor=rita)
    with pytest.raises(Conflict):
        reopen_offer(offer, actor=ada)
    with pytest.raises(IllegalTransition):
        leave_coalition(lakeview, actor=ada)


def test_the_suspended_are_not_matched_and_their_matches_are_flagged(lakeview, cascade, ada, cora):
    match = MatchFactory(offer=OfferFactory(organization=lakeview), request=RequestFactory(organization=cascade))
    suspend(lakeview, actor=ada, reason="Sold what it was given.")
    flag = Notice.objects.open().get(person=cora)
    assert (flag.kind, flag.title) == ("notice.look_at_commitments", "Lakeview Health: 1 open")
    with pytest.raises(Conflict):
        propose_match(match.offer, RequestFactory(resource_type=match.offer.resource_type), actor=cora, quantity=1)


class Side(threading.Thread):
    """One of two who do something at the same moment, on a connection of its own."""

    def __init__(self, barrier: threading.Barrier, act: Callable[[], object]) -> None:
        super().__init__()
        self.barrier, self.act = barrier, act
        self.refused: Exception | None = None

    def run(self) -> None:
        try:
            self.barrier.wait(5)
            self.act()
        except Exception as error:  # noqa: BLE001  # told by the test
            self.refused = error
        finally:
            connection.close()


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    barrier = threading.Barrier(len(acts))
    sides = [Side(barrier, act) for act in acts]
    for side in sides:
        side.start()
    for side in sides:
        side.join(20)
    assert not any(side.is_alive() for side in sides), "two wait for each other"
    return [side.refused for side in sides]


def _two_requests(cascade: Organization) -> tuple[list[Offer], list[Request]]:
    """Offers and requests on both sides, with a match under way each, crosswise by number."""
    lakeview = Organization.objects.get(slug="lakeview-health")
    gives, takes = [], []
    for _round in range(3):
        mine = OfferFactory(organization=lakeview)
        theirs = OfferFactory(organization=cascade, resource_type=mine.resource_type)
        wanted = RequestFactory(organization=lakeview, resource_type=mine.resource_type)
        asked = RequestFactory(organization=cascade, resource_type=mine.resource_type)
        MatchFactory(offer=theirs, request=wanted)
        MatchFactory(offer=mine, request=asked)
        gives.append(mine)
        takes.append(asked)
    return gives, takes


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_attempt", range(3))
def test_a_match_proposed_while_it_leaves_is_cancelled_or_refused(_attempt, lakeview, cascade, rita, cora):
    third = OrganizationFactory()
    gives, _takes = _two_requests(cascade)
    needs = [RequestFactory(organization=third, resource_type=offer.resource_type) for offer in gives]
    refusals = at_once(
        lambda: leave_coalition(Organization.objects.get(pk=lakeview.pk), actor=rita),
        lambda: propose_match(gives[2], needs[2], actor=cora, quantity=5),
        lambda: propose_match(gives[0], needs[0], actor=cora, quantity=5),
    )
    assert refusals[0] is None
    assert all(refused is None or isinstance(refused, DomainError) for refused in refusals), refusals
    assert Organization.objects.get(pk=lakeview.pk).status == "left"
    assert not Match.objects.under_way().exists()
    assert not Offer.objects.filter(organization=lakeview, status="open").exists()
    counters_follow_the_ledger()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_attempt", range(3))
def test_two_partners_that_leave_at_once_do_not_wait_for_each_other(_attempt, lakeview, cascade, rita, olga):
    _two_requests(cascade)
    refusals = at_once(
        lambda: leave_coalition(Organization.objects.get(pk=lakeview.pk), actor=rita),
        lambda: leave_coalition(Organization.objects.get(pk=cascade.pk), actor=olga),
    )
    assert refusals == [None, None]
    assert not Match.objects.under_way().exists()
    counters_follow_the_ledger()


@pytest.mark.django_db(transaction=True)
def test_an_offer_posted_while_it_leaves_is_withdrawn_or_refused(lakeview, rita, carl):
    kind = OfferFactory().resource_type
    MembershipFactory(organization=lakeview)
    refusals = at_once(
        lambda: leave_coalition(Organization.objects.get(pk=lakeview.pk), actor=rita),
        lambda: post_offer(
            organization=Organization.objects.get(pk=lakeview.pk),
            actor=carl,
            resource_type=kind,
            quantity=5,
            state="IL",
            available_from=OfferFactory.build().available_from,
        ),
    )
    assert refusals[0] is None
    assert refusals[1] is None or isinstance(refusals[1], DomainError)
    assert not Offer.objects.filter(organization=lakeview, status="open").exists()


def test_the_name_is_typed_as_it_stands(lakeview, rita, client_of):
    browser = client_of(rita)
    answer = browser.post("/organization/leave/?step=3", {"typed": "Lakeview", "reason": "We close."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Type the name as it stands here: Lakeview Health" in page
    assert "We close." in page
    assert Organization.objects.get(pk=lakeview.pk).is_admitted
    assert browser.post("/organization/leave/?step=3", {"typed": "lakeview health"})["Location"] == "/apply/"
    assert Organization.objects.get(pk=lakeview.pk).status == "left"
