"""The life of matches as a machine: every verb, by anybody, in any order, and the rules that hold after each.

Some runs in the ordinary suite; `HYPOTHESIS_PROFILE=thorough` makes it two thousand, each longer (`LIFE_RUNS` and
`LIFE_STEPS` say otherwise, so that several processes can share them). Each run begins with the postings below, in a
savepoint that is rolled back.

What a match should hold is reckoned beside the portal, from what was said to the verbs alone, and compared with what
the database has. Verbs are handed matches as they stood some time ago as often as fresh ones, as by two people at once.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from benchmarks import books
from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError
from members.models import Organization, Person
from resources import lifecycle
from resources.models import Agreement, Dispute, DisputeOutcome, Feedback, Match, Movement, Offer, Request, Went
from resources.models.match import GIVEN_BACK, TRANSITIONS
from tests.conftest import make_person
from tests.factories import MembershipFactory, OfferFactory, OrganizationFactory, RequestFactory, ResourceTypeFactory
from tests.resources.lifecycle.words import agreed_words

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
RUNS = int(os.environ.get("LIFE_RUNS", "2000" if THOROUGH else "20"))
STEPS = int(os.environ.get("LIFE_STEPS", "16" if THOROUGH else "10"))
START = datetime(2026, 3, 1, 12, tzinfo=UTC)

TRACES = "SELECT " + ", ".join(
    f"(SELECT md5(coalesce(string_agg(t::text, ',' ORDER BY id), '')) FROM {table} t)"  # tables of ours
    for table in (
        *("resources_offer", "resources_request", "resources_match", "resources_movement", "resources_answer"),
        *("resources_agreement", "resources_dispute", "resources_feedback", "members_activity", "members_notice"),
        "members_outgoingmail",
    )
)

number = st.integers(0, 11)
units = st.sampled_from((5, 1, 3, 8, 12, 12, 18, 30, 40, 0, -1))
part = st.integers(0, 5)  # of five parts, so that what is sent or comes back is often less than all
fitting = st.integers(0, 9)
words = st.sampled_from(("As we said.", "As we said.", "As we said.", " "))


any_match = precondition(lambda machine: bool(machine.known))


@dataclass
class Known:
    """What a match should hold, reckoned from the verbs that were not refused."""

    quantity: int
    received: int | None = None
    returned: int | None = None


@pytest.fixture
def postings(
    lakeview: Organization,
    cascade: Organization,
    rita: Person,
    carl: Person,
    reed: Person,
    olga: Person,
    otis: Person,
    cora: Person,
    colin: Person,
    ada: Person,
    nora: Person,
    sam: Person,
    dora: Person,
) -> None:
    """Two members that give and ask, a third that only asks; a loan among the offers, and a least lot."""
    make_person("dina", is_coordinator=True)
    harbor = OrganizationFactory(name="Harbor Clinic", slug="harbor-clinic")
    MembershipFactory(person=make_person("hana"), organization=harbor)
    kind, later = ResourceTypeFactory(slug="test-pumps"), (START + timedelta(days=400)).date()
    with clock.at(START):
        common = {"resource_type": kind, "available_from": START.date(), "available_until": later}
        OfferFactory(organization=cascade, quantity=30, **common)
        OfferFactory(organization=cascade, quantity=20, terms="loan", return_on=later, **common)
        OfferFactory(organization=lakeview, quantity=25, least_lot=5, **common)
        for organization, quantity in ((lakeview, 40), (lakeview, 12), (cascade, 18), (harbor, 30)):
            RequestFactory(organization=organization, resource_type=kind, quantity=quantity, needed_by=later)


class MatchLife(RuleBasedStateMachine):
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    reached: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.now = START
        self.people = {person.name.lower(): person.pk for person in Person.objects.all()}
        self.offers = sorted(Offer.objects.values_list("pk", flat=True))
        self.requests = sorted(Request.objects.values_list("pk", flat=True))
        self.known: dict[int, Known] = {}
        self.stood: dict[int, str] = {}
        self.lines: list[Any] = []
        self.keys: dict[tuple[int, str], tuple[Any, ...]] = {}
        self.old: list[Match] = []  # as they stood when they were proposed
        self.traces = self._traces()

    def teardown(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what would be checked at commit
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        type(self).reached.update(self.stood.values())
        transaction.savepoint_rollback(self.savepoint)

    # Whom and what a rule is about

    def person(self, name: str) -> Person:
        """Read anew, as each request of a browser does."""
        return Person.objects.get(pk=self.people[name])

    def actor(self, fits: int, name: str) -> Person:
        """Mostly the one who may, else anybody."""
        names = sorted(self.people)
        return self.person(name if fits < 8 else names[(fits * 7 + len(self.lines)) % len(names)])

    def match(self, n: int) -> Match:
        """One of all; every third time as it stood when it was proposed."""
        if n % 3 == 2:
            return self.old[n % len(self.old)]
        keys = sorted(self.known)
        return Match.objects.with_parties().get(pk=keys[-1 - n // 3 % len(keys)])

    def side(self, match: Match, n: int) -> Organization:
        return match.parties[n % 2]

    def writer(self, organization: Organization) -> str:
        return {"lakeview-health": "rita", "cascade-biomedical": "otis", "harbor-clinic": "hana"}[organization.slug]

    # What is done, and what must be true afterwards

    def do(self, verb: Callable[..., Any], *args: Any, **said: Any) -> Any:
        """The verb, at the machine's time. What it refuses must be a refusal in words and leave no trace."""
        self.now += timedelta(minutes=1)
        with clock.at(self.now):
            try:
                result = verb(*args, **said)
            except DomainError:
                type(self).refused[verb.__name__] += 1
                assert self._traces() == self.traces, f"{verb.__name__} was refused and left a trace"
                return None
        type(self).done[verb.__name__] += 1
        return result

    def check(self) -> None:
        """All rules, after what was not refused."""
        self.traces = self._traces()
        assert books.errors() == []
        self._only_legal_states()
        self._matches_are_as_reckoned()
        self._the_ledger_only_grows()
        self._nobody_speaks_twice()

    def _only_legal_states(self) -> None:
        now = dict(Match.objects.values_list("pk", "status"))
        assert now.keys() == self.known.keys()
        for pk, status in now.items():
            before = self.stood.get(pk, "")
            assert status == before or status in TRANSITIONS.get(before, {"proposed"}), (before, status)
        self.stood = now

    def _matches_are_as_reckoned(self) -> None:
        committed, covered = Counter[int](), Counter[int]()
        for match in Match.objects.all():
            known = self.known[match.pk]
            assert (match.quantity, match.received_quantity, match.returned_quantity) == (
                known.quantity,
                known.received,
                known.returned,
            )
            brought = known.quantity if known.received is None else known.received
            if match.status not in GIVEN_BACK:
                committed[match.offer_id] += brought - (known.returned or 0)
                covered[match.request_id] += brought
        assert dict(Offer.objects.values_list("pk", "committed")) == {pk: committed[pk] for pk in self.offers}
        assert dict(Request.objects.values_list("pk", "covered")) == {pk: covered[pk] for pk in self.requests}

    def _the_ledger_only_grows(self) -> None:
        lines = list(Movement.objects.order_by("pk").values_list())
        assert lines[: len(self.lines)] == self.lines
        self.lines = lines

    def _nobody_speaks_twice(self) -> None:
        for model in (Agreement, Feedback):
            said = list(model._default_manager.values_list("match", "organization"))
            assert len(said) == len(set(said)), f"two of {model.__name__} for one side"
        still_open = list(Dispute.objects.open().values_list("match", flat=True))
        assert len(still_open) == len(set(still_open))
        for dispute in Dispute.objects.filter(settled_at__isnull=False).select_related("match"):
            assert dispute.settled_by_id != dispute.match.proposed_by_id
            assert dispute.settled_by is not None and not dispute.settled_by.active_memberships  # noqa: PT018  # for mypy

    def _traces(self) -> tuple[str, ...]:
        with connection.cursor() as cursor:
            cursor.execute(TRACES)
            return tuple(cursor.fetchone())

    # Proposals

    @initialize(pair=st.sampled_from(((0, 0), (1, 0), (1, 3), (2, 3), (2, 2))), quantity=st.integers(5, 12), far=part)
    def begin(self, pair: tuple[int, int], quantity: int, far: int) -> None:
        """With a match somewhere on its way: few runs would get so far by chance."""
        self._proposed(
            lifecycle.propose_match, (self.offers[pair[0]], self.requests[pair[1]]), quantity, self.person("cora"), "a"
        )
        ways = (self.agree, self.ship, self.receive, self.take_back)
        for way in ways[:far]:
            way(*(0, 0, 0) if way == self.agree else (0, 0) if way == self.ship else (0, 0, 4))

    @rule(offer=number, request=number, quantity=units, fits=fitting, key=st.sampled_from(("", "", "a", "b")))
    def propose(self, offer: int, request: int, quantity: int, fits: int, key: str) -> None:
        who = self.actor(fits, ("cora", "dina")[offer // 3 % 2])
        chosen = self.offers[offer % 3], self.requests[request % 4]
        self._proposed(lifecycle.propose_match, chosen, quantity, who, key)

    @rule(offer=number, request=number, quantity=units, fits=fitting, asks=st.booleans())
    def propose_own(self, offer: int, request: int, quantity: int, fits: int, asks: bool) -> None:
        chosen = self.offers[offer % 3], self.requests[request % 4]
        posting: Any = Request.objects.get(pk=chosen[1]) if asks else Offer.objects.get(pk=chosen[0])
        whose = posting.organization
        who = self.actor(fits, self.writer(whose))
        self._proposed(lifecycle.propose_own_match, chosen, quantity, who, "", organization=whose)

    def _proposed(  # the parts of a proposal
        self, verb: Callable[..., Any], chosen: tuple[int, int], quantity: int, who: Person, key: str, **more: Any
    ) -> None:
        offer, request = Offer.objects.get(pk=chosen[0]), Request.objects.get(pk=chosen[1])
        same, used = (*chosen, quantity), self.keys.get((who.pk, key)) if key else None
        match = self.do(verb, offer, request, actor=who, quantity=quantity, request_key=key or None, **more)
        if used:
            assert match is None or (match.pk in self.known and used == same), "a repeated key made another match"
            assert used != same or match or not who.is_coordinator
        elif match:
            self.known[match.pk] = Known(quantity)
            self.old.append(Match.objects.with_parties().get(pk=match.pk))
            if key:
                self.keys[who.pk, key] = same
        if match:
            self.check()

    @any_match
    @rule(n=number)
    def repeat_a_key(self, n: int) -> None:
        """Whatever became of the match since, its key gives it again, and nothing else."""
        (who, key), (offer, request, quantity) = sorted(self.keys.items())[n % len(self.keys)]
        sides = Offer.objects.get(pk=offer), Request.objects.get(pk=request)
        said: dict[str, Any] = {"actor": Person.objects.get(pk=who), "request_key": key}
        with clock.at(self.now):
            assert lifecycle.propose_match(*sides, quantity=quantity, **said).pk in self.known
            with pytest.raises(Conflict, match="used for another act"):
                lifecycle.propose_match(*sides, quantity=quantity + 1, **said)
        assert self._traces() == self.traces

    @any_match
    @rule(n=number, fits=fitting)
    def undo(self, n: int, fits: int) -> None:
        match = self.match(n)
        who = match.proposed_by.name.lower()
        self._done(self.do(lifecycle.undo_proposal, match, actor=self.actor(fits, who)))

    @any_match
    @rule(n=number, fits=fitting, reason=words, which=number)
    def decline(self, n: int, fits: int, reason: str, which: int) -> None:
        self._answered(lifecycle.decline_match, n, fits, which, reason=reason)

    @any_match
    @rule(n=number, fits=fitting, which=number)
    def accept(self, n: int, fits: int, which: int) -> None:
        self._answered(lifecycle.accept_match, n, fits, which)

    @any_match
    @rule(n=number, fits=fitting, which=number, quantity=units, days=st.sampled_from((None, None, -2, 9)))
    def counter(self, n: int, fits: int, which: int, quantity: int, days: int | None) -> None:
        day = (self.now + timedelta(days=days)).date() if days else None
        answer = self._answered(lifecycle.counter_match, n, fits, which, quantity=quantity, deliver_by=day)
        if answer:
            self.known[answer.match_id].quantity = quantity
            self.check()

    @any_match
    @rule(n=number, fits=fitting, which=number)
    def agree(self, n: int, fits: int, which: int) -> None:
        with clock.at(self.now):
            said = agreed_words()
        self._answered(lifecycle.record_agreement, n, fits, which, **said)

    def _answered(self, verb: Callable[..., Any], n: int, fits: int, which: int, **said: Any) -> Any:
        """The verb for one side; the books are checked here unless the answer changes the number, or was refused."""
        match = self.match(n)
        side = self.side(match, which)
        result = self.do(verb, match, actor=self.actor(fits, self.writer(side)), organization=side, **said)
        if "quantity" not in said:
            self._done(result)
        return result

    def _done(self, result: Any) -> None:
        if result:
            self.check()

    # The way of the units

    @any_match
    @rule(n=number, fits=fitting, reason=words)
    def cancel(self, n: int, fits: int, reason: str) -> None:
        match = self.match(n)
        who = ("cora", self.writer(match.giver))[n % 2]
        self._done(self.do(lifecycle.cancel_match, match, actor=self.actor(fits, who), reason=reason))

    @any_match
    @rule(n=number, fits=fitting)
    def ship(self, n: int, fits: int) -> None:
        match = self.match(n)
        who = self.actor(fits, self.writer(match.giver))
        self._done(self.do(lifecycle.record_shipment, match, actor=who, carrier="By road"))

    @any_match
    @rule(n=number, fits=fitting, fifths=part)
    def receive(self, n: int, fits: int, fifths: int) -> None:
        match = self.match(n)
        who, quantity = self.actor(fits, self.writer(match.receiver)), self.known[match.pk].quantity * fifths // 5
        if self.do(lifecycle.record_receipt, match, actor=who, quantity=quantity):
            self.known[match.pk].received = quantity
            self.check()

    @any_match
    @rule(n=number, fits=fitting, fifths=part)
    def take_back(self, n: int, fits: int, fifths: int) -> None:
        match = self.match(n)
        known, who = self.known[match.pk], self.actor(fits, self.writer(match.giver))
        quantity = (known.received or 0) * fifths // 5
        if self.do(lifecycle.record_return, match, actor=who, quantity=quantity):
            known.returned = quantity
            self.check()

    @any_match
    @rule(n=number, fits=fitting, which=number)
    def confirm(self, n: int, fits: int, which: int) -> None:
        match = self.match(n)
        who = self.actor(fits, self.writer(self.side(match, which)))
        self._done(self.do(lifecycle.confirm_outcome, match, actor=who))

    @any_match
    @rule(n=number, fits=fitting, which=number, went=st.sampled_from((*Went.values, "odd")))
    def feedback(self, n: int, fits: int, which: int, went: str) -> None:
        self._answered(lifecycle.give_feedback, n, fits, which, went=went)

    # Disputes

    @any_match
    @rule(n=number, fits=fitting, which=number, text=words)
    def dispute(self, n: int, fits: int, which: int, text: str) -> None:
        self._answered(lifecycle.raise_dispute, n, fits, which, text=text)

    @any_match
    @rule(n=number, fits=fitting, outcome=st.sampled_from((*DisputeOutcome.values, "odd")), quantity=units)
    def settle(self, n: int, fits: int, outcome: str, quantity: int) -> None:
        match = self.match(n)
        who = self.actor(fits, ("ada", "dina", "cora")[n % 3])
        said = {"outcome": outcome, "resolution": "Both were heard.", "quantity": quantity}
        if self.do(lifecycle.settle_dispute_of, match, actor=who, **said):
            if outcome == DisputeOutcome.AMENDED:
                self.known[match.pk].received = quantity
            self.check()

    # Whole ways, so that runs get far, and time

    @any_match
    @rule(n=number, fifths=part)
    def deliver(self, n: int, fifths: int) -> None:
        """From the proposal to the receipt, each by whom it is for."""
        self.agree(n, 0, n)
        self.ship(n, 0)
        self.receive(n, 0, fifths)

    @rule(days=st.sampled_from((1, 4, 15, 40)))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        for task in (lifecycle.lapse_unanswered, lifecycle.close_unconfirmed):
            self.do(task, self.now)
            self.check()
            assert self.do(task, self.now) == 0, f"{task.__name__} did something twice"


@pytest.mark.thorough
def test_whoever_does_what_in_whatever_order_every_unit_is_accounted_for(postings: None) -> None:
    MatchLife.done, MatchLife.refused, MatchLife.reached = Counter(), Counter(), Counter()
    run_state_machine_as_test(
        MatchLife,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=not THOROUGH,
            suppress_health_check=list(HealthCheck),
        ),
    )
    for title, seen in (("done", MatchLife.done), ("refused", MatchLife.refused), ("reached", MatchLife.reached)):
        print(title, seen.total(), dict(seen.most_common()))  # noqa: T201  # figures for whoever asks with -s
    assert MatchLife.done.total() > RUNS, "too little was done to prove anything"
    assert len(MatchLife.reached) >= 6, "the machine saw too little of the table"
