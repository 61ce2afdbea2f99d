"""Web domains of organizations and of mail addresses, compared in one form: ASCII, lower case."""

import re
from functools import cache
from urllib.parse import urlsplit

import idna
from publicsuffixlist import PublicSuffixList

from members import mail_providers

PUNYCODE = "xn--"
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def normalize(text: str) -> str:
    """The domain a person meant, in ASCII (IDNA 2008, mapped by UTS 46), lower case, without `www.`.

    Takes `LakeviewHealth.org.`, `https://www.lakeviewhealth.org/about` or `mail@lakeviewhealth.org`; "" stays "".
    Raises ValueError for what cannot be a public domain: one label, an IP address, forbidden letters.
    """
    text = text.strip().rpartition("@")[2]
    if not text:
        return ""
    host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    domain = to_ascii(host).removeprefix("www.")
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError(f"{domain!r} is not a public domain")
    return domain


def to_ascii(host: str) -> str:
    """A host name in ASCII, lower case. Raises ValueError when it has letters or lengths that no host name has."""
    return idna.encode(host.rstrip("."), uts46=True).decode().lower()


def of_address(address: str) -> str:
    """The domain of a mail address in the same form; "" when it has none that could be a public domain."""
    try:
        return normalize(address.rpartition("@")[2])
    except ValueError:
        return ""


def is_public_provider(domain: str) -> bool:
    """Whether anybody can have an address at the domain, or at one that it lies under. `domain` is normalized."""
    labels = domain.split(".")
    above = {".".join(labels[start:]) for start in range(len(labels) - 1)}
    if above & mail_providers.DOMAINS:
        return True
    return labels[0] in mail_providers.FAMILIES and len(labels) <= 3


def may_look_like_another(domain: str) -> bool:
    """Whether the domain is shown in letters beyond ASCII, some of which look like others."""
    return any(label.startswith(PUNYCODE) for label in domain.split("."))


def registrable(domain: str) -> str:
    """The part of a normalized domain that one holder registered: `lakeviewhealth.org` of it.lakeviewhealth.org.

    "" where everybody may register below it (`co.uk`, `k12.il.us`, `github.io`): the public suffix list says which,
    the suffixes of private firms among them.
    """
    return _public_suffixes().privatesuffix(domain) or ""


def is_public_suffix(domain: str) -> bool:
    """Whether anybody may register below the domain, so that it says nothing about who does. Not asked of ""."""
    return not registrable(domain)


def are_of_one_holder(one: str, other: str) -> bool:
    """Whether both domains lie under one registered domain."""
    return bool(registrable(one)) and registrable(one) == registrable(other)


@cache
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList()
