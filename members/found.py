"""What the one search finds on this floor: organizations and people."""

from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members import sources
from members.models import Membership, Organization, Person
from members.naming import formerly_called
from members.sources import Source


def _once_called(typed: str) -> Q:
    return Q(pk__in=formerly_called(typed))


def _with_organizations(people: Any) -> Any:
    current = Membership.objects.of_members().select_related("organization").order_by("joined_at", "pk")
    return people.only("pk", "name", "deleted_at").prefetch_related(Prefetch("memberships", current, to_attr="current"))


def _where(person: Any) -> str:
    return " · ".join(str(membership.organization) for membership in person.current)


def _home(person: Any) -> str:
    """A person has no page of their own: they are met at their organization."""
    current = person.current
    return str(current[0].organization.get_absolute_url()) if current else reverse("members:organization_list")


def register() -> None:
    """Called when the floor starts."""
    sources.register(
        Source(
            kind="organization",
            label=_("Organizations"),
            one=_("Organization"),
            rows=Organization.objects.visible_to,
            name="name",
            texts=("brings", "needs"),
            order=("-admitted_at", "-pk"),
            moment="admitted_at",
            by_name=True,
            also=_once_called,
            organization="pk",
            listed=lambda rows: rows,
            note=lambda row: f"{row.get_kind_display()} · {row.place}",
        )
    )
    sources.register(
        Source(
            kind="person",
            label=_("People"),
            one=_("Person"),
            rows=Person.objects.visible_to,
            name="name",
            order=("-pk",),
            has_words=False,
            by_name=True,
            listed=_with_organizations,
            address=_home,
            note=_where,
        )
    )
