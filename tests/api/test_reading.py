"""What the API shows, to whom, and in how many queries."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from coalition.shared import clock
from members.models import Organization, Person
from projects.models import Deliverable, Dependency, Milestone, Partner, PartnerStatus, Project, Update, Workgroup
from resources.lifecycle import record_agreement
from resources.models import Match, ResourceType
from tests.api.conftest import SystemOf, matches_the_document, problem
from tests.factories import (
    AttachmentFactory,
    DeliverableFactory,
    MatchFactory,
    MembershipFactory,
    OfferFactory,
    OrganizationFactory,
    ProjectFactory,
    RequestFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db

LISTS = {
    "organizations": "Organization",
    "workgroups": "Workgroup",
    "projects": "Project",
    "updates": "Update",
    "deliverables": "Deliverable",
    "resource-types": "ResourceType",
    "offers": "Offer",
    "requests": "Request",
    "matches": "Match",
}
SINGLE = LISTS | {"projects": "ProjectWithPlan", "matches": "MatchWithCandidates"}
KEYED_BY_SLUG = {"organizations", "workgroups", "resource-types"}


def a_project(organization: Organization, partner: Organization) -> Project:
    """With a workgroup, a milestone and a partner."""
    project = ProjectFactory(organization=organization, workgroup=Workgroup.objects.first(), states=["IL", "OR"])
    Milestone.objects.create(project=project, title="First", organization=partner, due_on=clock.today())
    Partner.objects.create(project=project, organization=partner, status=PartnerStatus.CONFIRMED)
    return project


def an_agreed_match(giver: Organization, receiver: Organization, by: Person) -> Match:
    """Agreed on by the receiver."""
    n95 = ResourceType.objects.get(slug="n95-respirator")
    match = MatchFactory(
        resource_type=n95,
        offer__organization=giver,
        request__organization=receiver,
        offer__available_until=clock.today(),
    )
    record_agreement(
        match, actor=by, organization=receiver, spoke_with="Olga", spoken_at=clock.now(), terms="Ten, by Friday."
    )
    return match


MORE = {"projects": 2}  # what their milestones wait for, and those milestones: for the days that are expected


@pytest.fixture
def grow(lakeview: Organization, cascade: Organization, rita: Person) -> Callable[[], None]:
    """Adds one of everything."""

    def one_more() -> None:
        project = a_project(cascade, OrganizationFactory())
        update = UpdateFactory(project=project, text="All of them", decided_on=clock.today())
        AttachmentFactory(update=update)
        DeliverableFactory(project=project)
        an_agreed_match(cascade, lakeview, rita)

    return one_more


@pytest.fixture
def system(system_of: SystemOf, rita: Person, grow: Callable[[], None]) -> APIClient:
    grow()
    client = system_of(rita)
    client.get("/api/v1/offers")  # notes the use of the token
    return client


@pytest.mark.parametrize(("name", "component"), LISTS.items())
def test_a_list_is_as_the_document_says(system: APIClient, name: str, component: str) -> None:
    body = system.get(f"/api/v1/{name}").json()
    assert body["results"]
    matches_the_document(body, f"Paginated{component}List")


@pytest.mark.parametrize(("name", "component"), SINGLE.items())
def test_a_single_thing_is_as_the_document_says(system: APIClient, name: str, component: str) -> None:
    row = system.get(f"/api/v1/{name}").json()["results"][0]
    key = row["slug"] if name in KEYED_BY_SLUG else row["id"]
    shown = system.get(f"/api/v1/{name}/{key}").json()
    matches_the_document(shown, component)
    assert row.items() <= shown.items()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.thorough
def test_a_list_costs_the_same_for_one_row_and_for_many(system: APIClient, grow: Callable[[], None], name: str) -> None:
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            rows = system.get(f"/api/v1/{name}").json()["results"]
        counts.append((len(rows), len(asked)))
        for _time in range(3):
            grow()
    (few, at_few), (many, at_many) = counts
    assert at_few == at_many == 2 + MORE.get(name, 0)  # the token with all it stands for; the rows
    assert many > few or name in {"workgroups", "resource-types"}


@pytest.mark.parametrize("name", SINGLE)
def test_a_single_thing_costs_one_query_besides_the_token(system: APIClient, name: str) -> None:
    row = system.get(f"/api/v1/{name}").json()["results"][0]
    with CaptureQueriesContext(connection) as asked:
        system.get(f"/api/v1/{name}/{row['slug'] if name in KEYED_BY_SLUG else row['id']}")
    assert len(asked) == 2 + MORE.get(name, 0)


def test_an_offer_in_every_field(system: APIClient, cascade: Organization) -> None:
    n95 = ResourceType.objects.get(slug="n95-respirator")
    posted = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
    project = ProjectFactory()
    offer = OfferFactory(
        organization=cascade,
        resource_type=n95,
        title="N95, small",
        description="Boxed.",
        quantity=12_000,
        committed=2_000,
        city="Portland",
        state="OR",
        latitude="45.52000",
        longitude="-122.67500",
        project=project,
        contact="Dispatch",
        terms="loan",
        least_lot=100,
        available_from="2026-03-03",
        available_until="2026-04-03",
        expires_on=None,
        return_on="2026-05-03",
        conditions="Return clean.",
        posted_at=posted,
        edited_at=posted,
        confirmed_at=posted,
        version=3,
    )
    assert system.get(f"/api/v1/offers/{offer.pk}").json() == {
        "id": offer.pk,
        "organization": {
            "slug": "cascade-biomedical",
            "name": "Cascade Biomedical Reserve",
            "status": "admitted",
        },
        "resource_type": {"slug": "n95-respirator", "label": "N95 respirator", "unit": "each"},
        "title": "N95, small",
        "description": "Boxed.",
        "quantity": 12_000,
        "pack": "",
        "pack_size": 1,
        "packs": None,
        "committed": 2_000,
        "city": "Portland",
        "state": "OR",
        "latitude": 45.52,
        "longitude": -122.675,
        "project": project.pk,
        "contact": "Dispatch",
        "terms": "loan",
        "least_lot": 100,
        "available_from": "2026-03-03",
        "available_until": "2026-04-03",
        "expires_on": None,
        "return_on": "2026-05-03",
        "conditions": "Return clean.",
        "status": "open",
        "posted_at": "2026-03-02T08:15:00Z",
        "edited_at": "2026-03-02T08:15:00Z",
        "confirmed_at": "2026-03-02T08:15:00Z",
        "stale": True,
        "version": 3,
    }


def test_a_project_with_all_that_belongs_to_it(system: APIClient) -> None:
    project = Project.objects.get()
    shown = system.get(f"/api/v1/projects/{project.pk}").json()
    partner = project.partners.get().organization
    workgroup = Workgroup.objects.first()
    assert workgroup is not None
    assert shown["workgroup"] == {"slug": workgroup.slug, "name": workgroup.name}
    assert shown["partners"] == [{"organization": {"slug": partner.slug, "name": partner.name}, "status": "confirmed"}]
    (milestone,) = shown["milestones"]
    assert (milestone["title"], milestone["due_on"], milestone["progress"]) == ("First", str(clock.today()), 0)
    assert shown["plan"] == ""
    assert "plan" not in system.get("/api/v1/projects").json()["results"][0]


def test_milestones_come_in_the_order_of_their_days(system: APIClient) -> None:
    project = Project.objects.get()
    for days in (9, -3, 4):
        Milestone.objects.create(
            project=project,
            title=f"In {days}",
            organization=project.organization,
            due_on=clock.today() + timedelta(days=days),
        )
    milestones = system.get(f"/api/v1/projects/{project.pk}").json()["milestones"]
    assert [milestone["title"] for milestone in milestones] == ["In -3", "First", "In 4", "In 9"]


def test_milestones_tell_what_they_wait_for_and_when_they_are_expected(system: APIClient) -> None:
    project, today = Project.objects.get(), clock.today()
    first = Milestone.objects.get()
    Milestone.objects.update(due_on=today + timedelta(days=8))
    second = Milestone.objects.create(
        project=project,
        title="Second",
        organization=project.organization,
        starts_on=today + timedelta(days=2),
        due_on=today + timedelta(days=9),
    )
    dropped = Milestone.objects.create(
        project=project, title="Off", organization=project.organization, due_on=today, status="dropped"
    )
    Dependency.objects.create(milestone=second, waits_for=first)
    for body in (
        system.get(f"/api/v1/projects/{project.pk}").json(),
        system.get("/api/v1/projects").json()["results"][0],
    ):
        shown = {milestone["id"]: milestone for milestone in body["milestones"]}
        told = [
            (each["starts_on"], each["first_due_on"], each["expected_on"], each["waits_for"], each["held_up_by"])
            for each in (shown[first.pk], shown[second.pk], shown[dropped.pk])
        ]
        assert told == [
            (None, str(today), str(today + timedelta(days=8)), [], None),
            (str(second.starts_on), str(second.due_on), str(today + timedelta(days=15)), [first.pk], first.pk),
            (None, str(today), None, [], None),
        ]


def test_a_project_without_a_workgroup_says_null(system: APIClient) -> None:
    project = ProjectFactory(workgroup=None)
    assert system.get(f"/api/v1/projects/{project.pk}").json()["workgroup"] is None


def test_a_match_shows_both_sides_and_their_records(system: APIClient) -> None:
    match = Match.objects.get()
    shown = system.get(f"/api/v1/matches/{match.pk}").json()
    assert (shown["status"], shown["quantity"]) == ("agreed", 10)
    assert shown["offer"]["organization"]["slug"] == "cascade-biomedical"
    assert shown["request"]["organization"]["slug"] == "lakeview-health"
    assert shown["considered"] == []
    assert "considered" not in system.get("/api/v1/matches").json()["results"][0]
    (agreement,) = shown["agreements"]
    assert (agreement["organization"]["slug"], agreement["terms"]) == ("lakeview-health", "Ten, by Friday.")


def test_moments_are_told_in_utc_whatever_the_zone_of_the_reader(rita: Person) -> None:
    rita.time_zone = "America/Los_Angeles"
    rita.save()
    offer = OfferFactory(posted_at=datetime(2026, 3, 2, 8, 15, tzinfo=UTC))
    client = APIClient()
    client.force_login(rita)
    assert client.get(f"/api/v1/offers/{offer.pk}").json()["posted_at"] == "2026-03-02T08:15:00Z"


# Who sees what


def test_matches_are_for_their_parties_and_the_coordinators(
    system_of: SystemOf, grow: Callable[[], None], rita: Person, olga: Person, colin: Person
) -> None:
    grow()
    match = Match.objects.get()
    outsider = OrganizationFactory()
    stranger = MembershipFactory(organization=outsider).person
    for person in (rita, olga, colin):
        assert system_of(person, may_write=False).get(f"/api/v1/matches/{match.pk}").status_code == 200
    system = system_of(stranger)
    assert system.get("/api/v1/matches").json()["results"] == []
    problem(system.get(f"/api/v1/matches/{match.pk}"), 404, "not_found")
    problem(system.post(f"/api/v1/matches/{match.pk}/cancel", {"reason": "x"}, format="json"), 404, "not_found")


def test_applicants_and_declined_organizations_are_not_shown(
    system: APIClient, northfork: Organization, seaview: Organization
) -> None:
    slugs = {row["slug"] for row in system.get("/api/v1/organizations").json()["results"]}
    assert "seaview-labs" in slugs  # once admitted, on record for good
    assert "northfork-clinic" not in slugs
    problem(system.get("/api/v1/organizations/northfork-clinic"), 404, "not_found")
    assert system.get("/api/v1/organizations?status=applicant").json()["results"] == []


@pytest.mark.parametrize("name", LISTS)
def test_people_outside_see_nothing(
    nora: Person, abel: Person, sam: Person, grow: Callable[[], None], name: str
) -> None:
    grow()
    problem(APIClient().get(f"/api/v1/{name}"), 401, "not_authenticated")
    for person in (nora, abel, sam):
        client = APIClient()
        client.force_login(person)
        problem(client.get(f"/api/v1/{name}"), 403, "not_a_member")


def test_the_root_lists_the_collections(system: APIClient) -> None:
    assert system.get("/api/v1/").json().keys() == LISTS.keys()


# Filters


@pytest.fixture
def asked(system: APIClient) -> Callable[..., list[Any]]:
    """The ids (or slugs) that a list answers with."""

    def ask(name: str, **parameters: Any) -> list[Any]:
        rows = system.get(f"/api/v1/{name}", parameters).json()["results"]
        return [row.get("id", row.get("slug")) for row in rows]

    return ask


def test_offers_are_found_by_what_the_pages_find_them(asked: Callable[..., list[Any]], cascade: Organization) -> None:
    gown = ResourceType.objects.get(slug="isolation-gown")
    project = ProjectFactory()
    old = clock.now() - timedelta(days=9)
    offer = OfferFactory(
        resource_type=gown, state="WY", terms="loan", project=project, title="Blue gowns", organization=cascade
    )
    ended = OfferFactory(resource_type=gown, state="VT", status="withdrawn", posted_at=old, edited_at=old)
    whole = OfferFactory(resource_type=gown, quantity=10, committed=10, state="UT")
    of_gowns = [whole.pk, offer.pk, ended.pk]
    assert asked("offers", type="isolation-gown") == of_gowns
    assert asked("offers", group=gown.group.name, state="WY") == [offer.pk]
    assert asked("offers", state="VT") == [ended.pk]
    assert asked("offers", status="withdrawn") == [ended.pk]
    assert asked("offers", terms="loan") == [offer.pk]
    assert asked("offers", project=project.pk) == [offer.pk]
    assert asked("offers", organization="cascade-biomedical", type="isolation-gown") == [offer.pk]
    assert asked("offers", q="blue gown") == [offer.pk]
    assert asked("offers", type="isolation-gown", units_left="true") == [offer.pk]
    assert asked("offers", type="isolation-gown", units_left="false") == [whole.pk]
    since = (clock.now() - timedelta(days=1)).isoformat()
    assert asked("offers", type="isolation-gown", updated_since=since) == [whole.pk, offer.pk]
    assert asked("offers", organization="nobody") == []


def test_requests_are_found_by_severity_and_by_what_is_missing(asked: Callable[..., list[Any]]) -> None:
    gown = ResourceType.objects.get(slug="isolation-gown")
    critical = RequestFactory(resource_type=gown, severity="critical")
    covered = RequestFactory(resource_type=gown, severity="low", quantity=10, covered=10)
    assert asked("requests", severity="critical") == [critical.pk]
    assert asked("requests", type="isolation-gown", uncovered="true") == [critical.pk]
    assert asked("requests", type="isolation-gown", uncovered="false") == [covered.pk]
    assert asked("requests", type="isolation-gown", sort="urgent") == [critical.pk, covered.pk]
    assert asked("requests", type="isolation-gown", sort="newest") == [covered.pk, critical.pk]


def test_projects_of_the_whole_country_take_place_in_every_state(asked: Callable[..., list[Any]]) -> None:
    everywhere, elsewhere = ProjectFactory(title="Everywhere"), ProjectFactory(states=["WY"], status="active")
    assert asked("projects", state="VT") == [everywhere.pk]
    assert asked("projects", state="WY") == [elsewhere.pk, everywhere.pk]
    assert asked("projects", status="active") == [elsewhere.pk]
    assert asked("projects", q="every") == [everywhere.pk]
    assert asked("projects", workgroup="no-such") == []
    assert len(asked("projects", organization="cascade-biomedical")) == 1


def test_matches_are_found_by_either_side(asked: Callable[..., list[Any]]) -> None:
    match = Match.objects.get()
    for found in (
        {"organization": "cascade-biomedical"},
        {"organization": "lakeview-health"},
        {"offer": match.offer_id},
        {"request": match.request_id},
        {"status": "agreed"},
    ):
        assert asked("matches", **found) == [match.pk]
    assert asked("matches", status="proposed") == []
    assert asked("matches", organization="seaview-labs") == []
    assert asked("matches", updated_since=(clock.now() + timedelta(days=1)).isoformat()) == []


def test_organizations_are_found_by_kind_state_name_and_founding(asked: Callable[..., list[Any]]) -> None:
    OrganizationFactory(name="Old Guard", slug="old-guard", kind="university", state="WY", is_founding=True)
    assert asked("organizations", kind="university") == ["old-guard"]
    assert asked("organizations", state="WY") == ["old-guard"]
    assert asked("organizations", q="guard") == ["old-guard"]
    assert asked("organizations", founding="true") == ["old-guard"]
    assert "old-guard" not in asked("organizations", founding="false")
    assert asked("organizations", admitted_since=(clock.now() + timedelta(days=1)).isoformat()) == []


def test_the_catalogue_is_found_by_group_and_kind(asked: Callable[..., list[Any]]) -> None:
    assert "n95-respirator" in asked("resource-types", group="PPE", active="true")
    assert asked("resource-types", active="false") == []
    assert "n95-respirator" not in asked("resource-types", kind="digital")


def test_an_empty_parameter_asks_for_nothing(asked: Callable[..., list[Any]]) -> None:
    assert asked("offers", state="", type="", q="") == asked("offers")


def test_updates_can_be_narrowed_and_withdrawn_ones_keep_their_title_only(system: APIClient, rita: Person) -> None:
    told = UpdateFactory(text="Secret", title="Told")
    AttachmentFactory(update=told)
    decision = Update.objects.decisions().get()

    def asked(**parameters: Any) -> list[int]:
        return [row["id"] for row in system.get("/api/v1/updates", parameters).json()["results"]]

    assert asked(decisions="true") == asked(project=decision.project_id) == [decision.pk]
    assert asked(decisions="false") == [told.pk]
    assert asked(workgroup=decision.workgroup.slug) == [decision.pk]
    assert asked(organization=told.organization.slug) == [told.pk]
    (file,) = system.get(f"/api/v1/updates/{told.pk}").json()["files"]
    assert file["name"] == "minutes.pdf"
    Update.objects.filter(pk=told.pk).update(withdrawn_at=clock.now(), withdrawn_by=rita)
    shown = system.get(f"/api/v1/updates/{told.pk}").json()
    assert (shown["title"], shown["text"], shown["files"]) == ("Told", "", [])


def test_deliverables_can_be_narrowed_and_withdrawn_ones_have_no_link(system: APIClient, rita: Person) -> None:
    model = DeliverableFactory(title="Bed model", kind="model", licence="MIT")

    def asked(**parameters: Any) -> list[str]:
        return [row["title"] for row in system.get("/api/v1/deliverables", parameters).json()["results"]]

    assert (
        asked(kind="model")
        == asked(licence="MIT")
        == asked(q="BED")
        == asked(project=model.project_id)
        == ["Bed model"]
    )
    Deliverable.objects.filter(pk=model.pk).update(
        withdrawn_at=clock.now(), withdrawn_by=rita, reason="Wrong", is_current=False
    )
    assert asked(kind="model") == []
    shown = system.get(f"/api/v1/deliverables/{model.pk}").json()
    assert (shown["link"], shown["file"], shown["reason"]) == ("", None, "Wrong")


def test_a_posting_tells_that_its_organization_cannot_act_now(system, seaview):
    offer, asked = OfferFactory(organization=seaview), RequestFactory(organization=seaview)
    for path in (f"/api/v1/offers/{offer.pk}", f"/api/v1/requests/{asked.pk}"):
        assert system.get(path).json()["organization"]["status"] == "suspended"
