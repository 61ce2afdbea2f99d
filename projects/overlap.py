"""Plans alike: two organizations that go about the same matter, in the same place, at the same time.

The formula, in its parts; each is from 0 to 1:

- theme: 1 where they share a theme, 1/2 where one has none, else 0
- place: 1 where they share a state or both are for the whole country, 1/2 where one of them is, else 0
- time: 1 where their milestones lie in the same weeks (`NEIGHBOURING` days count), 1/2 where one has none, else 0
- words: the share of words that they have in common (Dice's coefficient over word stems), the mean of that of their
  titles and that of their titles and purposes; PostgreSQL computes it (`plans_alike` in the migrations)

A part that is 0 says that they have nothing to do with each other, whatever the rest says. Else the score is
`WORDS` of the words and the rest of the mean of the other three, and they are alike from `ALIKE_FROM` on. The numbers
were chosen on a set of pairs labelled by hand (tests/projects/overlap_pairs.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BooleanField, FloatField, Func, Max, Min, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat, Least
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coalition.shared.full_text import CLOSES, OPENS, Words, marked
from coalition.shared.geography import STATES
from projects.models import Milestone, MilestoneStatus, Project, Theme
from projects.models.project import ProjectQuerySet

WORDS = 0.7
ALIKE_FROM = 0.55
NEIGHBOURING = 31  # days
CANDIDATES = 200  # the newest that share a word of the title, a theme and a place
SHOWN = 5
WORDS_SHOWN = 5
MARKED = re.compile(f"{OPENS}(.*?){CLOSES}")


@dataclass(frozen=True, slots=True)
class Span:
    """The days in which the milestones of a plan lie."""

    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a plan is compared besides its words."""

    themes: frozenset[str]
    states: frozenset[str]
    span: Span | None


@dataclass(frozen=True, slots=True)
class Parts:
    """How alike two plans are, part by part."""

    theme: float
    place: float
    time: float
    words: float

    @property
    def score(self) -> float:
        """From 0 to 1; 0 where any but the words says that they have nothing to do with each other."""
        rest = (self.theme, self.place, self.time)
        return 0.0 if 0 in rest else WORDS * self.words + (1 - WORDS) * sum(rest) / len(rest)

    @property
    def are_alike(self) -> bool:
        """Whether people of both would want to hear of each other."""
        return self.score >= ALIKE_FROM


def compared(one: Facts, other: Facts, *, words: float) -> Parts:
    """The parts of the formula above."""
    return Parts(
        theme=_shared(one.themes, other.themes, neither=0.5),
        place=_shared(one.states, other.states, neither=1.0),
        time=_at_once(one.span, other.span),
        words=words,
    )


def _shared(one: frozenset[str], other: frozenset[str], *, neither: float) -> float:
    if one and other:
        return 1.0 if one & other else 0.0
    return 0.5 if one or other else neither


def _at_once(one: Span | None, other: Span | None) -> float:
    if one is None or other is None:
        return 0.5
    between = max((one.begins - other.ends).days, (other.begins - one.ends).days)
    return 1.0 if between <= NEIGHBOURING else 0.0


@dataclass(frozen=True, slots=True)
class Alike:
    """A plan like another one, and why."""

    project: Project
    parts: Parts
    reasons: list[str]


def plans_like(project: Project, *, among: ProjectQuerySet, at_most: int = SHOWN) -> list[Alike]:
    """The open plans of other organizations that are alike, the likest first; four queries, each by an index."""
    title, likeness = _question(project)
    if not title:
        return []
    rows: list[Any] = list(candidates(project, title=title, among=among).annotate(_words=likeness)[:CANDIDATES])
    facts = facts_of([project, *rows])
    own = facts[project.pk]
    scored = [(compared(own, facts[row.pk], words=row._words), row) for row in rows]
    best = sorted(
        ((parts, row) for parts, row in scored if parts.are_alike), key=lambda each: (-each[0].score, -each[1].pk)
    )[:at_most]
    words = _words_in_common([row for _parts, row in best], title)
    return [Alike(row, parts, reasons(own, facts[row.pk], words=words[row.pk])) for parts, row in best]


def candidates(project: Project, *, title: str, among: ProjectQuerySet) -> ProjectQuerySet:
    """The newest open plans of others that share a word of the title, and no theme or place apart.

    `title` is the query for any word of the title; the index on words answers it, and those on themes and states help.
    """
    rows = among.open().exclude(organization=project.organization_id).filter(_any_word(title))
    if project.themes:
        rows = rows.filter(Q(themes__overlap=project.themes) | Q(themes=[]))
    if project.states:
        rows = rows.concerning(*project.states)
    return rows.select_related("organization").defer("purpose", "plan").order_by("-posted_at", "-pk")


def facts_of(projects: Sequence[Project]) -> dict[int, Facts]:
    """What of each is compared besides its words; one query."""
    spans = {
        pk: Span(begins, ends)
        for pk, begins, ends in Milestone.objects.filter(project__in=[each.pk for each in projects])
        .exclude(status=MilestoneStatus.DROPPED)
        .order_by()
        .values_list("project")
        .annotate(begins=Min(Least(Coalesce("starts_on", "due_on"), "due_on")), ends=Max("due_on"))
    }
    return {each.pk: Facts(frozenset(each.themes), frozenset(each.states), spans.get(each.pk)) for each in projects}


def reasons(one: Facts, other: Facts, *, words: Sequence[str] = ()) -> list[str]:
    """Why they are alike, in words."""
    alike = [_("Alike words: %(words)s") % {"words": ", ".join(words)}] if words else []
    return [*_of_theme(one, other), *_of_place(one, other), *_of_time(one, other), *alike]


def _of_theme(one: Facts, other: Facts) -> Iterator[str]:
    both = [str(theme.label) for theme in Theme if theme in one.themes & other.themes]
    if both:
        yield _("Same theme: %(themes)s") % {"themes": ", ".join(both)}


def _of_place(one: Facts, other: Facts) -> Iterator[str]:
    if both := sorted(STATES[code].name for code in one.states & other.states):
        yield _("Both in %(places)s") % {"places": ", ".join(both)}
    elif not one.states and not other.states:
        yield _("Both for the whole country")


def _of_time(one: Facts, other: Facts) -> Iterator[str]:
    if one.span is None or other.span is None:
        return
    if one.span.ends.replace(day=1) == other.span.ends.replace(day=1):
        yield _("Both due in %(month)s") % {"month": date_format(one.span.ends, "F")}
    elif _at_once(one.span, other.span):
        yield _("Milestones in the same weeks")


def _words_in_common(projects: Sequence[Project], title: str) -> dict[int, list[str]]:
    """The words of their titles and purposes that are in the title sought, as they write them; one query."""
    text = Concat("title", Value("\n"), "purpose", output_field=TextField())
    rows = Project.objects.filter(pk__in=[each.pk for each in projects]).values_list("pk", marked(text, _query(title)))
    return {pk: list(dict.fromkeys(word.lower() for word in MARKED.findall(text)))[:WORDS_SHOWN] for pk, text in rows}


def _question(project: Project) -> tuple[str, Func]:
    """The query for any word of the title, and the likeness of words to those of the plan; one query."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, [project.pk])
        title, words = cursor.fetchone()
    given = Func(Value(words), template="%(expressions)s::tsvector", output_field=FloatField())
    return title or "", Func(given, Words(), function="plans_alike", output_field=FloatField())


# Of the title all words that count, as the alternatives of one query; of the whole, only words of titles and purposes.
QUESTION = """
SELECT (SELECT string_agg(quote_literal(lexeme), ' | ') FROM unnest(ts_filter(lexemes, '{a}'))),
       ts_filter(lexemes, '{a,b}')::text
FROM projects_project WHERE id = %s
"""


def _query(title: str) -> Func:
    return Func(Value(title), template="%(expressions)s::tsquery", output_field=TextField())


def _any_word(title: str) -> Q:
    return Q(Func(Words(), _query(title), template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField()))
