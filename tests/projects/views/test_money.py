"""Plans and updates are looked through for words of money too, and ask below the field why these stay."""

from typing import Any

import pytest

from members.models import KeptWording, Person
from projects.models import Project, Update
from projects.posting import edit_project
from projects.updates import post_update
from tests.projects.views.conftest import Page
from tests.projects.views.test_editing import form_of

WHY = "A grant that was paid before the coalition began."


def test_a_plan_is_posted_once_it_says_why_it_speaks_of_money(send: Page, rita: Person) -> None:
    data = {"title": "Counting beds", "purpose": "Know them.", "plan": "Sites that join pay a fee of $50."}
    answer = send(rita, "/projects/new/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“Sites that join pay a fee of $50.”" in page
    assert page.index('name="plan"') < page.index('name="explanation"') < page.index('name="help_wanted"')
    assert send(rita, "/projects/new/", data | {"explanation": WHY}).status_code == 302
    kept = KeptWording.objects.get()
    assert (kept.field, kept.about) == ("plan", f"project:{Project.objects.get(title='Counting beds').pk}")


def test_an_edit_of_a_plan_asks_for_what_is_new(send: Page, read: Page, rita: Person, pool: Project) -> None:
    address = f"/projects/{pool.pk}/edit/"
    data: dict[str, Any] = form_of(read(rita, address)) | {"help_wanted": "Somebody who sells pumps"}
    answer = send(rita, address, data)
    assert answer.status_code == 422
    assert 'name="explanation"' in answer.content.decode()
    assert send(rita, address, data | {"explanation": WHY}).status_code == 302
    pool.refresh_from_db()
    edit_project(pool, actor=rita, version=pool.version, title="Another title")
    assert KeptWording.objects.count() == 1


def test_an_update_is_looked_through_when_posted_and_when_edited(
    send: Page, read: Page, rita: Person, pool: Project
) -> None:
    address = f"/projects/{pool.pk}/updates/new/"
    data = {"title": "Ten are ready", "text": "We sell the rest."}
    assert send(rita, address, data).status_code == 422
    assert not Update.objects.exists()
    assert send(rita, address, data | {"explanation": WHY}).status_code == 302
    update = Update.objects.get()
    edited = form_of(read(rita, f"{update.get_absolute_url()}edit/")) | {"title": "Ten for sale"}
    answer = send(rita, f"{update.get_absolute_url()}edit/", edited)
    assert answer.status_code == 422
    assert answer.content.decode().count('name="explanation"') == 1
    assert send(rita, f"{update.get_absolute_url()}edit/", edited | {"explanation": WHY}).status_code == 302
    assert set(KeptWording.objects.values_list("field", flat=True)) == {"title", "text"}


@pytest.mark.parametrize("title", ["Free of charge for all", "Ready at no cost"])
def test_an_update_that_denies_money_is_posted(rita: Person, pool: Project, title: str) -> None:
    assert post_update(pool, organization=pool.organization, actor=rita, title=title).pk
