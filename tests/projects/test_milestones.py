from datetime import date, timedelta

import pytest

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.models import Activity, Notice, NoticeStatus, Organization, Person
from projects.milestones import add_milestone, edit_milestone
from projects.models import Milestone, MilestoneStatus, Partner, Project, ProjectStatus

DAY = date(2026, 12, 1)


def test_a_new_step_is_planned_and_told(pool: Project, lakeview: Organization, carl: Person) -> None:
    milestone = add_milestone(pool, actor=carl, title=" First ten ready ", organization=lakeview, due_on=DAY)

    milestone.refresh_from_db()
    assert (milestone.title, milestone.status, milestone.progress) == ("First ten ready", "planned", 0)
    row = Activity.objects.get()
    assert row.sentence == "Lakeview Health set the milestone First ten ready (Ventilator pool for the Midwest)"
    assert row.text == "Due Dec 1, 2026"
    assert row.url == f"/projects/{pool.pk}/#milestone-{milestone.pk}"


def test_the_partner_that_answers_for_it_is_told(pool: Project, confirmed: Partner, rita: Person, olga: Person) -> None:
    milestone = add_milestone(pool, actor=rita, title="Ship ten", organization=confirmed.organization, due_on=DAY)

    notice = Notice.objects.get()
    assert (notice.person, notice.must_act, notice.subject) == (olga, False, f"milestone:{milestone.pk}")
    assert notice.sentence == "Your organization answers for Ship ten (Ventilator pool for the Midwest)"
    assert notice.due_at is not None
    assert notice.due_at.isoformat() == "2026-12-02T04:59:59.999999+00:00"


def test_nobody_is_told_of_what_their_own_organization_set(pool: Project, lakeview: Organization, rita: Person) -> None:
    add_milestone(pool, actor=rita, title="Inventory", organization=lakeview, due_on=DAY)
    assert not Notice.objects.exists()


def test_only_the_lead_and_confirmed_partners_can_answer_for_a_step(
    pool: Project, asked: Partner, rita: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        add_milestone(pool, actor=rita, title="Ship", organization=asked.organization, due_on=DAY)
    assert refused.value.field == "organization"


def test_only_the_lead_adds_steps(
    pool: Project, lakeview: Organization, confirmed: Partner, olga: Person, reed: Person, ada: Person
) -> None:
    for other in (olga, reed, ada):
        with pytest.raises(NotAllowed):
            add_milestone(pool, actor=other, title="Ship", organization=lakeview, due_on=DAY)


def test_the_day_first_planned_stays_and_a_start_is_kept(pool: Project, lakeview: Organization, rita: Person) -> None:
    start = DAY - timedelta(days=20)
    milestone = add_milestone(pool, actor=rita, title="Ship", organization=lakeview, due_on=DAY, starts_on=start)
    edit_milestone(milestone, actor=rita, due_on=DAY + timedelta(days=9))

    milestone.refresh_from_db()
    assert (milestone.first_due_on, milestone.starts_on, milestone.slipped_by) == (DAY, start, 9)


def test_a_step_does_not_start_after_it_is_due(pool: Project, lakeview: Organization, rita: Person) -> None:
    after = DAY + timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        add_milestone(pool, actor=rita, title="Ship", organization=lakeview, due_on=DAY, starts_on=after)
    assert refused.value.field == "starts_on"
    milestone = add_milestone(pool, actor=rita, title="Ship", organization=lakeview, due_on=DAY, starts_on=DAY)
    with pytest.raises(Invalid):
        edit_milestone(milestone, actor=rita, due_on=DAY - timedelta(days=1))


def test_the_day_on_which_a_step_was_reached_is_noted_until_it_is_not(inventory: Milestone, rita: Person) -> None:
    edit_milestone(inventory, actor=rita, status="reached")
    inventory.refresh_from_db()
    assert inventory.reached_on == clock.today()
    edit_milestone(inventory, actor=rita, status="under_way", progress=90)
    inventory.refresh_from_db()
    assert inventory.reached_on is None


def test_a_step_without_a_title_is_refused(pool: Project, lakeview: Organization, rita: Person) -> None:
    with pytest.raises(Invalid) as refused:
        add_milestone(pool, actor=rita, title=" ", organization=lakeview, due_on=DAY)
    assert refused.value.field == "title"


def test_a_closed_plan_takes_no_step(pool: Project, lakeview: Organization, rita: Person) -> None:
    Project.objects.filter(pk=pool.pk).update(status=ProjectStatus.CLOSED)
    with pytest.raises(Conflict):
        add_milestone(pool, actor=rita, title="Ship", organization=lakeview, due_on=DAY)


def test_reaching_a_step_makes_it_whole(inventory: Milestone, carl: Person) -> None:
    edit_milestone(inventory, actor=carl, version=1, status="reached", progress=40)

    inventory.refresh_from_db()
    assert (inventory.status, inventory.progress, inventory.version) == ("reached", 100, 2)
    assert Activity.objects.get().sentence.startswith("Lakeview Health reached the milestone Inventory done")


def test_moving_a_step_says_from_when_to_when(inventory: Milestone, rita: Person) -> None:
    Milestone.objects.update(due_on=DAY)
    edit_milestone(inventory, actor=rita, due_on=DAY + timedelta(days=9))

    row = Activity.objects.get()
    assert row.sentence.startswith("Lakeview Health moved the milestone")
    assert row.text == "From Dec 1, 2026 to Dec 10, 2026"


def test_progress_is_told(inventory: Milestone, rita: Person) -> None:
    edit_milestone(inventory, actor=rita, status="under_way", progress=30)
    assert Activity.objects.get().text == "Under way, 30 %"


def test_dropping_a_step_is_told(inventory: Milestone, rita: Person) -> None:
    edit_milestone(inventory, actor=rita, status="dropped")
    assert Activity.objects.get().sentence.startswith("Lakeview Health dropped the milestone")


def test_an_edit_that_changes_nothing_leaves_no_trace(inventory: Milestone, rita: Person) -> None:
    edit_milestone(inventory, actor=rita, title=inventory.title, progress=0)
    inventory.refresh_from_db()
    assert inventory.version == 1
    assert not Activity.objects.exists()


def test_an_edit_of_an_older_version_overwrites_nothing(inventory: Milestone, rita: Person, carl: Person) -> None:
    edit_milestone(inventory, actor=rita, version=1, title="Rita's title")
    with pytest.raises(Conflict) as conflict:
        edit_milestone(inventory, actor=carl, version=1, title="Carl's title")
    assert conflict.value.code == "version_conflict"
    inventory.refresh_from_db()
    assert inventory.title == "Rita's title"


@pytest.mark.parametrize(("field", "value"), [("progress", 101), ("progress", -1), ("status", "soon"), ("title", "")])
def test_a_value_out_of_bounds_is_refused_at_its_field(
    inventory: Milestone, rita: Person, field: str, value: object
) -> None:
    with pytest.raises(Invalid) as refused:
        edit_milestone(inventory, actor=rita, **{field: value})
    assert refused.value.field == field


def test_the_organization_that_answers_for_it_may_edit_it(
    inventory: Milestone, confirmed: Partner, olga: Person, rita: Person
) -> None:
    with pytest.raises(NotAllowed):
        edit_milestone(inventory, actor=olga, progress=50)
    edit_milestone(inventory, actor=rita, organization=confirmed.organization)
    edit_milestone(inventory, actor=olga, progress=50)

    inventory.refresh_from_db()
    assert inventory.progress == 50
    assert Activity.objects.first().organization == confirmed.organization


def test_readers_coordinators_and_admins_do_not_edit_it(
    inventory: Milestone, reed: Person, cora: Person, ada: Person
) -> None:
    for other in (reed, cora, ada):
        with pytest.raises(NotAllowed):
            edit_milestone(inventory, actor=other, progress=50)


def test_another_day_is_told_anew_and_the_end_closes_the_notice(
    pool: Project, confirmed: Partner, rita: Person, olga: Person
) -> None:
    milestone = add_milestone(pool, actor=rita, title="Ship ten", organization=confirmed.organization, due_on=DAY)
    edit_milestone(milestone, actor=rita, due_on=DAY + timedelta(days=1))
    assert list(Notice.objects.order_by("pk").values_list("status", flat=True)) == [
        NoticeStatus.VOID,
        NoticeStatus.OPEN,
    ]
    edit_milestone(milestone, actor=olga, status="reached")
    assert not Notice.objects.open().exists()


def test_a_step_is_late_when_its_day_has_passed_and_it_has_not_ended(inventory: Milestone) -> None:
    today = clock.today()
    assert not inventory.is_late(today)
    assert not inventory.is_late(inventory.due_on)
    assert inventory.is_late(inventory.due_on + timedelta(days=1))
    for ended in (MilestoneStatus.REACHED, MilestoneStatus.DROPPED):
        inventory.status = ended
        assert not inventory.is_late(inventory.due_on + timedelta(days=1))


def test_nothing_is_late_in_a_closed_project(inventory: Milestone) -> None:
    after = inventory.due_on + timedelta(days=1)
    assert Milestone.objects.late(after).get() == inventory
    Project.objects.update(status=ProjectStatus.CLOSED)
    assert not Milestone.objects.late(after).exists()


def test_milestones_are_seen_by_members_only(inventory: Milestone, olga: Person, nora: Person) -> None:
    assert Milestone.objects.visible_to(olga).exists()
    assert not Milestone.objects.visible_to(nora).exists()
