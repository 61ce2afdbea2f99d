"""Stopping a kind of mail by one click, without signing in (RFC 8058).

A kind is a word, such as `digest`, or a word and a thing, such as `highlights:testing`. The floors above register
theirs when they start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared.mail import site_host
from members.models import DigestFrequency, Person

DIGEST = "digest"
_signer = signing.Signer(salt="members.unsubscribing")


@dataclass(frozen=True, slots=True)
class Mailing:
    """A kind of mail that can be stopped: how, whether it is sent, and what it is called, each for a thing or ""."""

    name: str
    stop: Callable[[Person, str], None]
    is_sent: Callable[[Person, str], bool]
    called: Callable[[str], str]


_mailings: dict[str, Mailing] = {}


def register(mailing: Mailing) -> None:
    """Take in a kind of mail. Raises ValueError for a second one of the name."""
    if mailing.name in _mailings:
        raise ValueError(f"The mail {mailing.name!r} has been registered already.")
    _mailings[mailing.name] = mailing


def token_for(person: Person, kind: str) -> str:
    """The word that stops this kind of mail to this person. It cannot be forged and does not run out."""
    return _signer.sign(f"{person.pk}-{kind}")


def read(token: str) -> tuple[Person, str] | None:
    """Whom and what a token is about; None when it is not one of ours or the person is gone."""
    try:
        primary_key, _dash, kind = _signer.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=primary_key).first()
    return (person, kind) if person and _word(kind) in _mailings else None


def unsubscribe(person: Person, kind: str) -> None:
    """Send the person no more of this kind. Doing it again changes nothing."""
    _mailings[_word(kind)].stop(person, _thing(kind))


def is_sent(person: Person, kind: str) -> bool:
    """Whether the person gets this kind of mail."""
    return _mailings[_word(kind)].is_sent(person, _thing(kind))


def called(kind: str) -> str:
    """What this kind of mail is called within a sentence."""
    return _mailings[_word(kind)].called(_thing(kind))


def headers_for(person: Person, kind: str) -> dict[str, str]:
    """What tells mail programs how to stop this kind of mail (RFC 2369, RFC 8058) and how to file it (RFC 2919)."""
    address = settings.SITE_URL.rstrip("/") + path_for(person, kind)
    host = site_host()
    return {
        "List-Unsubscribe": f"<{address}>, <mailto:u@{host}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{kind.replace(':', '.')}.{host}>",
    }


def path_for(person: Person, kind: str) -> str:
    """The page that stops this kind of mail."""
    return reverse("members:unsubscribe", args=[token_for(person, kind)])


def _word(kind: str) -> str:
    return kind.partition(":")[0]


def _thing(kind: str) -> str:
    return kind.partition(":")[2]


def _stop_digest(person: Person, _thing: str) -> None:
    Person.objects.filter(pk=person.pk).update(digest_frequency=DigestFrequency.OFF)


def _gets_digest(person: Person, _thing: str) -> bool:
    return person.digest_frequency != DigestFrequency.OFF


register(Mailing(DIGEST, stop=_stop_digest, is_sent=_gets_digest, called=lambda _thing: _("the digest")))
