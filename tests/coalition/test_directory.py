"""The directory with what all floors add to it: facets, the CSV, the API, and the parts of an organization's page."""

import csv

import pytest

from members import facets, profile
from members.facets import Facet
from members.models import Organization
from members.tokens import issue_token
from projects.workgroups import join_workgroup
from resources.models import ResourceType
from tests.factories import (
    MembershipFactory,
    OfferFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
    RequestFactory,
    WorkgroupFactory,
)

pytestmark = pytest.mark.django_db

CASCADE, LAKEVIEW, SEAVIEW = "Cascade Biomedical Reserve", "Lakeview Health", "Seaview Labs"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def names(response) -> list[str]:
    return [organization.name for organization in response.context["page"]]


def table(response) -> list[dict[str, str]]:
    return list(csv.DictReader(b"".join(response).decode("utf-8-sig").splitlines()))


@pytest.fixture
def coalition(lakeview, cascade, seaview, northfork, rita, olga) -> None:
    """Cascade offers respirators and needs nurses; Lakeview asks for ventilators, and Rita is in a workgroup."""
    Organization.objects.filter(pk=cascade.pk).update(brings="A fleet of reefer trucks.", needs="Nurses for nights.")
    Organization.objects.filter(pk=northfork.pk).update(brings="Trucks, too.")
    OfferFactory(organization=cascade, resource_type=ResourceType.objects.get(slug="n95-respirator"))
    RequestFactory(
        organization=lakeview, resource_type=ResourceType.objects.filter(label__icontains="ventilator").first()
    )
    join_workgroup(WorkgroupFactory(name="Oxygen", slug="oxygen"), person=rita)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("offers=N95", [CASCADE]),
        ("offers=ffp2", [CASCADE]),
        ("offers=n95-respirator", [CASCADE]),
        ("offers=truck", [CASCADE]),
        ("offers=trucks+reefer", [CASCADE]),
        ("offers=ventilator", []),
        ("offers=%22%28%26%21", []),
        ("needs=ventilator", [LAKEVIEW]),
        ("needs=nurse", [CASCADE]),
        ("needs=N95", []),
        ("workgroup=oxygen", [LAKEVIEW]),
        ("workgroup=nothing-so-called", [CASCADE, LAKEVIEW, SEAVIEW]),
        ("workgroup=oxygen&needs=ventilator&state=IL", [LAKEVIEW]),
        ("workgroup=oxygen&offers=N95", []),
        ("offers=a%00b", [CASCADE, LAKEVIEW, SEAVIEW]),
        ("q=Lakeveiw", [LAKEVIEW]),
        ("q=lakevew+helth", [LAKEVIEW]),
        ("q=casacde", [CASCADE]),
        ("q=biomedcal", [CASCADE]),
        ("q=seaveiw", [SEAVIEW]),
        ("q=xyzzy", []),
        ("q=lak", [LAKEVIEW]),
        ("q=lkv", []),
        ("q=Lakeveiw&state=OR", []),
        ("sort=unknown", [CASCADE, LAKEVIEW, SEAVIEW]),
    ],
)
def test_the_directory_finds_organizations_by_what_any_floor_knows_of_them(client_of, reed, coalition, filters, found):
    page = client_of(reed).get(f"/organizations/?{filters}")
    assert page.status_code == 200
    assert names(page) == found


def test_what_is_no_longer_open_is_not_offered(client_of, reed, coalition, cascade):
    cascade.offers.update(status="withdrawn")
    assert names(client_of(reed).get("/organizations/?offers=N95")) == []


def test_who_has_left_the_organization_no_longer_brings_it_into_a_workgroup(client_of, reed, coalition, rita, lakeview):
    MembershipFactory(organization=lakeview)  # a member keeps a representative
    rita.memberships.update(ended_at="2099-01-01T00:00Z")
    assert names(client_of(reed).get("/organizations/?workgroup=oxygen")) == []


def test_newest_members_can_come_first(client_of, reed, coalition, lakeview):
    Organization.objects.filter(pk=lakeview.pk).update(admitted_at="2099-01-01T00:00Z")
    assert names(client_of(reed).get("/organizations/?sort=newest"))[0] == LAKEVIEW


def test_a_forgiving_search_says_so(client_of, reed, coalition):
    browser = client_of(reed)
    assert "No name holds “Lakeveiw”. These are like it." in words(browser.get("/organizations/?q=Lakeveiw"))
    assert "No name holds" not in words(browser.get("/organizations/?q=Lakeview"))


def test_an_applicants_name_is_not_told_by_a_typing_error(client_of, reed, coalition):
    page = client_of(reed).get("/organizations/?q=Northfrok")
    assert names(page) == []
    assert "Northfork" not in words(page)


def test_each_filter_that_is_set_can_be_taken_away(client_of, reed, coalition):
    page = client_of(reed).get("/organizations/?workgroup=oxygen&needs=ventilator&state=IL&page=1")
    chips = [(str(chip.label), chip.value, chip.url) for chip in page.context["search"].chips]
    assert ("Workgroup", "Oxygen", "?needs=ventilator&state=IL") in chips
    assert ("State", "Illinois", "?workgroup=oxygen&needs=ventilator") in chips
    assert ("Needs", "“ventilator”", "?workgroup=oxygen&state=IL") in chips


def test_an_empty_list_says_which_filter_to_take_away(client_of, reed, coalition):
    page = words(client_of(reed).get("/organizations/?workgroup=oxygen&offers=N95"))
    assert "Without Offers “N95”: 1 organization" in page
    assert "Without Workgroup Oxygen: 1 organization" in page
    alone = words(client_of(reed).get("/organizations/?q=xyzzy"))
    assert "No name is like “xyzzy”." in alone
    assert "Without" not in alone


def test_a_fragment_is_given_to_htmx(client_of, reed, coalition):
    fragment = client_of(reed).get("/organizations/?state=OR", headers={"HX-Request": "true"})
    assert "<html" not in words(fragment)
    assert CASCADE in words(fragment)
    assert "HX-Request" in fragment["Vary"]


def test_the_list_is_taken_out_as_csv_with_the_same_filters(client_of, reed, coalition, cascade):
    Organization.objects.filter(pk=cascade.pk).update(city="=cmd()")
    rows = table(client_of(reed).get("/organizations/list.csv?offers=N95"))
    assert [(row["Name"], row["City"], row["State"], row["Status"]) for row in rows] == [
        (CASCADE, "'=cmd()", "OR", "Member")
    ]
    assert [row["Name"] for row in table(client_of(reed).get("/organizations/list.csv"))] == [
        CASCADE,
        LAKEVIEW,
        SEAVIEW,
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("offers=ffp2", ["cascade-biomedical"]),
        ("needs=ventilator", ["lakeview-health"]),
        ("workgroup=oxygen&kind=hospital", ["lakeview-health"]),
        ("q=Lakeveiw", ["lakeview-health"]),
        ("q=view&status=suspended", ["seaview-labs"]),
    ],
)
def test_the_api_takes_the_same_filters(client, coalition, rita, lakeview, asked, found):
    answer = client.get(f"/api/v1/organizations?{asked}", headers=bearer(rita, lakeview))
    assert [row["slug"] for row in answer.json()["results"]] == found


@pytest.mark.parametrize("asked", ["workgroup=nothing-so-called", "needs=a%00b", f"offers={'x' * 101}"])
def test_the_api_refuses_filters_it_cannot_use(client, coalition, rita, lakeview, asked):
    answer = client.get(f"/api/v1/organizations?{asked}", headers=bearer(rita, lakeview))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameters")


def test_the_openapi_document_declares_the_filters(client):
    schema = client.get("/api/schema/").json()
    declared = {each["name"] for each in schema["paths"]["/api/v1/organizations"]["get"]["parameters"]}
    assert {"q", "kind", "state", "workgroup", "offers", "needs"} <= declared


def bearer(person, organization) -> dict[str, str]:
    _token, secret = issue_token(organization=organization, person=person, name="ours", may_write=False, days=1)
    return {"Authorization": f"Bearer {secret}"}


def test_the_page_of_an_organization_shows_what_it_takes_part_in(client_of, olga, coalition, lakeview, cascade):
    ProjectFactory(title="Oxygen for all", organization=lakeview)
    PartnerFactory(
        project=ProjectFactory(title="Cold chain", organization=cascade), organization=lakeview, status="confirmed"
    )
    PartnerFactory(project=ProjectFactory(title="Not answered", organization=cascade), organization=lakeview)
    page = words(client_of(olga).get("/organizations/lakeview-health/"))
    assert "Oxygen for all" in page
    assert f"partner of {CASCADE}" in page
    assert "Not answered" not in page
    assert "/workgroups/oxygen/" in page
    assert "It offers nothing at present." in page
    theirs = words(client_of(olga).get("/organizations/cascade-biomedical/"))
    assert "100 of 100 units left" in theirs
    assert "None of its people takes part in a workgroup." in theirs


def test_what_is_shown_in_part_leads_to_the_whole(client_of, olga, coalition, lakeview, cascade):
    OfferFactory.create_batch(6, organization=lakeview)
    ProjectFactory.create_batch(6, organization=lakeview)
    browser = client_of(olga)
    page = words(browser.get("/organizations/lakeview-health/"))
    assert "/offers/?organization=lakeview-health" in page
    assert "/projects/?view=all&amp;organization=lakeview-health" in page
    offers = browser.get("/offers/?organization=lakeview-health")
    assert {offer.organization for offer in offers.context["page"]} == {lakeview}
    assert "Of Lakeview Health" in words(offers)
    projects = browser.get("/projects/?view=all&organization=lakeview-health")
    assert len(projects.context["page"]) == 6
    assert "Only what Lakeview Health leads or takes part in." in words(projects)


def test_an_applicant_is_not_named_by_the_lists(client_of, olga, coalition):
    for path in ("/offers/", "/requests/", "/projects/"):
        assert "Northfork" not in words(client_of(olga).get(f"{path}?organization=northfork-clinic"))


def test_the_page_asks_no_more_for_many_than_for_one(client_of, olga, coalition, lakeview, django_assert_num_queries):
    browser = client_of(olga)
    OfferFactory(organization=lakeview)
    ProjectFactory(organization=lakeview)
    with django_assert_num_queries(19):
        browser.get("/organizations/lakeview-health/")
    OfferFactory.create_batch(9, organization=lakeview)
    RequestFactory.create_batch(9, organization=lakeview)
    ProjectFactory.create_batch(9, organization=lakeview)
    with django_assert_num_queries(19):
        browser.get("/organizations/lakeview-health/")


def test_the_list_with_every_filter_asks_no_more_for_many_than_for_one(
    client_of, reed, coalition, lakeview, django_assert_num_queries
):
    Organization.objects.update(needs="ventilators", brings="trucks")
    browser = client_of(reed)
    asked = "/organizations/?q=Lakeveiw&kind=hospital&state=IL&workgroup=oxygen&offers=truck&needs=ventilator"
    with django_assert_num_queries(14):
        assert names(browser.get(asked)) == [LAKEVIEW]
    OrganizationFactory.create_batch(30)
    with django_assert_num_queries(14):
        assert names(browser.get(asked)) == [LAKEVIEW]


def test_no_two_floors_may_register_the_same():
    taken = facets.registered()[0]
    with pytest.raises(ValueError, match="already"):
        facets.register(Facet(taken.name, "Again", taken.holds, about=""))
    with pytest.raises(ValueError, match="already"):
        profile.register("resources/parts/of_organization.html", lambda organization, reader: None)
