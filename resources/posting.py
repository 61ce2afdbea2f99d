"""Posting what an organization has or lacks, changing it, withdrawing it and taking the withdrawal back.

Every verb is one transaction: it locks the row, checks who asks and what may follow, writes, and records the
activity, which every member sees at once.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, TypeVar, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Conflict
from coalition.shared.locking import hold
from coalition.shared.once import insert_once
from members import guarding, overdue
from members.models import Organization, Person
from members.models.organization import STANDING
from members.wording import Kind
from projects.models import Project
from resources import changes, history, kinds, packing, permissions, placing, rules, waiting
from resources.models import Offer, OfferStatus, Request, RequestStatus, ResourceType
from resources.models.exchange import OFFER_TRANSITIONS, REQUEST_TRANSITIONS

AnyPosting = TypeVar("AnyPosting", Offer, Request)
NAMED_MATCHES = 3  # in a refusal


class PostingFields(TypedDict, total=False):
    """What both may say beyond the necessary. Coordinates in degrees; without them a place is found by `placing`.

    The `pack` is the code of a pack of the type, of which the quantity is then a whole number; it says in which unit
    this was posted. The `explanation` says why words of money stay (`members.guarding`).
    """

    title: str
    description: str
    pack: str
    city: str
    latitude: Decimal
    longitude: Decimal
    project: Project | None
    contact: str
    explanation: str


class OfferFields(PostingFields, total=False):
    """What an offer may say beyond the necessary. A loan must say `return_on`."""

    terms: str
    least_lot: int
    available_until: date | None
    expires_on: date | None
    return_on: date | None
    conditions: str


class NewOfferFields(OfferFields, total=False):
    """For a new offer also its key in the source that it was read from."""

    source_key: str


class OfferEdits(OfferFields, total=False):
    """What may be changed of an offer."""

    resource_type: ResourceType
    quantity: int
    state: str
    available_from: date


class NewRequestFields(PostingFields, total=False):
    """For a new request also its key in the source that it was read from."""

    source_key: str


class RequestEdits(PostingFields, total=False):
    """What may be changed of a request."""

    resource_type: ResourceType
    quantity: int
    state: str
    severity: str
    needed_by: date


@transaction.atomic
def post_offer(
    *,
    organization: Organization,
    actor: Person,
    resource_type: ResourceType,
    quantity: int,
    state: str,
    available_from: date,
    **fields: Unpack[NewOfferFields],
) -> Offer:
    """Post an offer of `quantity` units (of the type's own unit); every member sees it at once.

    Raises NotAllowed, Invalid with the field (`money` for words of price), or Conflict (`known_source_key`).
    """
    _check_names(fields, NewOfferFields)
    explanation = fields.pop("explanation", "")
    offer = Offer(organization=organization, resource_type=resource_type, quantity=quantity, state=state, **fields)
    offer.available_from = available_from
    return _post(offer, kinds.OFFER_POSTED, actor=actor, explanation=explanation)


@transaction.atomic
def post_request(
    *,
    organization: Organization,
    actor: Person,
    resource_type: ResourceType,
    quantity: int,
    state: str,
    severity: str,
    needed_by: date,
    **fields: Unpack[NewRequestFields],
) -> Request:
    """Post a request for `quantity` units (of the type's own unit); every member sees it at once.

    Raises NotAllowed, Invalid with the field (`money` for words of price), or Conflict (`known_source_key`).
    """
    _check_names(fields, NewRequestFields)
    explanation = fields.pop("explanation", "")
    request = Request(organization=organization, resource_type=resource_type, quantity=quantity, state=state, **fields)
    request.severity, request.needed_by = severity, needed_by
    return _post(request, kinds.REQUEST_POSTED, actor=actor, explanation=explanation)


@transaction.atomic
def edit_offer(offer: Offer, *, actor: Person, version: int, **fields: Unpack[OfferEdits]) -> Offer:
    """Change the given fields of an open offer that is still at `version`; the version then goes up by one.

    Where nothing differs, does nothing. Raises NotAllowed, Invalid with the field, or Conflict: `version_conflict`
    with the present `version` when somebody else has saved meanwhile, `not_open`, `type_is_matched`, and
    `below_what_is_held` when the quantity would fall below what matches hold.
    """
    _check_names(fields, OfferEdits)
    offer = Offer.objects.locked(offer.pk)
    return _edit(offer, dict(fields), kinds.OFFER_EDITED, actor=actor, version=version)


@transaction.atomic
def edit_request(request: Request, *, actor: Person, version: int, **fields: Unpack[RequestEdits]) -> Request:
    """Change the given fields of an open request that is still at `version`. Raises as `edit_offer` does."""
    _check_names(fields, RequestEdits)
    request = Request.objects.locked(request.pk)
    return _edit(request, dict(fields), kinds.REQUEST_EDITED, actor=actor, version=version)


@transaction.atomic
def withdraw_offer(offer: Offer, *, actor: Person, reason: str = "") -> Offer:
    """Take an offer back. What was delivered of it stays on record.

    Raises NotAllowed, IllegalTransition, or Conflict (`matches_under_way`, with their keys as `matches`): these are
    cancelled first, so that the other side learns why.
    """
    offer = Offer.objects.locked(offer.pk)
    return _withdraw(offer, OfferStatus.WITHDRAWN, kinds.OFFER_WITHDRAWN, actor=actor, reason=reason)


@transaction.atomic
def withdraw_request(request: Request, *, actor: Person, reason: str = "") -> Request:
    """Take a request back. Raises as `withdraw_offer` does."""
    request = Request.objects.locked(request.pk)
    return _withdraw(request, RequestStatus.WITHDRAWN, kinds.REQUEST_WITHDRAWN, actor=actor, reason=reason)


@transaction.atomic
def reopen_offer(offer: Offer, *, actor: Person) -> Offer:
    """Open a withdrawn or closed offer again. Raises NotAllowed, IllegalTransition or Conflict (`not_a_member`)."""
    hold(offer.organization)
    offer = Offer.objects.locked(offer.pk)
    _check_may_reopen(offer, actor)
    return _move(offer, OfferStatus.OPEN, kinds.OFFER_REOPENED, actor=actor)


@transaction.atomic
def reopen_request(request: Request, *, actor: Person) -> Request:
    """Open a withdrawn or closed request again. Raises NotAllowed, IllegalTransition or Conflict (`not_a_member`)."""
    hold(request.organization)
    request = Request.objects.locked(request.pk)
    _check_may_reopen(request, actor)
    return _move(request, RequestStatus.OPEN, kinds.REQUEST_REOPENED, actor=actor)


def withdraw_for_good(posting: Offer | Request, *, actor: Person, reason: str) -> None:
    """Withdraw a locked posting of an organization that leaves, for the verbs that have checked who asks."""
    if isinstance(posting, Offer):
        _move(posting, OfferStatus.WITHDRAWN, kinds.OFFER_WITHDRAWN, actor=actor, text=reason)
    else:
        _move(posting, RequestStatus.WITHDRAWN, kinds.REQUEST_WITHDRAWN, actor=actor, text=reason)


def close_unconfirmed(posting: Offer | Request, *, reason: str) -> None:
    """Close a locked posting that its owner did not stand by, for the verb that has looked for matches under way."""
    if isinstance(posting, Offer):
        _move(posting, OfferStatus.CLOSED, kinds.OFFER_CLOSED, actor=None, text=reason)
    else:
        _move(posting, RequestStatus.CLOSED, kinds.REQUEST_CLOSED, actor=None, text=reason)


def _post(posting: AnyPosting, kind: Kind, *, actor: Person, explanation: str) -> AnyPosting:
    organization = posting.organization
    hold(organization, reading=STANDING)  # it does not leave while this goes on
    if not permissions.can_post(actor, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("Only people who may write for %(name)s can post for it.") % {"name": organization},
        )
    posting.posted_by, posting.confirmed_at = actor, posting.posted_at
    changes.tidy(posting)
    placing.place(posting)
    every = {field.name for field in posting._meta.concrete_fields}
    packing.settle(posting, changed=every)
    rules.check(posting, changed=every)
    insert_once(posting)
    _guard(posting, changes.GUARDED, actor=actor, explanation=explanation)
    history.record(posting, kind, actor=actor, text=posting.description, before=None)
    return posting


def _guard(posting: Offer | Request, names: Collection[str], *, actor: Person, explanation: str) -> None:
    texts = changes.guarded(posting, names)
    guarding.check_words(posting, texts, actor=actor, organization=posting.organization, explanation=explanation)


def _edit(posting: AnyPosting, fields: dict[str, Any], kind: Kind, *, actor: Person, version: int) -> AnyPosting:
    if not permissions.can_edit_posting(actor, posting):
        raise overdue.refusal(
            actor,
            posting.organization,
            otherwise=_("Only people who may write for %(name)s can edit this.") % {"name": posting.organization},
        )
    if not posting.is_open:
        raise Conflict(_("This is no longer open. Open it again before you change it."), code="not_open")
    if posting.version != version:
        raise Conflict(
            _("Somebody saved this while you were editing it. Compare, then save again."),
            code="version_conflict",
            version=posting.version,
        )
    explanation = fields.pop("explanation", "")
    before = changes.on_record(posting)
    changed = changes.apply(posting, fields)
    if not changed:
        return posting
    placing.place_anew(posting, changed)
    packing.settle(posting, changed=changed)
    rules.check(posting, changed=changed.keys())
    posting.version += 1
    posting.edited_at = clock.now()
    with waiting.settled(posting):
        posting.stand()
        posting.save()
    _guard(posting, changed, actor=actor, explanation=explanation)
    history.record(posting, kind, actor=actor, text=changes.in_words(posting, changed), before=before)
    return posting


def _withdraw(posting: AnyPosting, status: str, kind: Kind, *, actor: Person, reason: str) -> AnyPosting:
    _check_may_withdraw(posting, actor)
    _check_no_match_under_way(posting)
    return _move(posting, status, kind, actor=actor, text=reason.strip())


def _check_may_withdraw(posting: Offer | Request, actor: Person) -> None:
    if not permissions.can_withdraw(actor, posting):
        raise overdue.refusal(
            actor,
            posting.organization,
            otherwise=_("Only people who may write for %(name)s can withdraw this, or open it again.")
            % {"name": posting.organization},
        )


def _check_may_reopen(posting: Offer | Request, actor: Person) -> None:
    """An admin may, for order; but nobody for an organization that has gone or may not act."""
    _check_may_withdraw(posting, actor)
    if not posting.organization.is_admitted:
        raise Conflict(_("%(name)s is not a member now.") % {"name": posting.organization}, code="not_a_member")


def _check_no_match_under_way(posting: Offer | Request) -> None:
    matches = list(posting.matches.under_way().with_parties())
    if not matches:
        return
    names = "; ".join(match.in_words for match in matches[:NAMED_MATCHES])
    if len(matches) > NAMED_MATCHES:
        names = _("%(names)s, and %(n)d more") % {"names": names, "n": len(matches) - NAMED_MATCHES}
    raise Conflict(
        _("Units are held by matches under way. Cancel these first: %(names)s.") % {"names": names},
        code="matches_under_way",
        matches=[match.pk for match in matches],
    )


def _move(posting: AnyPosting, status: str, kind: Kind, *, actor: Person | None, text: str = "") -> AnyPosting:
    if isinstance(posting, Offer):
        states.check(OFFER_TRANSITIONS, OfferStatus, old=posting.status, new=status)
    else:
        states.check(REQUEST_TRANSITIONS, RequestStatus, old=posting.status, new=status)
    before = changes.on_record(posting)
    posting.status = status
    posting.version += 1
    with waiting.settled(posting):
        posting.asked_on = None
        if posting.is_open:
            posting.stand()
        posting.save(update_fields=["status", "version", "confirmed_at", "asked_on"])
    history.record(posting, kind, actor=actor, text=text, before=before)
    return posting


def _check_names(fields: Collection[str], allowed: Any) -> None:
    """What comes in as a mapping (from a form, the API) may set nothing but what its verb names."""
    unknown = set(fields) - set(allowed.__annotations__)
    if unknown:
        raise TypeError(f"Not for this verb: {', '.join(sorted(unknown))}")
