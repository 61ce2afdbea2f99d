"""Drafts of the charter: begun as a copy, saved revision by revision, never two at a time."""

import pytest
from django.db import IntegrityError, transaction

from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.drafting import MOST_PRINCIPLES, Written, begin_draft, discard_draft, edit_draft
from members.models import Activity, CharterVersion
from members.signing import publish

pytestmark = pytest.mark.django_db

TWO = [Written("First", "One."), Written("Second", "Two.")]


def save(draft, actor, *, revision=1, principles=TWO, **text):
    fields = {"title": "Charter", "preamble": "We act together."} | text
    return edit_draft(draft, actor=actor, revision=revision, principles=principles, **fields)


def of(charter) -> list[tuple[int, str, str]]:
    return list(charter.principles.order_by("position").values_list("position", "title", "text"))


def test_a_draft_begins_as_a_copy_of_the_version_in_force(ada):
    in_force = CharterVersion.objects.in_force().get()
    draft = begin_draft(actor=ada)
    assert (draft.number, draft.status, draft.revision) == (2, "draft", 1)
    assert (draft.text, of(draft)) == (in_force.text, of(in_force))


def test_there_is_one_draft_at_a_time(ada):
    begin_draft(actor=ada)
    with pytest.raises(Conflict) as refused:
        begin_draft(actor=ada)
    assert refused.value.code == "draft_exists"
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterVersion.objects.create(number=3, title="Another", preamble="Another.")


def test_a_draft_is_saved_with_principles_added_removed_and_in_another_order(ada):
    draft = begin_draft(actor=ada)
    save(draft, ada, title=" Charter ", principles=[Written("Second", "Two.\r\nMore."), Written("First", "One.")])
    stored = CharterVersion.objects.get(pk=draft.pk)
    assert (stored.title, stored.revision) == ("Charter", 2)
    assert of(stored) == [(1, "Second", "Two.\nMore."), (2, "First", "One.")]


def test_saving_what_is_there_already_changes_nothing(ada):
    draft = begin_draft(actor=ada)
    save(draft, ada)
    assert save(draft, ada, revision=2).revision == 2
    assert Activity.objects.filter(kind="charter.edited").count() == 1


def test_the_second_of_two_editors_is_refused_and_overwrites_nothing(ada):
    draft = begin_draft(actor=ada)
    save(draft, ada, title="Of the first")
    with pytest.raises(Conflict) as refused:
        save(draft, ada, revision=1, title="Of the second")
    assert (refused.value.code, refused.value.facts) == ("version_conflict", {"revision": 2})
    assert CharterVersion.objects.get(pk=draft.pk).title == "Of the first"


@pytest.mark.parametrize("text", [{"title": ""}, {"preamble": " "}, {"title": "x" * 201}, {"preamble": "x" * 10001}])
def test_what_cannot_stand_in_a_charter_is_refused(ada, text):
    draft = begin_draft(actor=ada)
    with pytest.raises(Invalid):
        save(draft, ada, **text)


@pytest.mark.parametrize(
    "principles", [[Written("", "One.")], [Written("First", "")], [Written("First", "x" * 2001)], TWO * MOST_PRINCIPLES]
)
def test_neither_are_such_principles(ada, principles):
    draft = begin_draft(actor=ada)
    with pytest.raises(Invalid), transaction.atomic():
        save(draft, ada, principles=principles)
    assert len(of(draft)) == 5


def test_what_was_published_is_neither_edited_nor_thrown_away(ada):
    in_force = CharterVersion.objects.in_force().get()
    for act in (lambda: save(in_force, ada), lambda: discard_draft(in_force, actor=ada)):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "not_a_draft"


def test_a_draft_is_thrown_away_with_its_principles(ada):
    discard_draft(begin_draft(actor=ada), actor=ada)
    assert CharterVersion.objects.count() == 1
    assert begin_draft(actor=ada).number == 2


def test_what_is_published_is_what_was_read(ada):
    draft = save(begin_draft(actor=ada), ada)
    with pytest.raises(Conflict) as refused:
        publish(draft, actor=ada, revision=1)
    assert refused.value.code == "version_conflict"
    assert publish(draft, actor=ada, revision=2).status == "published"


def test_nobody_is_asked_to_accept_the_same_words_again(ada):
    with pytest.raises(Conflict) as refused:
        publish(begin_draft(actor=ada), actor=ada)
    assert refused.value.code == "unchanged"


def test_only_admins_write(ada, rita, cora):
    for person in (rita, cora):
        with pytest.raises(NotAllowed):
            begin_draft(actor=person)
    draft = begin_draft(actor=ada)
    for person in (rita, cora):
        with pytest.raises(NotAllowed):
            save(draft, person)
        with pytest.raises(NotAllowed):
            discard_draft(draft, actor=person)


def test_only_admins_read_of_drafts(ada, rita):
    save(begin_draft(actor=ada), ada)
    assert not Activity.objects.visible_to(rita).exists()
    assert Activity.objects.visible_to(ada).count() == 2
