import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from members.models import Organization, Person
from projects.milestones import edit_milestone
from projects.models import Milestone, Project, ProjectStatus, Workgroup
from projects.posting import edit_project
from tests.conftest import ClientOf
from tests.projects.views.conftest import Page

NEW = {"title": "Swabs", "purpose": "To test more.", "plan": "# One\r\n\r\nTwo", "workgroup": "", "states": ["NY"]}


def form_of(page: Any) -> dict[str, Any]:
    """What a browser would send back of the page's form, unchanged."""
    form = page.context["form"]
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        data[field.html_name] = "" if value is None else value
    for name, value in re.findall(r'name="(initial-[^"]+)" value="([^"]*)"', page.content.decode()):
        data.setdefault(name, []).append(unescape(value).replace("\n", "\r\n"))
    return data


def test_the_form_says_who_will_see_the_plan(read: Page, rita: Person) -> None:
    text = read(rita, "/projects/new/").content.decode()
    assert "Who will see it: every member of the coalition, from the moment you post it." in text
    assert "For Lakeview Health." in text


def test_a_plan_is_posted_for_the_organization_acted_for(send: Page, carl: Person, lakeview: Organization) -> None:
    answer = send(carl, "/projects/new/", NEW)
    project = Project.objects.get()
    assert answer["Location"] == f"/projects/{project.pk}/"
    assert (project.organization, project.posted_by, project.states) == (lakeview, carl, ["NY"])
    assert project.plan == "# One\n\nTwo"


def test_a_workgroup_can_be_chosen_on_the_way(read: Page, rita: Person, supply: Workgroup) -> None:
    assert read(rita, "/projects/new/", workgroup="supply-chain").context["form"]["workgroup"].value() == supply.pk
    for odd in ("none", "\x00", "x" * 300):
        assert read(rita, "/projects/new/", workgroup=odd).context["form"]["workgroup"].value() is None


def test_errors_are_shown_at_their_fields_and_the_input_is_kept(send: Page, rita: Person) -> None:
    answer = send(rita, "/projects/new/", {**NEW, "title": "", "purpose": "x" * 2001, "states": ["ZZ"]})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title", "purpose", "states"}
    assert "# One" in answer.content.decode()
    assert not Project.objects.exists()


def test_lines_count_once_whatever_ends_them(send: Page, rita: Person) -> None:
    send(rita, "/projects/new/", {**NEW, "purpose": "x\r\n" * 999 + "y"})
    assert len(Project.objects.get().purpose) == 1999


def test_readers_and_strangers_cannot_send_the_form(send: Page, reed: Person, cora: Person) -> None:
    for other in (reed, cora):
        assert send(other, "/projects/new/", NEW).status_code == 403
    assert not Project.objects.exists()


def test_an_edit_saves_only_what_was_changed(read: Page, send: Page, carl: Person, pool: Project) -> None:
    address = f"/projects/{pool.pk}/edit/"
    data = form_of(read(carl, address))
    answer = send(carl, address, {**data, "title": "Renamed"})
    assert answer["Location"] == f"/projects/{pool.pk}/"
    pool.refresh_from_db()
    assert (pool.title, pool.version, pool.states) == ("Renamed", 2, ["IL", "WI"])
    assert pool.plan == "# Now\n\nList what we have."


def test_saving_without_a_change_makes_no_version(read: Page, send: Page, carl: Person, pool: Project) -> None:
    address = f"/projects/{pool.pk}/edit/"
    send(carl, address, form_of(read(carl, address)))
    pool.refresh_from_db()
    assert pool.version == 1


def test_a_conflict_shows_both_texts_and_saves_nothing(
    read: Page, send: Page, rita: Person, carl: Person, pool: Project
) -> None:
    address = f"/projects/{pool.pk}/edit/"
    mine = form_of(read(carl, address))
    edit_project(pool, actor=rita, version=1, purpose="Rita's purpose", title="Rita's title")

    answer = send(carl, address, {**mine, "purpose": "Carl's purpose"})
    assert answer.status_code == 409
    text = unescape(answer.content.decode())
    assert "Rita's purpose" in text
    assert "Carl's purpose" in text
    assert "Rita, " in text
    assert [clash.label for clash in answer.context["clashes"]] == ["Purpose"]
    pool.refresh_from_db()
    assert (pool.purpose, pool.version) == ("Rita's purpose", 2)


def test_what_only_the_other_changed_is_taken_over(
    read: Page, send: Page, rita: Person, carl: Person, pool: Project
) -> None:
    address = f"/projects/{pool.pk}/edit/"
    mine = form_of(read(carl, address))
    edit_project(pool, actor=rita, version=1, title="Rita's title", states=["OH"])

    conflict = send(carl, address, {**mine, "purpose": "Carl's purpose"})
    assert conflict.status_code == 409
    assert conflict.context["clashes"] == []
    again = send(carl, address, form_of(conflict))
    assert again.status_code == 302
    pool.refresh_from_db()
    assert (pool.title, pool.purpose, pool.states) == ("Rita's title", "Carl's purpose", ["OH"])


def test_after_the_comparison_one_text_may_replace_the_other(
    read: Page, send: Page, rita: Person, carl: Person, pool: Project
) -> None:
    address = f"/projects/{pool.pk}/edit/"
    mine = form_of(read(carl, address))
    edit_project(pool, actor=rita, version=1, plan="Rita's plan")
    conflict = send(carl, address, {**mine, "plan": "Carl's plan"})
    send(carl, address, form_of(conflict))
    pool.refresh_from_db()
    assert (pool.plan, pool.version) == ("Carl's plan", 3)


def test_a_form_without_its_version_is_refused(read: Page, send: Page, carl: Person, pool: Project) -> None:
    address = f"/projects/{pool.pk}/edit/"
    data = form_of(read(carl, address))
    assert send(carl, address, {**data, "version": ""}).status_code == 422


def test_a_step_is_added(send: Page, rita: Person, lakeview: Organization, pool: Project) -> None:
    address = f"/projects/{pool.pk}/milestones/new/"
    data = {"title": "Trucks found", "organization": lakeview.pk, "due_on": "2027-01-31"}
    assert send(rita, address, data)["Location"] == f"/projects/{pool.pk}/#milestones"
    assert pool.milestones.get().title == "Trucks found"
    refused = send(rita, address, {**data, "due_on": "31.1.2027", "organization": 0})
    assert set(refused.context["form"].errors) == {"due_on", "organization"}


def test_a_step_is_reached(read: Page, send: Page, rita: Person, inventory: Milestone) -> None:
    address = f"/milestones/{inventory.pk}/edit/"
    answer = send(rita, address, {**form_of(read(rita, address)), "status": "reached"})
    assert answer["Location"] == f"/projects/{inventory.project_id}/#milestone-{inventory.pk}"
    inventory.refresh_from_db()
    assert (inventory.status, inventory.progress) == ("reached", 100)


def test_a_step_out_of_bounds_is_refused_at_the_field(
    read: Page, send: Page, rita: Person, inventory: Milestone
) -> None:
    address = f"/milestones/{inventory.pk}/edit/"
    answer = send(rita, address, {**form_of(read(rita, address)), "progress": "101"})
    assert answer.status_code == 422
    assert "progress" in answer.context["form"].errors


def test_two_editors_of_a_step_are_shown_to_each_other(
    read: Page, send: Page, rita: Person, carl: Person, inventory: Milestone
) -> None:
    address = f"/milestones/{inventory.pk}/edit/"
    mine = form_of(read(carl, address))
    edit_milestone(inventory, actor=rita, title="Rita's title", status="under_way")
    conflict = send(carl, address, {**mine, "title": "Carl's title"})
    assert conflict.status_code == 409
    assert [clash.label for clash in conflict.context["clashes"]] == ["Title"]
    send(carl, address, form_of(conflict))
    inventory.refresh_from_db()
    assert (inventory.title, inventory.status) == ("Carl's title", "under_way")


def test_a_project_closed_meanwhile_cannot_be_edited(read: Page, send: Page, carl: Person, pool: Project) -> None:
    address = f"/projects/{pool.pk}/edit/"
    data = form_of(read(carl, address))
    Project.objects.update(status=ProjectStatus.CLOSED)
    answer = send(carl, address, {**data, "title": "Late"})
    assert answer.status_code == 409
    assert "This project is closed." in answer.content.decode()


def test_whole_regions_are_added_to_the_states(read: Page, send: Page, carl: Person, pool: Project) -> None:
    address = f"/projects/{pool.pk}/edit/"
    send(carl, address, {**form_of(read(carl, address)), "regions": ["1"], "themes": ["staff", "beds"]})
    pool.refresh_from_db()
    assert pool.states == ["CT", "IL", "MA", "ME", "NH", "RI", "VT", "WI"]
    assert pool.themes == ["beds", "staff"]


def test_the_editor_says_what_changed(read: Page, send: Page, carl: Person, pool: Project) -> None:
    address = f"/projects/{pool.pk}/edit/"
    send(carl, address, {**form_of(read(carl, address)), "title": "Renamed", "note": "A better name"})
    assert pool.versions.first().note == "A better name"


def test_a_plan_may_be_listed_without_an_owner(send: Page, carl: Person) -> None:
    send(carl, "/projects/new/", NEW)
    send(carl, "/projects/new/", {**NEW, "unowned": "on"})
    assert list(Project.objects.order_by("pk").values_list("owner_count", flat=True)) == [1, 0]


@pytest.mark.parametrize("copied", [False, True])
def test_a_form_that_is_sent_twice_posts_once(client_of: ClientOf, rita: Person, pool: Project, copied: bool) -> None:
    address = reverse("projects:project_copy", args=[pool.pk]) if copied else reverse("projects:project_new")
    client = client_of(rita)
    key = client.get(address).context["form"]["key"].value()
    data = {"title": "Oxygen for all", "purpose": "So that none lacks it.", "plan": "Soon.", "key": key}
    first, again = (client.post(address, data) for _ in range(2))
    assert Project.objects.filter(title="Oxygen for all").count() == 1
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])

    other = client.post(address, {**data, "plan": "Later."})
    assert other.status_code == 422
    assert "You posted this form before, with something else in it." in other.content.decode()
    assert other.context["form"]["plan"].value() == "Later."
    anew = {**data, "plan": "Later.", "key": other.context["form"]["key"].value()}
    assert client.post(address, anew).status_code == 302
    assert Project.objects.filter(title="Oxygen for all").count() == 2
