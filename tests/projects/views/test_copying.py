from datetime import timedelta

from coalition.shared import clock
from members.models import Organization, Person
from projects.models import Dependency, Milestone, Partner, Project
from tests.factories import MilestoneFactory
from tests.projects.views.conftest import Page


def test_the_form_begins_with_what_the_plan_says(read: Page, pool: Project, olga: Person) -> None:
    MilestoneFactory(project=pool, title="Inventory done", due_on=clock.today() + timedelta(days=14))
    form = read(olga, f"/projects/{pool.pk}/copy/").context["form"]
    assert form["title"].value() == pool.title
    assert form["plan"].value() == pool.plan
    assert form["states"].value() == ["IL", "WI"]
    assert form["workgroup"].value() == pool.workgroup_id
    assert form["first_due_on"].value() == clock.today() + timedelta(days=14)


def test_a_copy_takes_the_milestones_along_and_nothing_of_partners(
    send: Page, confirmed: Partner, olga: Person, cascade: Organization
) -> None:
    pool = confirmed.project
    today = clock.today()
    first = MilestoneFactory(
        project=pool, title="First", due_on=today - timedelta(days=30), status="reached", progress=100
    )
    second = MilestoneFactory(
        project=pool, title="Second", organization=cascade, due_on=first.due_on + timedelta(days=7)
    )
    dropped = MilestoneFactory(project=pool, title="Dropped", due_on=first.due_on, status="dropped")
    for other in (first, dropped, MilestoneFactory(title="Elsewhere")):
        Dependency.objects.create(milestone=second, waits_for=other)

    day = today + timedelta(days=3)
    send(olga, f"/projects/{pool.pk}/copy/", {"title": "Pool West", "purpose": "Share.", "first_due_on": day})
    copy = Project.objects.get(title="Pool West")
    assert (copy.title, copy.organization, copy.status, copy.posted_by) == ("Pool West", cascade, "proposed", olga)
    assert not copy.partners.exists()
    assert [owner.person for owner in copy.owners.all()] == [olga]
    assert copy.versions.get().note == "After the plan “Ventilator pool for the Midwest”"
    assert list(copy.milestones.values_list("title", "due_on", "status", "progress", "organization")) == [
        ("First", day, "planned", 0, cascade.pk),
        ("Second", day + timedelta(days=7), "planned", 0, cascade.pk),
    ]
    assert [row.waits_for.title for row in copy.milestones.get(title="Second").dependencies.all()] == ["First"]


def test_without_a_day_no_milestones_are_copied(send: Page, inventory: Milestone, olga: Person) -> None:
    source = inventory.project
    send(olga, f"/projects/{source.pk}/copy/", {"title": "A", "purpose": "B", "first_due_on": ""})
    assert not Project.objects.exclude(pk=source.pk).get().milestones.exists()


def test_a_copy_that_is_refused_leaves_nothing(send: Page, pool: Project, olga: Person, oren: Person) -> None:
    answer = send(olga, f"/projects/{pool.pk}/copy/", {"title": "", "purpose": "B"})
    assert answer.status_code == 422
    assert send(oren, f"/projects/{pool.pk}/copy/", {"title": "A", "purpose": "B"}).status_code == 403
    assert Project.objects.count() == 1


def test_the_whole_plan_goes_on_paper(read: Page, confirmed: Partner, inventory: Milestone, oren: Person) -> None:
    text = read(oren, f"/projects/{confirmed.project_id}/print/").content.decode()
    assert "<h3>Now</h3>" in text
    assert "Inventory done" in text
    assert "Cascade Biomedical Reserve" in text
    assert "Needs of this project" in text
    assert f"/projects/{confirmed.project_id}/</p>" in text
