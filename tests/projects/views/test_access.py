"""Who gets to each page of the floor, and who is turned away how."""

import pytest

from members.models import Person
from projects.models import Milestone, Partner, Project
from tests.conftest import ClientOf

READ = ["/workgroups/", "/workgroups/supply-chain/", "/workgroups/supply-chain/people/", "/projects/", "/projects/{p}/"]
WRITE = ["/projects/{p}/edit/", "/projects/{p}/milestones/new/", "/projects/{p}/partners/ask/"]
POSTED = [
    "/workgroups/supply-chain/join/",
    "/workgroups/supply-chain/leave/",
    "/projects/{p}/follow/",
    "/projects/{p}/unfollow/",
    "/partners/{a}/answer/",
    "/partners/{a}/withdraw/",
]
EVERY = [*READ, *WRITE, "/projects/new/", "/projects/{p}/status/", "/milestones/{m}/edit/"]


@pytest.fixture(autouse=True)
def plan(asked: Partner, inventory: Milestone) -> Project:
    """There is a plan, with a step and a question."""
    return asked.project


def at(pattern: str, plan: Project) -> str:
    milestone, partner = plan.milestones.get(), plan.partners.get()
    return pattern.format(p=plan.pk, m=milestone.pk, a=partner.pk)


@pytest.mark.parametrize("address", EVERY)
def test_a_visitor_is_sent_to_sign_in(client_of: ClientOf, plan: Project, address: str) -> None:
    answer = client_of(None).get(at(address, plan))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("address", POSTED)
def test_a_visitor_can_send_nothing(client_of: ClientOf, plan: Project, address: str) -> None:
    answer = client_of(None).post(at(address, plan), {"answer": "yes"})
    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("address", EVERY)
@pytest.mark.parametrize("who", ["nora", "abel", "sam"])
def test_people_outside_the_coalition_are_sent_to_their_application(
    client_of: ClientOf, plan: Project, address: str, who: str, request: pytest.FixtureRequest
) -> None:
    answer = client_of(request.getfixturevalue(who)).get(at(address, plan))
    assert answer.status_code == 302
    assert answer["Location"] == "/apply/"


@pytest.mark.parametrize("address", READ)
@pytest.mark.parametrize("who", ["rita", "reed", "olga", "cora", "colin", "ada"])
def test_every_member_reads_everything(
    client_of: ClientOf, plan: Project, address: str, who: str, request: pytest.FixtureRequest
) -> None:
    answer = client_of(request.getfixturevalue(who)).get(at(address, plan))
    assert answer.status_code == 200


@pytest.mark.parametrize("address", WRITE)
@pytest.mark.parametrize(("who", "status"), [("rita", 200), ("carl", 200)])
def test_writers_of_the_lead_get_to_its_forms(
    client_of: ClientOf, plan: Project, address: str, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    assert client_of(request.getfixturevalue(who)).get(at(address, plan)).status_code == status


@pytest.mark.parametrize("address", [*WRITE, "/milestones/{m}/edit/"])
@pytest.mark.parametrize("who", ["reed", "olga", "colin", "cora", "ada"])
def test_others_see_the_plan_but_not_its_forms(
    client_of: ClientOf, plan: Project, address: str, who: str, request: pytest.FixtureRequest
) -> None:
    assert client_of(request.getfixturevalue(who)).get(at(address, plan)).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("rita", 200), ("ada", 200), ("reed", 403), ("olga", 403), ("cora", 403)])
def test_the_status_is_for_the_lead_and_for_admins(
    client_of: ClientOf, plan: Project, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    answer = client_of(request.getfixturevalue(who)).get(f"/projects/{plan.pk}/status/")
    assert answer.status_code == status


@pytest.mark.parametrize(("who", "status"), [("carl", 200), ("olga", 200), ("reed", 403), ("cora", 403), ("ada", 403)])
def test_posting_is_for_writers(client_of: ClientOf, who: str, status: int, request: pytest.FixtureRequest) -> None:
    assert client_of(request.getfixturevalue(who)).get("/projects/new/").status_code == status


@pytest.mark.parametrize(
    "address", ["/projects/0/", "/projects/0/edit/", "/milestones/0/edit/", "/workgroups/none/", f"/projects/{10**30}/"]
)
def test_what_is_not_there_is_not_found(client_of: ClientOf, rita: Person, address: str) -> None:
    assert client_of(rita).get(address).status_code == 404


@pytest.mark.parametrize("address", POSTED)
def test_what_changes_something_is_only_posted(client_of: ClientOf, plan: Project, rita: Person, address: str) -> None:
    assert client_of(rita).get(at(address, plan)).status_code == 405
