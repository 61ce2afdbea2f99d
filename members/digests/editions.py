"""What all digests of one run share: the activity up to one mark, told once, and the coalition's week in figures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from members import wording
from members.digests.composing import Figure, Happening, Standing, weight
from members.models import Activity

LOOK_BACK = timedelta(days=31)  # who had the digest off for longer is not told of everything since
WEEK = timedelta(days=7)
LOCK_SECONDS = 2
COLUMNS = (
    "pk",
    "kind",
    "occurred_at",
    "title",
    "url",
    "text",
    "topics",
    "audience",
    "actor_id",
    "actor__name",
    "organization__name",
)


class Edition:
    """The activity above `low`, or since a moment, and up to the mark `high`."""

    def __init__(self, *, now: datetime, high: int, low: int, since: datetime) -> None:
        self.now = now
        self.high = high
        rows = Activity.objects.filter(pk__lte=high, occurred_at__gte=now - LOOK_BACK)
        rows = rows.filter(Q(pk__gt=low) | Q(occurred_at__gte=since))
        self.rows = [_told(row) for row in rows.order_by().values_list(*COLUMNS).iterator(chunk_size=5000)]
        self.by_topic = self._by_topic()
        self.figures = _figures_of_the_week(now)
        self._news: dict[tuple[frozenset[str], int, datetime], list[Happening]] = {}

    def about(self, topics: Iterable[str]) -> Iterator[Happening]:
        """Rows that carry any of the topics, each once."""
        found = {row.pk: row for topic in topics for row in self.by_topic.get(topic, ())}
        return iter(found.values())

    def news_for(self, standing: Standing) -> list[Happening]:
        """The fresh rows for the reader, asides left out, the weightiest last; worked out once for all alike."""
        key = (standing.sees, standing.after, standing.since)
        if key not in self._news:
            news = (row for row in self.rows if row.audience in standing.sees and not row.is_aside)
            fresh = (row for row in news if standing.is_fresh(row))
            self._news[key] = sorted(fresh, key=weight)
        return self._news[key]

    def _by_topic(self) -> dict[str, list[Happening]]:
        by_topic: defaultdict[str, list[Happening]] = defaultdict(list)
        for row in self.rows:
            for topic in row.topics:
                by_topic[topic].append(row)
        return dict(by_topic)


def settled_mark() -> int:
    """The highest row of activity such that none below it can still appear.

    Primary keys are given out when a row is inserted, not when it is committed: row 101 may be readable while row 100
    belongs to a transaction still under way, and a digest that noted 101 as read would never tell of 100. So writers
    are held up for the instant of this look: SHARE waits for everyone who has inserted and not yet committed, and
    whoever comes later gets a higher key. A verb that takes long must not make the others queue behind us: after
    LOCK_SECONDS we give way (OperationalError) and the next run tries again. Must not run inside a transaction.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        cursor.execute("LOCK TABLE members_activity IN SHARE MODE")
        return _highest()


def present_mark() -> int:
    """The highest row that can be read now: good enough for a look that takes no note of it."""
    return _highest()


def _highest() -> int:
    highest: int | None = Activity.objects.aggregate(highest=Max("pk"))["highest"]
    return highest or 0


def _told(row: tuple[Any, ...]) -> Happening:
    pk, kind, at, title, url, text, topics, audience, actor_id, actor, organization = row
    who = (actor or _("Somebody")) if actor_id else None
    return Happening(
        pk=pk,
        at=at,
        sentence=wording.plain_sentence_of(kind, title, actor=who, organization=organization),
        title=title,
        url=url,
        text=text,
        topics=frozenset(topics),
        audience=audience,
        is_notable=wording.is_counted(kind),
        is_aside=wording.is_aside(kind),
        actor=actor_id,
    )


def _figures_of_the_week(now: datetime) -> tuple[Figure, ...]:
    """How often each counted kind of thing happened in the last seven days; kinds of one name are added up."""
    kinds = wording.counted()
    rows = Activity.objects.filter(kind__in=[kind.name for kind in kinds], occurred_at__range=(now - WEEK, now))
    counts = dict(rows.order_by().values_list("kind").annotate(number=Count("pk")))
    numbers: dict[str, int] = {}
    for kind in kinds:
        label = str(kind.figure)
        numbers[label] = numbers.get(label, 0) + counts.get(kind.name, 0)
    return tuple(Figure(label, number) for label, number in numbers.items())
