"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from members import overdue, permissions
from members.models import Membership, Notice


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of `base.html`: site name, who acts for whom and may write, open notices, whether the charter waits.

    One query for a signed-in person, none for a visitor; error pages without a user get the plain frame.
    """
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"site_name": settings.SITE_NAME}
    acting: Membership | None = request.acting  # type: ignore[attr-defined]  # set by ActingMiddleware
    return {
        "site_name": settings.SITE_NAME,
        "acting": acting,
        "may_write": bool(acting and permissions.can_write_for(person, acting.organization)),
        "memberships": person.active_memberships,
        "is_member": permissions.is_member(person),
        "charter_notice": overdue.banner(person, acting),
        "open_notices": Notice.objects.open().filter(person=person).count(),
    }
