"""How long a session lasts: at most so long, and, for coordinators and admins, unused so long.

`SESSION_HOURS`, `STAFF_SESSION_HOURS` and `STAFF_IDLE_HOURS` say how long. A session that is over is ended, and the
person is led to sign in.
"""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coalition.shared import clock
from members.models import Person

SIGNED_IN, SEEN = "signed_in_at", "seen_at"  # in the session: seconds since 1970
NOTED_EVERY = 60  # seconds
HOUR = 3600
UNATTENDED = "Portal-Unattended"  # a header of what a page asks by itself, which is no use of the session


def begin(request: HttpRequest | None, **_sent: Any) -> None:
    """Note in the session when it began; called on every sign-in, whichever way."""
    if request is not None:
        request.session[SIGNED_IN] = request.session[SEEN] = _now()


def is_over(request: HttpRequest, person: Person) -> bool:
    """Whether the session has lasted, or lain unused, for too long."""
    began, seen = request.session.get(SIGNED_IN), request.session.get(SEEN)
    if began is None or seen is None:
        return False
    staff = person.is_coordinator or person.is_admin
    longest = min(settings.STAFF_SESSION_HOURS, settings.SESSION_HOURS) if staff else settings.SESSION_HOURS
    if _now() - began >= longest * HOUR:
        return True
    return staff and _now() - seen >= settings.STAFF_IDLE_HOURS * HOUR


class SessionAgeMiddleware:
    """Ends sessions that are over, and notes once a minute that one is used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if is_over(request, request.user):
                logout(request)
                messages.info(request, _("You were signed out, because it was a while ago. Sign in again."))
            else:
                _note_use(request)
        return self.get_response(request)


def _note_use(request: HttpRequest) -> None:
    if UNATTENDED in request.headers:
        return
    if SIGNED_IN not in request.session:
        begin(request)
    if _now() - request.session[SEEN] >= NOTED_EVERY:
        request.session[SEEN] = _now()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=clock.now())


def _now() -> int:
    return int(clock.now().timestamp())
