from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError, Invalid, NotAllowed
from members.discussions import subjects
from members.discussions.writing import MOST_IN_A_BURST, MOST_REPLIES, edit_comment, withdraw_comment, write_comment
from members.models import Activity, Audience, AuditEntry, Comment, Discussion, Organization, OrganizationStatus, Person
from members.models.discussion import LONGEST
from projects.models import Project, ProjectStatus
from resources.models import Match, OfferStatus
from tests.members.discussions.conftest import Say, about


@pytest.mark.parametrize("word", ["project", "milestone", "offer", "request", "match"])
def test_the_first_comment_begins_the_discussion_of_any_thing(
    things: dict[str, Any], rita: Person, say: Say, word: str
):
    first = say(rita, "Who has filters?", subject=about(word, things[word]))
    second = say(rita, "Found some.", subject=about(word, things[word]))
    thing = things[word]
    thing.refresh_from_db()
    assert thing.discussion == first.discussion == second.discussion
    assert thing.discussion.subject == word
    assert Discussion.objects.count() == 1


@pytest.mark.parametrize("word", ["project", "milestone", "offer", "request", "match"])
def test_who_reads_is_who_sees_the_thing(
    things: dict[str, Any],
    rita: Person, reed: Person, olga: Person, dora: Person, sam: Person, nora: Person, abel: Person,
    cora: Person, colin: Person, ada: Person, word: str,
):  # fmt: skip
    subject = about(word, things[word])
    everybody = (rita, reed, olga, dora, sam, nora, abel, cora, colin, ada)
    seeing = {person.name for person in everybody if subjects.find(word, subject.row.pk, reader=person)}
    assert set(subject.readers().values_list("name", flat=True)) & {p.name for p in everybody} == seeing
    assert seeing == {"Rita", "Reed", "Olga", "Cora", "Colin", "Ada"} | (set() if word == "match" else {"Dora"})


def test_there_is_no_discussion_of_another_sort_or_number(pool: Project, rita: Person):
    assert subjects.find("person", pool.pk, reader=rita) is None
    assert subjects.find("project", 10**30, reader=rita) is None


def test_a_comment_says_who_wrote_for_whom(pool: Project, rita: Person, lakeview: Organization, say: Say):
    comment = say(rita, "\n\n    code first\n\nThen words.  \n")
    assert (comment.author, comment.organization) == (rita, lakeview)
    assert comment.text == "    code first\n\nThen words."
    assert comment.thread is None


def test_a_reply_to_a_reply_stands_in_the_same_thread(rita: Person, olga: Person, say: Say):
    first = say(rita, "One")
    reply = say(olga, "Two", reply_to=first)
    assert say(rita, "Three", reply_to=reply).thread == first == reply.thread


def test_a_reply_answers_in_its_own_discussion(things: dict[str, Any], rita: Person, say: Say):
    elsewhere = say(rita, "One", subject=about("offer", things["offer"]))
    with pytest.raises(Invalid, match="another discussion"):
        say(rita, "Two", reply_to=elsewhere)


def test_the_same_form_sent_twice_writes_once(rita: Person, olga: Person, say: Say):
    assert say(rita, "One", key="k") == say(rita, "One", key="k")
    say(olga, "One", key="k")
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something"),
        (" \n\t ", "Write something"),
        ("\u200b\u2060", "Write something"),
        ("a\x00b", "null"),
        ("x" * (LONGEST + 1), "Shorten"),
    ],
)
def test_what_nobody_can_read_is_refused(rita: Person, say: Say, text: str, words: str):
    with pytest.raises(Invalid, match=words):
        say(rita, text)
    assert not Comment.objects.exists()


def test_readers_read(reed: Person, say: Say):
    with pytest.raises(NotAllowed, match="readers read"):
        say(reed, "Hello")


@pytest.mark.parametrize("standing", [OrganizationStatus.INACTIVE, OrganizationStatus.SUSPENDED])
def test_who_cannot_write_for_the_organization_now_is_told_so(
    rita: Person, lakeview: Organization, say: Say, standing: str
):
    Organization.objects.filter(pk=lakeview.pk).update(
        status=standing, confirm_by=clock.now() if standing == OrganizationStatus.INACTIVE else None
    )
    with pytest.raises(NotAllowed):
        say(rita, "Hello")


def test_who_owes_an_answer_to_the_charter_is_led_to_it(dora: Person, say: Say):
    with pytest.raises(NotAllowed) as refused:
        say(dora, "Hello")
    assert refused.value.code == "charter_overdue"


def test_a_match_is_discussed_by_its_parties_and_the_coalition(
    match: Match, rita: Person, olga: Person, cora: Person, ada: Person, dora: Person, driftwood: Organization, say: Say
):
    for person in (rita, olga, cora, ada):
        say(person, "Hello", subject=about("match", match))
    Organization.objects.filter(pk=driftwood.pk).update(must_accept_by=None)
    with pytest.raises(NotAllowed, match="no party"):
        say(dora, "Hello", subject=about("match", match))


def test_who_is_employed_by_a_party_does_not_speak_for_the_coalition_there(match: Match, colin: Person, say: Say):
    with pytest.raises(NotAllowed, match="employs you"):
        say(colin, "Hello", subject=about("match", match), organization=None)
    assert say(colin, "Hello", organization=None).organization is None


def test_nobody_else_speaks_for_the_coalition(rita: Person, say: Say):
    with pytest.raises(NotAllowed, match="You act for none"):
        say(rita, "Hello", organization=None)


def test_closed_things_are_read_and_not_written_on(things: dict[str, Any], rita: Person, say: Say):
    comment = say(rita, "Before")
    Project.objects.update(status=ProjectStatus.CLOSED)
    type(things["offer"]).objects.update(status=OfferStatus.WITHDRAWN)
    for word in ("project", "milestone", "offer"):
        with pytest.raises(Conflict) as refused:
            say(rita, "After", subject=about(word, things[word]))
        assert refused.value.code == "discussion_closed"
    with pytest.raises(Conflict):
        edit_comment(comment, actor=rita, text="Other", version=1)
    assert withdraw_comment(comment, actor=rita).is_withdrawn


def test_a_lot_within_an_hour_is_too_much(rita: Person, say: Say):
    first = say(rita, "One")
    rows = [
        Comment(discussion=first.discussion, author=rita, organization=first.organization, text="x")
        for _ in range(MOST_IN_A_BURST - 1)
    ]
    Comment.objects.bulk_create(rows)
    with pytest.raises(Conflict, match="a lot within one hour"):
        say(rita, "Once more")
    with clock.at(clock.now() + timedelta(hours=2)):
        say(rita, "Once more")


def test_a_thread_has_an_end(rita: Person, say: Say):
    first = say(rita, "One")
    Comment.objects.bulk_create(
        Comment(discussion=first.discussion, thread=first, author=rita, text="x", created_at=clock.now() - timedelta(1))
        for _ in range(MOST_REPLIES)
    )
    with pytest.raises(Conflict, match="Begin a new one"):
        say(rita, "Two", reply_to=first)


# Changing one's words


def test_an_edit_leaves_the_former_text_to_be_read(rita: Person, say: Say):
    comment = say(rita, "Ten")
    edit_comment(comment, actor=rita, text="Twelve", version=1)
    edit_comment(comment, actor=rita, text="Eleven", version=2)
    comment.refresh_from_db()
    assert (comment.text, comment.version) == ("Eleven", 3)
    assert [(r.version, r.text, r.author) for r in comment.revisions.all()] == [(2, "Twelve", rita), (1, "Ten", rita)]


def test_an_edit_that_changes_nothing_leaves_no_trace(rita: Person, say: Say):
    comment = say(rita, "Ten")
    edit_comment(comment, actor=rita, text="Ten\n", version=1)
    assert comment.edited_at is None
    assert not Activity.objects.filter(kind="comment.edited").exists()


def test_of_two_edits_at_once_the_second_is_shown_the_first(rita: Person, say: Say):
    comment = say(rita, "Ten")
    edit_comment(comment, actor=rita, text="Twelve", version=1)
    with pytest.raises(Conflict) as refused:
        edit_comment(comment, actor=rita, text="Eleven", version=1)
    assert (refused.value.code, refused.value.facts) == ("version_conflict", {"version": 2})


def test_nobody_changes_the_words_of_others(rita: Person, carl: Person, olga: Person, ada: Person, say: Say):
    comment = say(rita, "Ten")
    for person in (carl, olga, ada):
        with pytest.raises(NotAllowed):
            edit_comment(comment, actor=person, text="Twelve", version=1)


# Withdrawing


def test_what_its_author_withdraws_is_gone_and_its_replies_stay(rita: Person, olga: Person, say: Say):
    comment = say(rita, "My number is 555 0100")
    edit_comment(comment, actor=rita, text="My number is 555 0199", version=1)
    reply = say(olga, "Thanks", reply_to=comment)
    withdraw_comment(comment, actor=rita)
    comment.refresh_from_db()
    assert (comment.text, comment.withdrawn_by, comment.revisions.count()) == ("", rita, 0)
    assert not Activity.objects.filter(text__contains="555").exists()
    reply.refresh_from_db()
    assert reply.text == "Thanks"


def test_what_an_admin_withdraws_is_kept_for_the_admins_with_the_reason(rita: Person, ada: Person, say: Say):
    comment = say(rita, "Rude words")
    with pytest.raises(Invalid, match="Give a reason"):
        withdraw_comment(comment, actor=ada, reason=" ")
    comment.refresh_from_db()
    withdraw_comment(comment, actor=ada, reason="Rude")
    comment.refresh_from_db()
    assert (comment.text, comment.reason, comment.was_moderated) == ("Rude words", "Rude", True)
    told = Activity.objects.get(kind="comment.removed")
    assert (told.text, told.actor) == ("Rude", ada)
    assert not Activity.objects.filter(text__contains="words").exists()
    assert rita.notices.open().get(kind="notice.comment_removed")


def test_withdrawing_again_changes_nothing(rita: Person, ada: Person, say: Say):
    comment = withdraw_comment(say(rita, "Ten"), actor=rita)
    withdraw_comment(comment, actor=ada, reason="Rude")
    assert Activity.objects.filter(kind__in=["comment.withdrawn", "comment.removed"]).count() == 1
    with pytest.raises(Conflict, match="is withdrawn"):
        edit_comment(comment, actor=rita, text="Ten", version=1)


def test_others_than_author_and_admin_withdraw_nothing(rita: Person, carl: Person, cora: Person, say: Say):
    comment = say(rita, "Ten")
    for person in (carl, cora):
        with pytest.raises(NotAllowed):
            withdraw_comment(comment, actor=person, reason="So")


# On record


def test_activity_is_for_those_who_see_the_thing_and_the_trail_holds_no_text(
    match: Match, rita: Person, cora: Person, dora: Person, say: Say
):
    comment = say(rita, "Secret **words**", subject=about("match", match))
    row = Activity.objects.get(kind="comment.written")
    assert (row.audience, row.text) == (Audience.PARTIES, "Secret words")
    assert row.url == f"/matches/{match.pk}/?comment={comment.pk}#comment-{comment.pk}"
    assert row in Activity.objects.visible_to(cora)
    assert row not in Activity.objects.visible_to(dora)
    assert row.after == {
        "comment": comment.pk, "discussion": comment.discussion_id, "thread": None, "version": 1, "withdrawn": False
    }  # fmt: skip
    assert "Secret" not in str(list(AuditEntry.objects.values()))


# The database


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM members_comment",
        "UPDATE members_comment SET text = 'Other'",
        "UPDATE members_comment SET author_id = (SELECT max(id) FROM members_person)",
        "UPDATE members_comment SET created_at = now()",
        "UPDATE members_comment SET text = ''",
        "UPDATE members_comment SET withdrawn_at = now()",
        "UPDATE members_comment SET withdrawn_at = now(), withdrawn_by_id = author_id",
        "UPDATE members_commentrevision SET text = 'Other'",
        "DELETE FROM members_commentrevision",
        "UPDATE members_activity SET text = 'Other' WHERE kind = 'comment.edited'",
        "UPDATE members_activity SET title = 'Other', text = '' WHERE kind = 'comment.edited'",
        "INSERT INTO members_comment (discussion_id, thread_id, author_id, text, version, created_at, reason)"
        " SELECT discussion_id, id, author_id, 'x', 1, now(), '' FROM members_comment WHERE thread_id IS NOT NULL",
    ],
)
def test_the_database_keeps_what_was_said(rita: Person, olga: Person, say: Say, statement: str):
    comment = say(rita, "Ten")
    edit_comment(comment, actor=rita, text="Twelve", version=1)
    say(olga, "Why?", reply_to=comment)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_raw_change_of_the_text_leaves_its_trace_too(rita: Person, say: Say):
    comment = say(rita, "Ten")
    Comment.objects.filter(pk=comment.pk).update(text="Twelve", version=2, edited_at=clock.now())
    assert comment.revisions.get().text == "Ten"


def test_a_refusal_changes_nothing(rita: Person, pool: Project, say: Say):
    with pytest.raises(DomainError):
        write_comment(about("project", pool), actor=rita, organization=None, text="Hello")
    pool.refresh_from_db()
    assert pool.discussion is None
