"""The second step of signing in: an authenticator app or a passkey, with recovery codes for the day it is lost.

Coordinators and admins must have one where `REQUIRE_SECOND_STEP` is on. Until they do, and until they used it in this
session, they reach the pages of their account and nothing else.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coalition.shared import problems
from members.models import Person

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # a recovery code only stands in for one
OPEN = {"help", "healthz", "readyz", "mailbox", "mailbox_message", "mailbox_html"}
ACCOUNT_ROUTES = ("accounts/", "static/")
CODE = "second_step_missing"


def must_have(person: Person) -> bool:
    """Whether the person may work only with a second step."""
    return bool(settings.REQUIRE_SECOND_STEP) and (person.is_coordinator or person.is_admin)


def has_one(person: Person) -> bool:
    """Whether the person has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user=person, type__in=STEPS).exists())


def was_taken(request: HttpRequest) -> bool:
    """Whether this session has seen the person's second step, or was the one in which they set it up."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def note_set_up(request: HttpRequest, user: Person, authenticator: Authenticator, **_sent: Any) -> None:
    """Whoever sets up a second step has shown that they hold it; they are not asked for it again at once."""
    if authenticator.type in STEPS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


class SecondStepMiddleware:
    """Leads coordinators and admins without a second step to set one up, or to take it. The API refuses them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        person = request.user
        if not person.is_authenticated or not must_have(person) or was_taken(request) or _is_open(request):
            return None
        if request.path.startswith(problems.API_PREFIX):
            refused = gettext("Set up a second step of signing in first, in your settings.")
            return problems.problem(HTTPStatus.FORBIDDEN, refused, code=CODE).answer(request)
        return HttpResponseRedirect(_where_to_mend(request, person))


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (match.route.startswith(ACCOUNT_ROUTES) or match.url_name in OPEN)


def _where_to_mend(request: HttpRequest, person: Person) -> str:
    if not has_one(person):
        messages.warning(
            request,
            gettext(
                "You coordinate or administer the coalition, so signing in takes a second step. Set one up, and go on."
            ),
        )
        return reverse("mfa_index")
    has_codes = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.WEBAUTHN).exists()
    page = reverse("mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn")
    return f"{page}?{urlencode({'next': request.get_full_path() if request.method == 'GET' else '/'})}"


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's hook for the second step."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Each one is good for half a minute, and once."),
        "incorrect_passkey": _("This passkey did not work. Try another, or another way."),
        "cannot_delete_authenticator": _(
            "Coordinators and admins need a second step. Set up another one before you remove this one."
        ),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
        "unverified_email": _("Prove your e-mail address first."),
        "add_email_blocked": _("Your account is protected by a second step. Remove it to add an address."),
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002  # allauth's name for it
        there = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey %(number)d") % {"number": there + 1}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second step of those who must have one stays."""
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=STEPS).exclude(pk=authenticator.pk)
        return not must_have(authenticator.user) or others.exists()

    def encrypt(self, text: str) -> str:
        """Secrets are kept so that a copy of the database alone opens no account."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Keys out of SECRET_KEY and the former ones; what a former one wrote is still read."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(b"second step:" + key.encode()).digest())) for key in keys])
