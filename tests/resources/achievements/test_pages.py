"""What the coalition achieved: by type with its unit, by region and week; to members by period, to everybody in all."""

import csv
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members.models import Organization, Person
from resources.models import Match, MatchStatus, ResourceType
from tests.conftest import ClientOf
from tests.factories import MatchFactory, OfferFactory, OrganizationFactory, RequestFactory, ResourceTypeFactory

NAMES = ["", "types.csv", "regions.csv", "weeks.csv"]


@pytest.fixture
def mask(db: None) -> ResourceType:
    return ResourceTypeFactory(label="Mask", slug="mask", unit="each")


@pytest.fixture
def gown(db: None) -> ResourceType:
    return ResourceTypeFactory(label="Gown", slug="gown", unit="box")


def delivered(
    kind: ResourceType,
    *,
    units: int = 10,
    received: int | None = None,
    at: datetime | None = None,
    giver: Organization | None = None,
    receiver: Organization | None = None,
    state: str = "IL",
) -> Match:
    """As the verbs leave it: agreed a day before it arrived."""
    at = at or clock.now() - timedelta(days=2)
    more: dict[str, Any] = {"resource_type": kind, "quantity": units, "posted_at": at - timedelta(days=3)}
    return MatchFactory(
        offer=OfferFactory(**more, **({"organization": giver} if giver else {})),
        request=RequestFactory(**more, state=state, **({"organization": receiver} if receiver else {})),
        quantity=units,
        status=MatchStatus.RECEIVED,
        received_quantity=units if received is None else received,
        changed_at=at,
        agreed_at=at - timedelta(days=1),
    )


def table(client: Client, name: str, query: str = "") -> list[list[str]]:
    answer = client.get(f"/achievements/{name}{query}")
    return list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))


# What it counts


def test_units_stand_under_their_own_type_and_are_never_added_over_types(
    mask: ResourceType, gown: ResourceType, rita: Person, client_of: ClientOf
) -> None:
    delivered(mask, units=500, received=480)
    delivered(mask, units=20)
    delivered(gown, units=7)
    client = client_of(rita)
    rows = {row[0]: row[1:] for row in table(client, "types.csv")}
    assert rows["Mask"] == ["each", "520", "520", "500", "", "2", "2", "2"]
    assert rows["Gown"] == ["box", "7", "7", "7", "", "1", "1", "1"]
    page = client.get("/achievements/")
    assert [stat["value"] for stat in page.context["stats"]] == [3, 3, 3, 2]
    assert "507" not in page.content.decode().partition("<main")[2]


def test_what_is_only_asked_for_or_agreed_counts_as_that_and_nothing_received_is_no_delivery(
    mask: ResourceType, rita: Person, client_of: ClientOf
) -> None:
    RequestFactory(resource_type=mask, quantity=900)
    MatchFactory(resource_type=mask, quantity=30, status=MatchStatus.AGREED, agreed_at=clock.now())
    MatchFactory(resource_type=mask, quantity=40, status=MatchStatus.CANCELLED, agreed_at=clock.now())
    delivered(mask, units=50, received=0)
    row = table(client_of(rita), "types.csv")[1]
    asked = sum(Match.objects.values_list("request__quantity", flat=True)) + 900
    assert row == ["Mask", "each", str(asked), "80", "0", "", "0", "0", "0"]


def test_an_organization_that_gave_twice_counts_once(
    mask: ResourceType, lakeview: Organization, cascade: Organization, rita: Person, client_of: ClientOf
) -> None:
    for _ in range(2):
        delivered(mask, giver=cascade, receiver=lakeview)
    delivered(mask, receiver=lakeview)
    assert table(client_of(rita), "regions.csv")[1:] == [["Region 5 (Chicago)", "3", "", "2", "1"]]


def test_the_region_is_that_of_the_place_that_asked(mask: ResourceType, rita: Person, client_of: ClientOf) -> None:
    delivered(mask, state="OR", units=5)
    delivered(mask, state="WA", units=6)
    delivered(mask, state="MA", units=7)
    rows = table(client_of(rita), "regions.csv", "?type=mask")[1:]
    assert [row[:3] for row in rows] == [["Region 1 (Boston)", "1", "7"], ["Region 10 (Seattle)", "2", "11"]]


def test_a_week_begins_on_monday_in_the_readers_zone(mask: ResourceType, rita: Person, client_of: ClientOf) -> None:
    delivered(mask, at=datetime(2026, 11, 2, 4, 30, tzinfo=UTC))  # Sunday evening in Chicago
    with clock.at(datetime(2026, 11, 20, tzinfo=UTC)):
        weeks = {}
        for zone in ("America/Chicago", "UTC"):
            Person.objects.filter(pk=rita.pk).update(time_zone=zone)
            weeks[zone] = table(client_of(rita), "weeks.csv", "?period=all")[1][0]
    assert weeks == {"America/Chicago": "2026-10-26", "UTC": "2026-11-02"}


def test_members_choose_a_period_and_a_type(
    mask: ResourceType, gown: ResourceType, rita: Person, client_of: ClientOf
) -> None:
    delivered(mask, units=5)
    delivered(mask, units=6, at=clock.now() - timedelta(days=50))
    delivered(gown, units=7)
    client = client_of(rita)
    assert table(client, "types.csv", "?period=30&type=mask")[1][4] == "5"
    assert table(client, "types.csv", "?period=90&type=mask")[1][4] == "11"
    assert len(table(client, "types.csv", "?period=90")) == 3
    page = client.get("/achievements/?period=90&type=mask").content.decode()
    assert "What we achieved: Mask" in page
    assert "11 units delivered; the most in the week of" in page


def test_a_type_that_is_none_says_so_and_shows_all(mask: ResourceType, rita: Person, client_of: ClientOf) -> None:
    delivered(mask)
    answer = client_of(rita).get("/achievements/?type=gold")
    assert answer.context["form"].errors["type"]
    assert answer.context["of_type"] is None


# Who reads what


@pytest.mark.parametrize("name", NAMES)
def test_everybody_reads_it_even_before_anything_moved(name: str, db: None, client: Client) -> None:
    assert client.get(f"/achievements/{name}").status_code == 200


def test_visitors_read_no_units_in_which_fewer_than_three_organizations_had_a_part(
    mask: ResourceType, gown: ResourceType, lakeview: Organization, cascade: Organization, client: Client
) -> None:
    delivered(mask, units=11, giver=cascade, receiver=lakeview)
    delivered(gown, units=12, giver=cascade, receiver=lakeview)
    delivered(gown, units=13, giver=cascade)
    rows = {row[0]: row[1:] for row in table(client, "types.csv")}
    assert rows["Mask"] == ["each", "", "", "", "too few to show", "1", "1", "1"]
    assert rows["Gown"] == ["box", "", "25", "25", "too few to show", "2", "1", "2"]  # two asked, three moved
    page = client.get("/achievements/").content.decode()
    assert page.count("too few to show") == 4
    assert lakeview.name not in page


def test_visitors_cannot_cut_out_a_period_or_a_type(mask: ResourceType, gown: ResourceType, client: Client) -> None:
    delivered(mask)
    delivered(gown, at=clock.now() - timedelta(days=50))
    for name in NAMES[1:]:
        assert table(client, name, "?period=30&type=mask") == table(client, name)
    assert (
        "Members can also look at single periods and types." in client.get("/achievements/?type=mask").content.decode()
    )


def test_it_stands_where_members_and_visitors_look(rita: Person, client_of: ClientOf, client: Client) -> None:
    assert 'href="/achievements/"' in client_of(rita).get("/offers/").content.decode()
    assert 'href="/achievements/"' in client.get("/").content.decode()


def test_the_queries_are_as_many_for_one_delivery_as_for_a_hundred(
    mask: ResourceType, rita: Person, client_of: ClientOf
) -> None:
    client = client_of(rita)
    delivered(mask)
    client.get("/achievements/")
    cache.clear()
    with CaptureQueriesContext(connection) as few:
        client.get("/achievements/")
    organizations = [OrganizationFactory() for _ in range(10)]
    for number in range(100):
        at = clock.now() - timedelta(days=number % 80)
        delivered(mask, at=at, giver=organizations[number % 10], receiver=organizations[number % 7])
    cache.clear()
    with CaptureQueriesContext(connection) as many:
        client.get("/achievements/")
    assert len(many) == len(few)
    with CaptureQueriesContext(connection) as again:
        client.get("/achievements/")
    assert len(again) == len(few) - 3  # the figures stand for five minutes
