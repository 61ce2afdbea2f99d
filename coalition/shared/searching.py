"""Searching long lists by a word in several columns, each by its own index."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q

MOST_KEYS = 5000  # of things that the rows point to


def holding(model: type[Model], fields: Iterable[str], word: str) -> Q:
    """What the rows satisfy that hold the word in one of the fields, named as in `search_fields` of an admin.

    An OR over joined tables is answered by no index. So the tables that the rows point to are asked first, one query
    each, for the keys that fit; where these are too many to name, the word is so frequent that walking the list soon
    meets it.
    """
    where = Q()
    pointed: dict[str, list[str]] = {}
    for field in fields:
        relation, _, column = field.partition("__")
        found = _relation(model, relation) if column else None
        if found is None:
            where |= _holds(field, word)
        elif found.many_to_one:
            pointed.setdefault(relation, []).append(column)
        else:
            where |= Q(pk__in=model._default_manager.filter(_holds(field, word)).order_by().values("pk"))
    for relation, columns in pointed.items():
        where |= _pointing(model, relation, columns=columns, word=word)
    return where


def _pointing(model: type[Model], relation: str, *, columns: list[str], word: str) -> Q:
    target: Any = model._meta.get_field(relation).related_model
    fitting = target._default_manager.filter(_any_of(columns, word)).order_by("pk")  # walked only as far as is asked
    keys = list(fitting.values_list("pk", flat=True)[: MOST_KEYS + 1])
    if len(keys) <= MOST_KEYS:
        return Q(**{f"{relation}__in": keys})
    return _any_of([f"{relation}__{column}" for column in columns], word)


def _any_of(fields: list[str], word: str) -> Q:
    where = Q()
    for field in fields:
        where |= _holds(field, word)
    return where


def _holds(field: str, word: str) -> Q:
    """“=name” asks for the whole value in any case, “name__exact” for exactly it, “name” for a part."""
    if field.endswith("__exact"):
        return Q(**{field: word})
    return Q(**{f"{field[1:]}__iexact" if field.startswith("=") else f"{field}__icontains": word})


def _relation(model: type[Model], name: str) -> Any:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if field.is_relation else None
