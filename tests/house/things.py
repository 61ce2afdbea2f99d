"""One of each thing that an address may name: Lakeview's, unless its comment says otherwise."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from coalition.shared import clock
from members.discussions import subjects
from members.discussions.writing import write_comment
from members.drafting import begin_draft
from members.inviting import Guest, invite
from members.joining import ask_to_join
from members.models import Application, Contact, Notice, Organization, OutgoingMail, Person, Renaming
from members.signing import accept_charter
from members.tokens import issue_token
from members.unsubscribing import token_for
from projects.addresses import make_address, token_of
from projects.files.inspecting import inspect
from projects.models import Dependency, Highlights, Milestone, Partner, Project, Workgroup, WorkgroupMembership
from projects.releasing import Description, release
from projects.updates import post_update
from resources.confirm_links import path_for
from resources.importing import batches, files
from resources.importing.working import advance
from resources.models import Match
from tests.conftest import make_person
from tests.factories import (
    MatchFactory,
    MembershipFactory,
    OfferFactory,
    OrganizationFactory,
    ProjectFactory,
    RequestFactory,
)
from tests.house.doors import walk
from tests.projects.files.making import picture as a_picture

People = dict[str, Person]


@dataclass
class Things:
    """The cast by name, Lakeview, and what is put into the addresses, by the noun that their names begin with."""

    people: People
    lakeview: Organization
    by_noun: dict[str, object]

    def __post_init__(self) -> None:
        self._routes = dict(walk())
        self._nouns = sorted(self.by_noun, key=len, reverse=True)

    def address(self, name: str) -> str:
        """The path of an address, with its thing put in. Raises KeyError where no noun fits."""
        if "<" not in self._routes[name]:
            return reverse(name)
        bare = name.rpartition(":")[2]
        found = next((noun for noun in self._nouns if bare == noun or bare.startswith((f"{noun}_", f"{noun}-"))), None)
        if found is None:
            raise KeyError(f"{name} needs an argument: say in tests/house/things.py which thing it is tried with.")
        thing = self.by_noun[found]
        return reverse(name, args=thing if isinstance(thing, list) else [thing])


def furnish(people: People, lakeview: Organization, cascade: Organization) -> Things:
    """Put one of each thing into the coalition: Lakeview asks, Cascade offers and is asked as partner."""
    nothing = {"api-unknown": "nowhere", "mailbox_message": "none", "mailbox_html": "none"}
    shared = {"charter_version": 1, "charter_text": 1, "workgroup": "testing", "resource-type": "n95-respirator"}
    own = {**_of_members(people, lakeview), **_of_work(people, lakeview, cascade)}
    return Things(people, lakeview, {**nothing, **shared, **own, **_of_admins(people, lakeview)})


def _of_members(people: People, lakeview: Organization) -> dict[str, object]:
    rita, nora = people["rita"], people["nora"]
    notice = Notice.objects.create(
        person=rita, kind="match.proposed", title="Only for Rita", url="/", subject="match:0"
    )
    token, _ = issue_token(person=rita, organization=lakeview, name="Night stock", may_write=True, days=1)
    contact = Contact.objects.create(organization=lakeview, name="Iris", function="Supply chain", phone="1")
    asked = ask_to_join(lakeview, person=nora)
    invitation = invite(lakeview, guest=Guest(nora.email, "reader"), actor=rita)
    return {
        "unsubscribe": token_for(rita, "digest"),
        "receipt": accept_charter(lakeview, actor=rita, authority="Director").receipt,
        "organization": lakeview.slug,
        "join": lakeview.slug,
        "notice": notice.pk,
        "join_request": asked.pk,
        "join_withdraw": asked.pk,
        "invitation_resend": invitation.pk,
        "invitation_revoke": invitation.pk,
        "invitation": _token_in_the_letter(),
        "person": lakeview.memberships.get(person=people["reed"]).pk,
        "token": token.pk,
        "contact": contact.pk,
    }


def _of_admins(people: People, lakeview: Organization) -> dict[str, object]:
    """What the admins' desk is about."""
    rita = people["rita"]
    lead = WorkgroupMembership.objects.create(workgroup=Workgroup.objects.get(slug="testing"), person=rita)
    renaming = Renaming.objects.create(
        organization=lakeview, name="Lakeview Hospital", reason="A", held_because="Held for a look", asked_by=rita
    )
    return {
        "desk": _sent_application().pk,
        "desk_member": lakeview.slug,
        "desk_role_end": [rita.pk, "coordinator"],
        "desk_role_give": [rita.pk, "coordinator"],
        "desk_workgroup": "testing",
        "desk_workgroup_lead": ["testing", lead.pk],
        "desk_charter": begin_draft(actor=people["ada"]).number,
        "renaming": renaming.pk,
        "merge": lakeview.slug,
        "rename_member": lakeview.slug,
    }


def _of_work(people: People, lakeview: Organization, cascade: Organization) -> dict[str, object]:
    rita = people["rita"]
    project = ProjectFactory(organization=lakeview, posted_by=rita)
    milestone = Milestone.objects.create(
        project=project, title="First step", organization=lakeview, due_on="2030-01-01"
    )
    second = Milestone.objects.create(project=project, title="Second step", organization=lakeview, due_on="2030-02-01")
    dependency = Dependency.objects.create(milestone=second, waits_for=milestone)
    calendar, feed = make_address(rita, kind="calendar"), make_address(rita, kind="feed", project=project)
    partner = Partner.objects.create(project=project, organization=cascade)
    offer = OfferFactory(organization=lakeview, posted_by=rita)
    request = RequestFactory(organization=lakeview, posted_by=rita)
    given = OfferFactory(organization=cascade, resource_type=request.resource_type)
    match = MatchFactory(offer=given, request=request, proposed_by=people["cora"])
    return {
        "offer": offer.pk,
        "still_stands": path_for(offer, rita, asked_on=clock.today()).split("/")[-2],
        "request": request.pk,
        "import": _checked_import(rita, lakeview),
        "board_propose": request.pk,
        **dict.fromkeys(("board_claim", "board_release", "board_hand_over", "board_note", "board_flag"), request.pk),
        "match": match.pk,
        "discussion": ["match", match.pk],
        "comment": _said_about(match, rita, lakeview),
        "project": project.pk,
        "version": [project.pk, 1],
        "highlights": Highlights.objects.create(
            workgroup=Workgroup.objects.get(slug="testing"), week=date(2030, 1, 7), text="All is well.", sent_by=rita
        ).pk,
        "milestone_new": project.pk,
        "milestone": milestone.pk,
        "milestone_edit": milestone.pk,
        "milestone_waits": milestone.pk,
        "dependency": dependency.pk,
        "address": calendar.pk,
        "calendar": token_of(calendar),
        "feed": token_of(feed),
        "partner_ask": project.pk,
        "partner_answer": partner.pk,
        "partner_withdraw": partner.pk,
        **_of_posts(project, rita, lakeview),
    }


def _of_posts(project: Project, rita: Person, lakeview: Organization) -> dict[str, object]:
    """An update with a picture, and a deliverable with a link."""
    picture = inspect("ward.png", a_picture())
    update = post_update(project, organization=lakeview, actor=rita, title="Ten are ready", files=[picture])
    described = Description(
        title="Map",
        summary="Of counties.",
        kind="tool",
        licence="MIT",
        released_on=clock.today(),
        link="https://example.org",
    )
    released = release(project, described, organization=lakeview, actor=rita, makers=[lakeview])
    return {
        "update_list": project.pk,
        "update_new": project.pk,
        "update": update.pk,
        "release_new": project.pk,
        "deliverable": released.pk,
        "release": released.pk,
        "attachment": update.attachments.get().pk,
    }


def _checked_import(actor: Person, organization: Organization) -> int:
    """A file of Lakeview's whose one row is in order."""
    read = files.read(b"type,quantity,state\nswab,500,IL\n")
    batch = batches.receive_file(read, organization=organization, actor=actor, side="offers", file_name="stock.csv")
    chosen = {"columns": {name: [name] for name in batch.columns}, "values": {}}
    batches.choose_columns(batch, chosen, actor=actor)
    advance(batch.pk, seconds=60)
    return batch.pk


def _said_about(match: Match, actor: Person, organization: Organization) -> int:
    """A comment that only the parties to the match read."""
    subject = subjects.subject_of("match", match)
    return write_comment(subject, actor=actor, organization=organization, text="Between us two").comment.pk


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
