"""What this floor adds to the directory of organizations: what they offer and need, and what is open of theirs."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coalition.shared.paging import counted
from coalition.shared.sets import among
from members import facets, profile
from members.facets import Facet
from members.models import Membership, Organization, Person
from projects import page_parts, permissions
from projects.models import Project
from resources.models import Offer, Request, ResourceType
from resources.searching import types_called

SHOWN = 5  # offers, and as many requests, on the page of an organization


def offering(words: str) -> Q:
    """Organizations with an open offer of a type so called, or that say in their own words to bring it.

    Two sets, each from its own index, made one before the organizations are looked at.
    """
    open_offers = Offer.objects.open().filter(resource_type__in=types_called(words))
    said = Organization.objects.bringing(words)
    return among(open_offers.order_by().values("organization").union(said.order_by().values("pk")))


def needing(words: str) -> Q:
    """Organizations with an open request for a type so called, or that say in their own words to need it."""
    open_requests = Request.objects.open().filter(resource_type__in=types_called(words))
    said = Organization.objects.lacking(words)
    return among(open_requests.order_by().values("organization").union(said.order_by().values("pk")))


def exchange_of(organization: Organization, reader: Person) -> dict[str, Any]:
    """The newest of its open offers, its most urgent open requests, and how many there are of each; four queries."""
    offers = Offer.objects.visible_to(reader).open().filter(organization=organization)
    requests = Request.objects.visible_to(reader).open().filter(organization=organization)
    return {
        "organization": organization,
        "offers": offers.select_related("resource_type").order_by("-posted_at", "-pk")[:SHOWN],
        "offer_count": counted(offers.order_by()),
        "requests": requests.select_related("resource_type").most_urgent_first()[:SHOWN],
        "request_count": counted(requests.order_by()),
    }


def needs_of(project: Project, reader: Person, acting: Membership | None) -> dict[str, Any]:
    """The most urgent of its open requests, and how many there are; two queries."""
    requests = Request.objects.visible_to(reader).open().filter(project=project)
    return {
        "project": project,
        "requests": requests.select_related("resource_type", "organization").most_urgent_first()[:SHOWN],
        "count": counted(requests.order_by()),
        "takes_part": not project.is_closed and permissions.can_act_in(acting, project),
    }


def _types() -> list[str]:
    return list(ResourceType.objects.active().values_list("label", flat=True))


def register() -> None:
    """Called when the floor starts."""
    facets.register(
        Facet(
            "offers",
            _("Offers"),
            offering,
            about="What they offer: by the type of an open offer (label, code or synonym), or by their own words.",
            suggestions=_types,
        )
    )
    facets.register(
        Facet(
            "needs",
            _("Needs"),
            needing,
            about="What they need: by the type of an open request (label, code or synonym), or by their own words.",
            suggestions=_types,
        )
    )
    profile.register("resources/parts/of_organization.html", exchange_of)
    page_parts.register("resources/parts/of_project.html", needs_of)
