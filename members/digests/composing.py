"""What one person reads in a digest, and in what order. Values in, values out; nothing here asks the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

# How many a reader is shown before "and 14 more".
MOST_WAITING = 12
MOST_THINGS = 12
MOST_NEWS = 15
MOST_LINES = 5

PARTIES = "parties"  # the audience of a row that is for the organizations it names, and for coordinators


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of activity, told as a plain sentence. The notable, such as a new member, goes before small changes.

    An aside, such as a comment, is no news for everybody, nor for who said it (`actor`, the key of a person).
    """

    pk: int
    at: datetime
    sentence: str
    title: str
    url: str
    text: str
    topics: frozenset[str]
    audience: str
    is_notable: bool = False
    is_aside: bool = False
    actor: int | None = None

    @property
    def thing(self) -> str:
        """The page of the thing it tells of; parts of a page are parts of the thing, such as one comment on it."""
        return self.url.partition("#")[0].partition("?comment=")[0] or self.title


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open notice, told as a plain sentence."""

    pk: int
    sentence: str
    url: str
    since: datetime
    due_at: datetime | None
    must_act: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the coalition's week."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Who reads: the topics of their own organizations, those they follow or muted, and what they may see.

    `sees` names the audiences whose every row they may read; rows for the parties they read if a party is their own.
    Rows up to `after` were in an earlier digest; rows older than `since` come too late for this one.
    """

    own: frozenset[str]
    follows: frozenset[str]
    sees: frozenset[str]
    after: int
    since: datetime
    mutes: frozenset[str] = frozenset()
    person: int | None = None

    def wants(self, row: Happening) -> bool:
        """Whether the row is theirs to be told: they did not mute it, and it is not what they said themselves."""
        return self.mutes.isdisjoint(row.topics) and not (row.is_aside and row.actor == self.person)

    def may_see(self, row: Happening) -> bool:
        """The rule of `Activity.objects.visible_to`, for rows that are here already; a test holds the two together."""
        return row.audience in self.sees or (row.audience == PARTIES and not self.own.isdisjoint(row.topics))

    def is_fresh(self, row: Happening) -> bool:
        return row.pk > self.after and row.at >= self.since


@dataclass(frozen=True, slots=True)
class Thing:
    """What happened to one thing, newest last; `more` earlier lines are left out."""

    lines: tuple[Happening, ...]
    more: int

    @property
    def newest(self) -> Happening:
        return self.lines[-1]

    @property
    def earlier(self) -> tuple[Happening, ...]:
        return self.lines[:-1]


@dataclass(frozen=True, slots=True)
class Section:
    """Things, the weightiest first; `more` rows are left out with their things."""

    things: tuple[Thing, ...] = ()
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.things)


@dataclass(frozen=True, slots=True)
class Contents:
    """A digest: `waiting` for an answer, what befell `own` organizations, what is `followed`, what else is `new`."""

    waiting: tuple[Waiting, ...]
    more_waiting: int
    own: Section
    followed: Section
    new: Section
    figures: tuple[Figure, ...] = field(default=())

    def __bool__(self) -> bool:
        """Figures alone are not worth a letter."""
        return bool(self.waiting or self.own or self.followed or self.new)

    @property
    def waits(self) -> int:
        """How many notices wait for the reader, shown or not."""
        return len(self.waiting) + self.more_waiting

    @property
    def headline(self) -> Happening | None:
        """The one row that matters most to the reader: the newest notable one of the section nearest to them."""
        section = self.own or self.followed or self.new
        return max((line for thing in section.things for line in thing.lines), key=weight, default=None)

    @property
    def count(self) -> int:
        """How many rows of activity the digest speaks of, shown or not."""
        sections = (self.own, self.followed, self.new)
        return sum(len(t.lines) + t.more for s in sections for t in s.things) + sum(s.more for s in sections)

    @property
    def rest(self) -> int:
        """How many rows of activity there are beside the headline."""
        return self.count - 1

    @property
    def items(self) -> list[str]:
        """What is shown, by name: `notice:3`, `activity:12`."""
        lines = [line for s in (self.own, self.followed, self.new) for thing in s.things for line in thing.lines]
        return [f"notice:{row.pk}" for row in self.waiting] + [f"activity:{row.pk}" for row in lines]


def compose(
    standing: Standing,
    *,
    waiting: Sequence[Waiting],
    about: Iterable[Happening],
    news: Sequence[Happening],
    figures: tuple[Figure, ...] = (),
) -> Contents:
    """Pick and order what the reader gets.

    `about` holds rows with a topic of theirs; those they may not see or have read are left out here. `news` holds
    exactly the fresh rows, no asides, whose audience the reader is part of, the weightiest last. A row is shown once,
    where it fits first.
    """
    mine = [row for row in about if standing.is_fresh(row) and standing.may_see(row) and standing.wants(row)]
    own = [row for row in mine if not standing.own.isdisjoint(row.topics)]
    followed = [row for row in mine if standing.own.isdisjoint(row.topics)]
    pressing = in_order_of_need(waiting)
    return Contents(
        waiting=tuple(pressing[:MOST_WAITING]),
        more_waiting=max(0, len(pressing) - MOST_WAITING),
        own=by_thing(own, most=MOST_THINGS),
        followed=by_thing(followed, most=MOST_THINGS),
        new=what_else_is_new(
            news, elsewhere={row.pk for row in mine if row.audience in standing.sees and not row.is_aside}
        ),
        figures=figures,
    )


def in_order_of_need(waiting: Sequence[Waiting]) -> list[Waiting]:
    """First what must be answered; of that, first what has a deadline, the nearest first; then the oldest."""
    return sorted(waiting, key=lambda row: (not row.must_act, row.due_at is None, row.due_at or row.since, row.pk))


def by_thing(rows: Iterable[Happening], *, most: int) -> Section:
    """Group rows by the thing they tell of, newest last; notable things come first, then what moved last."""
    things: dict[str, list[Happening]] = {}
    for row in sorted(rows, key=age):
        things.setdefault(row.thing, []).append(row)
    weightiest_first = sorted(things.values(), key=lambda lines: max(map(weight, lines)), reverse=True)
    return Section(
        things=tuple(
            Thing(lines=tuple(lines[-MOST_LINES:]), more=max(0, len(lines) - MOST_LINES))
            for lines in weightiest_first[:most]
        ),
        more=sum(len(lines) for lines in weightiest_first[most:]),
    )


def age(row: Happening) -> tuple[datetime, int]:
    """What puts rows in the order in which they happened."""
    return row.at, row.pk


def weight(row: Happening) -> tuple[bool, datetime, int]:
    """What puts rows in the order in which they deserve to be told, the least first."""
    return row.is_notable, row.at, row.pk


def what_else_is_new(news: Sequence[Happening], *, elsewhere: set[int]) -> Section:
    """The weightiest of the news that the reader has not in another place, and how many more there are.

    Only the end of `news` is looked at, however long it is, so that a busy week costs no more than a quiet one.
    """
    others = (row for row in reversed(news) if row.pk not in elsewhere)
    shown = by_thing(islice(others, MOST_NEWS), most=MOST_NEWS)
    count = sum(len(thing.lines) + thing.more for thing in shown.things)
    return Section(things=shown.things, more=len(news) - len(elsewhere) - count)
