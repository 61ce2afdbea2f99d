"""Pages by keyset: nothing twice, nothing left out, whatever happens between two pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import Signer
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from coalition.shared import clock
from coalition.shared.pagination import Keyset
from members.models import Organization, Person
from resources.models import Offer, Request, ResourceType, Severity
from tests.api.conftest import SystemOf, problem
from tests.factories import OfferFactory, OrganizationFactory, PersonFactory, RequestFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db

OFFERS, REQUESTS = "/api/v1/offers", "/api/v1/requests"


@pytest.fixture
def system(system_of: SystemOf, rita: Person) -> APIClient:
    return system_of(rita)


@pytest.fixture
def offers(cascade: Organization) -> list[Offer]:
    """Twelve offers, newest first, of which four were posted in the same moment."""
    common: dict[str, Any] = {
        "organization": cascade,
        "resource_type": ResourceTypeFactory(),
        "posted_by": PersonFactory(),
    }
    start = clock.now()
    moments = [start - timedelta(hours=hours) for hours in (0, 1, 2, 3, 5, 5, 5, 5, 7, 8, 9, 10)]
    made = [OfferFactory(posted_at=moment, **common) for moment in moments]
    return sorted(made, key=lambda offer: (offer.posted_at, offer.pk), reverse=True)


def ids(page: dict[str, Any]) -> list[int]:
    return [row["id"] for row in page["results"]]


def walk(system: APIClient, address: str, way: str = "next") -> list[dict[str, Any]]:
    """All pages from the address on."""
    pages = []
    following: str | None = address
    while following:
        pages.append(system.get(following).json())
        following = pages[-1][way]
    return pages


def test_a_page_holds_25_unless_another_size_is_asked_for(system: APIClient, cascade: Organization) -> None:
    common = {"organization": cascade, "resource_type": ResourceTypeFactory(), "posted_by": PersonFactory()}
    OfferFactory.create_batch(30, **common)
    assert len(system.get(OFFERS).json()["results"]) == 25
    assert len(system.get(OFFERS, {"page_size": 7}).json()["results"]) == 7
    assert len(system.get(OFFERS, {"page_size": 100}).json()["results"]) == 30


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 11, 12, 13])
def test_the_pages_together_are_the_list(system: APIClient, offers: list[Offer], size: int) -> None:
    pages = walk(system, f"{OFFERS}?page_size={size}")
    assert [pk for page in pages for pk in ids(page)] == [offer.pk for offer in offers]
    assert pages[0]["previous"] is None
    assert pages[-1]["next"] is None
    assert all(len(page["results"]) == size for page in pages[:-1])


@pytest.mark.parametrize("size", [1, 3, 5])
def test_the_way_back_shows_the_same_rows(system: APIClient, offers: list[Offer], size: int) -> None:
    onward = walk(system, f"{OFFERS}?page_size={size}")
    back = walk(system, onward[-1]["previous"], "previous")
    assert [ids(page) for page in back] == [ids(page) for page in reversed(onward[:-1])]
    assert back[-1]["previous"] is None


def test_turning_round_on_the_first_page_leads_onward_again(system: APIClient, offers: list[Offer]) -> None:
    first, second = walk(system, f"{OFFERS}?page_size=6")
    again = system.get(second["previous"]).json()
    assert ids(again) == ids(first)
    assert ids(system.get(again["next"]).json()) == ids(second)


def test_what_is_posted_meanwhile_moves_nothing(system: APIClient, offers: list[Offer]) -> None:
    first = system.get(f"{OFFERS}?page_size=5").json()
    OfferFactory()
    Offer.objects.filter(pk=offers[6].pk).delete()
    rest = [pk for page in walk(system, first["next"]) for pk in ids(page)]
    assert rest == [offer.pk for offer in offers[5:] if offer != offers[6]]


def test_a_cursor_stays_good_when_its_own_row_is_gone(system: APIClient, offers: list[Offer]) -> None:
    first = system.get(f"{OFFERS}?page_size=5").json()
    Offer.objects.filter(pk=offers[4].pk).delete()
    assert ids(system.get(first["next"]).json()) == [offer.pk for offer in offers[5:10]]


def test_the_links_keep_the_filters(system: APIClient, offers: list[Offer]) -> None:
    Offer.objects.filter(pk__in=[offer.pk for offer in offers[::2]]).update(state="NY")
    pages = walk(system, f"{OFFERS}?page_size=4&state=NY")
    assert [pk for page in pages for pk in ids(page)] == [offer.pk for offer in offers[::2]]
    assert "state=NY" in pages[0]["next"]
    assert "page_size=4" in pages[0]["next"]


def test_an_empty_list_is_one_empty_page(system: APIClient) -> None:
    assert system.get(OFFERS).json() == {"next": None, "previous": None, "results": []}


def test_the_most_urgent_come_first_when_asked_for(system: APIClient) -> None:
    kind, today = ResourceTypeFactory(), clock.today()
    common: dict[str, Any] = {
        "resource_type": kind,
        "organization": OrganizationFactory(),
        "posted_by": PersonFactory(),
    }
    for severity in reversed(Severity.values):
        for days in (9, 3, 3):
            RequestFactory(severity=severity, needed_by=today + timedelta(days=days), **common)
    pages = walk(system, f"{REQUESTS}?sort=urgent&page_size=5")
    expected = list(Request.objects.most_urgent_first().values_list("pk", flat=True))
    assert [pk for page in pages for pk in ids(page)] == expected
    assert pages[0]["results"][0]["severity"] == "critical"


def test_lists_by_name_go_the_other_way(system: APIClient) -> None:
    for name in ("Zeta", "alpha", "Alpha", "Émile", "Beta"):
        OrganizationFactory(name=name)
    names = [row["name"] for page in walk(system, "/api/v1/organizations?page_size=2") for row in page["results"]]
    assert names == list(Organization.objects.order_by("name", "pk").values_list("name", flat=True))


@pytest.mark.parametrize("size", ["0", "-1", "101", "1e2", "ten", "٣", "9" * 5000, "\x00", "2.0", " 3"])
def test_a_size_out_of_bounds_is_refused(system: APIClient, size: str) -> None:
    body = problem(system.get(OFFERS, {"page_size": size}), 400, "bad_parameters")
    assert [error["parameter"] for error in body["errors"]] == ["page_size"]


def test_a_cursor_that_was_not_made_here_is_refused(system: APIClient, offers: list[Offer]) -> None:
    good = system.get(f"{OFFERS}?page_size=1").json()["next"].partition("cursor=")[2].partition("&")[0]
    flipped = ("a" if good[0] != "a" else "b") + good[1:]
    unsigned = Signer(sep=".").sign_object(["on", "x", "y"])
    for wrong in ("x", "\x00", "=" * 10, good[:-1], flipped, unsigned, "ü", "9" * 10_000):
        body = problem(system.get(OFFERS, {"cursor": wrong}), 400, "bad_parameters")
        assert [error["parameter"] for error in body["errors"]] == ["cursor"]


def test_a_cursor_of_another_list_or_order_is_refused(system: APIClient) -> None:
    RequestFactory.create_batch(2)
    cursor = system.get(f"{REQUESTS}?page_size=1").json()["next"].partition("cursor=")[2].partition("&")[0]
    problem(system.get(f"{OFFERS}?cursor={cursor}"), 400, "bad_parameters")
    problem(system.get(f"{REQUESTS}?sort=urgent&cursor={cursor}"), 400, "bad_parameters")
    assert system.get(f"{REQUESTS}?cursor={cursor}").status_code == 200


@pytest.mark.parametrize("order", [["-posted_at", "pk"], ["posted_at"], []])
def test_an_order_that_makes_no_keyset_is_a_fault_of_ours(order: list[str]) -> None:
    rows: Any = ResourceType.objects.all() if not order else Offer.objects.order_by(*order)
    with pytest.raises(ImproperlyConfigured):
        Keyset(rows)


def test_a_page_is_one_query_that_counts_nothing_and_skips_nothing(system: APIClient, offers: list[Offer]) -> None:
    deep = walk(system, f"{OFFERS}?page_size=5")[1]["next"]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        system.get(deep)
    (page,) = [query["sql"] for query in asked if '"resources_offer"' in query["sql"]]
    assert "ROW(" in page
    assert "COUNT(" not in page
    assert "OFFSET" not in page
