from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members import activity
from members.models import Follow, Notice, Person
from projects import kinds
from projects.models import Milestone, Partner, Project, ProjectStatus
from projects.partnering import answer_partner
from projects.status import change_status
from tests.conftest import ClientOf
from tests.factories import MilestoneFactory, PartnerFactory
from tests.projects.views.conftest import Page


def shown(read: Page, person: Person, project: Project) -> str:
    page = read(person, f"/projects/{project.pk}/")
    assert page.status_code == 200
    text: str = page.content.decode()
    return text


def test_the_plan_is_shown_rendered(read: Page, olga: Person, pool: Project) -> None:
    text = shown(read, olga, pool)
    assert "<h1>Ventilator pool for the Midwest</h1>" in text
    assert "<h3>Now</h3>" in text
    assert "Illinois, Wisconsin" in text
    assert "Every member of the coalition sees this page." in text


def test_a_hostile_plan_is_harmless(read: Page, olga: Person, pool: Project) -> None:
    hostile = "<script>alert(1)</script>"
    Project.objects.update(title=hostile, purpose=hostile, plan=hostile)
    assert "alert(1)</script>" not in shown(read, olga, pool)


def test_the_needs_of_the_project_are_one_step_away(read: Page, olga: Person, pool: Project) -> None:
    assert f'href="/requests/?project={pool.pk}"' in shown(read, olga, pool)


def test_those_who_take_part_are_led_to_asking_for_it(
    read: Page, rita: Person, reed: Person, olga: Person, asked: Partner
) -> None:
    words = "Post a request for this project"
    assert words in shown(read, rita, asked.project)
    assert words not in shown(read, reed, asked.project)
    assert words not in shown(read, olga, asked.project)
    answer_partner(asked, actor=olga, accept=True)
    assert words in shown(read, olga, asked.project)


def test_only_the_lead_is_offered_what_only_the_lead_can_do(
    read: Page, rita: Person, reed: Person, olga: Person, pool: Project
) -> None:
    offered = ("Edit the plan", "Change status", "Add a milestone", "Ask a partner")
    for words in offered:
        assert words in shown(read, rita, pool)
        assert words not in shown(read, reed, pool)
        assert words not in shown(read, olga, pool)


def test_late_steps_are_marked_while_the_project_is_open(read: Page, olga: Person, inventory: Milestone) -> None:
    Milestone.objects.update(due_on=clock.today() - timedelta(days=1))
    assert ">Late<" in shown(read, olga, inventory.project)
    Project.objects.update(status=ProjectStatus.CLOSED)
    assert ">Late<" not in shown(read, olga, inventory.project)


def test_who_is_asked_finds_the_question_on_top(read: Page, olga: Person, colin: Person, asked: Partner) -> None:
    assert "Cascade Biomedical Reserve is asked to take part" in shown(read, olga, asked.project)
    assert "is asked to take part" not in shown(read, colin, asked.project)


def test_answering_from_the_page(read: Page, send: Page, olga: Person, asked: Partner) -> None:
    answer = send(olga, f"/partners/{asked.pk}/answer/", {"answer": "yes"})
    assert answer["Location"] == f"/projects/{asked.project_id}/#partners"
    asked.refresh_from_db()
    assert asked.is_confirmed
    text = shown(read, olga, asked.project)
    assert "is asked to take part" not in text
    assert "Step back" in text


def test_an_answer_that_is_neither_yes_nor_no_is_refused(send: Page, olga: Person, asked: Partner) -> None:
    assert send(olga, f"/partners/{asked.pk}/answer/", {"answer": "perhaps"}).status_code == 422
    asked.refresh_from_db()
    assert asked.is_unanswered


def test_nobody_answers_for_another_organization(send: Page, rita: Person, colin: Person, asked: Partner) -> None:
    for other in (rita, colin):
        assert send(other, f"/partners/{asked.pk}/answer/", {"answer": "yes"}).status_code == 403


def test_asking_can_be_undone(send: Page, rita: Person, olga: Person, pool: Project) -> None:
    cascade = olga.active_memberships[0].organization
    answer = send(rita, f"/projects/{pool.pk}/partners/ask/", {"organization": cascade.pk})
    partner = pool.partners.get()
    page = answer.client.get(f"/projects/{pool.pk}/").content.decode()
    assert f'action="/partners/{partner.pk}/withdraw/"' in page
    answer.client.post(f"/partners/{partner.pk}/withdraw/")
    assert not pool.partners.exists()
    assert not Notice.objects.open().exists()


def test_asking_nobody_is_refused_at_the_field(send: Page, rita: Person, pool: Project, sam: Person) -> None:
    suspended = sam.active_memberships[0].organization
    for organization in ("", suspended.pk, pool.organization_id):
        answer = send(rita, f"/projects/{pool.pk}/partners/ask/", {"organization": organization})
        assert answer.status_code == 422
        assert "organization" in answer.context["form"].errors


def test_following_and_stopping(send: Page, olga: Person, pool: Project) -> None:
    send(olga, f"/projects/{pool.pk}/follow/")
    assert Follow.objects.get().topic == pool.topic
    send(olga, f"/projects/{pool.pk}/unfollow/")
    assert not Follow.objects.exists()


def test_the_status_form_offers_what_may_follow(read: Page, send: Page, rita: Person, pool: Project) -> None:
    form = read(rita, f"/projects/{pool.pk}/status/").context["form"]
    assert [value for value, _label in form.fields["status"].choices] == ["active", "closed"]

    refused = send(rita, f"/projects/{pool.pk}/status/", {"status": "closed"})
    assert refused.status_code == 422
    assert "reason" in refused.context["form"].errors
    assert send(rita, f"/projects/{pool.pk}/status/", {"status": "delivered"}).status_code == 422

    done = send(rita, f"/projects/{pool.pk}/status/", {"status": "closed", "reason": "Not needed."})
    assert done["Location"] == f"/projects/{pool.pk}/"
    pool.refresh_from_db()
    assert pool.is_closed


def test_a_closed_project_offers_only_to_open_it_again(
    read: Page, send: Page, rita: Person, inventory: Milestone
) -> None:
    pool = change_status(inventory.project, actor=rita, status="closed", reason="Done elsewhere.")
    text = shown(read, rita, pool)
    assert "This project is closed." in text
    assert "Change status" in text
    for gone in ("Edit the plan", "Add a milestone", "Ask a partner", f"/milestones/{inventory.pk}/edit/"):
        assert gone not in text
    for address in (f"/projects/{pool.pk}/edit/", f"/milestones/{inventory.pk}/edit/"):
        assert read(rita, address).status_code == 409


def test_what_happened_is_told_page_by_page(read: Page, olga: Person, rita: Person, pool: Project) -> None:
    for number in range(17):
        activity.record(kinds.PROJECT_EDITED, actor=rita, title=f"Edit {number}", topics=[pool.topic])
    assert "Edit 16" in shown(read, olga, pool)
    older = read(olga, f"/projects/{pool.pk}/", page="2").content.decode()
    assert "Edit 0" in older
    assert "Edit 16" not in older


@pytest.mark.parametrize("who", ["rita", "olga"])
def test_many_rows_ask_as_often_as_one(
    client_of: ClientOf, pool: Project, rita: Person, who: str, request: pytest.FixtureRequest
) -> None:
    browser = client_of(request.getfixturevalue(who))
    numbers = []
    for rows in (1, 12):
        for _ in range(rows):
            partner = PartnerFactory(project=pool, status="confirmed")
            MilestoneFactory(project=pool, organization=partner.organization)
            activity.record(
                kinds.PROJECT_EDITED, actor=rita, organization=partner.organization, title="x", topics=[pool.topic]
            )
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/projects/{pool.pk}/").status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 24
