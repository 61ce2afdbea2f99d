import threading

import pytest
from django.db import connection, transaction

from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.models import Activity, Follow, Organization, Person
from projects.models import Project, ProjectStatus, Workgroup
from projects.posting import edit_project, post_project
from tests.factories import ProjectFactory


def post(organization: Organization, actor: Person, **fields: object) -> Project:
    given = {"title": "Swabs for the coast", "purpose": "To test more people.", **fields}
    return post_project(organization=organization, actor=actor, **given)


def test_a_posted_plan_is_proposed_and_says_who_posted_it(lakeview: Organization, carl: Person) -> None:
    project = post(lakeview, carl, plan="# First\n\nAsk.", states=["WI", "IL", "WI"])

    project.refresh_from_db()
    assert project.status == ProjectStatus.PROPOSED
    assert project.posted_by == carl
    assert project.organization == lakeview
    assert project.states == ["IL", "WI"]
    assert project.version == 1


def test_every_member_reads_of_it_at_once(
    lakeview: Organization, rita: Person, olga: Person, supply: Workgroup
) -> None:
    project = post(lakeview, rita, workgroup=supply, states=["IL"])

    assert Project.objects.visible_to(olga).get() == project
    row = Activity.objects.visible_to(olga).get()
    assert row.sentence == "Lakeview Health posted the plan Swabs for the coast"
    assert row.url == f"/projects/{project.pk}/"
    assert set(row.topics) == {project.topic, "workgroup:supply-chain", "state:IL", lakeview.topic}


def test_whoever_posts_follows_it(lakeview: Organization, rita: Person) -> None:
    project = post(lakeview, rita)
    assert list(Follow.objects.values_list("person", "topic")) == [(rita.pk, project.topic)]


def test_nobody_outside_the_coalition_sees_a_plan(pool: Project, nora: Person, abel: Person, sam: Person) -> None:
    for outsider in (nora, abel, sam):
        assert not Project.objects.visible_to(outsider).exists()


def test_readers_cannot_post(lakeview: Organization, reed: Person) -> None:
    with pytest.raises(NotAllowed):
        post(lakeview, reed)
    assert not Project.objects.exists()


def test_nobody_posts_for_another_organization(lakeview: Organization, olga: Person, ada: Person, cora: Person) -> None:
    for stranger in (olga, ada, cora):
        with pytest.raises(NotAllowed):
            post(lakeview, stranger)


def test_a_suspended_organization_cannot_post(seaview: Organization, sam: Person) -> None:
    with pytest.raises(NotAllowed):
        post(seaview, sam)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "   "),
        ("title", "x" * 201),
        ("title", "a\x00b"),
        ("purpose", ""),
        ("purpose", "x" * 2001),
        ("plan", "x" * 40001),
        ("plan", "a\x00b"),
        ("states", ["ZZ"]),
    ],
)
def test_a_plan_that_breaks_a_bound_is_refused_at_its_field(
    lakeview: Organization, rita: Person, field: str, value: object
) -> None:
    with pytest.raises(Invalid) as refused:
        post(lakeview, rita, **{field: value})
    assert refused.value.field == field
    assert not Project.objects.exists()
    assert not Activity.objects.exists()


def test_a_workgroup_that_is_no_longer_active_takes_no_new_plan(
    lakeview: Organization, rita: Person, supply: Workgroup
) -> None:
    supply.is_active = False
    supply.save()
    with pytest.raises(Invalid, match="no longer active"):
        post(lakeview, rita, workgroup=supply)


def test_an_edit_changes_the_given_fields_and_raises_the_version(pool: Project, carl: Person) -> None:
    edit_project(pool, actor=carl, version=1, title="  Ventilators, shared ", states=[])

    pool.refresh_from_db()
    assert (pool.title, pool.states, pool.version) == ("Ventilators, shared", [], 2)
    assert pool.purpose == "Share ventilators between hospitals."
    assert pool.edited_at > pool.posted_at


def test_an_edit_is_told_with_the_fields_it_changed(pool: Project, carl: Person) -> None:
    edit_project(pool, actor=carl, version=1, title="New title", plan=pool.plan, purpose="New purpose")

    row = Activity.objects.get()
    assert row.sentence == "Lakeview Health edited the plan New title"
    assert row.text == "Changed: title, purpose"


def test_an_edit_that_changes_nothing_leaves_no_trace(pool: Project, carl: Person) -> None:
    edit_project(pool, actor=carl, version=1, title=pool.title, states=["WI", "IL"], workgroup=pool.workgroup)

    pool.refresh_from_db()
    assert pool.version == 1
    assert not Activity.objects.exists()


def test_an_edit_of_an_older_version_overwrites_nothing(pool: Project, rita: Person, carl: Person) -> None:
    edit_project(pool, actor=rita, version=1, purpose="Rita's words")
    with pytest.raises(Conflict) as conflict:
        edit_project(pool, actor=carl, version=1, purpose="Carl's words")

    assert conflict.value.code == "version_conflict"
    assert conflict.value.facts == {"version": 2, "present": {"purpose": "Rita's words"}}
    pool.refresh_from_db()
    assert pool.purpose == "Rita's words"


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_the_same_moment_one_is_told_of_the_other(lakeview: Organization, rita: Person) -> None:
    pool = ProjectFactory(organization=lakeview, posted_by=rita)
    answers: list[str] = []

    def edit(words: str) -> None:
        try:
            edit_project(Project.objects.get(pk=pool.pk), actor=Person.objects.get(pk=rita.pk), version=1, plan=words)
            answers.append("saved")
        except Conflict as conflict:
            answers.append(conflict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=(words,)) for words in ("one", "two")]
    with transaction.atomic():  # both wait at the row, then go one after the other
        Project.objects.select_for_update().get(pk=pool.pk)
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["saved", "version_conflict"]
    assert Project.objects.get(pk=pool.pk).version == 2


def test_an_edit_that_breaks_a_bound_is_refused(pool: Project, rita: Person) -> None:
    with pytest.raises(Invalid) as refused:
        edit_project(pool, actor=rita, version=1, title="")
    assert refused.value.field == "title"
    pool.refresh_from_db()
    assert pool.version == 1


def test_only_writers_of_the_lead_edit(pool: Project, reed: Person, olga: Person, ada: Person, cora: Person) -> None:
    for other in (reed, olga, ada, cora):
        with pytest.raises(NotAllowed):
            edit_project(pool, actor=other, version=1, title="Mine")


def test_a_closed_plan_stands_as_it_is(pool: Project, rita: Person) -> None:
    Project.objects.filter(pk=pool.pk).update(status=ProjectStatus.CLOSED)
    with pytest.raises(Conflict) as refused:
        edit_project(pool, actor=rita, version=1, title="Other")
    assert refused.value.code == "project_closed"


def test_the_same_key_posts_once_for_an_organization(
    lakeview: Organization, cascade: Organization, rita: Person, olga: Person
) -> None:
    post(lakeview, rita, source_key="form:1")
    with pytest.raises(Conflict) as refusal, transaction.atomic():
        post(lakeview, rita, source_key="form:1")
    assert refusal.value.code == "known_source_key"
    post(lakeview, rita, source_key="form:2")
    post(cascade, olga, source_key="form:1")
    assert Project.objects.count() == 3
