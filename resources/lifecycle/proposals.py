"""Proposing a match, and what may become of a proposal that nobody agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import hold
from members import guarding, overdue
from members.models import Organization, Person
from members.permissions import can_coordinate
from resources import casework, kinds, matching, permissions
from resources.lifecycle import duties, ledger, units
from resources.lifecycle.history import record, standing
from resources.models import (
    Answer,
    AnswerKind,
    Match,
    MatchStatus,
    Movement,
    Offer,
    OfferStatus,
    Request,
    RequestStatus,
    Substitute,
)

LONGEST_KEY = 80
MOST_CANDIDATES = 50  # kept with a match


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposal:
    """What is proposed, by whom, with which words; `organization` is the party whose own proposal it is."""

    actor: Person
    quantity: int
    reason: str
    explanation: str
    request_key: str | None
    organization: Organization | None = None
    considered: Sequence[Mapping[str, Any]] = ()


@transaction.atomic
def propose_match(  # the words of the act
    offer: Offer,
    request: Request,
    *,
    actor: Person,
    quantity: int,
    reason: str = "",
    considered: Sequence[Mapping[str, Any]] = (),
    request_key: str | None = None,
    explanation: str = "",
) -> Match:
    """Hold `quantity` units of the offer for the request until both organizations have answered, as a coordinator.

    `considered` are the candidates shown, in their order; they stay with the match, as does the version of the engine.
    A repeated `request_key` of the same actor gives the match made the first time. Raises NotAllowed, Invalid, and
    Conflict, which carries `open`, how many units could be proposed now, when they are too few.
    """
    _check_coordinator(actor, offer, request)
    proposal = _Proposal(
        actor=actor,
        quantity=quantity,
        reason=reason,
        considered=considered,
        request_key=request_key,
        explanation=explanation,
    )
    return _propose(offer, request, proposal)


@transaction.atomic
def propose_own_match(  # the words of the act
    offer: Offer,
    request: Request,
    *,
    organization: Organization,
    actor: Person,
    quantity: int,
    reason: str = "",
    request_key: str | None = None,
    explanation: str = "",
) -> Match:
    """Ask for what is offered, or offer what is asked for, for a party, which has said yes by that.

    Raises as `propose_match` does.
    """
    if not permissions.can_propose_for(actor, organization, offer, request):
        raise overdue.refusal(actor, organization, otherwise=_("Only people who may write for a party propose for it."))
    proposal = _Proposal(
        actor=actor,
        organization=organization,
        quantity=quantity,
        reason=reason,
        request_key=request_key,
        explanation=explanation,
    )
    return _propose(offer, request, proposal)


def _propose(offer: Offer, request: Request, said: _Proposal) -> Match:
    hold(offer.organization, request.organization)  # neither leaves, nor is suspended, while this goes on
    offer, request = ledger.lock_sides(offer, request)
    if first := _held_before(said.actor, said.request_key):
        _check_repetition(first, offer=offer, request=request, quantity=said.quantity)
        return first.match
    _check_open(offer, request)
    _check_fit(offer, request)
    units.check_number(offer, request, said.quantity, given_by_giver=said.organization == offer.organization)
    match = Match.objects.create(
        offer=offer,
        request=request,
        quantity=said.quantity,
        proposed_by=said.actor,
        proposed_for=said.organization,
        reason=said.reason.strip()[:500],
        considered=[dict(candidate) for candidate in said.considered[:MOST_CANDIDATES]],
        engine_version="" if said.organization else matching.VERSION,  # a party looks at one offer alone
        answer_by=clock.now() + timedelta(days=settings.MATCH_ANSWER_DAYS),
    )
    ledger.hold(match, actor=said.actor, key=_key(said.actor, said.request_key) or f"match:{match.pk}:hold")
    if said.organization:
        accepted = {"kind": AnswerKind.ACCEPT, "quantity": said.quantity, "answered_by": said.actor}
        Answer.objects.create(match=match, organization=said.organization, **accepted)
    words, side = {"reason": match.reason}, said.organization
    guarding.check_words(match, words, actor=said.actor, organization=side, explanation=said.explanation)
    happened = record(match, kinds.MATCH_PROPOSED, actor=said.actor, organization=side, text=match.reason)
    duties.settle(match, because=happened)
    if side is None:
        casework.go_on_with_case(request, actor=said.actor, because=happened)
    return match


@transaction.atomic
def undo_proposal(match: Match, *, actor: Person) -> Match:
    """Take a proposal back before it is agreed: only who made it may. The units go back to both sides."""
    if not permissions.can_undo(actor, match):
        raise NotAllowed(_("Only who made this proposal can take it back."))
    match = ledger.lock(match)
    before = standing(match)
    ledger.move(match, MatchStatus.UNDONE, actor=actor)
    duties.settle(match, because=record(match, kinds.MATCH_UNDONE, actor=actor, before=before))
    return match


@transaction.atomic
def decline_match(
    match: Match, *, actor: Person, organization: Organization, reason: str, explanation: str = ""
) -> Match:
    """Answer a proposal with no, for one of its two organizations, and say why. The units go back to both sides."""
    if not permissions.can_answer_for(actor, match, organization):
        raise overdue.refusal(actor, organization)
    if not reason.strip():
        raise Invalid(_("Say in a few words why, so that a better match can be found."), field="reason")
    match = ledger.lock(match)
    before = standing(match)
    ledger.move(match, MatchStatus.DECLINED, actor=actor, closing_note=reason.strip()[:500])
    note = match.closing_note
    said = {"reason": note}
    guarding.check_words(match, said, actor=actor, organization=organization, explanation=explanation)
    happened = record(match, kinds.MATCH_DECLINED, actor=actor, organization=organization, text=note, before=before)
    duties.settle(match, because=happened, done_by=organization)
    duties.tell_proposer(match, because=happened)
    return match


def lapse_unanswered(now: datetime) -> int:
    """Let every proposal lapse whose time for an answer is over at `now`; returns how many.

    Each in a transaction of its own, so that the failure of one undoes no other.
    """
    with clock.at(now):
        overdue = Match.objects.waiting().filter(answer_by__lte=now).with_parties().order_by("answer_by", "pk")
        return sum(_lapse(match) for match in overdue)


@transaction.atomic
def _lapse(match: Match) -> bool:
    match = ledger.lock(match)
    if match.status != MatchStatus.PROPOSED:  # answered since it was listed
        return False
    before = standing(match)
    ledger.move(match, MatchStatus.LAPSED, actor=None)
    happened = record(match, kinds.MATCH_LAPSED, actor=None, before=before)
    duties.settle(match, because=happened)
    duties.tell_proposer(match, because=happened)
    return True


def _key(actor: Person, request_key: str | None) -> str:
    """The key on the ledger: each person's own, so that nobody meets another's act. Empty without one."""
    if request_key and len(request_key) > LONGEST_KEY:
        raise Invalid(_("The key of the act is too long."), field="request_key", most=LONGEST_KEY)
    return f"propose:{actor.pk}:{request_key}" if request_key else ""


def _held_before(actor: Person, request_key: str | None) -> Movement | None:
    return Movement.objects.filter(request_key=_key(actor, request_key)).select_related("match").first()


def _check_repetition(first: Movement, *, offer: Offer, request: Request, quantity: int) -> None:
    """What was held tells what was proposed: the match itself may have other terms since."""
    if (first.offer_id, first.request_id, first.units) != (offer.pk, request.pk, quantity):
        raise Conflict(_("This key was used for another act already."), code="key_used")


def _check_coordinator(actor: Person, offer: Offer, request: Request) -> None:
    if not can_coordinate(actor):
        raise NotAllowed(_("Only the coordinators of the coalition propose matches."))
    employer = permissions.employer_among(actor, offer.organization, request.organization)
    if employer:
        raise NotAllowed(
            _("You belong to %(organization)s, a party to this match. Another coordinator has to propose it.")
            % {"organization": employer},
            code="own_organization",
        )


def _check_open(offer: Offer, request: Request) -> None:
    if offer.status != OfferStatus.OPEN:
        raise Conflict(_("This offer is no longer open."), code="offer_not_open")
    if request.status != RequestStatus.OPEN:
        raise Conflict(_("This request is no longer open."), code="request_not_open")
    for organization in (offer.organization, request.organization):
        if not organization.is_admitted:
            raise Conflict(
                _("%(organization)s is not a member at present.") % {"organization": organization}, code="not_a_member"
            )
    if Match.objects.waiting().filter(offer=offer, request=request).exists():
        raise Conflict(_("This offer has been proposed for this request already."), code="already_proposed")


def _check_fit(offer: Offer, request: Request) -> None:
    today = clock.today()
    if offer.organization_id == request.organization_id:
        raise Invalid(_("Both belong to the same organization; there is nothing to match."), code="same_organization")
    if not _stands_in(offer, request):
        raise Invalid(
            _("%(offered)s is no substitute for %(asked)s.")
            % {"offered": offer.resource_type, "asked": request.resource_type},
            code="no_substitute",
        )
    if offer.available_until and offer.available_until < today:
        raise Conflict(_("This offer is no longer available."), code="offer_over")
    if offer.expires_on and offer.expires_on < today:
        raise Conflict(_("These goods have expired."), code="expired")


def _stands_in(offer: Offer, request: Request) -> bool:
    if offer.resource_type_id == request.resource_type_id:
        return True
    allowed = Substitute.objects.filter(resource_type=request.resource_type_id, substitute=offer.resource_type_id)
    return allowed.exists()
