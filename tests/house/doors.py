"""Every address of the portal, and what stands behind each for the test of who may enter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from members.drafting import begin_draft
from members.inviting import Guest, invite
from members.joining import ask_to_join
from members.models import Application, Contact, Notice, Organization, OutgoingMail, Person, Renaming
from members.signing import accept_charter
from members.tokens import issue_token
from members.unsubscribing import token_for
from projects.models import Milestone, Partner, Workgroup, WorkgroupMembership
from tests.conftest import make_person
from tests.factories import (
    MatchFactory,
    MembershipFactory,
    OfferFactory,
    OrganizationFactory,
    ProjectFactory,
    RequestFactory,
)

# Django's admin and allauth answer for their own addresses; what they answer to whom is tested beside their settings.
ELSEWHERE = ("admin/", "accounts/", "static/")

ROLES = ("visitor", "nora", "abel", "sam", "reed", "carl", "rita", "olga", "cora", "colin", "ada")


def walk(patterns: list[Any] | None = None, space: str = "", prefix: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every address, in the order of the URLconf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(ELSEWHERE):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}" if pattern.name else route, route


@dataclass
class Things:
    """One of each thing that an address may name. Lakeview's, unless its comment says otherwise."""

    people: dict[str, Person | AnonymousUser]
    arguments: dict[str, list[object]]

    def address(self, name: str) -> str:
        """The path of an address, with its thing put in."""
        if name not in self.arguments and "<" in dict(walk())[name]:
            raise KeyError(f"{name} needs an argument: say in tests/house/doors.py which thing it is tried with.")
        return reverse(name, args=self.arguments.get(name, []))


def furnish(people: dict[str, Person | AnonymousUser], lakeview: Organization, cascade: Organization) -> Things:
    """Put one of each thing into the coalition: Lakeview asks, Cascade offers and is asked as partner."""
    rita = people["rita"]
    assert isinstance(rita, Person)
    project = ProjectFactory(organization=lakeview, posted_by=rita)
    milestone = Milestone.objects.create(
        project=project, title="First step", organization=lakeview, due_on="2030-01-01"
    )
    partner = Partner.objects.create(project=project, organization=cascade)
    offer = OfferFactory(organization=lakeview, posted_by=rita)
    request = RequestFactory(organization=lakeview, posted_by=rita)
    given = OfferFactory(organization=cascade, resource_type=request.resource_type)
    match = MatchFactory(offer=given, request=request, proposed_by=people["cora"])
    sent = _sent_application()
    lead = WorkgroupMembership.objects.create(workgroup=Workgroup.objects.get(slug="testing"), person=rita)
    notice = Notice.objects.create(person=rita, kind="match.proposed", title="A", url="/", subject="match:0")
    token, _ = issue_token(person=rita, organization=lakeview, name="Test", may_write=True, days=1)
    contact = Contact.objects.create(organization=lakeview, name="Iris", function="Supply chain", phone="1")
    nora = people["nora"]
    assert isinstance(nora, Person)
    asked = ask_to_join(lakeview, person=nora)
    invitation = invite(lakeview, guest=Guest(nora.email, "reader"), actor=rita)
    draft = begin_draft(actor=people["ada"])  # type: ignore[arg-type]  # she is no visitor
    receipt = accept_charter(lakeview, actor=rita, authority="Director").receipt
    renaming = Renaming.objects.create(
        organization=lakeview, name="Lakeview Hospital", reason="A", held_because="B", asked_by=rita
    )
    lists = {
        "charter_version": [1],
        "charter_text": [1],
        "api-unknown": ["nowhere"],
        "unsubscribe": [token_for(rita, "digest")],
        "mailbox_message": ["none"],
        "mailbox_html": ["none"],
        "receipt": [receipt],
        "organization": [lakeview.slug],
        "join": [lakeview.slug],
        "workgroup": ["testing"],
        "desk_member": [lakeview.slug],
        "desk_role_end": [rita.pk, "coordinator"],
        "desk_role_give": [rita.pk, "coordinator"],
        "desk_workgroup_lead": ["testing", lead.pk],
    }
    by_noun: dict[str, object] = {
        "offer": offer.pk,
        "request": request.pk,
        "board_propose": request.pk,
        "match": match.pk,
        "project": project.pk,
        "milestone_new": project.pk,
        "milestone_edit": milestone.pk,
        "partner_ask": project.pk,
        "partner_answer": partner.pk,
        "partner_withdraw": partner.pk,
        "workgroup": "testing",
        "organization": lakeview.slug,
        "notice": notice.pk,
        "join_request": asked.pk,
        "join_withdraw": asked.pk,
        "invitation_resend": invitation.pk,
        "invitation_revoke": invitation.pk,
        "person": lakeview.memberships.get(person=people["reed"]).pk,
        "invitation": _token_in_the_letter(),
        "token": token.pk,
        "contact": contact.pk,
        "desk": sent.pk,
        "desk_workgroup": "testing",
        "desk_charter": draft.number,
        "renaming": renaming.pk,
        "merge": lakeview.slug,
        "rename_member": lakeview.slug,
        "resource-type": "n95-respirator",
    }
    arguments = {name: _arguments(name, route, by_noun, lists) for name, route in walk() if "<" in route}
    return Things(people, {name: found for name, found in arguments.items() if found is not None})


def _arguments(
    name: str, route: str, by_noun: dict[str, object], lists: dict[str, list[object]]
) -> list[object] | None:
    bare = name.partition(":")[2] or name
    if bare in lists:
        return lists[bare]
    nouns = sorted(by_noun, key=len, reverse=True)
    found = next((noun for noun in nouns if bare == noun or bare.startswith((f"{noun}_", f"{noun}-"))), None)
    return None if found is None else [by_noun[found]]


def _token_in_the_letter() -> str:
    return OutgoingMail.objects.get(kind="invitation").text.partition("/invitations/")[2].partition("/")[0]


def _sent_application() -> Application:
    person = make_person("gail")
    clinic = OrganizationFactory(name="Fern Hollow", slug="fern-hollow", status="applicant", admitted_at=None)
    MembershipFactory(person=person, organization=clinic)
    at = clinic.created_at
    return Application.objects.create(
        organization=clinic, applicant=person, status="sent", sent_at=at, waits_since=at, held_because="Public mail"
    )
