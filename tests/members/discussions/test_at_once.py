"""Several at the same moment."""

from typing import Any

import pytest

from members.discussions import subjects
from members.discussions.writing import edit_comment, write_comment
from members.models import Comment, Discussion, Organization, Person
from projects.models import Project
from tests.members.discussions.conftest import about
from tests.members.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def writing(pool: Project, actor: Person, organization: Organization, **more: Any) -> Any:
    def act() -> None:
        write_comment(
            subjects.subject_of("project", Project.objects.get(pk=pool.pk)),
            actor=Person.objects.get(pk=actor.pk),
            organization=Organization.objects.get(pk=organization.pk),
            text="Hello",
            **more,
        )

    return act


def test_two_first_comments_make_one_discussion(
    pool: Project, rita: Person, olga: Person, lakeview: Organization, cascade: Organization
) -> None:
    assert at_once(*(writing(pool, rita, lakeview) for _ in range(3)), writing(pool, olga, cascade)) == []
    assert Discussion.objects.count() == 1
    assert Comment.objects.filter(discussion=Project.objects.get(pk=pool.pk).discussion).count() == 4


def test_a_double_click_writes_once(pool: Project, rita: Person, lakeview: Organization) -> None:
    assert at_once(*(writing(pool, rita, lakeview, key="one") for _ in range(4))) == []
    assert Comment.objects.count() == 1


def test_of_two_edits_one_is_told_of_the_other(pool: Project, rita: Person, lakeview: Organization) -> None:
    comment = write_comment(about("project", pool), actor=rita, organization=lakeview, text="One").comment

    def edit(text: str) -> Any:
        def act() -> None:
            row = Comment.objects.get(pk=comment.pk)
            edit_comment(row, actor=Person.objects.get(pk=rita.pk), text=text, version=1)

        return act

    refusals = at_once(edit("Two"), edit("Three"))
    assert len(refusals) == 1
    assert comment.revisions.get().text == "One"
