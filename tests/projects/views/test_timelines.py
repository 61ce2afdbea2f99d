"""The pages of timelines: what they find, show, and cost."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members.models import Organization, Person
from projects.models import Dependency, Milestone, MilestoneStatus, Project, ProjectStatus, Workgroup
from projects.timelines.windows import usual
from tests.conftest import ClientOf
from tests.factories import MilestoneFactory, ProjectFactory
from tests.projects.views.conftest import Page


def shown(read: Page, person: Person, address: str, **asked: str) -> str:
    page = read(person, address, **asked)
    assert page.status_code == 200
    text: str = page.content.decode()
    return text


@pytest.fixture
def chain(pool: Project) -> list[Milestone]:
    """Three steps of Lakeview's plan, one after the other; the first is three days late, and the last feels it."""
    today = clock.today()
    first = MilestoneFactory(project=pool, title="Inventory done", due_on=today - timedelta(days=3))
    span = {"starts_on": today - timedelta(days=3), "due_on": today + timedelta(days=4)}
    second = MilestoneFactory(project=pool, title="Shipped", **span)
    third = MilestoneFactory(project=pool, title="All lent", due_on=today + timedelta(days=5))
    Dependency.objects.create(milestone=second, waits_for=first)
    Dependency.objects.create(milestone=third, waits_for=second)
    return [first, second, third]


def test_the_title_says_what_the_drawing_finds(read: Page, olga: Person, chain: list[Milestone]) -> None:
    text = shown(read, olga, f"/projects/{chain[0].project_id}/timeline/")
    end = clock.today() + timedelta(days=7)
    finding = (
        "1 of 3 milestones is late, 2 more are expected later; "
        f"the critical path ends on {end:%B} {end.day}, 2 days later than first planned"
    )
    assert f'<h2 id="finding">{finding}</h2>' in text
    assert f'<title id="gantt-title">{finding}</title>' in text
    assert 'role="img" aria-labelledby="gantt-title gantt-desc"' in text
    assert text.count('class="g-arrow g-key"') == 2 + 1  # the key shows one
    assert "style=" not in text.partition("<main")[2]


def test_a_slip_is_told_by_word_and_not_by_colour_alone(read: Page, olga: Person, chain: list[Milestone]) -> None:
    text = shown(read, olga, f"/projects/{chain[0].project_id}/timeline/")
    assert text.count(">Late</b>") == 1
    assert text.count(">Later</b>") == 2
    assert text.count(">Critical</b>") == 3
    assert "3 days later" in text
    assert "Held up: waits for Shipped, which waits for Inventory done" in text


@pytest.mark.parametrize(
    ("statuses", "finding"),
    [
        (["reached"], "The one milestone is reached"),
        (["reached", "reached"], "All 2 milestones are reached"),
        (["dropped"], "No milestone is planned"),
        (["planned"], "The one milestone is not late; the critical path ends on"),
        (["planned", "reached"], "None of 2 milestones is late; the critical path ends on"),
    ],
)
def test_each_plan_has_its_finding(read: Page, olga: Person, pool: Project, statuses: list[str], finding: str) -> None:
    for status in statuses:
        MilestoneFactory(project=pool, status=status, progress=100 if status == "reached" else 0)
    assert f'<h2 id="finding">{finding}' in shown(read, olga, f"/projects/{pool.pk}/timeline/")


def test_a_plan_without_milestones_says_so(read: Page, olga: Person, pool: Project) -> None:
    assert "No milestones yet" in shown(read, olga, f"/projects/{pool.pk}/timeline/")


@pytest.mark.thorough
def test_hostile_titles_are_harmless_in_the_drawing(read: Page, olga: Person, inventory: Milestone) -> None:
    Milestone.objects.update(title="</title><script>alert(1)</script>")
    Project.objects.update(title="<script>alert(2)</script>")
    for address in (f"/projects/{inventory.project_id}/timeline/", "/timeline/"):
        assert "<script>alert" not in shown(read, olga, address)


def table(read: Page, person: Person, address: str, **asked: str) -> list[dict[str, str]]:
    answer = read(person, address, **asked)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_tells_what_the_drawing_shows(read: Page, olga: Person, chain: list[Milestone]) -> None:
    rows = table(read, olga, f"/projects/{chain[0].project_id}/timeline.csv")
    today = clock.today()
    assert [row["milestone"] for row in rows] == ["Inventory done", "Shipped", "All lent"]
    later = today + timedelta(days=7)
    assert [row["expected"] for row in rows] == [str(today), str(later), str(later)]
    assert [row["days_late_or_later"] for row in rows] == ["3", "3", "2"]
    assert [row["critical"] for row in rows] == ["yes"] * 3
    assert rows[2]["waits_for"] == "Shipped (Ventilator pool for the Midwest)"


def test_the_coalitions_timeline_holds_open_projects_with_something_in_the_window(
    read: Page, olga: Person, inventory: Milestone, cascade: Organization
) -> None:
    later = clock.today() + timedelta(days=400)
    far = MilestoneFactory(project=ProjectFactory(title="Far away", organization=cascade), due_on=later)
    ended = MilestoneFactory(project=ProjectFactory(title="Has ended", status=ProjectStatus.CLOSED))
    text = shown(read, olga, "/timeline/")
    assert "Ventilator pool for the Midwest" in text
    assert "Far away" not in text
    assert "Has ended" not in text
    text = shown(read, olga, "/timeline/", first=str(later - timedelta(days=3)), weeks="6")
    assert "Far away" in text
    assert "Ventilator pool for the Midwest" not in text
    assert [row["milestone"] for row in table(read, olga, "/timeline.csv")] == [inventory.title]
    assert [row["project"] for row in table(read, olga, "/timeline.csv", first=str(later))] == [far.project.title]
    assert ended.title not in text


def test_what_is_late_is_seen_in_the_window_that_holds_today(read: Page, olga: Person, inventory: Milestone) -> None:
    Milestone.objects.update(due_on=clock.today() - timedelta(days=90))
    assert "Inventory done" in shown(read, olga, "/timeline/")
    Milestone.objects.update(status=MilestoneStatus.REACHED, progress=100)
    assert "Nothing is planned in these weeks" in shown(read, olga, "/timeline/")


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "soon"},
        {"weeks": "-1"},
        {"weeks": "7"},
        {"first": "0001-01-01"},
        {"first": "9999-12-31"},
        {"page": "x"},
    ],
)
def test_a_window_that_is_none_is_the_usual_one(
    read: Page, olga: Person, inventory: Milestone, asked: dict[str, str]
) -> None:
    assert "<h1>Timeline</h1>" in shown(read, olga, "/timeline/", **asked)


def test_the_usual_window_begins_on_a_monday_two_weeks_back() -> None:
    window = usual(date(2026, 11, 25))
    assert (window.first, window.last) == (date(2026, 11, 9), date(2027, 2, 7))
    assert window.earlier < window.first < window.later < window.last


def test_a_workgroups_timeline_holds_its_own_projects(
    read: Page, olga: Person, inventory: Milestone, supply: Workgroup
) -> None:
    other = MilestoneFactory(project=ProjectFactory(title="Another theme"))
    text = shown(read, olga, f"/workgroups/{supply.slug}/timeline/")
    assert "Ventilator pool for the Midwest" in text
    assert other.project.title not in text
    assert [row["milestone"] for row in table(read, olga, f"/workgroups/{supply.slug}/timeline.csv")] == [
        inventory.title
    ]
    assert read(olga, "/workgroups/no-such/timeline/").status_code == 404


def test_a_project_shows_twelve_lines_there_and_says_how_many_more(read: Page, olga: Person, pool: Project) -> None:
    MilestoneFactory.create_batch(15, project=pool)
    text = shown(read, olga, "/timeline/")
    assert "3 more" in text
    assert len(table(read, olga, "/timeline.csv")) == 15


@pytest.mark.parametrize("address", ["/projects/{p}/", "/projects/{p}/timeline/", "/timeline/", "/timeline.csv"])
@pytest.mark.thorough
def test_more_milestones_ask_no_more_queries(client_of: ClientOf, olga: Person, pool: Project, address: str) -> None:
    client, path = client_of(olga), address.format(p=pool.pk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            answer: Any = client.get(path)
            b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200
        return len(seen)

    first, second = MilestoneFactory.create_batch(2, project=pool)
    Dependency.objects.create(milestone=second, waits_for=first)
    queries()
    few = queries()
    for _each in range(9):
        project = ProjectFactory()
        before = first
        for milestone in MilestoneFactory.create_batch(3, project=project) + MilestoneFactory.create_batch(
            3, project=pool
        ):
            Dependency.objects.create(milestone=milestone, waits_for=before)
            before = milestone
    assert queries() == few
