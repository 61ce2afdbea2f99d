"""API tokens: how they look, how they are made, how they are taken back.

A token is `coal_`, forty random letters and digits, and a checksum of six; so a program that looks for leaked secrets
knows one when it sees it, and a mistyped one is refused without asking the database. Only its SHA-256 is kept.
"""

import hashlib
import secrets
import string
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from itertools import islice
from typing import Any
from zlib import crc32

from django.db import connection, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock
from coalition.shared.validation import check_valid
from members import activity, kinds, overdue, permissions
from members.models import ApiToken, Audience, Membership, Organization, Person
from members.wording import Kind

PREFIX = "coal_"
ALPHABET = string.digits + string.ascii_letters
RANDOM, CHECKSUM = 40, 6  # characters; 40 of 62 carry 238 bits, 6 hold any CRC-32
SHOWN = 9  # characters kept to tell tokens apart; 36 stay secret
MAX_DAYS = 366
MAX_TOKENS = 20  # usable ones of a person
COLUMNS = (ApiToken, Person, Organization, Membership)  # as `with_standing` selects them


@transaction.atomic
def issue_token(
    *, person: Person, organization: Organization, name: str, may_write: bool, days: int
) -> tuple[ApiToken, str]:
    """Make a token by which a system of the organization speaks for the person.

    Returns the row and the token itself, which exists nowhere else. Usable for `days`, 1 to 366.
    Raises NotAllowed for people who may not read (or, with `may_write`, post) for the organization, Invalid for a
    name or number of days out of bounds, Conflict with twenty usable tokens.
    """
    _check_may_issue(person, organization, may_write=may_write)
    if not 1 <= days <= MAX_DAYS:
        raise Invalid(_("Choose from 1 to %(most)d days.") % {"most": MAX_DAYS}, field="days", most=MAX_DAYS)
    if "\x00" in name:  # PostgreSQL cannot keep it
        raise Invalid(_("Remove the null characters from this text."), field="name")
    lock(person)
    if person.api_tokens.usable().count() >= MAX_TOKENS:
        raise Conflict(_("You have %(most)d tokens in use. Revoke one first.") % {"most": MAX_TOKENS}, most=MAX_TOKENS)
    secret = new_secret()
    token = ApiToken(
        person=person,
        organization=organization,
        name=name.strip(),
        prefix=secret[:SHOWN],
        sha256=sha256_of(secret),
        may_write=may_write,
        expires_at=clock.now() + timedelta(days=days),
    )
    check_valid(token)
    token.save()
    now = {"token": token, "may_write": may_write, "expires_at": token.expires_at}
    _record(kinds.TOKEN_ISSUED, token, actor=person, after=now)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: Person) -> ApiToken:
    """Take a token out of use for good; revoking it again changes nothing.

    Raises NotAllowed for others than its person, the organization's representatives and the admins.
    """
    if not can_revoke(actor, token):
        raise NotAllowed(_("This is somebody else's token."))
    lock(token)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        _record(kinds.TOKEN_REVOKED, token, actor=actor, after={"token": token, "revoked_at": token.revoked_at})
    return token


def can_revoke(reader: Person, token: ApiToken) -> bool:
    """Whether the reader may take the token out of use."""
    return (
        token.person_id == reader.pk
        or permissions.can_represent(reader, token.organization)
        or permissions.can_administer(reader)
    )


def presented(secret: str) -> tuple[ApiToken, Membership | None] | None:
    """The token with its person and organization, and the membership that joins the two now; None for an unknown one.

    Every request of the API asks this, and Django takes several times as long to write the question as PostgreSQL to
    answer it; so it is written once.
    """
    if not looks_like_a_token(secret):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_question(), [sha256_of(secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    values = iter(row)
    token, person, organization, membership = (_row_of(model, values) for model in COLUMNS)
    token.person, token.organization = person, organization
    if membership.pk is None:
        return token, None
    membership.person, membership.organization = person, organization
    return token, membership


@lru_cache(maxsize=1)
def _question() -> str:
    """The SQL of `with_standing` for one hash: the columns of token, person, organization and membership in turn."""
    rows = ApiToken.objects.with_standing().filter(sha256="").order_by()
    return str(rows.query.sql_with_params()[0])


def _row_of(model: type[Model], values: Iterator[Any]) -> Any:
    """An instance of the model from the next of the values, as a queryset makes it."""
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, list(islice(values, len(names))))


def new_secret() -> str:
    """A new token, from the system's source of randomness."""
    body = PREFIX + "".join(secrets.choice(ALPHABET) for _place in range(RANDOM))
    return body + checksum(body)


def looks_like_a_token(text: str) -> bool:
    """Whether prefix, length and checksum are right."""
    body, check = text[:-CHECKSUM], text[-CHECKSUM:]
    return len(text) == len(PREFIX) + RANDOM + CHECKSUM and text.startswith(PREFIX) and checksum(body) == check


def checksum(body: str) -> str:
    """The CRC-32 of `body` in six digits of base 62."""
    rest, digits = crc32(body.encode()), ""
    for _place in range(CHECKSUM):
        rest, digit = divmod(rest, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


def sha256_of(secret: str) -> str:
    """What is kept of a token. It is random throughout, so it needs neither salt nor a slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _check_may_issue(person: Person, organization: Organization, *, may_write: bool) -> None:
    belongs = permissions.membership_in(person, organization) is not None
    if not (belongs and organization.is_admitted and person.is_active):
        raise NotAllowed(_("Tokens are for the people of a member organization."))
    if may_write and not permissions.can_write_for(person, organization):
        refusal = overdue.refusal(
            person,
            organization,
            otherwise=_("You are a reader of %(name)s, so your token can only read.") % {"name": organization},
        )
        refusal.field = "may_write"
        raise refusal


def _record(what: Kind, token: ApiToken, *, actor: Person, after: dict[str, object]) -> None:
    activity.record(
        what,
        actor=actor,
        organization=token.organization,
        title=token.name,
        url=reverse("members:tokens"),
        audience=Audience.PARTIES,
        after=after,
    )
