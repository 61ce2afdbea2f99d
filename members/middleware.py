"""Whom the signed-in person acts for: one organization at a time, always shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

if TYPE_CHECKING:
    from members.models import Membership

SESSION_KEY = "acting_for"


def acting_membership(request: HttpRequest) -> "Membership | None":
    """The membership chosen in this session, else the oldest in an admitted organization, else in one that is inside.

    None for visitors and people without a membership.
    """
    memberships = request.user.active_memberships if request.user.is_authenticated else []
    if not memberships:
        return None
    chosen = request.session.get(SESSION_KEY)
    ranked = sorted(
        memberships,
        key=lambda m: (m.organization_id != chosen, not m.organization.is_admitted, not m.organization.is_inside),
    )
    return ranked[0]


class ActingMiddleware:
    """Sets `request.acting` (lazily) and the reader's time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = SimpleLazyObject(lambda: acting_membership(request))  # type: ignore[attr-defined]  # ours: see acting.PersonRequest
        timezone.activate(request.user.zone if request.user.is_authenticated else settings.PORTAL_TIME_ZONE)
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
