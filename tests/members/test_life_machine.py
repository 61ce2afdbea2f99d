"""The life of a membership as a machine: every verb, by anybody, in any order, and the rules that hold after each.

Forty runs in the ordinary suite; `HYPOTHESIS_PROFILE=thorough` makes it two thousand, each longer (`LIFE_RUNS` and
`LIFE_STEPS` say otherwise, so that several processes can share them). Each run begins where the
coalition stands below, in a savepoint that is rolled back, so that a run costs no more than its verbs.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.db.models import F, Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from benchmarks import books
from coalition.shared import clock
from coalition.shared.errors import DomainError
from members import admission, confirming, contacts, describing, merging, people, renaming, signing, standing
from members.models import (
    Acceptance,
    Application,
    ApplicationStatus,
    CharterVersion,
    FormerName,
    Membership,
    Organization,
    Person,
    Principle,
    Renaming,
    Role,
)
from members.models.application import TRANSITIONS as APPLICATION_TRANSITIONS
from members.models.organization import LISTED, TRANSITIONS
from members.tasks import ask_members_to_confirm
from projects.models import Project
from resources.lifecycle import cancel_match, propose_match, record_agreement, record_receipt, record_shipment
from resources.models import Match, Offer, Request
from resources.posting import post_offer, post_request
from tests.factories import PersonFactory, ResourceTypeFactory

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
RUNS = int(os.environ.get("LIFE_RUNS", "2000" if THOROUGH else "40"))
STEPS = int(os.environ.get("LIFE_STEPS", "12" if THOROUGH else "8"))
START = datetime(2026, 3, 1, 12, tzinfo=UTC)

DOMAINS = ("alder.org", "birch.org", "cedar.org", "")
NAMES = ("Alder Hospital", "Birch Laboratories", "Cedar University", "Alder Hospitals", "Dogwood Clinic")
DESK = {"name": "Front desk", "function": "Desk", "email": "desk@example.org", "phone": ""}
GONE = ("left", "merged")

number = st.integers(0, 11)
text = st.sampled_from(("For good reason.", "For good reason.", "For good reason.", " "))
fitting = st.integers(0, 9)


def proved(name: str, domain: str, **fields: bool) -> Person:
    person: Person = PersonFactory(name=name, email=f"{name}@{domain}", **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def coalition(db: None) -> None:
    """An admin, a coordinator, six people; Alder and Birch are members through the verbs."""
    proved("ada", "coalition.org", is_admin=True)
    proved("cora", "coalition.org", is_coordinator=True)
    for name, domain in (
        ("ann", "alder.org"),
        ("bob", "birch.org"),
        ("cid", "cedar.org"),
        ("dan", "example.org"),
        ("eve", "alder.org"),
        ("fay", "birch.org"),
    ):
        proved(name, domain)
    ResourceTypeFactory(slug="test-masks")
    with clock.at(START):
        for name, said in (("ann", ("Alder Hospital", "alder.org")), ("bob", ("Birch Laboratories", "birch.org"))):
            person = Person.objects.get(name=name)
            begun = admission.start_application(
                person=person, name=said[0], domain=said[1], kind="hospital", state="IL", brings="Beds"
            )
            contacts.add_contact(begun.organization, actor=person, **DESK)
            signing.accept_charter(begun.organization, actor=person, authority="Director")
            admission.send_application(begun, actor=person)
    assert Organization.objects.admitted().count() == 2


FINGERPRINT = "SELECT " + ", ".join(
    f"(SELECT md5(coalesce(string_agg(t::text, ',' ORDER BY id), '')) FROM {table} t)"  # tables of ours
    for table in (
        "members_organization",
        "members_membership",
        "members_application",
        "members_acceptance",
        "members_charterversion",
        "members_renaming",
        "members_formername",
        "members_activity",
        "members_notice",
        "members_outgoingmail",
        "resources_offer",
        "resources_request",
        "resources_match",
        "resources_movement",
    )
)


def fingerprint() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT)
        return tuple(cursor.fetchone())


class Life(RuleBasedStateMachine):
    done = 0
    refused = 0

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.now = START
        self.stood = self._standing()
        self.print = fingerprint()
        self.changed = True

    def teardown(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what would be checked at commit, the audit trail included
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.savepoint_rollback(self.savepoint)

    # Whom and what a rule is about

    def organization(self, n: int) -> Organization:
        keys = sorted(Organization.objects.values_list("pk", flat=True))
        return Organization.objects.select_related("merged_into").get(pk=keys[n % len(keys)])

    def person(self, n: int) -> Person:
        keys = sorted(Person.objects.values_list("pk", flat=True))
        return Person.objects.get(pk=keys[n % len(keys)])

    def actor(self, fits: int, organization: Organization | None = None) -> Person:
        """Often a representative, often the admin, else anybody."""
        if fits < 5 and organization is not None:
            rows = organization.memberships.active().filter(role=Role.REPRESENTATIVE)
            if found := rows.select_related("person").order_by("pk").first():
                return Person.objects.get(pk=found.person_id)
        return Person.objects.get(name="ada") if fits < 8 else self.person(fits * 3)

    def application(self, n: int) -> Application | None:
        keys = sorted(Application.objects.values_list("pk", flat=True))
        return Application.objects.select_related("organization", "applicant").get(pk=keys[-1 - n % len(keys)])

    @contextmanager
    def at_its_time(self) -> Iterator[None]:
        with clock.at(self.now):
            yield

    def do(self, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The verb, at the machine's time; what it refuses must leave no trace."""
        self.now += timedelta(minutes=1)
        with self.at_its_time():
            try:
                result = verb(*args, **kwargs)
            except DomainError:
                type(self).refused += 1
                assert fingerprint() == self.print, f"{verb.__name__} was refused and left a trace"
                return None
        type(self).done += 1
        self.print, self.changed = fingerprint(), True
        return result

    # The way in

    @rule(who=number, name=st.sampled_from(NAMES), domain=st.sampled_from(DOMAINS))
    def apply(self, who: int, name: str, domain: str) -> None:
        said = {"name": name, "domain": domain, "kind": "hospital", "state": "OR", "needs": "Masks"}
        self.do(admission.start_application, person=self.person(who), **said)

    @rule(which=number, fits=fitting, name=st.sampled_from(NAMES), domain=st.sampled_from(DOMAINS))
    def describe(self, which: int, fits: int, name: str, domain: str) -> None:
        application = self.application(which)
        actor = application.applicant if fits < 8 else self.person(fits)
        self.do(admission.describe_organization, application, actor=actor, name=name, domain=domain)

    @rule(which=number, fits=fitting)
    def accept(self, which: int, fits: int) -> None:
        organization = self.organization(which)
        self.do(signing.accept_charter, organization, actor=self.actor(fits, organization), authority="Director")

    @rule(which=number, fits=fitting)
    def send(self, which: int, fits: int) -> None:
        application = self.application(which)
        actor = application.applicant if fits < 8 else self.person(fits)
        self.do(admission.send_application, application, actor=actor)

    @rule(
        who=st.sampled_from(("cid", "dan", "eve", "fay", "ann", "bob")),
        name=st.sampled_from(NAMES),
        domain=st.sampled_from(DOMAINS),
    )
    def come_in(self, who: str, name: str, domain: str) -> None:
        """The whole way of an application at once, so that runs get far."""
        person = Person.objects.get(name=who)
        self.do(
            admission.start_application,
            person=person,
            name=name,
            domain=domain,
            kind="other",
            state="IL",
            brings="Beds",
        )
        application = Application.objects.under_way().filter(applicant=person).first()
        if application:
            self.do(contacts.add_contact, application.organization, actor=self._again(person), **DESK)
            self.do(signing.accept_charter, application.organization, actor=self._again(person), authority="Director")
            self.do(admission.send_application, application, actor=self._again(person))

    @rule(which=number, fits=fitting)
    def admit(self, which: int, fits: int) -> None:
        self.do(admission.admit, self.application(which), actor=self.actor(max(fits, 5)))

    @rule(which=number, fits=fitting, reason=text)
    def decline(self, which: int, fits: int, reason: str) -> None:
        self.do(admission.decline, self.application(which), actor=self.actor(max(fits, 5)), reason=reason)

    @rule(which=number, fits=fitting)
    def withdraw(self, which: int, fits: int) -> None:
        application = self.application(which)
        actor = application.applicant if fits < 8 else self.person(fits)
        self.do(admission.withdraw_application, application, actor=actor)

    # Standing

    @rule(which=number, fits=fitting, reason=text)
    def suspend(self, which: int, fits: int, reason: str) -> None:
        self.do(standing.suspend, self.organization(which), actor=self.actor(max(fits, 5)), reason=reason)

    @rule(which=number, fits=fitting)
    def reinstate(self, which: int, fits: int) -> None:
        self.do(standing.reinstate, self.organization(which), actor=self.actor(max(fits, 5)))

    @rule(which=number, fits=fitting)
    def confirm(self, which: int, fits: int) -> None:
        organization = self.organization(which)
        self.do(confirming.confirm_membership, organization, actor=self.actor(fits, organization))

    @rule(which=number, fits=fitting)
    def ask_to_confirm(self, which: int, fits: int) -> None:
        self.do(confirming.ask_to_confirm, self.organization(which), actor=self.actor(max(fits, 5)))

    @rule(which=number, fits=fitting, reason=text)
    def leave(self, which: int, fits: int, reason: str) -> None:
        organization = self.organization(which)
        left = self.do(standing.leave_coalition, organization, actor=self.actor(fits, organization), reason=reason)
        if left:
            assert not Match.objects.under_way().filter(self._of(organization)).exists()

    @rule(which=number, into=number, fits=fitting, reason=text)
    def merge(self, which: int, into: int, fits: int, reason: str) -> None:
        actor = self.actor(max(fits, 5))
        self.do(merging.merge, self.organization(which), into=self.organization(into), actor=actor, reason=reason)

    @rule(which=number, fits=fitting, name=st.sampled_from((*NAMES, "Elm Foundation", " ")), reason=text)
    def rename(self, which: int, fits: int, name: str, reason: str) -> None:
        organization = self.organization(which)
        self.do(renaming.rename, organization, name=name, actor=self.actor(fits, organization), reason=reason)

    @rule(fits=fitting, allow=st.booleans(), reason=text)
    def decide_renaming(self, fits: int, allow: bool, reason: str) -> None:
        waiting = Renaming.objects.select_related("organization").order_by("-pk").first()
        if waiting and allow:
            self.do(renaming.allow_renaming, waiting, actor=self.actor(max(fits, 5)))
        elif waiting:
            self.do(renaming.decline_renaming, waiting, actor=self.actor(max(fits, 5)), reason=reason)

    @rule(which=number, fits=fitting, brings=st.sampled_from(("Beds", "Masks", "")))
    def describe_member(self, which: int, fits: int, brings: str) -> None:
        organization = self.organization(which)
        self.do(describing.describe_member, organization, actor=self.actor(fits, organization), brings=brings, needs="")

    # People

    @rule(which=number, who=number, fits=fitting, role=st.sampled_from((*Role.values, "king")))
    def join(self, which: int, who: int, fits: int, role: str) -> None:
        organization = self.organization(which)
        actor = self.actor(fits, organization)
        self.do(people.join, organization, person=self.person(who), role=role, actor=actor)

    @rule(which=number, who=number, fits=fitting, role=st.sampled_from(Role.values))
    def change_role(self, which: int, who: int, fits: int, role: str) -> None:
        organization = self.organization(which)
        person = self._one_of(organization, who)
        self.do(people.change_role, organization, person=person, role=role, actor=self.actor(fits, organization))

    @rule(which=number, who=number, fits=fitting)
    def person_leaves(self, which: int, who: int, fits: int) -> None:
        organization = self.organization(which)
        person = self._one_of(organization, who)
        actor = person if fits % 2 else self.actor(fits, organization)
        self.do(people.leave, organization, person=person, actor=actor)

    # Charter and time

    @rule(fits=fitting)
    def publish(self, fits: int) -> None:
        following = CharterVersion.objects.order_by("-number").first().number + 1
        draft = CharterVersion.objects.filter(status="draft").first()
        if draft is None:
            draft = CharterVersion.objects.create(number=following, title="Charter", preamble="Together.")
            Principle.objects.create(charter=draft, position=1, title="One", text="For all.")
        self.print = fingerprint()
        self.do(signing.publish, draft, actor=self.actor(max(fits, 5)))

    @rule(days=st.sampled_from((1, 7, 20, 31, 90, 340, 400)))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.do(ask_members_to_confirm)
        assert set(self.do(ask_members_to_confirm).values()) == {0}, "the task did something twice"

    # What others count on

    @rule(which=number, fits=fitting, asks=st.booleans())
    def post(self, which: int, fits: int, asks: bool) -> None:
        organization = self.organization(which)
        common = {
            "organization": organization,
            "actor": self.actor(fits, organization),
            "resource_type": self._masks(),
            "quantity": 10,
            "state": "IL",
        }
        if asks:
            self.do(post_request, **common, severity="high", needed_by=(self.now + timedelta(days=5)).date())
        else:
            self.do(post_offer, **common, available_from=self.now.date())

    @rule(offer=number, request=number, quantity=st.integers(1, 12))
    def propose(self, offer: int, request: int, quantity: int) -> None:
        offers, requests = Offer.objects.open().order_by("pk"), Request.objects.open().order_by("pk")
        if offers and requests:
            chosen = offers[offer % len(offers)], requests[request % len(requests)]
            self.do(propose_match, *chosen, actor=Person.objects.get(name="cora"), quantity=quantity)

    @rule(which=number, act=st.sampled_from(("agree", "ship", "ship", "receive", "cancel")))
    def answer(self, which: int, act: str) -> None:
        matches = Match.objects.under_way().with_parties().order_by("pk")
        if not matches:
            return
        match = matches[which % len(matches)]
        giver = self.actor(0, match.giver)
        if act == "agree":
            spoken = {"spoke_with": "Eve", "spoken_at": self.now, "terms": "As posted."}
            self.do(record_agreement, match, actor=giver, organization=match.giver, **spoken)
        elif act == "ship":
            self.do(record_shipment, match, actor=giver)
        elif act == "receive":
            self.do(record_receipt, match, actor=self.actor(0, match.receiver), quantity=match.quantity // 2)
        else:
            self.do(cancel_match, match, actor=giver, reason="No longer.")

    # What always holds

    @invariant()
    def all_rules_hold(self) -> None:
        """Asked whenever something changed; what was refused left no trace, as `do` saw."""
        if self.changed:
            self.only_legal_transitions()
            self.members_are_whole()
            self.who_is_gone_leaves_nothing_open()
            self.counters_equal_the_ledger()
            self.addresses_lead_to_one_organization()
        self.changed = False

    def only_legal_transitions(self) -> None:
        now = self._standing()
        for key, (status, applications) in now.items():
            old, old_applications = self.stood.get(key, ("applicant", {}))
            assert status in Organization.Status.values
            assert status == old or status in TRANSITIONS[old], (old, status)
            for application, state in applications.items():
                before = old_applications.get(application, "draft")
                assert state in self._reachable(before), (before, state)
        assert self.stood.keys() <= now.keys()
        self.stood = now

    def members_are_whole(self) -> None:
        inside = Organization.objects.filter(status__in=LISTED)
        represented = Membership.objects.active().filter(role=Role.REPRESENTATIVE, person__is_active=True)
        assert not inside.exclude(pk__in=represented.values("organization")).exists(), "nobody represents a member"
        assert not inside.filter(Q(admitted_at__isnull=True) | Q(confirmed_at__isnull=True)).exists()
        assert not inside.exclude(pk__in=Acceptance.objects.values("organization")).exists(), "a member never signed"
        domains = [domain.casefold() for domain in inside.exclude(domain="").values_list("domain", flat=True)]
        assert len(domains) == len(set(domains))
        active = list(Membership.objects.active().values_list("person", "organization"))
        assert len(active) == len(set(active))

    def who_is_gone_leaves_nothing_open(self) -> None:
        gone = Organization.objects.filter(status__in=GONE)
        assert not Offer.objects.open().filter(organization__in=gone).exists()
        assert not Request.objects.open().filter(organization__in=gone).exists()
        assert not Project.objects.open().filter(organization__in=gone).exists()
        assert (
            not Match.objects.under_way()
            .filter(Q(offer__organization__in=gone) | Q(request__organization__in=gone))
            .exists()
        )
        assert not Renaming.objects.waiting().filter(organization__in=gone).exists()
        merged = Organization.objects.filter(status="merged")
        assert not Membership.objects.active().filter(organization__in=merged).exists()
        assert not Match.objects.under_way().filter(offer__organization=F("request__organization")).exists()

    def counters_equal_the_ledger(self) -> None:
        assert books.errors() == []

    def addresses_lead_to_one_organization(self) -> None:
        taken = Organization.objects.filter(slug__in=FormerName.objects.values("slug"))
        for organization in taken:
            assert not FormerName.objects.filter(slug=organization.slug).exclude(organization=organization).exists()

    def _standing(self) -> dict[int, tuple[str, dict[int, str]]]:
        found: dict[int, tuple[str, dict[int, str]]] = {
            pk: (status, {}) for pk, status in Organization.objects.values_list("pk", "status")
        }
        for pk, organization, status in Application.objects.values_list("pk", "organization", "status"):
            found[organization][1][pk] = status
        return found

    def _reachable(self, state: str) -> set[str]:
        """One step, or sent and admitted at once."""
        return {state, *APPLICATION_TRANSITIONS.get(state, ())} | (
            {ApplicationStatus.ADMITTED} if state == ApplicationStatus.DRAFT else set()
        )

    def _again(self, person: Person) -> Person:
        return Person.objects.get(pk=person.pk)

    def _one_of(self, organization: Organization, n: int) -> Person:
        keys = sorted(organization.memberships.active().values_list("person", flat=True))
        return Person.objects.get(pk=keys[n % len(keys)]) if keys and n < 9 else self.person(n)

    def _masks(self) -> Any:
        return ResourceTypeFactory._meta.model.objects.get(slug="test-masks")

    def _of(self, organization: Organization) -> Q:
        return Q(offer__organization=organization) | Q(request__organization=organization)


@pytest.mark.thorough
def test_no_order_of_verbs_reaches_an_illegal_state(coalition: None) -> None:
    Life.done = Life.refused = 0
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=not THOROUGH,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{RUNS} runs, {Life.done} verbs done, {Life.refused} refused")  # noqa: T201  # figures for whoever asks with -s
    assert Life.done > RUNS
