"""What a member sees first: what waits for them, what their organization has under way, what is new."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from members.models import Activity, Membership, Organization, Person
from projects.models import Milestone, MilestoneStatus, Project
from resources.models import Match, MatchStatus, Offer, Request, Severity

SHOWN = 6


def dashboard(person: Person, acting: Membership | None) -> dict[str, Any]:
    """Context of the dashboard. The number of queries does not depend on how much there is."""
    organization = acting.organization if acting and acting.organization.is_inside else None
    return {
        "stats": figures(person),
        "waiting": person.notices.open().order_by("-must_act", "due_at", "-created_at")[:SHOWN],
        "urgent": urgent_requests(person),
        "recent": Activity.objects.visible_to(person).news().select_related("actor", "organization")[:SHOWN],
        "milestones": upcoming_milestones(person),
        "organization": organization,
        "own_requests": own_requests(organization),
        "own_matches": own_matches(organization),
    }


def figures(person: Person) -> list[dict[str, Any]]:
    """The tiles at the top."""
    uncovered = Request.objects.visible_to(person).uncovered().of_members()
    week_ago = clock.now() - timedelta(days=7)
    return [
        {
            "label": _("Waiting for your answer"),
            "value": person.notices.open().filter(must_act=True).count(),
            "note": _("See what waits"),
            "url": reverse("members:notices"),
        },
        {
            "label": _("Critical requests not covered"),
            "value": uncovered.filter(severity=Severity.CRITICAL).count(),
            "note": _("See them"),
            "url": f"{reverse('resources:request_list')}?severity=critical",
            "tone": "warn",
        },
        {
            "label": _("Deliveries this week"),
            "value": Match.objects.filter(received_at__gte=week_ago).count(),
            "note": _("received and recorded"),
        },
        {
            "label": _("Projects under way"),
            "value": Project.objects.visible_to(person).open().count(),
            "note": _("Read them"),
            "url": reverse("projects:project_list"),
        },
        {
            "label": _("Members"),
            "value": Organization.objects.admitted().count(),
            "note": _("organizations"),
            "url": reverse("members:organization_list"),
        },
    ]


def urgent_requests(person: Person) -> Any:
    """The most urgent needs of the coalition that nobody covers yet."""
    rows = Request.objects.visible_to(person).uncovered().of_members().select_related("organization", "resource_type")
    return rows.most_urgent_first()[:SHOWN]


def upcoming_milestones(person: Person) -> Any:
    """Steps of plans due within two weeks, and late ones."""
    rows = Milestone.objects.filter(
        project__in=Project.objects.visible_to(person).open(),
        status__in=[MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY],
        due_on__lte=clock.today() + timedelta(days=14),
    )
    return rows.select_related("project", "organization")[:SHOWN]


def own_requests(organization: Organization | None) -> Any:
    """What the reader's organization asked for and still lacks."""
    if organization is None:
        return Request.objects.none()
    rows = Request.objects.filter(organization=organization).open().select_related("resource_type")
    return rows.most_urgent_first()[:SHOWN]


def own_matches(organization: Organization | None) -> Any:
    """Matches of the reader's organization that are not over."""
    if organization is None:
        return Match.objects.none()
    rows = Match.objects.filter(
        Q(offer__organization=organization) | Q(request__organization=organization),
        status__in=[MatchStatus.PROPOSED, MatchStatus.AGREED, MatchStatus.SHIPPED],
    )
    return rows.select_related("offer__organization", "request__organization", "request__resource_type")[:SHOWN]


def front_figures() -> list[dict[str, Any]]:
    """What everybody may know of the coalition: how many take part, and what was delivered."""
    delivered = Match.objects.arrived()
    return [
        {"label": _("member organizations"), "value": Organization.objects.admitted().count()},
        {"label": _("plans shared"), "value": Project.objects.count()},
        {"label": _("offers brought"), "value": Offer.objects.count()},
        {"label": _("deliveries received"), "value": delivered.count()},
    ]
