from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.models import Organization, Person
from projects.handing_over import hand_over
from projects.models import Owner, Partner, PlanVersion, Project, Workgroup
from projects.posting import edit_project, post_project
from projects.restoring import restore_version
from tests.factories import ProjectFactory


@pytest.fixture
def swabs(lakeview: Organization, carl: Person, supply: Workgroup) -> Project:
    """Lakeview's plan as the verb posts it, edited once."""
    project = post_project(
        organization=lakeview,
        actor=carl,
        title="Swabs for the coast",
        purpose="To test more people.",
        plan="Ask.",
        workgroup=supply,
        states=["IL"],
        themes=["testing", "supplies"],
        help_wanted="Drivers",
    )
    return edit_project(
        project, actor=carl, version=1, note=" Lend too ", plan="Ask.\nLend.", states=[], themes=["testing"]
    )


def test_a_posted_plan_has_its_first_version(
    swabs: Project, lakeview: Organization, carl: Person, supply: Workgroup
) -> None:
    first = swabs.versions.get(number=1)
    assert (first.title, first.purpose, first.plan) == ("Swabs for the coast", "To test more people.", "Ask.")
    assert (first.help_wanted, first.workgroup, first.states) == ("Drivers", supply, ["IL"])
    assert first.themes == ["supplies", "testing"]
    assert (first.author, first.organization, first.lead, first.note) == (carl, lakeview, lakeview, "")
    assert first.written_at == swabs.posted_at or first.written_at > swabs.posted_at


def test_each_edit_keeps_the_plan_as_it_is_from_then_on(swabs: Project) -> None:
    swabs.refresh_from_db()
    second = swabs.versions.first()
    assert (second.number, second.plan, second.states, second.note) == (2, "Ask.\nLend.", [], "Lend too")
    assert (swabs.version, swabs.plan) == (second.number, second.plan)


def test_the_note_is_told_with_the_edit(swabs: Project, lakeview: Organization) -> None:
    assert lakeview.activity.first().text == "Changed: plan, states, themes. Lend too"


def test_an_edit_that_changes_nothing_keeps_no_version(swabs: Project, carl: Person) -> None:
    edit_project(swabs, actor=carl, version=2, note="Nothing", title="Swabs for the coast")
    assert swabs.versions.count() == 2


def test_a_note_that_is_too_long_is_refused_at_its_field(swabs: Project, carl: Person) -> None:
    with pytest.raises(Invalid) as refused:
        edit_project(swabs, actor=carl, version=2, note="x" * 201, title="Other")
    assert refused.value.field == "note"
    swabs.refresh_from_db()
    assert (swabs.version, swabs.title) == (2, "Swabs for the coast")


@pytest.mark.parametrize(
    "statement", ["UPDATE projects_planversion SET note = 'Other'", "DELETE FROM projects_planversion"]
)
def test_the_database_changes_no_version(swabs: Project, statement: str) -> None:
    with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
        connection.cursor().execute(statement)
    assert swabs.versions.count() == 2


def test_two_versions_of_a_number_cannot_be(swabs: Project, carl: Person, lakeview: Organization) -> None:
    first = swabs.versions.get(number=1)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_handing_the_lead_over_is_a_version_too(confirmed: Partner, rita: Person, cascade: Organization) -> None:
    hand_over(confirmed.project, to=cascade, actor=rita, reason="r" * 300)
    last = confirmed.project.versions.first()
    assert (last.number, last.lead, last.author) == (2, cascade, rita)
    assert last.note == "r" * 199 + "…"


def test_an_older_version_is_restored_as_a_new_one(swabs: Project, carl: Person) -> None:
    restore_version(swabs.versions.get(number=1), actor=carl, version=2)
    swabs.refresh_from_db()
    last = swabs.versions.first()
    assert (swabs.version, swabs.plan, swabs.states, swabs.themes) == (3, "Ask.", ["IL"], ["supplies", "testing"])
    assert (last.number, last.plan, last.note) == (3, "Ask.", "Restored from version 1")


def test_restoring_overwrites_nothing_written_meanwhile(swabs: Project, carl: Person, rita: Person) -> None:
    edit_project(swabs, actor=rita, version=2, title="Rita's")
    with pytest.raises(Conflict) as conflict:
        restore_version(swabs.versions.get(number=1), actor=carl, version=2)
    assert conflict.value.code == "version_conflict"


def test_what_the_plan_says_already_is_not_restored(swabs: Project, carl: Person) -> None:
    with pytest.raises(Conflict) as refused:
        restore_version(swabs.versions.get(number=2), actor=carl, version=2)
    assert refused.value.code == "same_text"


def test_a_workgroup_at_rest_is_not_restored(swabs: Project, carl: Person, supply: Workgroup) -> None:
    edit_project(swabs, actor=carl, version=2, workgroup=None)
    Workgroup.objects.filter(pk=supply.pk).update(is_active=False)
    restore_version(swabs.versions.get(number=1), actor=carl, version=3)
    swabs.refresh_from_db()
    assert (swabs.plan, swabs.workgroup) == ("Ask.", None)


def test_only_who_edits_restores(swabs: Project, reed: Person, olga: Person) -> None:
    for other in (reed, olga):
        with pytest.raises(NotAllowed):
            restore_version(swabs.versions.get(number=1), actor=other, version=2)


def test_a_conflict_says_what_the_plan_says_now(swabs: Project, rita: Person, supply: Workgroup) -> None:
    with pytest.raises(Conflict) as conflict:
        edit_project(swabs, actor=rita, version=1, plan="Mine", workgroup=None, states=["NY"])
    assert conflict.value.facts == {
        "version": 2,
        "present": {"plan": "Ask.\nLend.", "workgroup": "supply-chain", "states": []},
    }


def test_versions_are_seen_by_members_only(swabs: Project, olga: Person, nora: Person, sam: Person) -> None:
    assert PlanVersion.objects.visible_to(olga).count() == 2
    for outsider in (nora, sam):
        assert not PlanVersion.objects.visible_to(outsider).exists()


def test_plans_from_before_get_their_present_version_and_their_poster_as_owner(
    lakeview: Organization, rita: Person, reed: Person
) -> None:
    migration = import_module("projects.migrations.0008_first_versions")
    kept, left = ProjectFactory.build_batch(2, organization=lakeview, posted_by=rita, version=4)
    left.posted_by = reed
    Project.objects.bulk_create([kept, left])
    with connection.cursor() as cursor:
        cursor.execute(migration.VERSIONS)
        cursor.execute(migration.OWNERS)
    assert [each.number for each in kept.versions.all()] == [4]
    assert list(Owner.objects.values_list("project", "person")) == [(kept.pk, rita.pk)]
    kept.refresh_from_db()
    assert kept.owner_count == 1
