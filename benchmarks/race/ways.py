"""The ways in which a writer may promise units: by the verbs, by the API, and carelessly, as the control."""

import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Protocol

from django.db import Error, InterfaceError, OperationalError, connection, transaction

from benchmarks.race.field import UNITS, Field
from coalition.shared.errors import DomainError
from members.tokens import issue_token
from resources import lifecycle
from resources.models import Match, Offer, Request

REASON = "Other plans."


class Refused(Exception):
    """A rule said no: nothing was done."""


class Unknown(Exception):
    """No answer came: it may have been done, or not. Its text says whether a deadlock was the cause."""


class Way(Protocol):
    """How a writer proposes, and takes back what it proposed."""

    def propose(self, offer: int, request: int, quantity: int, *, key: str) -> int:
        """The key of the match. Raises Refused and Unknown, as the others do."""

    def undo(self, match: int) -> None: ...
    def decline(self, match: int) -> None: ...
    def counter(self, match: int, quantity: int) -> None: ...
    def close(self) -> None: ...


class ByVerbs:
    """The functions that pages, API, admin and imports call."""

    def __init__(self, field: Field, writer: int) -> None:
        self.field, self.actor = field, field.coordinators[writer]

    def propose(self, offer: int, request: int, quantity: int, *, key: str) -> int:
        with told():
            sides = _read(Offer, offer), _read(Request, request)
            match = lifecycle.propose_match(*sides, actor=self.actor, quantity=quantity, request_key=key)
            return match.pk

    def undo(self, match: int) -> None:
        with told():
            lifecycle.undo_proposal(self._match(match), actor=self.actor)

    def decline(self, match: int) -> None:
        with told():
            found = self._match(match)
            who = self.field.writers[found.receiver.pk].person
            lifecycle.decline_match(found, actor=who, organization=found.receiver, reason=REASON)

    def counter(self, match: int, quantity: int) -> None:
        with told():
            found = self._match(match)
            who = self.field.writers[found.giver.pk].person
            lifecycle.counter_match(found, actor=who, organization=found.giver, quantity=quantity)

    def close(self) -> None:
        connection.close()

    def _match(self, pk: int) -> Match:
        return Match.objects.with_parties().get(pk=pk)


def _read(model: Any, pk: int) -> Any:
    return model.objects.select_related("organization", "resource_type").get(pk=pk)


@contextmanager
def told() -> Iterator[None]:
    """Turn what may happen into one of the two: a refusal, or no answer, after which a new connection is needed."""
    try:
        yield
    except DomainError as refusal:
        raise Refused(refusal.code) from refusal
    except (OperationalError, InterfaceError) as silence:
        connection.close()
        raise Unknown(str(silence)) from silence
    except Error as refusal:
        raise Refused(str(refusal)) from refusal


class ByApi:
    """The API over a connection of its own to a real server, each act with the token of who may do it."""

    def __init__(self, field: Field, writer: int, *, port: int, tokens: Mapping[int, str]) -> None:
        self.field, self.port, self.tokens = field, port, tokens
        self.actor = field.coordinators[writer].pk
        self.connection = self._connected()

    def propose(self, offer: int, request: int, quantity: int, *, key: str) -> int:
        said = {"offer": offer, "quantity": quantity, "request_key": key}
        return int(self._ask(f"requests/{request}/propose", self.actor, said)["id"])

    def undo(self, match: int) -> None:
        self._ask(f"matches/{match}/undo", self.actor)

    def decline(self, match: int) -> None:
        self._ask(f"matches/{match}/decline", self._party(match, "request"), {"reason": REASON})

    def counter(self, match: int, quantity: int) -> None:
        self._ask(f"matches/{match}/counter", self._party(match, "offer"), {"quantity": quantity})

    def close(self) -> None:
        self.connection.close()
        connection.close()

    def _party(self, match: int, side: str) -> int:
        with told():
            organization = Match.objects.values_list(f"{side}__organization", flat=True).get(pk=match)
        return self.field.writers[organization].person_id

    def _ask(self, path: str, who: int, said: Mapping[str, object] | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Content-Type": "application/json"}
        try:
            self.connection.request("POST", f"/api/v1/{path}", json.dumps(said) if said else None, headers)
            response = self.connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as silence:
            self.connection.close()
            self.connection = self._connected()
            raise Unknown(str(silence)) from silence
        if response.status >= 500:
            raise Unknown(f"{response.status} {body[:200]!r}")
        if response.status >= 400:
            raise Refused(f"{response.status} {json.loads(body).get('code', '')}")
        return dict(json.loads(body))

    def _connected(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


def tokens_for(field: Field) -> dict[int, str]:
    """A token for each coordinator and for each writer of a party, by the key of the person."""
    found = {}
    for person in [*field.coordinators, *(row.person for row in field.writers.values())]:
        organization = person.active_memberships[0].organization
        _row, secret = issue_token(person=person, organization=organization, name="race", may_write=True, days=1)
        found[person.pk] = secret
    return found


class Carelessly:
    """The control: what is left is read and found enough, then it is written; no lock, no bound, no key is unique."""

    TABLES = """
        CREATE TABLE IF NOT EXISTS plain_offer (id bigint PRIMARY KEY, quantity bigint);
        CREATE TABLE IF NOT EXISTS plain_hold (
            id bigserial PRIMARY KEY, offer_id bigint, units bigint, request_key text);
        CREATE INDEX IF NOT EXISTS plain_hold_offer ON plain_hold (offer_id);
    """
    LEFT = """
        SELECT quantity - (SELECT coalesce(sum(units), 0) FROM plain_hold WHERE offer_id = plain_offer.id)
        FROM plain_offer WHERE id = %s
    """

    def __init__(self, field: Field, writer: int) -> None:
        _made(tuple(field.offers))

    def propose(self, offer: int, request: int, quantity: int, *, key: str) -> int:
        with told(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self.LEFT, [offer])
            if cursor.fetchone()[0] < quantity:
                raise Refused("too_few")
            cursor.execute(
                "INSERT INTO plain_hold (offer_id, units, request_key) VALUES (%s, %s, %s) RETURNING id",
                [offer, quantity, key],
            )
            return int(cursor.fetchone()[0])

    def undo(self, match: int) -> None:
        with told(), connection.cursor() as cursor:
            cursor.execute("UPDATE plain_hold SET units = 0 WHERE id = %s", [match])

    decline = undo

    def counter(self, match: int, quantity: int) -> None:
        with told(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT offer_id FROM plain_hold WHERE id = %s", [match])
            offer = cursor.fetchone()[0]
            cursor.execute(self.LEFT, [offer])
            if cursor.fetchone()[0] < quantity:
                raise Refused("too_few")
            cursor.execute("UPDATE plain_hold SET units = %s WHERE id = %s", [quantity, match])

    def close(self) -> None:
        connection.close()


@cache
def _made(offers: tuple[int, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(Carelessly.TABLES)
        cursor.execute("INSERT INTO plain_offer SELECT unnest(%s::bigint[]), %s", [list(offers), UNITS])
