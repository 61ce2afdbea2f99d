"""What an offer and a request must satisfy, whichever way they come in. The database holds most of it once more.

`changed` names the fields that are new with this act: a date that has passed since it was given is no fault.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from coalition.shared import clock, geography
from coalition.shared.errors import Conflict, Invalid
from coalition.shared.validation import check_fields
from members.models import Organization
from projects.models import Project
from resources.models import Match, Offer, Request, Terms

Changed = Collection[str]


def check(posting: Offer | Request, *, changed: Changed) -> None:
    """Raise Invalid with the field, or Conflict, unless the offer or request is sound."""
    check_fields(posting)
    if "resource_type" in changed:
        _check_type(posting)
    if "project" in changed:
        _check_project(posting.project, posting.organization)
    if isinstance(posting, Offer):
        _check_offer(posting, changed)
    else:
        _check_request(posting, changed)


def check_state(code: str) -> None:
    """Raise Invalid unless `code` is the postal code of one of the coalition's states."""
    if code not in geography.STATES:
        raise Invalid(_("Choose a state from the list."), field="state")


def _check_offer(offer: Offer, changed: Changed) -> None:
    if offer.quantity < offer.committed:
        raise _below(_("%(n)s are committed to matches. Cancel some of these first."), committed=offer.committed)
    if offer.least_lot > offer.quantity:
        raise Invalid(_("The least quantity to give cannot be above the quantity."), field="least_lot")
    _check_availability(offer, changed)
    _check_expiry(offer, changed)
    _check_return(offer)


def _check_request(request: Request, changed: Changed) -> None:
    if request.quantity < request.covered:
        raise _below(_("%(n)s are covered by matches. Cancel some of these first."), covered=request.covered)
    if "needed_by" in changed and request.needed_by < clock.today():
        raise Invalid(_("This day has passed. Give the day by which it is needed."), field="needed_by")


def _check_type(posting: Offer | Request) -> None:
    if not posting.resource_type.is_active:
        raise Invalid(_("This type is no longer in use. Choose another one."), field="resource_type")
    if posting.pk and Match.objects.filter(**{posting._meta.model_name or "": posting}).exists():
        raise Conflict(
            _("It has been matched as what it is. Withdraw it, and post the other type anew."),
            code="type_is_matched",
            field="resource_type",
        )


def _check_project(project: Project | None, organization: Organization) -> None:
    if project is not None and not project.takes_part(organization):
        raise Invalid(
            _("%(name)s does not take part in this project. Choose another.") % {"name": organization}, field="project"
        )


def _check_availability(offer: Offer, changed: Changed) -> None:
    until = offer.available_until
    if until is None:
        return
    if until < offer.available_from:
        raise Invalid(_("“Available until” cannot be before “available from”."), field="available_until")
    if "available_until" in changed and until < clock.today():
        raise Invalid(_("This day has passed. Leave it empty if there is no end."), field="available_until")


def _check_expiry(offer: Offer, changed: Changed) -> None:
    expires = offer.expires_on
    if expires is None:
        return
    if expires < offer.available_from:
        raise Invalid(_("The goods would expire before they are available."), field="expires_on")
    if "expires_on" in changed and expires < clock.today():
        raise Invalid(_("These goods have expired and cannot be offered."), field="expires_on")


def _check_return(offer: Offer) -> None:
    if offer.terms != Terms.LOAN:
        if offer.return_on:
            raise Invalid(_("Only a loan has a date of return."), field="return_on")
        return
    if offer.return_on is None:
        raise Invalid(_("Say by when the loan is to be returned."), field="return_on")
    if offer.return_on <= offer.available_from:
        raise Invalid(_("The loan must be returned after the day it is available from."), field="return_on")


def _below(sentence: str, **held: int) -> Conflict:
    (units,) = held.values()
    return Conflict(sentence % {"n": f"{units:,}"}, code="below_what_is_held", field="quantity", **held)
