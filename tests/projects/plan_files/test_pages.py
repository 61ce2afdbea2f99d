"""Taking plans out and in, on the page."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Person
from projects.models import Milestone, Project
from projects.plan_files.writing import plan_record
from tests.conftest import ClientOf
from tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db

TAKE_IN = reverse("projects:plan_files_take_in")


@pytest.fixture
def document(pool: Project) -> dict[str, Any]:
    record = plan_record(Project.objects.get(pk=pool.pk))
    return {"format": "coalition-plans", "edition": 1, "plans": [{**record, "title": "<b>Other</b>"}]}


def upload(content: bytes, name: str = "plans.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_one_plan_those_of_a_list_and_all_can_be_taken_out(client_of: ClientOf, pool: Project, oren: Person) -> None:
    other = ProjectFactory(title="Other", themes=["beds"])
    client = client_of(oren)
    for parameters, numbers in (
        ({}, [pool.pk, other.pk]),
        ({"project": pool.pk}, [pool.pk]),
        ({"theme": "beds"}, [other.pk]),
        ({"view": "mine"}, []),
    ):
        answer = client.get(reverse("projects:plans_document"), parameters)
        assert [plan["id"] for plan in json.loads(b"".join(answer))["plans"]] == numbers, parameters
    page = client.get(reverse("projects:plan_files"), {"project": pool.pk}).content.decode()
    assert f"plans.json?project={pool.pk}" in page
    assert client.get(reverse("projects:milestones_table"), {"project": pool.pk})["Content-Disposition"] == (
        f'attachment; filename="milestones-{pool.pk}.csv"'
    )


@pytest.mark.parametrize("number", ["x", "99999", "9" * 40, ""])
def test_a_plan_that_is_not_there_is_not_found(client_of: ClientOf, oren: Person, number: str) -> None:
    client = client_of(oren)
    for name in ("plan_files", "plans_document", "plans_table", "milestones_table"):
        assert client.get(reverse(f"projects:{name}"), {"project": number}).status_code == 404


def test_a_file_is_looked_at_first_and_its_content_kept(
    client_of: ClientOf, document: dict[str, Any], pool: Project, rita: Person
) -> None:
    client = client_of(rita)
    text = json.dumps(document)
    looked = client.post(TAKE_IN, {"file": upload(text.encode()), "act": "look"})
    assert looked.status_code == 200
    assert looked.context["content"] == text
    assert "&lt;b&gt;Other&lt;/b&gt;" in looked.content.decode()
    assert Project.objects.get().title == pool.title
    taken = client.post(TAKE_IN, {"content": looked.context["content"], "act": "take_in"}, follow=True)
    assert "1 plan or milestone was imported." in taken.content.decode()
    assert Project.objects.get().title == "<b>Other</b>"
    again = client.post(TAKE_IN, {"content": text, "act": "take_in"}, follow=True)
    assert "Everything stands here as it is in the file." in again.content.decode()


def test_what_is_not_taken_is_told_after_the_rest_was(
    client_of: ClientOf, document: dict[str, Any], inventory: Milestone, rita: Person
) -> None:
    document["plans"].append({"id": 99999, "title": "Nothing"})
    answer = client_of(rita).post(TAKE_IN, {"content": json.dumps(document), "act": "take_in"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "What was imported" in page
    assert "There is no plan with this number." in page
    assert Project.objects.get().title == "<b>Other</b>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"act": "look"}, "Choose a file."),
        ({"file": upload(b"\xff\xfe\x00\x01")}, "not in UTF-8"),
        ({"file": upload(b"{")}, "This is no JSON"),
        ({"file": upload(b"x" * 1_000_001)}, "The file is larger than 1,000 KB."),
        ({"content": "{"}, "This is no JSON"),
    ],
)
def test_a_file_that_is_none_is_told_at_the_field(
    client_of: ClientOf, rita: Person, data: dict[str, Any], words: str
) -> None:
    answer = client_of(rita).post(TAKE_IN, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
