"""Search over everything a reader may see, by the words in names and titles."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Organization, Person
from projects.models import Project, Workgroup
from resources.models import Offer, Request, ResourceType

AT_MOST = 8
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, where it is, what to tell it apart by."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one sort."""

    label: str | Promise
    hits: list[Hit]


def find(words: str, *, reader: Person) -> list[Group]:
    """Groups of at most `AT_MOST` hits each, empty groups left out; nothing for fewer than two letters."""
    words = words.replace("\x00", "").strip()
    if len(words) < SHORTEST:
        return []
    groups = [
        Group(_("Organizations"), _organizations(words, reader)),
        Group(_("Projects"), _projects(words, reader)),
        Group(_("Workgroups"), _workgroups(words, reader)),
        Group(_("Requests"), _postings(Request.objects.visible_to(reader).open(), words)),
        Group(_("Offers"), _postings(Offer.objects.visible_to(reader).open(), words)),
    ]
    return [group for group in groups if group.hits]


def _organizations(words: str, reader: Person) -> list[Hit]:
    rows = Organization.objects.visible_to(reader).filter(name__icontains=words)[:AT_MOST]
    return [Hit(row.name, row.get_absolute_url(), row.place) for row in rows]


def _projects(words: str, reader: Person) -> list[Hit]:
    rows = Project.objects.visible_to(reader).filter(title__icontains=words).select_related("organization")[:AT_MOST]
    return [Hit(row.title, row.get_absolute_url(), str(row.organization)) for row in rows]


def _workgroups(words: str, reader: Person) -> list[Hit]:
    if not reader.is_member:
        return []
    rows = Workgroup.objects.filter(is_active=True, name__icontains=words)[:AT_MOST]
    return [Hit(row.name, row.get_absolute_url(), "") for row in rows]


def _postings(rows: "Iterable[Offer] | Iterable[Request]", words: str) -> list[Hit]:
    """By resource type, whose table is small, so that a million offers are reached by their index on it."""
    types = ResourceType.objects.filter(Q(label__icontains=words) | Q(synonyms__icontains=words))
    found = rows.filter(resource_type__in=list(types.values_list("pk", flat=True)))  # type: ignore[union-attr]  # a queryset
    found = found.select_related("organization", "resource_type").order_by("-posted_at", "-pk")[:AT_MOST]
    return [Hit(str(row), row.get_absolute_url(), f"{row.organization} · {row.place}") for row in found]
