"""What the one search finds on this floor: open requests and offers, also by any name of their type."""

from typing import Any

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db.models import Q, Value
from django.db.models.functions import Upper
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from members import sources
from members.models import Person
from members.sources import Source
from resources.models import Offer, Request, ResourceType
from resources.searching import types_called


def _by_type(typed: str) -> Q:
    return Q(resource_type__in=types_called(typed))


def _by_type_alike(typed: str) -> Q:
    alike = ResourceType.objects.filter(TrigramWordSimilar(Upper("label"), Upper(Value(typed)))).order_by()
    return Q(resource_type__in=list(alike.values_list("pk", flat=True)))


def _where(row: Any) -> str:
    note = f"{row.organization} · {row.place}"
    if row.is_stale:
        since = _("Not confirmed since %(day)s") % {"day": date_format(row.confirmed_at, "M j")}
        return f"{note} · {since}"
    return note


def _source(kind: str, rows: Any, *, label: Any, one: Any) -> Source:
    def visible(reader: Person) -> Any:
        return rows.visible_to(reader).open()

    return Source(
        kind=kind,
        label=label,
        one=one,
        rows=visible,
        name="title",
        texts=("description",),
        order=("-posted_at", "-pk"),
        moment="posted_at",
        also=_by_type,
        alike=_by_type_alike,
        organization="organization",
        listed=lambda found: found.select_related("organization", "resource_type").defer("description"),
        note=_where,
    )


def register() -> None:
    """Called when the floor starts."""
    sources.register(_source("request", Request.objects, label=_("Requests"), one=_("Request")))
    sources.register(_source("offer", Offer.objects, label=_("Offers"), one=_("Offer")))
