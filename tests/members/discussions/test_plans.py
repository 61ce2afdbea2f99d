"""The lists of a discussion are answered by their indexes."""

import pytest
from django.db import connection

from members.discussions.pages import PER_PAGE, page_of
from members.models import Comment, Follow, Person
from tests.members.discussions.conftest import Say


@pytest.mark.parametrize("what", ["threads", "replies", "count", "place", "pace", "followers"])
def test_each_list_has_its_index(rita: Person, say: Say, what: str) -> None:
    first = say(rita, "One")
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
    assert page_of(first) == 1
