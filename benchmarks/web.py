"""Pages and API over HTTP, beside the plain viewset."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from benchmarks.figures import Figure, rate
from benchmarks.server import Ask, Client, gunicorn, race
from coalition.shared import clock
from members.models import Membership, Person
from members.tokens import issue_token
from resources.models import Offer

PLAIN = "plain DRF viewset"


def figures(sizes: dict[str, int]) -> Iterator[Figure]:
    """First page of offers and of the board, and list, detail and create of the API."""
    membership = Membership.objects.select_related("person", "organization").earliest("pk")
    person = membership.person
    Person.objects.filter(pk=person.pk).update(is_coordinator=True)
    _, token = issue_token(
        person=person, organization=membership.organization, name="benchmark", may_write=True, days=1
    )
    with gunicorn("coalition.settings") as ours, gunicorn("benchmarks.plain_settings") as theirs:
        plain = Client(theirs, **{"Content-Type": "application/json"})
        browser = Client(ours, Cookie=f"{settings.SESSION_COOKIE_NAME}={_session(person)}")
        machine = Client(ours, Authorization=f"Bearer {token}", **{"Content-Type": "application/json"})
        yield from _pages(browser, plain)
        yield from _api(machine, plain, membership)


def _session(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _pages(browser: Client, plain: Client) -> Iterator[Figure]:
    def plain_list() -> int:
        return plain.ask("GET", "/plain/offers/")

    for name, path in (("offers, first page", "/offers/"), ("board, first page", "/board/")):
        yield _compared(f"{name} (HTML)", lambda path=path: browser.ask("GET", path), plain_list)


def _api(machine: Client, plain: Client, membership: Membership) -> Iterator[Figure]:
    yield _compared(
        "API list of offers",
        lambda: machine.ask("GET", "/api/v1/offers"),
        lambda: plain.ask("GET", "/plain/offers/"),
    )
    pk = Offer.objects.order_by("pk").values_list("pk", flat=True)[Offer.objects.count() // 2]
    yield _compared(
        "API one offer",
        lambda: machine.ask("GET", f"/api/v1/offers/{pk}"),
        lambda: plain.ask("GET", f"/plain/offers/{pk}/"),
    )
    ours, theirs = _bodies(membership)
    yield _compared(
        "API create an offer",
        lambda: machine.ask("POST", "/api/v1/offers", next(ours)),
        lambda: plain.ask("POST", "/plain/offers/", next(theirs)),
    )


def _bodies(membership: Membership) -> tuple[Iterator[bytes], Iterator[bytes]]:
    """The same offer for either side, in its own words."""
    offer = Offer.objects.select_related("resource_type").earliest("pk")
    today = clock.today()
    common = {
        "quantity": 500,
        "state": "IL",
        "terms": "gift",
        "available_from": today.isoformat(),
        "available_until": (today + timedelta(days=30)).isoformat(),
    }
    ours = common | {"resource_type": offer.resource_type.slug}
    theirs = common | {
        "resource_type": offer.resource_type_id,
        "organization": membership.organization_id,
        "posted_by": membership.person_id,
        "latitude": "40.04000",
        "longitude": "-89.20000",
    }
    return _numbered(ours), _numbered(theirs)


def _numbered(body: dict[str, object]) -> Iterator[bytes]:
    return (json.dumps(body | {"title": f"Benchmark {number}"}).encode() for number in count())


def _compared(name: str, ours: Ask, theirs: Ask) -> Figure:
    mine, other = race(ours, theirs)
    notes = {"p50 ms": mine.p50, "p95 ms": mine.p95, "beside p50 ms": other.p50, "beside p95 ms": other.p95}
    return rate(name, mine.rate, other=other.rate, compared_with=PLAIN, **notes)
