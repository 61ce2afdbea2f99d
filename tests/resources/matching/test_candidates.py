"""The database ranks exactly as the formula does, and finds only what can serve."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coalition.shared import clock
from coalition.shared.geography import distance_km
from members.models import Organization, OrganizationStatus, Person
from resources.lifecycle import propose_match
from resources.matching import ranking
from resources.matching.candidates import REACHES, box_around, candidates_for, need_of, supply_of
from resources.models import Offer, Request, ResourceKind, ResourceType, Substitute
from tests.factories import OfferFactory, OrganizationFactory, PersonFactory, RequestFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def types() -> list[ResourceType]:
    """What is asked for, a substitute for it, one that it is a substitute for, and something else."""
    asked, instead, backward, other = (ResourceTypeFactory() for _ in range(4))
    Substitute.objects.create(resource_type=asked, substitute=instead, note="Needs another filter")
    Substitute.objects.create(resource_type=backward, substitute=asked, note="The other way")
    return [asked, instead, backward, other]


def random_offers(types: list[ResourceType], rng: random.Random, count: int) -> None:
    """Offers of every sort, good and useless, written past the verbs for speed."""
    today = clock.today()
    givers = [OrganizationFactory() for _ in range(5)]
    givers.append(OrganizationFactory(status=OrganizationStatus.SUSPENDED))
    poster = PersonFactory()

    def day(low: int, high: int, chance: float) -> Any:
        return today + timedelta(days=rng.randint(low, high)) if rng.random() < chance else None

    rows = []
    for _ in range(count):
        quantity = rng.choice([1, 5, 40, 100, 10**9])
        start = day(-30, 30, 1)
        until = day(0, 40, 0.3)
        rows.append(
            Offer(
                organization=rng.choice(givers),
                resource_type=rng.choice(types),
                posted_by=poster,
                quantity=quantity,
                committed=rng.choice([0, 0, 0, quantity // 2, quantity]),
                least_lot=rng.choice([1, 1, 1, quantity, max(1, quantity // 2)]),
                state=rng.choice(["IL", "WI", "OR", "PR"]),
                latitude=round(rng.uniform(18, 65), 5),
                longitude=round(rng.uniform(-157, -66), 5),
                available_from=start,
                available_until=until and max(start, until - timedelta(days=20)),
                expires_on=day(-3, 60, 0.4),
                confirmed_at=clock.now() - timedelta(days=rng.randint(0, 42)),
                status=rng.choice(["open", "open", "open", "open", "withdrawn", "closed"]),
            )
        )
    Offer.objects.bulk_create(rows)


def by_the_book(request: Request) -> list[tuple[int, float, int, Any]]:
    """All that can serve, ranked in Python over every row."""
    notes = dict(Substitute.objects.filter(resource_type=request.resource_type).values_list("substitute", "note"))
    rows = Offer.objects.with_units_left().filter(
        resource_type__in=[request.resource_type_id, *notes], organization__status=OrganizationStatus.ADMITTED
    )
    supplies = [supply_of(offer, notes.get(offer.resource_type_id)) for offer in rows]
    ranked = ranking.rank(need_of(request), supplies, today=clock.today())
    return [(supply.offer, fit.points, fit.km, fit.arrival) for supply, fit in ranked]


@pytest.mark.parametrize("seed", range(4))
def test_the_database_and_the_formula_agree_on_every_offer(seed: int, types: list[ResourceType]) -> None:
    rng = random.Random(seed)
    random_offers(types, rng, 400)
    request = RequestFactory(
        resource_type=types[0],
        quantity=rng.choice([1, 7, 40, 10**9]),
        latitude=rng.uniform(25, 48),
        longitude=rng.uniform(-120, -70),
        needed_by=clock.today() + timedelta(days=rng.randint(-5, 20)),
    )
    request.refresh_from_db()
    expected = by_the_book(request)
    found = candidates_for(request, limit=1000)
    assert len(expected) > 20
    assert [candidate.offer.pk for candidate in found] == [offer for offer, *_ in expected]
    for candidate, (_offer, points, km, arrival) in zip(found, expected, strict=True):
        assert candidate.fit.points == pytest.approx(points, abs=1e-9)
        assert (candidate.fit.km, candidate.fit.arrival) == (km, arrival)


def test_the_twenty_best_are_the_first_of_all(types: list[ResourceType]) -> None:
    random_offers(types, random.Random(9), 400)
    request = RequestFactory(resource_type=types[0], quantity=40)
    request.refresh_from_db()
    best = [candidate.offer.pk for candidate in candidates_for(request)]
    assert best == [offer for offer, *_ in by_the_book(request)][:20]


@pytest.mark.parametrize("order", ["fit", "nearest"])
@pytest.mark.parametrize(("spread", "many", "queries"), [(1.5, 60, 3), (20, 60, 4), (60, 10, 5)])
def test_the_search_stops_early_and_still_finds_what_a_full_scan_would(
    spread: float, many: int, queries: int, order: str, types: list[ResourceType], django_assert_num_queries: Any
) -> None:
    """Good offers within `spread` degrees: the wider they lie and the fewer they are, the further it has to look."""
    rng = random.Random(3)
    random_offers(types, rng, 100)
    giver, poster = OrganizationFactory(), PersonFactory()
    Offer.objects.bulk_create(
        Offer(
            organization=giver,
            resource_type=types[0],
            posted_by=poster,
            quantity=100,
            latitude=round(39 + rng.uniform(-spread, spread) / 4, 5),
            longitude=round(-95 + rng.uniform(-spread, spread), 5),
            available_from=clock.today(),
        )
        for _ in range(many)
    )
    request = RequestFactory(resource_type=types[0], quantity=40, latitude="39.00000", longitude="-95.00000")
    with django_assert_num_queries(queries):
        found = candidates_for(request, order=order)
    whole = by_the_book(request)
    if order == "nearest":
        whole.sort(key=lambda row: (row[2], -row[1], row[0]))
    assert [candidate.offer.pk for candidate in found] == [offer for offer, *_ in whole[:20]]


@pytest.mark.parametrize("seed", range(20))
def test_everything_outside_the_box_is_further_away(seed: int) -> None:
    rng = random.Random(seed)
    reach = rng.choice(REACHES)
    need = ranking.Need(1, rng.uniform(18, 66), rng.uniform(-157, -66), "IL", clock.today())
    box = box_around(need, reach)
    assert box is not None
    for _ in range(500):
        latitude, longitude = (
            rng.uniform(box["south"] - 2, box["north"] + 2),
            rng.uniform(box["west"] - 2, box["east"] + 2),
        )
        inside = box["south"] <= latitude <= box["north"] and box["west"] <= longitude <= box["east"]
        assert inside or distance_km((need.latitude, need.longitude), (latitude, longitude)) > reach


def test_there_is_no_box_over_a_pole_or_the_date_line_or_for_software() -> None:
    need = ranking.Need(1, 66.0, -157.0, "AK", clock.today())
    assert box_around(replace(need, latitude=88.0), 400) is None
    assert box_around(replace(need, longitude=-179.0), 400) is None
    assert box_around(replace(need, travels=False), 400) is None


def test_two_who_ask_for_the_same_get_the_same(types: list[ResourceType]) -> None:
    random_offers(types, random.Random(5), 100)
    one, other = (RequestFactory(resource_type=types[0], quantity=40, organization=OrganizationFactory()) for _ in "12")
    ranked = [[c.as_record() for c in candidates_for(request)] for request in (one, other)]
    assert ranked[0] == ranked[1]


def test_a_substitute_is_found_one_way_only_and_says_so(types: list[ResourceType]) -> None:
    asked, instead, backward, other = types
    for kind in (instead, backward, other):
        OfferFactory(resource_type=kind)
    (only,) = candidates_for(RequestFactory(resource_type=asked))
    assert only.offer.resource_type == instead
    assert only.cautions == ["A substitute: Needs another filter"]
    assert "Exact item" not in only.reasons


def test_where_software_stands_does_not_matter() -> None:
    kind = ResourceTypeFactory(kind=ResourceKind.DIGITAL)
    OfferFactory(resource_type=kind, state="PR", latitude="18.22000", longitude="-66.43000")
    (only,) = candidates_for(RequestFactory(resource_type=kind))
    assert (only.score, only.miles, only.days) == (100, None, None)


def test_the_quantity_suggested_is_what_can_be_given_and_is_lacking(types: list[ResourceType]) -> None:
    OfferFactory(resource_type=types[0], quantity=15)
    (few,) = candidates_for(RequestFactory(resource_type=types[0], quantity=40))
    (many,) = candidates_for(RequestFactory(resource_type=types[0], quantity=4))
    assert (few.suggested, many.suggested) == (15, 4)


def test_a_covered_request_needs_no_candidates(types: list[ResourceType], cora: Person) -> None:
    offer = OfferFactory(resource_type=types[0], quantity=100)
    match = propose_match(offer, RequestFactory(resource_type=types[0], quantity=10), actor=cora, quantity=10)
    assert candidates_for(match.request) == []


def test_a_record_names_offer_organization_score_distance_and_formula(
    types: list[ResourceType], cascade: Organization
) -> None:
    offer = OfferFactory(resource_type=types[0], organization=cascade)
    (only,) = candidates_for(RequestFactory(resource_type=types[0]))
    assert only.as_record() == {
        "offer": offer.pk,
        "organization": "Cascade Biomedical Reserve",
        "score": 100,
        "km": 0,
        "formula": 2,
    }


def test_other_orders_are_by_distance_and_by_arrival(types: list[ResourceType]) -> None:
    near_late = OfferFactory(resource_type=types[0], available_from=clock.today() + timedelta(days=40))
    far_now = OfferFactory(resource_type=types[0], latitude="60.00000", quantity=1)
    request = RequestFactory(resource_type=types[0])
    nearest = [candidate.offer for candidate in candidates_for(request, order="nearest")]
    soonest = [candidate.offer for candidate in candidates_for(request, order="soonest")]
    assert (nearest, soonest) == ([near_late, far_now], [far_now, near_late])


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_few_queries_however_many_offers(
    count: int, types: list[ResourceType], django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        OfferFactory(resource_type=types[0])
    request = RequestFactory(resource_type=types[0])
    with django_assert_num_queries(3 if count > 20 else 5):
        assert len([c.reasons for c in candidates_for(request)]) == min(count, 20)
