"""Who is on a case (a request), what coordinators tell each other about it, and when it needs a second one.

A claim holds nobody up. It says who is on it, so that two do not do the same, and lapses by itself.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members import activity, guarding, notices
from members.models import Activity, Audience, Person
from members.permissions import can_coordinate
from members.wording import Kind
from resources import kinds, permissions
from resources.models import CaseNote, Claim, ClaimEnding, Offer, Request
from resources.models.casework import LONGEST_NOTE, case_address


@transaction.atomic
def claim_case(request: Request, *, actor: Person, note: str = "", explanation: str = "") -> Claim:
    """Say that one is on the case. Whom another is on it, it is taken over from with a word, which they are told.

    Claiming again what one holds gives it its whole time anew. Raises NotAllowed (`own_organization` for whom a party
    employs), Invalid, and Conflict: `request_not_open`, or `claimed` where a word is missing.
    """
    request = _begin(request, actor)
    _check_open(request)
    held = _standing(request)
    _check_no_part(actor, request, held)
    if held and held.holder_id == actor.pk:
        return _go_on(held)
    if held and held.holder and not note.strip():
        raise Conflict(
            _("%(person)s is on it. Say in a word why you take it over.") % {"person": held.holder},
            code="claimed",
            field="note",
        )
    word = _checked(note) if note.strip() else ""
    before = _state(request, held)
    if held:
        _end(held, ClaimEnding.TAKEN_OVER if held.holder else ClaimEnding.ANSWERED)
    claim = _start(request, holder=actor, begun_by=actor, note=word)
    guarding.check_words(claim, {"note": word}, actor=actor, organization=None, explanation=explanation)
    happened = _record(request, kinds.CASE_CLAIMED, actor=actor, before=before, claim=claim)
    if held and held.holder:
        _tell([held.holder], kinds.CASE_TAKEN_OVER, request=request, because=happened)
    return claim


@transaction.atomic
def release_case(request: Request, *, actor: Person) -> Claim:
    """Give the case back, or take back that it needs a second one. Raises NotAllowed, Conflict (`not_yours`)."""
    request = _begin(request, actor)
    held = _own(request, actor)
    before = _state(request, held)
    _end(held, ClaimEnding.RELEASED)
    _record(request, kinds.CASE_RELEASED, actor=actor, before=before)
    return held


@transaction.atomic
def hand_over_case(request: Request, *, actor: Person, to: Person, note: str, explanation: str = "") -> Claim:
    """Hand the case on to another coordinator, who is told. Raises NotAllowed, Invalid, or Conflict (`not_yours`)."""
    request = _begin(request, actor)
    held = _own(request, actor)
    if to.pk == actor.pk or not permissions.can_take_case(to, request):
        raise Invalid(_("Choose another coordinator, whom the organization that asks does not employ."), field="to")
    word, before = _checked(note), _state(request, held)
    _end(held, ClaimEnding.HANDED_OVER)
    claim = _start(request, holder=to, begun_by=actor, note=word)
    guarding.check_words(claim, {"note": word}, actor=actor, organization=None, explanation=explanation)
    happened = _record(request, kinds.CASE_HANDED_OVER, actor=actor, before=before, claim=claim)
    notices.tell(
        [to],
        kinds.CASE_HANDED_TO_YOU,
        title=request.in_words,
        url=case_address(request.pk),
        subject=_subject(request),
        due_at=claim.lapses_at,
        because=happened,
    )
    return claim


@transaction.atomic
def note_on_case(request: Request, *, actor: Person, text: str, explanation: str = "") -> CaseNote:
    """Tell the other coordinators something about the case; who is on it gets a notice. Raises NotAllowed, Invalid."""
    request = _begin(request, actor)
    note = CaseNote.objects.create(request=request, text=_checked(text, field="text"), written_by=actor)
    guarding.check_words(note, {"text": note.text}, actor=actor, organization=None, explanation=explanation)
    held = _standing(request)
    state = _state(request, held)
    happened = _record(request, kinds.CASE_NOTED, actor=actor, before=state, claim=held)
    if held and held.holder_id == actor.pk:
        _go_on(held)
    elif held and held.holder:
        _tell([held.holder], kinds.CASE_NOTE_FOR_YOU, request=request, because=happened)
    return note


@transaction.atomic
def flag_conflict(
    request: Request, *, actor: Person, offer: Offer | None = None, note: str = "", explanation: str = ""
) -> Claim:
    """Leave the case to a second coordinator, since a party employs the actor; `offer` is what they might look at.

    Raises NotAllowed, Invalid (`no_conflict`, or an offer that is none), or Conflict: `request_not_open`, `flagged`,
    or `claimed` where somebody is on it, who is then a second coordinator already.
    """
    request = _begin(request, actor)
    _check_open(request)
    _check_conflict(actor, request, offer)
    held = _standing(request)
    _check_not_in_hand(held, actor)
    word = _checked(note) if note.strip() else _("Needs a second coordinator: conflict of interest.")
    before = _state(request, held)
    if held:
        _end(held, ClaimEnding.FLAGGED)
    claim = Claim.objects.create(request=request, begun_by=actor, note=word, offer=offer)
    guarding.check_words(claim, {"note": word}, actor=actor, organization=None, explanation=explanation)
    happened = _record(request, kinds.CASE_FLAGGED, actor=actor, before=before, claim=claim)
    notices.tell(
        [person for person in notices.coordinators() if permissions.can_take_case(person, request, offer)],
        kinds.SECOND_COORDINATOR,
        title=request.in_words,
        url=case_address(request.pk),
        subject=_subject(request),
        because=happened,
    )
    return claim


@transaction.atomic
def go_on_with_case(request: Request, *, actor: Person, because: Activity) -> None:
    """A coordinator has just proposed for the case: part of that act, under its locks.

    Their own claim gets its whole time anew; what needed a second coordinator has had one; another who is on it is
    told.
    """
    held = _standing(request)
    if held is None:
        return
    if held.holder_id == actor.pk:
        _go_on(held)
        notices.done(_subject(request), people=[actor])
    elif held.holder:
        _tell([held.holder], kinds.CASE_PROPOSED, request=request, because=because)
    elif permissions.can_take_case(actor, request, held.offer):
        before = _state(request, held)
        _end(held, ClaimEnding.ANSWERED)
        _record(request, kinds.CASE_ANSWERED, actor=actor, before=before)


def lapse_claims(now: datetime) -> int:
    """End every claim whose time is over at `now`, each in a transaction of its own; returns how many."""
    with clock.at(now):
        overdue = Claim.objects.overdue().order_by("lapses_at", "pk").values_list("request", flat=True)
        return sum(_lapse(pk) for pk in overdue)


@transaction.atomic
def _lapse(request_pk: int) -> bool:
    request = Request.objects.locked(request_pk)
    claim = Claim.objects.overdue().filter(request=request).first()
    if claim is not None:  # else it was gone on with since it was listed
        _let_go(claim, request)
    return claim is not None


def _let_go(claim: Claim, request: Request) -> None:
    before = _state(request, claim)
    _end(claim, ClaimEnding.LAPSED)
    _record(request, kinds.CASE_LAPSED, actor=None, before=before)


def _begin(request: Request, actor: Person) -> Request:
    """Lock the case, behind which everything of it stands in line."""
    if not can_coordinate(actor):
        raise NotAllowed(_("Only the coordinators of the coalition work on cases."))
    return Request.objects.locked(request.pk)


def _standing(request: Request) -> Claim | None:
    """The claim on the locked case. One whose time is over ends here, where the scheduler has not been yet."""
    claim = Claim.objects.filter(request=request, ended_at__isnull=True)
    held = claim.select_related("holder", "offer__organization").first()
    if held:
        held.request = request
    if held and held.lapses_at and held.lapses_at <= clock.now():
        _let_go(held, request)
        return None
    return held


def _own(request: Request, actor: Person) -> Claim:
    held = _standing(request)
    if held is None or actor.pk not in {held.holder_id, held.begun_by_id if held.is_flag else None}:
        raise Conflict(_("You are not on this case now."), code="not_yours")
    return held


def _check_open(request: Request) -> None:
    if not request.is_open:
        raise Conflict(_("This request is no longer open."), code="request_not_open")


def _check_no_part(actor: Person, request: Request, held: Claim | None) -> None:
    offer = held.offer if held and held.is_flag else None
    if permissions.can_take_case(actor, request, offer):
        return
    parties = [request.organization, *([offer.organization] if offer else [])]
    raise NotAllowed(
        _("You belong to %(organization)s, a party to this case. Another coordinator has to take it.")
        % {"organization": permissions.employer_among(actor, *parties)},
        code="own_organization",
    )


def _check_conflict(actor: Person, request: Request, offer: Offer | None) -> None:
    if offer and (not offer.is_open or offer.organization_id == request.organization_id):
        raise Invalid(_("This offer cannot be proposed for this request."), field="offer")
    if not permissions.can_flag(actor, request, offer):
        raise Invalid(_("No party to this employs you. You can propose it yourself."), code="no_conflict")


def _check_not_in_hand(held: Claim | None, actor: Person) -> None:
    if held and held.is_flag:
        raise Conflict(_("It waits for a second coordinator already. Leave a note."), code="flagged")
    if held and held.holder_id != actor.pk:
        raise Conflict(_("%(person)s is on it. Leave a note.") % {"person": held.holder}, code="claimed")


def _checked(text: str, field: str = "note") -> str:
    said = text.strip()
    if not said:
        raise Invalid(_("Say it in a sentence; only coordinators and admins read it."), field=field)
    if len(said) > LONGEST_NOTE:
        raise Invalid(_("Use at most %(most)s characters.") % {"most": LONGEST_NOTE}, field=field, most=LONGEST_NOTE)
    return said


def _until() -> datetime:
    return clock.now() + timedelta(hours=settings.CASE_CLAIM_HOURS)


def _start(request: Request, *, holder: Person, begun_by: Person, note: str) -> Claim:
    return Claim.objects.create(request=request, holder=holder, begun_by=begun_by, note=note, lapses_at=_until())


def _go_on(claim: Claim) -> Claim:
    claim.lapses_at = _until()
    claim.save(update_fields=["lapses_at"])
    return claim


def _end(claim: Claim, ending: ClaimEnding) -> None:
    claim.ended_at, claim.ending = clock.now(), ending
    claim.save(update_fields=["ended_at", "ending"])
    notices.done(_subject(claim.request))


def _subject(request: Request) -> str:
    return f"case:{request.pk}"


def _state(request: Request, claim: Claim | None) -> dict[str, object]:
    """What the audit trail keeps of a case: who is on it, or that it needs a second coordinator."""
    return {
        "request": request.pk,
        "holder": claim.holder_id if claim else None,
        "needs_second": bool(claim and claim.is_flag),
        "offer": claim.offer_id if claim else None,
    }


def _record(
    request: Request, what: Kind, *, actor: Person | None, before: dict[str, object], claim: Claim | None = None
) -> Activity:
    """Write the row. No organization stands in its topics, so that of “parties and coordinators” only these read it."""
    return activity.record(
        what,
        actor=actor,
        title=request.in_words,
        url=case_address(request.pk),
        topics=[_subject(request)],
        audience=Audience.PARTIES,
        before=before,
        after=_state(request, claim),
    )


def _tell(people: list[Person], what: Kind, *, request: Request, because: Activity) -> None:
    """Let people know of what they need do nothing about."""
    notices.tell(
        people,
        what,
        title=request.in_words,
        url=case_address(request.pk),
        subject=f"{_subject(request)}:{because.pk}",
        must_act=False,
        because=because,
    )
