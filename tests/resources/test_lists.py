"""The lists of offers and requests: who sees them, saved views, filters, pages, and what they cost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition.shared import clock
from members.models import Organization, Person
from resources.models import Offer, OfferStatus, Request, RequestStatus, ResourceType, Severity, Terms
from tests.conftest import ClientOf
from tests.factories import MatchFactory, OfferFactory, OrganizationFactory, ProjectFactory, RequestFactory

pytestmark = pytest.mark.django_db

OFFERS, REQUESTS = "/offers/", "/requests/"
LISTS = [OFFERS, REQUESTS]


@pytest.fixture
def n95() -> ResourceType:
    return ResourceType.objects.get(slug="n95-respirator")


@pytest.fixture
def swab() -> ResourceType:
    return ResourceType.objects.get(slug="swab")


def shown(client: Client, address: str) -> list[str]:
    """The names of the rows on the page, in order."""
    response = client.get(address)
    assert response.status_code == 200
    return [str(row) for row in response.context["page"]]


def tabs(client: Client, address: str) -> dict[str, str]:
    return {str(tab.label): tab.count for tab in client.get(address).context["tabs"]}


# Who


@pytest.mark.parametrize("address", LISTS)
def test_only_members_see_a_list(
    address: str, client_of: ClientOf, nora: Person, sam: Person, reed: Person, cora: Person, ada: Person
) -> None:
    assert client_of(None).get(address).url.endswith(f"?next={address}")
    for outsider in (nora, sam):
        assert client_of(outsider).get(address).status_code == 302
    for member in (reed, cora, ada):
        assert client_of(member).get(address).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_only_those_who_may_post_are_asked_to(
    address: str, client_of: ClientOf, rita: Person, reed: Person, cora: Person
) -> None:
    assert client_of(rita).get(address).context["can_post"]
    for person in (reed, cora):
        assert not client_of(person).get(address).context["can_post"]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_only_read(address: str, client_of: ClientOf, rita: Person) -> None:
    assert client_of(rita).post(address).status_code == 405


# Views


def test_offers_stand_in_four_views_with_their_counts(
    client_of: ClientOf, olga: Person, rita: Person, cascade: Organization
) -> None:
    OfferFactory(title="free", organization=cascade)
    used_up = MatchFactory(offer__title="used up", offer__quantity=10, quantity=10).offer
    OfferFactory(title="taken back", status=OfferStatus.WITHDRAWN)
    client = client_of(olga)
    assert shown(client, OFFERS) == ["free"]
    assert shown(client, f"{OFFERS}?view=ours") == ["free"]
    assert shown(client, f"{OFFERS}?view=given") == [str(used_up)]
    assert shown(client, f"{OFFERS}?view=ended") == ["taken back"]
    assert tabs(client, OFFERS) == {
        "With units left": "1",
        "Ours": "1",
        "Wholly committed": "1",
        "Withdrawn or closed": "1",
    }
    assert tabs(client_of(rita), OFFERS)["Ours"] == "0"


def test_requests_stand_in_five_views_the_most_urgent_first(
    client_of: ClientOf, rita: Person, lakeview: Organization
) -> None:
    soon, later = clock.today() + timedelta(days=1), clock.today() + timedelta(days=5)
    RequestFactory(title="low", severity=Severity.LOW, needed_by=soon)
    RequestFactory(title="critical, later", severity=Severity.CRITICAL, needed_by=later)
    RequestFactory(title="critical, soon", severity=Severity.CRITICAL, needed_by=soon, organization=lakeview)
    MatchFactory(request__title="covered", request__quantity=10, quantity=10)
    RequestFactory(title="taken back", status=RequestStatus.WITHDRAWN)
    client = client_of(rita)
    assert shown(client, REQUESTS) == ["critical, soon", "critical, later", "low"]
    assert shown(client, f"{REQUESTS}?sort=newest") == ["critical, soon", "critical, later", "low"]
    assert shown(client, f"{REQUESTS}?view=critical") == ["critical, soon", "critical, later"]
    assert shown(client, f"{REQUESTS}?view=ours") == ["critical, soon"]
    assert shown(client, f"{REQUESTS}?view=covered") == ["covered"]
    assert shown(client, f"{REQUESTS}?view=ended") == ["taken back"]
    assert list(tabs(client, REQUESTS).values()) == ["3", "2", "1", "1", "1"]


def test_newest_first_is_by_the_moment_of_posting(client_of: ClientOf, rita: Person) -> None:
    for age in (2, 1, 3):
        RequestFactory(title=f"{age} days old", posted_at=clock.now() - timedelta(days=age))
    expected = ["1 days old", "2 days old", "3 days old"]
    assert shown(client_of(rita), f"{REQUESTS}?sort=newest") == expected


def test_a_coordinator_without_employer_has_no_view_of_their_own(client_of: ClientOf, cora: Person) -> None:
    OfferFactory(title="free")
    assert "Ours" not in tabs(client_of(cora), OFFERS)
    assert shown(client_of(cora), f"{OFFERS}?view=ours") == ["free"], "an unknown view is the first"


def test_a_view_keeps_the_filters_in_its_address(client_of: ClientOf, rita: Person) -> None:
    response = client_of(rita).get(f"{OFFERS}?state=IL&view=ended&page=3")
    assert [tab.url for tab in response.context["tabs"]] == [
        "?state=IL",
        "?state=IL&view=ours",
        "?state=IL&view=given",
        "?state=IL&view=ended",
    ]


# Filters


def test_filters_narrow_the_rows_and_the_counts(
    client_of: ClientOf, rita: Person, n95: ResourceType, swab: ResourceType
) -> None:
    OfferFactory(title="masks in Maine", resource_type=n95, state="ME")
    OfferFactory(title="swabs in Maine", resource_type=swab, state="ME", terms=Terms.LOAN)
    OfferFactory(title="swabs in Ohio", resource_type=swab, state="OH")
    client = client_of(rita)
    assert shown(client, f"{OFFERS}?state=ME") == ["swabs in Maine", "masks in Maine"]
    assert tabs(client, f"{OFFERS}?state=ME")["With units left"] == "2"
    assert shown(client, f"{OFFERS}?type=swab") == ["swabs in Ohio", "swabs in Maine"]
    assert shown(client, f"{OFFERS}?type=group:{n95.group_id}") == ["masks in Maine"]
    assert shown(client, f"{OFFERS}?terms=loan") == ["swabs in Maine"]
    assert shown(client, f"{OFFERS}?state=OH&type=n95-respirator") == []


def test_requests_are_filtered_by_severity(client_of: ClientOf, rita: Person) -> None:
    RequestFactory(title="high", severity=Severity.HIGH)
    RequestFactory(title="low", severity=Severity.LOW)
    assert shown(client_of(rita), f"{REQUESTS}?severity=low") == ["low"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ffp2", ["N95 respirator"]),
        ("SWAB", ["flocked, sterile", "Specimen swab"]),
        ("flock", ["flocked, sterile"]),
        ("harbor", ["Specimen swab"]),
        ("n9", ["N95 respirator"]),
        ("50%", []),
        ("nothing of the kind", []),
    ],
)
def test_words_are_sought_in_types_synonyms_titles_and_organizations(
    words: str, found: list[str], client_of: ClientOf, rita: Person, n95: ResourceType, swab: ResourceType
) -> None:
    OfferFactory(resource_type=n95)
    OfferFactory(resource_type=swab, organization=OrganizationFactory(name="Harbor Swabs"))
    OfferFactory(title="flocked, sterile", resource_type=swab)
    response = client_of(rita).get(OFFERS, {"q": words})
    assert [str(row) for row in response.context["page"]] == found


def test_a_project_can_be_a_filter_and_can_be_let_go(client_of: ClientOf, rita: Person) -> None:
    project = ProjectFactory(title="Vent pool")
    RequestFactory(title="for the pool", project=project)
    RequestFactory(title="for nothing")
    client = client_of(rita)
    assert shown(client, f"{REQUESTS}?project={project.pk}") == ["for the pool"]
    assert "For the project “Vent pool”" in client.get(f"{REQUESTS}?project={project.pk}").content.decode()


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "x" * 5000, "state=ZZ", "type=nothing", "type=group:x", "project=abc", "project=-1",
     "project=99999999999999999999", "page=abc", "page=-4", "page=99999999999999999999", "view=xyz", "sort=up",
     "severity=awful", "terms=sale", "state=%ED%A0%80", "q=%F0%9F%98%80"],
)  # fmt: skip
@pytest.mark.thorough
def test_a_strange_address_never_breaks_the_list(address: str, query: str, client_of: ClientOf, rita: Person) -> None:
    assert client_of(rita).get(f"{address}?{query}").status_code == 200


# Pages and cost


def test_a_list_is_cut_into_pages_of_25(client_of: ClientOf, rita: Person, n95: ResourceType) -> None:
    OfferFactory.create_batch(30, resource_type=n95)
    client = client_of(rita)
    assert len(shown(client, OFFERS)) == 25
    page = client.get(f"{OFFERS}?page=2")
    assert len(page.context["page"].object_list) == 5
    assert "26 to 30 of 30" in page.content.decode()


def test_a_long_list_says_that_it_goes_on(client_of: ClientOf, rita: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coalition.shared.paging.counted.__kwdefaults__", {"cap": 50})
    OfferFactory.create_batch(51)
    client = client_of(rita)
    first, last = client.get(OFFERS), client.get(f"{OFFERS}?page=2")
    assert "1 to 25 of 50+" in first.content.decode()
    assert "Narrow the list" in last.content.decode()
    assert "Narrow the list" not in first.content.decode()
    assert tabs(client, OFFERS)["With units left"] == "50+"


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("address", "factory", "queries"),
    [
        (OFFERS, OfferFactory, 10),
        (f"{OFFERS}?q=test&state=IL", OfferFactory, 12),
        (REQUESTS, RequestFactory, 11),
        (f"{REQUESTS}?q=test&severity=high", RequestFactory, 13),
    ],
)
@pytest.mark.thorough
def test_a_list_costs_the_same_for_one_row_and_for_many(
    address: str, factory: Callable[..., object], queries: int, client_of: ClientOf, rita: Person
) -> None:
    client = client_of(rita)
    client.get(address)
    factory(title="test")
    assert queries_of(client, address) == queries
    for _ in range(30):
        factory(title="test")
    assert queries_of(client, address) == queries


# Fragments and empty lists


@pytest.mark.parametrize("address", LISTS)
def test_htmx_gets_the_rows_without_the_page(address: str, client_of: ClientOf, rita: Person) -> None:
    response = client_of(rita).get(f"{address}?state=IL", headers={"HX-Request": "true"})
    text = response.content.decode()
    assert 'id="listing"' in text
    assert "<html" not in text
    assert "HX-Request" in response["Vary"]


def test_an_empty_list_says_why_and_what_next(client_of: ClientOf, rita: Person, reed: Person) -> None:
    page = client_of(rita).get(OFFERS).content.decode()
    assert "No offer has units left." in page
    assert "What your organization has" in page
    assert "What your organization has" not in client_of(reed).get(OFFERS).content.decode()
    filtered = client_of(rita).get(f"{OFFERS}?state=ME").content.decode()
    assert "Nothing fits these filters" in filtered


def test_a_row_says_asked_covered_and_open_together(client_of: ClientOf, rita: Person, n95: ResourceType) -> None:
    MatchFactory(resource_type=n95, request__quantity=4000, quantity=10, offer__title="masks")
    page = " ".join(client_of(rita).get(REQUESTS).content.decode().split())
    assert "10 of 4,000 units" in page
    assert "3,990 open" in page
    page = " ".join(client_of(rita).get(OFFERS).content.decode().split())
    assert "<b>90</b> of 100 units left" in page


def test_the_lists_are_where_the_map_says() -> None:
    assert reverse("resources:offer_list") == OFFERS
    assert reverse("resources:request_list") == REQUESTS
    assert (Offer.objects.count(), Request.objects.count()) == (0, 0)
