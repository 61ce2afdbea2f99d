"""One search over everything that a reader may see: found by words, ranked, with what fits marked in each.

All sources are asked in one query, each for the newest `paging.CAP` of its rows that fit; these are ranked by how
well they fit, and by age where they fit alike. Only where nothing fits are the names asked for that are much alike.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, DateTimeField, F, FloatField, Func, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, Upper
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from coalition.shared import full_text
from coalition.shared.full_text import CLOSES, OPENS, Holds, Sought, headline, rank, whole
from coalition.shared.paging import CAP, Count
from members.models import Organization, Person
from members.sources import Source, Text

SHORTEST = 2  # letters
SHORTEST_INSIDE = 3  # letters that are looked for inside a name; the index is made of groups of three
LIKENESS = 0.35  # of the best stretch of a name to what was typed; below that people see no likeness
NEAR_THE_BEST = 0.8  # what is found for its likeness comes near the likest, as in the directory
MOST_ALIKE = 20
BEGINS, INSIDE, OTHERWISE = 0.7, 0.4, 0.3  # what a name counts for beside the rank of words, which is from 0 to 1
MARKDOWN = re.compile(r"[#*_`|>\[\]~]+|^\s*[-+]\s+", re.MULTILINE)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in what was found, before it is fetched."""

    kind: str
    key: int
    rank: float
    moment: datetime | None
    organization: int | None
    workgroup: int | None


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called and where, what to tell it apart by, and the passages that fit."""

    kind: str
    one: Text
    title: SafeString
    url: str
    note: str
    passages: SafeString = field(default_factory=lambda: SafeString(""))


@dataclass(frozen=True, slots=True)
class Found:
    """All places, the best first; `by_likeness` where nothing holds the words and these names are only much alike."""

    typed: str
    places: list[Place]
    by_likeness: bool = False

    def counts(self) -> dict[str, Count]:
        """How many of each kind, counted no further than `CAP`."""
        numbers = Counter(place.kind for place in self.places)
        return {kind: Count(min(number, CAP), more=number > CAP) for kind, number in numbers.items()}

    def most(self, what: str, *, at_most: int) -> list[tuple[int, int]]:
        """The keys of the organizations or workgroups that most of it belongs to, with how much of it does."""
        keys = Counter(key for place in self.places if (key := getattr(place, what)))
        return keys.most_common(at_most)


def cleaned(typed: str) -> str:
    """What was typed, fit to be asked for: without NUL, of one line, no longer than any question needs."""
    return " ".join(typed.replace("\x00", " ").split())[: full_text.LONGEST]


def find(
    typed: str,
    *,
    reader: Person,
    sources: Sequence[Source],
    organization: int | None = None,
    workgroup: int | None = None,
    cap: int = CAP,
    unfinished: bool = False,
) -> Found:
    """Everything among the sources that holds the words; else the last one unfinished; else what is called much alike.

    One query, or another for each of these. With `unfinished`, as somebody types, the last word is one from the start:
    PostgreSQL cannot foresee how frequent the beginning of a word is, and reads more than it needs where it is rare.
    Nothing for fewer than two letters. `organization` and `workgroup` narrow it to what belongs to them.
    """
    typed = cleaned(typed)
    if len(typed) < SHORTEST:
        return Found(typed, [])
    narrowed = list(_narrowed(sources, reader, organization=organization, workgroup=workgroup))
    ways = [Sought(typed)] if unfinished else [whole(typed), Sought(typed)]
    for query in ways:
        places = _ordered(_all(_by_words(source, rows, typed, query=query, cap=cap) for source, rows in narrowed))
        if places:
            return Found(typed, places)
    if not has_words(typed):
        return Found(typed, [])
    return Found(typed, _much_alike(narrowed, typed), by_likeness=True)


def has_words(typed: str) -> bool:
    """Whether anything is left to look for once the words are gone that stand in every text, such as “the”."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(sought(%s)) > 0", [typed])
        return bool(cursor.fetchone()[0])


def hits(
    places: Sequence[Place], typed: str, *, reader: Person, sources: Iterable[Source], marked: bool = True
) -> list[Hit]:
    """The things at the places, in their order: a constant number of queries for each source that has some.

    With `marked`, what fits is marked in titles and passages. All else in them is escaped.
    """
    shown: dict[tuple[str, int], Hit] = {}
    for source in sources:
        keys = [place.key for place in places if place.kind == source.kind]
        if keys:
            rows = source.rows(reader).order_by()
            shown |= {
                (source.kind, key): hit for key, hit in _fetched(source, rows.filter(pk__in=keys), typed, marked=marked)
            }
    return [shown[place.kind, place.key] for place in places if (place.kind, place.key) in shown]


def _narrowed(
    sources: Sequence[Source], reader: Person, *, organization: int | None, workgroup: int | None
) -> Iterator[tuple[Source, Any]]:
    for source in sources:
        rows = source.rows(reader)
        for column, key in ((source.organization, organization), (source.workgroup, workgroup)):
            if key is not None:
                rows = rows.filter(**{column: key}) if column else rows.none()
        yield source, rows


def _by_words(source: Source, rows: Any, typed: str, *, query: Func, cap: int) -> Any:
    also = source.also(typed) if source.also else None
    values: list[Any] = [rank(query)] if source.has_words else []
    where = Q(Holds(query)) if source.has_words else Q()
    if source.by_name:
        begins, inside = _in_name(source.name, typed)
        where |= inside
        values.append(_worth((begins, BEGINS), (inside, INSIDE)))
    if also is not None:
        where |= also
        values.append(_worth((also, OTHERWISE)))
    return _places(source, rows.filter(where), _best_of(values))[: cap + 1]


def _in_name(column: str, typed: str) -> tuple[Q, Q]:
    """That the name begins with what was typed, and that it stands somewhere in it."""
    begins = Q(**{f"{column}__istartswith": typed})
    return begins, Q(**{f"{column}__icontains": typed}) if len(typed) >= SHORTEST_INSIDE else begins


def _worth(*conditions: tuple[Q, float]) -> Case:
    cases = [When(condition, then=Value(value)) for condition, value in conditions]
    return Case(*cases, default=Value(0.0), output_field=FloatField())


def _best_of(values: list[Any]) -> Any:
    return Greatest(*values) if len(values) > 1 else values[0]


def _much_alike(narrowed: list[tuple[Source, Any]], typed: str) -> list[Place]:
    with transaction.atomic(), connection.cursor() as cursor:  # the threshold belongs to this transaction alone
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKENESS)])
        found = _ordered(_all(_by_likeness(source, rows, typed) for source, rows in narrowed))
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', '0.6', true)")
    near = found[0].rank * NEAR_THE_BEST if found else 0
    return [place for place in found if place.rank >= near][:MOST_ALIKE]


def _by_likeness(source: Source, rows: Any, typed: str) -> Any:
    name = Upper(source.name)
    where = Q(TrigramWordSimilar(name, Upper(Value(typed))))
    values: list[Any] = [Coalesce(TrigramWordSimilarity(typed.upper(), name), 0.0, output_field=FloatField())]
    if source.alike is not None:
        alike = source.alike(typed)
        where |= alike
        values.append(_worth((alike, BEGINS)))
    ranked = _places(source, rows.filter(where), _best_of(values))
    return ranked.order_by("-_rank", *source.order)[:MOST_ALIKE]


def _places(source: Source, rows: Any, value: Any) -> Any:
    """The columns of a place, alike for all sources, so that they can be asked for in one query."""
    none = Cast(Value(None), BigIntegerField())
    return (
        rows.order_by(*source.order)
        .annotate(
            _kind=Value(source.kind),
            _rank=Cast(value, FloatField()),
            _moment=Cast(F(source.moment) if source.moment else Value(None), DateTimeField()),
            _organization=F(source.organization) if source.organization else none,
            _workgroup=F(source.workgroup) if source.workgroup else none,
        )
        .values_list("_kind", "pk", "_rank", "_moment", "_organization", "_workgroup")
    )


def _all(parts: Iterable[Any]) -> list[Place]:
    first, *others = parts
    return [Place(*row) for row in first.union(*others, all=True)]


def _ordered(places: list[Place]) -> list[Place]:
    return sorted(places, key=lambda each: (-round(each.rank, 3), -(each.moment or LONG_AGO).timestamp(), -each.key))


def _fetched(source: Source, rows: Any, typed: str, *, marked: bool) -> Iterator[tuple[int, Hit]]:
    rows = source.listed(rows)
    if marked:
        rows = rows.annotate(_title=headline([source.name], typed, whole=True))
        if source.texts:
            rows = rows.annotate(_passages=headline(source.texts, typed))
    for row in rows:
        title = with_marks(row._title.strip() or str(row)) if marked else conditional_escape(str(row))
        passages = with_marks(MARKDOWN.sub(" ", getattr(row, "_passages", "")).strip())
        yield row.pk, Hit(source.kind, source.one, title, source.address(row), source.note(row), passages)


def with_marks(text: str) -> SafeString:
    """The text as HTML: all of it escaped, and `<mark>` around what stands between `OPENS` and `CLOSES`."""
    escaped = str(conditional_escape(str(text)))
    pieces = escaped.split(OPENS)
    marked = pieces[0].replace(CLOSES, "")
    for piece in pieces[1:]:
        inside, closed, behind = piece.partition(CLOSES)
        marked += f"<mark>{inside}</mark>{behind.replace(CLOSES, '')}" if closed else inside
    return mark_safe(marked)  # noqa: S308  # escaped above; only whole marks are put in


def organizations_called(keys: Iterable[int]) -> dict[int, Organization]:
    """The organizations by key, for their names."""
    return Organization.objects.only("pk", "name", "slug").in_bulk(list(keys))
