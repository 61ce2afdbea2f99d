"""Stopping a kind of mail by one click, without signing in (RFC 8058)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from coalition.shared.mail import site_host
from members.models import DigestFrequency, Person

DIGEST = "digest"
KINDS = (DIGEST,)
_signer = signing.Signer(salt="members.unsubscribing")


def token_for(person: Person, kind: str) -> str:
    """The word that stops this kind of mail to this person. It cannot be forged and does not run out."""
    return _signer.sign(f"{person.pk}-{kind}")


def read(token: str) -> tuple[Person, str] | None:
    """Whom and what a token is about; None when it is not one of ours or the person is gone."""
    try:
        primary_key, _, kind = _signer.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=primary_key).first()
    return (person, kind) if person and kind in KINDS else None


def unsubscribe(person: Person, kind: str) -> None:
    """Send the person no more of this kind. Doing it again changes nothing."""
    if kind == DIGEST:
        Person.objects.filter(pk=person.pk).update(digest_frequency=DigestFrequency.OFF)


def is_sent(person: Person, kind: str) -> bool:
    """Whether the person gets this kind of mail."""
    return kind == DIGEST and person.digest_frequency != DigestFrequency.OFF


def headers_for(person: Person, kind: str) -> dict[str, str]:
    """What tells mail programs how to stop this kind of mail (RFC 2369, RFC 8058) and how to file it (RFC 2919)."""
    address = settings.SITE_URL.rstrip("/") + path_for(person, kind)
    host = site_host()
    return {
        "List-Unsubscribe": f"<{address}>, <mailto:u@{host}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{kind}.{host}>",
    }


def path_for(person: Person, kind: str) -> str:
    """The page that stops this kind of mail."""
    return reverse("members:unsubscribe", args=[token_for(person, kind)])
