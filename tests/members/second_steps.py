"""Authenticator apps for tests: the codes that a phone would show."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from members.models import Person

PASSWORD = "correct horse battery"
PERIOD = 30


def give_app(person: Person) -> str:
    """Set up an app for the person; returns its key."""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def give_codes(person: Person) -> list[str]:
    """Recovery codes for the person."""
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    return codes


def code_at(secret: str, moment: float) -> str:
    """What the app shows at a moment, in seconds since 1970."""
    shown: str = format_hotp_value(hotp_value(secret, int(moment) // PERIOD))
    return shown


def give_password(person: Person) -> None:
    person.set_password(PASSWORD)
    person.save()


def by_password(client: Client, person: Person) -> str:
    """Sign in by address and password; returns where that leads."""
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return str(answer.url)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
