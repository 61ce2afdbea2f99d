from members.models import Person
from projects.models import Owner, Partner, Project
from tests.projects.views.conftest import Page


def shown(read: Page, person: Person, project: Project) -> str:
    text: str = read(person, f"/projects/{project.pk}/").content.decode()
    return text


def test_a_project_says_that_it_has_no_owner(read: Page, pool: Project, olga: Person, oren: Person) -> None:
    text = shown(read, olga, pool)
    assert "Without an owner" in text
    assert "Take it on" in text
    assert "Cascade Biomedical Reserve becomes a partner by it." in text
    assert "Take it on" not in shown(read, oren, pool)


def test_taking_it_on(read: Page, send: Page, pool: Project, olga: Person) -> None:
    answer = send(olga, f"/projects/{pool.pk}/owners/claim/")
    assert answer["Location"] == f"/projects/{pool.pk}/#owners"
    text = shown(read, olga, pool)
    assert "Without an owner" not in text
    assert "Step down" in text
    assert "Edit the plan" in text


def test_naming_an_owner(read: Page, send: Page, confirmed: Partner, rita: Person, otis: Person, reed: Person) -> None:
    address = f"/projects/{confirmed.project_id}/owners/name/"
    assert {person.name for person in read(rita, address).context["form"].fields["person"].queryset} == {"Rita", "Otis"}
    assert send(rita, address, {"person": reed.pk}).status_code == 422
    send(rita, address, {"person": otis.pk})
    assert Owner.objects.get().person == otis
    assert "Otis" in shown(read, reed, confirmed.project)


def test_stepping_down(read: Page, send: Page, pool: Project, rita: Person, reed: Person) -> None:
    Owner.objects.create(project=pool, person=rita)
    assert "Step down" not in shown(read, reed, pool)
    answer = send(rita, f"/projects/{pool.pk}/owners/step-down/")
    assert answer.status_code == 302
    assert "Without an owner" in shown(read, rita, pool)
    assert send(rita, f"/projects/{pool.pk}/owners/step-down/").status_code == 409
