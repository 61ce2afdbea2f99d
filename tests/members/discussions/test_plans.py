"""The lists of a discussion are answered by their indexes."""

import pytest
from django.db import connection

from members.discussions.pages import PER_PAGE, page_of
from members.models import Comment, Follow, Person
from tests.factories import PersonFactory
from tests.members.discussions.conftest import Say


def among_others(first: Comment) -> None:
    """So many that it matters which index is asked, and known to be so many."""
    people = PersonFactory.create_batch(10)
    Comment.objects.bulk_create(
        Comment(
            discussion=first.discussion,
            organization=first.organization,
            author=people[number % 10],
            thread=first if number % 20 else None,
            text="Another",
        )
        for number in range(400)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE members_comment")


@pytest.mark.parametrize("what", ["threads", "replies", "count", "place", "pace", "followers"])
def test_each_list_has_its_index(rita: Person, say: Say, what: str) -> None:
    first = say(rita, "One")
    among_others(first)
    mine = Comment.objects.filter(discussion=first.discussion)
    rows, index = {
        "threads": (mine.first_ones().order_by("-created_at", "-pk")[:PER_PAGE], "comment_threads"),
        "replies": (Comment.objects.filter(thread__in=[1, 2]).order_by("created_at", "pk"), "Cond: (thread_id"),
        "count": (mine.shown(), "comment_in_order"),
        "place": (mine.first_ones().filter(created_at__gt=first.created_at), "comment_threads"),
        "pace": (Comment.objects.filter(author=rita, created_at__gt=first.created_at), "comment_of_author"),
        "followers": (Follow.objects.filter(topic="discussion:1"), "follow_topic"),
    }[what]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        if what != "replies":  # of some threads together, which are sorted after they are found
            cursor.execute("SET LOCAL enable_sort = off")
    assert index in rows.explain()
    assert page_of(first) == page_of(Comment.objects.first_ones().earliest("created_at"))
