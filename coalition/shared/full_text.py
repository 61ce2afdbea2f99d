"""Full text in PostgreSQL: the words of a row, which the database keeps in a column that no page reads.

The column is generated (see the migrations), so it cannot differ from the texts. It is no field of the model: each
query for a row would else carry the words of a whole plan along.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F, FloatField, Func, TextField, Value
from django.db.models.functions import Concat
from django.db.models.sql.compiler import SQLCompiler

LONGEST = 100  # letters of a question; no word that people search for is longer
TITLE_FIRST = "{0.1, 0.2, 0.4, 1.0}"  # what a word counts for of weight D, C (texts), B (purposes), A (titles)
BOUNDED = 32  # rank / (rank + 1): however often a long text says a word, it stays below 1
OPENS, CLOSES = "\x02", "\x03"  # stand around what fits, until the page has escaped the rest


class Words(Func):
    """The column `lexemes` of the row: a tsvector with weights, kept by the database and held in an index."""

    output_field = SearchVectorField()

    def __init__(self, *key: Any, **extra: Any) -> None:
        super().__init__(*(key or (F("id"),)), **extra)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:  # type: ignore[override]  # no template here
        """The column beside the key that the expression was resolved to; in an index, without its table."""
        key, _ = compiler.compile(self.source_expressions[0])
        table, dot, _ = key.rpartition(".")
        return f"{table}{dot}{connection.ops.quote_name('lexemes')}", []


class Sought(Func):
    """What somebody typed as a query for words: any text at all is one. The last word may be unfinished."""

    function = "sought"
    output_field = TextField()

    def __init__(self, typed: Any, *more: Any, **extra: Any) -> None:
        given = Value(typed) if isinstance(typed, str) else typed
        super().__init__(given, *more, **extra)


def whole(typed: str) -> Func:
    """What somebody typed as a query for whole words."""
    config = Func(Value("english"), template="%(expressions)s::regconfig", output_field=TextField())
    return Func(config, Value(typed), function="websearch_to_tsquery", output_field=TextField())


class Holds(Func):
    """Whether the words hold what is sought: `lexemes @@ query`, which the index answers."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, query: Func) -> None:
        super().__init__(Words(), query)


def rank(query: Func) -> Func:
    """How well the words fit, from 0 to 1: by cover density (`ts_rank_cd`: near each other counts), titles first."""
    weights = Func(Value(TITLE_FIRST), template="%(expressions)s::float4[]", output_field=FloatField())
    return Func(weights, Words(), query, Value(BOUNDED), function="ts_rank_cd", output_field=FloatField())


def headline(columns: Sequence[str], typed: str, *, whole: bool = False) -> Func:
    """The texts with `OPENS` and `CLOSES` around what fits: the whole of it, or the two passages that fit best."""
    parts = [part for column in columns for part in (F(column), Value("\n"))]
    return marked(Concat(*parts, output_field=TextField()), Sought(typed), whole=whole)


def marked(text: Expression, query: Func, *, whole: bool = True) -> Func:
    """The text with `OPENS` and `CLOSES` around what the query asks for."""
    passages = "HighlightAll=true" if whole else 'MaxFragments=2, MaxWords=24, MinWords=10, FragmentDelimiter=" … "'
    options = Value(f'StartSel="{OPENS}", StopSel="{CLOSES}", {passages}')
    config = Func(Value("english"), template="%(expressions)s::regconfig", output_field=TextField())
    return Func(config, text, query, options, function="ts_headline", output_field=TextField())
