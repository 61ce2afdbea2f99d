import pytest
from django.db import IntegrityError, connection, transaction

from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members import people
from members.appointments import bar
from members.closing import delete_account
from members.models import Activity, Follow, Notice, Organization, Person, Role
from projects import permissions
from projects.models import Owner, Partner, PartnerStatus, Project
from projects.owning import claim, name_owner, release_owner, step_down
from projects.partnering import answer_partner
from projects.posting import edit_project, post_project
from projects.status import change_status


@pytest.fixture
def owned(pool: Project, carl: Person) -> Project:
    """Lakeview's plan, owned by Carl."""
    Owner.objects.create(project=pool, person=carl)
    pool.refresh_from_db()
    return pool


def owners(project: Project) -> list[Person]:
    return [owner.person for owner in project.owners.all()]


def test_whoever_posts_a_plan_owns_it(lakeview: Organization, carl: Person) -> None:
    project = post_project(organization=lakeview, actor=carl, title="A", purpose="B")
    assert owners(project) == [carl]
    assert not project.is_without_owner


def test_an_idea_is_listed_without_an_owner(lakeview: Organization, carl: Person) -> None:
    project = post_project(organization=lakeview, actor=carl, title="A", purpose="B", owned=False)
    assert owners(project) == []
    assert list(Project.objects.without_owner()) == [project]


def test_the_database_counts_owners(owned: Project, rita: Person, carl: Person) -> None:
    Owner.objects.create(project=owned, person=rita)
    owned.refresh_from_db()
    assert owned.owner_count == 2
    Owner.objects.all().delete()
    owned.refresh_from_db()
    assert owned.owner_count == 0


def test_an_owner_stays_with_the_project(owned: Project) -> None:
    with pytest.raises(IntegrityError, match="one project"), transaction.atomic():
        connection.cursor().execute("UPDATE projects_owner SET project_id = project_id + 1")


def test_an_owner_names_a_partners_person_who_is_told_and_follows(
    owned: Project, confirmed: Partner, carl: Person, olga: Person
) -> None:
    name_owner(owned, person=olga, actor=carl)
    assert owners(owned) == [carl, olga]
    notice = Notice.objects.get()
    assert (notice.person, notice.must_act) == (olga, False)
    assert notice.sentence == "You are an owner of Ventilator pool for the Midwest now"
    assert Follow.objects.filter(person=olga, topic=owned.topic).exists()
    row = Activity.objects.get()
    assert (row.sentence, row.text) == ("Ventilator pool for the Midwest has another owner", "Olga")
    assert olga.topic in row.topics


def test_nobody_from_outside_is_named(owned: Project, carl: Person, olga: Person, reed: Person, oren: Person) -> None:
    for outsider in (olga, reed, oren):
        with pytest.raises(Invalid) as refused:
            name_owner(owned, person=outsider, actor=carl)
        assert refused.value.field == "person"


def test_nobody_is_named_twice(owned: Project, carl: Person) -> None:
    with pytest.raises(Conflict) as refused:
        name_owner(owned, person=carl, actor=carl)
    assert refused.value.code == "owns_already"


def test_only_owners_and_the_lead_name(
    owned: Project, confirmed: Partner, olga: Person, otis: Person, reed: Person
) -> None:
    for other in (olga, reed):
        with pytest.raises(NotAllowed):
            name_owner(owned, person=otis, actor=other)


def test_an_owner_from_a_partner_does_what_owners_do(
    owned: Project, confirmed: Partner, rita: Person, olga: Person, otis: Person, cascade: Organization
) -> None:
    assert not permissions.can_edit_project(olga, owned)
    name_owner(owned, person=olga, actor=rita)
    edit_project(owned, actor=olga, version=1, title="Pool of all")
    assert owned.versions.first().organization == cascade
    change_status(owned, actor=olga, status="active")
    assert permissions.can_ask_partner(olga, owned)
    assert not permissions.can_hand_over(olga, owned)
    assert not permissions.can_edit_project(otis, owned)


def test_the_last_owner_steps_down_and_the_lead_is_told(owned: Project, carl: Person, rita: Person) -> None:
    step_down(owned, actor=carl)
    owned.refresh_from_db()
    assert owned.is_without_owner
    notice = Notice.objects.get()
    assert (notice.person, notice.sentence) == (rita, "Nobody owns Ventilator pool for the Midwest any longer")
    with pytest.raises(Conflict):
        step_down(owned, actor=carl)


def test_one_of_two_steps_down_quietly(owned: Project, carl: Person, rita: Person) -> None:
    name_owner(owned, person=rita, actor=carl)
    step_down(owned, actor=carl)
    assert owners(owned) == [rita]
    assert not Notice.objects.filter(kind="notice.project_without_owner").exists()


def test_a_member_takes_on_a_project_without_owner_and_becomes_a_partner(
    pool: Project, cascade: Organization, olga: Person, rita: Person, carl: Person
) -> None:
    claim(pool, organization=cascade, actor=olga)
    assert owners(pool) == [olga]
    partner = pool.partners.get()
    assert (partner.organization, partner.status) == (cascade, PartnerStatus.CONFIRMED)
    assert [row.kind for row in Activity.objects.order_by("pk")] == ["partner.confirmed", "owner.claimed"]
    assert Activity.objects.first().sentence == (
        "Olga took on Ventilator pool for the Midwest for Cascade Biomedical Reserve"
    )
    assert set(Notice.objects.values_list("person", flat=True)) == {rita.pk, carl.pk}


def test_who_was_asked_answers_by_claiming(asked: Partner, cascade: Organization, olga: Person) -> None:
    claim(asked.project, organization=cascade, actor=olga)
    asked.refresh_from_db()
    assert asked.is_confirmed
    assert not Notice.objects.open().filter(subject=asked.subject).exists()


def test_the_lead_claims_its_own(pool: Project, lakeview: Organization, carl: Person) -> None:
    claim(pool, organization=lakeview, actor=carl)
    assert owners(pool) == [carl]
    assert not pool.partners.exists()


def test_what_has_an_owner_is_not_claimed(owned: Project, cascade: Organization, olga: Person) -> None:
    with pytest.raises(Conflict) as refused:
        claim(owned, organization=cascade, actor=olga)
    assert refused.value.code == "has_owner"
    assert not owned.partners.exists()


def test_only_writers_claim(pool: Project, cascade: Organization, oren: Person, rita: Person, cora: Person) -> None:
    for other in (oren, rita, cora):
        with pytest.raises(NotAllowed):
            claim(pool, organization=cascade, actor=other)


def test_a_closed_project_is_not_claimed(pool: Project, cascade: Organization, olga: Person) -> None:
    Project.objects.update(status="closed")
    with pytest.raises(Conflict):
        claim(pool, organization=cascade, actor=olga)


def test_who_is_removed_from_the_organization_owns_no_longer(
    owned: Project, lakeview: Organization, carl: Person, rita: Person
) -> None:
    people.leave(lakeview, person=carl, actor=rita)
    owned.refresh_from_db()
    assert owned.is_without_owner
    assert Activity.objects.filter(kind="owner.released").get().after == {"person": carl.pk, "owners": 0}


def test_a_reader_owns_no_longer(owned: Project, lakeview: Organization, carl: Person, rita: Person) -> None:
    people.change_role(lakeview, person=carl, role=Role.READER, actor=rita)
    assert not owned.owners.exists()


def test_who_is_barred_or_deleted_owns_no_longer(owned: Project, carl: Person, rita: Person, ada: Person) -> None:
    name_owner(owned, person=rita, actor=carl)
    bar(rita, actor=ada)
    assert owners(owned) == [carl]
    delete_account(carl, actor=carl)
    assert not owned.owners.exists()


def test_leaving_another_organization_changes_nothing(
    owned: Project, lakeview: Organization, cascade: Organization, carl: Person, olga: Person
) -> None:
    people.join(cascade, person=carl, role=Role.CONTRIBUTOR, actor=olga)
    people.leave(cascade, person=carl, actor=carl)
    assert owners(owned) == [carl]


def test_owners_of_a_partner_go_with_it(
    owned: Project, confirmed: Partner, rita: Person, olga: Person, carl: Person
) -> None:
    name_owner(owned, person=olga, actor=rita)
    answer_partner(confirmed, actor=olga, accept=False)
    assert owners(owned) == [carl]


def test_an_admin_takes_an_owner_away(owned: Project, ada: Person, rita: Person) -> None:
    with pytest.raises(NotAllowed):
        release_owner(owned.owners.get(), actor=rita)
    release_owner(owned.owners.get(), actor=ada)
    assert not owned.owners.exists()
