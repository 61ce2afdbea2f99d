"""How many units of an offer may go to a request: one rule for the proposal and for the counter-offer."""

from django.utils.translation import gettext as _

from coalition.shared.errors import Conflict, Invalid
from resources.models import Offer, Request


def check_number(
    offer: Offer, request: Request, quantity: int, *, already: int = 0, given_by_giver: bool = False
) -> None:
    """Raise Invalid, or Conflict (`too_few`, with `open`), unless so many units may be held for the request.

    The match holds `already` so many of them. The giver itself may give less than its least lot.
    """
    if quantity < 1:
        raise Invalid(_("Give a whole number of at least 1."), field="quantity")
    left, lacking = offer.left + already, request.still_open + already
    if quantity > left:
        raise _too_few(_("This offer has only %(n)s left."), left, min(left, lacking))
    if quantity > lacking:
        raise _too_few(_("Only %(n)s are still open on this request."), lacking, min(left, lacking))
    if quantity < offer.least_lot and not given_by_giver:
        raise Invalid(
            _("The organization gives no fewer than %(n)s at a time.") % {"n": f"{offer.least_lot:,}"},
            code="below_least_lot",
            field="quantity",
            least=offer.least_lot,
        )


def _too_few(sentence: str, n: int, available: int) -> Conflict:
    return Conflict(sentence % {"n": f"{n:,}"}, code="too_few", field="quantity", open=available)
