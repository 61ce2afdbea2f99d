import pytest
from django.test import Client

from members.models import Person
from projects.files.inspecting import inspect
from projects.models import Milestone, Partner, Project, ProjectStatus, Workgroup, WorkgroupMembership
from projects.updates import post_update
from projects.workgroups import join_workgroup
from tests.audit import trail
from tests.conftest import ClientOf
from tests.factories import DeliverableFactory
from tests.projects.files.making import picture as a_picture

pytestmark = pytest.mark.thorough

MODELS = [
    *("workgroup", "workgroupmembership", "project", "partner", "milestone"),
    *("update", "deliverable", "attachment"),
]


@pytest.fixture
def desk(client_of: ClientOf, ada: Person) -> Client:
    """The admin as Ada sees it."""
    return client_of(ada)


@pytest.fixture(autouse=True)
def rows(asked: Partner, inventory: Milestone, supply: Workgroup, pool: Project, rita: Person) -> WorkgroupMembership:
    """One row of each model."""
    picture = inspect("ward.png", a_picture())
    post_update(pool, organization=pool.organization, actor=rita, title="A picture", files=[picture])
    DeliverableFactory(project=pool, title="A map")
    return join_workgroup(supply, person=rita)


def act(desk: Client, model: str, action: str, pk: int, reason: str = "") -> str:
    data = {"action": action, "_selected_action": pk, "reason": reason}
    text: str = desk.post(f"/admin/projects/{model}/", data, follow=True).content.decode()
    return text


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_listed_searched_and_opened(desk: Client, model: str) -> None:
    listed = desk.get(f"/admin/projects/{model}/", {"q": "a"})
    assert listed.status_code == 200
    row = listed.context["cl"].result_list[0]
    assert desk.get(f"/admin/projects/{model}/{row.pk}/change/").status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_only_admins_get_there(client_of: ClientOf, cora: Person, rita: Person, model: str) -> None:
    for other in (cora, rita, None):
        assert client_of(other).get(f"/admin/projects/{model}/").status_code == 302


@pytest.mark.parametrize("model", MODELS[1:])
def test_what_verbs_write_nobody_writes_here(desk: Client, model: str) -> None:
    row = desk.get(f"/admin/projects/{model}/").context["cl"].result_list[0]
    assert desk.get(f"/admin/projects/{model}/add/").status_code == 403
    assert desk.post(f"/admin/projects/{model}/{row.pk}/change/", {"status": "closed"}).status_code == 403
    assert desk.post(f"/admin/projects/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_admin_closes_a_project_with_a_reason_and_reopens_it(desk: Client, pool: Project) -> None:
    assert 'name="reason"' in act(desk, "project", "close", pool.pk)
    pool.refresh_from_db()
    assert pool.status == ProjectStatus.PROPOSED
    act(desk, "project", "close", pool.pk, "Posted twice.")
    pool.refresh_from_db()
    assert pool.status == ProjectStatus.CLOSED
    act(desk, "project", "reopen", pool.pk)
    assert "cannot become" in act(desk, "project", "reopen", pool.pk)
    pool.refresh_from_db()
    assert pool.status == ProjectStatus.ACTIVE


def test_an_admin_names_and_releases_leads_and_takes_people_out(desk: Client, rows: WorkgroupMembership) -> None:
    act(desk, "workgroupmembership", "name_lead", rows.pk)
    assert WorkgroupMembership.objects.get().is_lead
    act(desk, "workgroupmembership", "release_lead", rows.pk)
    assert not WorkgroupMembership.objects.get().is_lead
    act(desk, "workgroupmembership", "take_out", rows.pk)
    assert not WorkgroupMembership.objects.exists()


def test_an_admin_sets_up_a_workgroup_and_retires_it(desk: Client) -> None:
    inline = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    fields = {"name": "Oxygen", "charge": "Supply of oxygen.", "position": "15", "is_active": "on"}
    desk.post("/admin/projects/workgroup/add/", {**fields, **inline})
    group = Workgroup.objects.get(slug="oxygen")
    del fields["is_active"]
    desk.post(f"/admin/projects/workgroup/{group.pk}/change/", {**fields, "slug": "other", **inline})
    group.refresh_from_db()
    assert (group.is_active, group.slug, group.position) == (False, "oxygen", 15)
    assert [entry.kind for entry in trail()][-2:] == ["workgroup.founded", "workgroup.closed"]
    assert desk.post(f"/admin/projects/workgroup/{group.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["update", "deliverable"])
def test_an_admin_withdraws_for_order_with_a_reason(desk: Client, pool: Project, model: str) -> None:
    row = (pool.updates if model == "update" else pool.deliverables).get()
    assert 'name="reason"' in act(desk, model, "withdraw", row.pk)
    act(desk, model, "withdraw", row.pk, "Names a patient")
    row.refresh_from_db()
    assert (row.is_withdrawn, row.reason) == (True, "Names a patient")
