"""Who is on a case: claimed, given back, taken over, handed on, lapsed; noted on; left to a second coordinator."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError, Invalid, NotAllowed
from members.models import Activity, Notice, Organization, Person
from resources import casework
from resources.casework import claim_case, flag_conflict, hand_over_case, note_on_case, release_case
from resources.lifecycle import propose_match, undo_proposal
from resources.models import CaseNote, Claim, Offer, Request
from tests.audit import trail
from tests.conftest import make_person
from tests.factories import OfferFactory, RequestFactory

HOURS = timedelta(hours=settings.CASE_CLAIM_HOURS)


@pytest.fixture
def offer(cascade: Organization) -> Offer:
    return OfferFactory(organization=cascade, quantity=20)


@pytest.fixture
def need(lakeview: Organization, offer: Offer) -> Request:
    return RequestFactory(organization=lakeview, resource_type=offer.resource_type, quantity=40)


@pytest.fixture
def kim(db: None) -> Person:
    """A third coordinator, whom nobody employs."""
    return make_person("kim", is_coordinator=True)


def holder(need: Request) -> Person | None:
    claim = Claim.objects.standing().filter(request=need).first()
    return claim.holder if claim else None


def told(kind: str) -> set[str]:
    return set(Notice.objects.open().filter(kind=f"notice.{kind}").values_list("person__name", flat=True))


def test_a_coordinator_is_on_a_case_until_it_is_given_back(need: Request, cora: Person) -> None:
    claim = claim_case(need, actor=cora)
    assert holder(need) == cora
    assert claim.lapses_at == pytest.approx(clock.now() + HOURS, abs=timedelta(seconds=5))
    release_case(need, actor=cora)
    assert holder(need) is None
    assert [row.kind for row in Activity.objects.order_by("pk")][-2:] == ["case.claimed", "case.released"]
    state = {"request": need.pk, "needs_second": False, "offer": None}
    assert (trail()[-1].before, trail()[-1].after) == ({**state, "holder": cora.pk}, {**state, "holder": None})


def test_claiming_again_gives_the_whole_time_anew(need: Request, cora: Person) -> None:
    with clock.at(clock.now() - HOURS / 2):
        first = claim_case(need, actor=cora)
    again = claim_case(need, actor=cora)
    assert again == first
    assert again.lapses_at > first.lapses_at


def test_another_takes_it_over_with_a_word_which_the_first_is_told(need: Request, cora: Person, kim: Person) -> None:
    claim_case(need, actor=cora)
    with pytest.raises(Conflict, match="Cora is on it") as refused:
        claim_case(need, actor=kim, note=" ")
    assert (refused.value.code, refused.value.field) == ("claimed", "note")
    assert claim_case(need, actor=kim, note="Cora is off until Monday.").note == "Cora is off until Monday."
    assert holder(need) == kim
    assert Claim.objects.get(holder=cora).ending == "taken_over"
    assert told("case_taken_over") == {"Cora"}


def test_a_claim_lapses_without_an_act(need: Request, cora: Person, kim: Person) -> None:
    claim_case(need, actor=cora)
    late = clock.now() + HOURS + timedelta(minutes=1)
    with clock.at(late):
        assert holder(need) is None, "also before the scheduler has been there"
    assert casework.lapse_claims(clock.now()) == 0
    assert casework.lapse_claims(late) == 1
    assert casework.lapse_claims(late) == 0
    assert Claim.objects.get().ending == "lapsed"


def test_who_comes_before_the_scheduler_needs_no_word(need: Request, cora: Person, kim: Person) -> None:
    with clock.at(clock.now() - 2 * HOURS):
        claim_case(need, actor=cora)
    claim_case(need, actor=kim)
    assert [claim.ending for claim in Claim.objects.all()] == ["lapsed", ""]


@pytest.mark.parametrize("act", ["propose", "note"])
def test_an_act_keeps_the_claim(act: str, need: Request, offer: Offer, cora: Person) -> None:
    with clock.at(clock.now() - HOURS + timedelta(minutes=1)):
        claim_case(need, actor=cora)
    if act == "propose":
        propose_match(offer, need, actor=cora, quantity=1)
    else:
        note_on_case(need, actor=cora, text="They call back at noon.")
    assert casework.lapse_claims(clock.now() + HOURS / 2) == 0


def test_a_claim_never_blocks_the_proposal_of_another(need: Request, offer: Offer, cora: Person, kim: Person) -> None:
    claim_case(need, actor=cora)
    propose_match(offer, need, actor=kim, quantity=1)
    assert holder(need) == cora
    assert told("case_proposed") == {"Cora"}


def test_a_case_is_handed_over_with_a_note_and_a_notice(need: Request, offer: Offer, cora: Person, kim: Person) -> None:
    claim_case(need, actor=cora)
    hand_over_case(need, actor=cora, to=kim, note="I leave at noon.")
    assert holder(need) == kim
    notice = Notice.objects.open().get(person=kim)
    assert (notice.kind, notice.must_act) == ("notice.case_handed_to_you", True)
    propose_match(offer, need, actor=kim, quantity=1)
    assert not Notice.objects.open().filter(person=kim).exists(), "the case was gone on with"


def test_a_case_is_handed_to_no_one_who_cannot_take_it(
    need: Request, cora: Person, rita: Person, kim: Person, lakeview: Organization
) -> None:
    claim_case(need, actor=cora)
    employed = make_person("lee", is_coordinator=True)
    lakeview.memberships.create(person=employed, role="reader")
    for nobody in (cora, rita, employed):
        with pytest.raises(Invalid) as refused:
            hand_over_case(need, actor=cora, to=nobody, note="Please.")
        assert refused.value.field == "to"
    with pytest.raises(Invalid) as refused:
        hand_over_case(need, actor=cora, to=kim, note=" ")
    assert refused.value.field == "note"
    with pytest.raises(Conflict):
        hand_over_case(need, actor=kim, to=cora, note="Not mine to give.")


def test_notes_are_read_by_coordinators_and_admins_alone(
    need: Request, cora: Person, kim: Person, ada: Person, rita: Person, olga: Person
) -> None:
    claim_case(need, actor=cora)
    note_on_case(need, actor=kim, text="  The dock closes at five.  ")
    assert CaseNote.objects.get().text == "The dock closes at five."
    assert told("case_note") == {"Cora"}
    for reader in (cora, kim, ada):
        assert CaseNote.objects.visible_to(reader).count() == 1
        assert Claim.objects.visible_to(reader).count() == 1
        assert Activity.objects.visible_to(reader).filter(kind__startswith="case.").count() == 2
    for reader in (rita, olga, AnonymousUser()):
        assert not CaseNote.objects.visible_to(reader).exists()
        assert not Claim.objects.visible_to(reader).exists()
        assert not Activity.objects.visible_to(reader).filter(kind__startswith="case.").exists()


@pytest.mark.parametrize("text", ["", "  ", "x" * 501])
def test_a_note_says_something_and_is_short(text: str, need: Request, cora: Person) -> None:
    with pytest.raises(Invalid) as refused:
        note_on_case(need, actor=cora, text=text)
    assert refused.value.field == "text"


def test_a_note_that_speaks_of_money_says_why(need: Request, cora: Person) -> None:
    with pytest.raises(Invalid) as refused:
        note_on_case(need, actor=cora, text="They want $300 for it.")
    assert refused.value.code == "money"
    note_on_case(need, actor=cora, text="They want $300 for it.", explanation="That is why I declined them.")


@pytest.mark.parametrize("who", ["rita", "ada", "reed"])
def test_nobody_else_works_on_cases(who: str, need: Request, cora: Person, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(who)
    acts = (
        lambda: claim_case(need, actor=actor),
        lambda: release_case(need, actor=actor),
        lambda: note_on_case(need, actor=actor, text="Hello"),
        lambda: hand_over_case(need, actor=actor, to=cora, note="Please."),
        lambda: flag_conflict(need, actor=actor),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_a_closed_request_is_no_case(need: Request, cora: Person) -> None:
    Request.objects.update(status="withdrawn")
    with pytest.raises(Conflict) as refused:
        claim_case(need, actor=cora)
    assert refused.value.code == "request_not_open"


# Conflict of interest: Colin works at Cascade, which gives


def test_who_is_employed_by_the_giver_leaves_its_offer_to_a_second_coordinator(
    need: Request, offer: Offer, colin: Person, cora: Person, kim: Person
) -> None:
    claim_case(need, actor=colin)
    flag = flag_conflict(need, actor=colin, offer=offer)
    assert (flag.holder, flag.offer, flag.lapses_at) == (None, offer, None)
    assert flag.note == "Needs a second coordinator: conflict of interest."
    assert list(Claim.objects.waiting_for_another()) == [flag]
    assert told("second_coordinator") == {"Cora", "Kim"}
    with pytest.raises(NotAllowed) as refused:
        claim_case(need, actor=colin)
    assert refused.value.code == "own_organization"
    claim_case(need, actor=cora)
    assert holder(need) == cora
    assert told("second_coordinator") == set()
    with pytest.raises(Conflict, match="Cora is on it"):
        flag_conflict(need, actor=colin, offer=offer)


def test_a_proposal_by_a_second_coordinator_answers_the_flag_and_one_by_the_first_does_not(
    need: Request, offer: Offer, colin: Person, cora: Person
) -> None:
    flag_conflict(need, actor=colin, offer=offer, note="We have twenty.")
    other = OfferFactory(resource_type=need.resource_type)
    undo_proposal(propose_match(other, need, actor=colin, quantity=1), actor=colin)
    assert Claim.objects.waiting_for_another().exists()
    with pytest.raises(NotAllowed):
        propose_match(offer, need, actor=colin, quantity=1)
    propose_match(offer, need, actor=cora, quantity=1)
    assert not Claim.objects.waiting_for_another().exists()
    assert Claim.objects.get().ending == "answered"


def test_a_coordinator_of_who_asks_cannot_be_on_the_case_and_can_flag_it(cascade: Organization, colin: Person) -> None:
    theirs = RequestFactory(organization=cascade)
    with pytest.raises(NotAllowed) as refused:
        claim_case(theirs, actor=colin)
    assert refused.value.code == "own_organization"
    flag_conflict(theirs, actor=colin)
    with pytest.raises(Conflict) as again:
        flag_conflict(theirs, actor=colin)
    assert again.value.code == "flagged"
    release_case(theirs, actor=colin)
    assert not Claim.objects.standing().exists()


def test_who_has_no_part_flags_nothing(need: Request, offer: Offer, cora: Person, colin: Person) -> None:
    with pytest.raises(Invalid) as refused:
        flag_conflict(need, actor=cora, offer=offer)
    assert refused.value.code == "no_conflict"
    own = OfferFactory(organization=need.organization, resource_type=need.resource_type)
    with pytest.raises(Invalid) as refused:
        flag_conflict(need, actor=colin, offer=own)
    assert refused.value.field == "offer"


# What the database holds


def test_the_database_allows_one_open_claim_of_a_request(need: Request, cora: Person, kim: Person) -> None:
    claim = claim_case(need, actor=cora)
    words = {"request": need, "begun_by": kim, "lapses_at": claim.lapses_at}
    with pytest.raises(IntegrityError, match="claim_one_open"), transaction.atomic():
        Claim.objects.create(holder=kim, **words)
    release_case(need, actor=cora)
    for wrong in ({"holder": None}, {"holder": kim, "lapses_at": None}, {"holder": kim, "ending": "lapsed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.create(**{**words, **wrong})


def test_the_database_keeps_claims_and_notes(need: Request, cora: Person, kim: Person) -> None:
    note_on_case(need, actor=cora, text="The dock closes at five.")
    claim_case(need, actor=cora)
    changes = (
        lambda: CaseNote.objects.update(text="No."),
        lambda: CaseNote.objects.all().delete(),
        lambda: Claim.objects.update(holder=kim),
        lambda: Claim.objects.all().delete(),
    )
    for change in changes:
        with pytest.raises(DatabaseError, match=r"kept|never"), transaction.atomic():
            change()
    release_case(need, actor=cora)
    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        Claim.objects.update(ended_at=None, ending="")


def test_refusals_change_nothing(need: Request, cora: Person, kim: Person) -> None:
    claim_case(need, actor=cora)
    acts = (
        lambda: claim_case(need, actor=kim, note="It costs $5."),
        lambda: release_case(need, actor=kim),
        lambda: hand_over_case(need, actor=cora, to=kim, note="$5 each"),
    )
    for act in acts:
        with pytest.raises(DomainError):
            act()
    assert holder(need) == cora
    assert Claim.objects.count() == 1
