"""Finding offers and requests by words: in their title, in the names of their type and of their organization."""

from typing import TypeVar

from django.db.models import Q

from members.models import Organization
from resources.models import ResourceType
from resources.models.exchange import OfferQuerySet, RequestQuerySet

Postings = TypeVar("Postings", OfferQuerySet, RequestQuerySet)

SHORTEST_IN_TITLE = 3  # letters; the index on titles is made of groups of three
MOST_ORGANIZATIONS = 200  # by name, for one search


def found(rows: Postings, text: str) -> Postings:
    """The offers or requests among the rows that the text is about."""
    return rows.filter(about(text))


def about(text: str) -> Q:
    """What an offer or request satisfies that the text is about: three conditions, each with an index.

    Asks two small queries. A synonym finds the type that carries it ("ffp2" finds N95 respirators): search may be
    generous, matching is not.
    """
    where = Q(resource_type__in=types_called(text))
    organizations = Organization.objects.filter(name__icontains=text).order_by()
    where |= Q(organization__in=list(organizations.values_list("pk", flat=True)[:MOST_ORGANIZATIONS]))
    if len(text) >= SHORTEST_IN_TITLE:
        where |= Q(title__icontains=text)
    return where


def types_called(text: str) -> list[int]:
    """Keys of the resource types whose label, code or a synonym holds the text, in whatever case."""
    sought = text.casefold()
    types = ResourceType.objects.only("slug", "label", "synonyms").order_by()
    return [row.pk for row in types if any(sought in name.casefold() for name in (row.slug, row.label, *row.synonyms))]
