"""Private addresses: made and revoked by a person, read by programs that cannot sign in.

An address is a number and a signature over the number and the row's nonce. The database alone makes no address, nor
does the portal's secret alone; and since it can be computed, it can be shown again to whoever sets up a second device.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, NotAllowed
from coalition.shared.locking import lock
from members import activity
from members.models import Audience, Follow, Person
from members.permissions import is_member
from members.wording import Kind
from projects import kinds
from projects.models import AddressKind, Partner, PartnerStatus, PrivateAddress, Project, Workgroup
from projects.models.project import ProjectQuerySet

MOST = 20  # live ones of a person
NOTED = timedelta(hours=1)  # how often it is noted that one was read
LONGEST = 200  # characters of anything that is taken for an address
_signer = signing.Signer(salt="projects.addresses", sep=".")


@transaction.atomic
def make_address(
    person: Person, *, kind: str, project: Project | None = None, workgroup: Workgroup | None = None
) -> PrivateAddress:
    """Make an address of the kind, of one project, one workgroup, or all that concerns the person.

    Where there is a live one already, that is given back. Raises NotAllowed for others than members, Conflict with
    twenty of them.
    """
    if not is_member(person):
        raise NotAllowed
    lock(person)
    live = PrivateAddress.objects.live().filter(person=person)
    known = live.filter(kind=kind, project=project, workgroup=workgroup).first()
    if known:
        return known
    if live.count() >= MOST:
        raise Conflict(_("You have %(most)d addresses. Revoke one first.") % {"most": MOST}, most=MOST)
    address = PrivateAddress.objects.create(person=person, kind=AddressKind(kind), project=project, workgroup=workgroup)
    _record(kinds.ADDRESS_MADE, address)
    return address


@transaction.atomic
def revoke_address(address: PrivateAddress, *, person: Person) -> None:
    """Let nothing be read at the address any more, for good; again changes nothing. Raises NotAllowed for others."""
    if address.person_id != person.pk:
        raise NotAllowed(_("This is somebody else's address."))
    lock(address)
    if address.revoked_at is None:
        address.revoked_at = clock.now()
        address.save(update_fields=["revoked_at"])
        _record(kinds.ADDRESS_REVOKED, address)


def token_of(address: PrivateAddress) -> str:
    """The part of the address that nobody can guess."""
    return f"{address.pk}.{_signer.signature(_signed(address))}"


def url_of(address: PrivateAddress) -> str:
    """The whole address, as it is given to a program."""
    path = reverse(f"projects:{address.kind}", args=[token_of(address)])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def presented(token: str, kind: str) -> PrivateAddress | None:
    """The live address of this kind that the token opens, while its person is a member; None for anything else."""
    number, _dot, signature = token.partition(".")
    if len(token) > LONGEST or not (number.isascii() and number.isdecimal()) or len(number) > 18:
        return None
    rows = PrivateAddress.objects.live().select_related("person", "project", "workgroup")
    address = rows.filter(pk=number, kind=kind).first()
    if address is None or not _is_signed(address, signature) or not is_member(address.person):
        return None
    return address


def projects_of(address: PrivateAddress) -> ProjectQuerySet:
    """The projects that the address tells of, as far as its person may see them now."""
    seen = Project.objects.visible_to(address.person)
    if address.project_id:
        return seen.filter(pk=address.project_id)
    if address.workgroup_id:
        return seen.filter(workgroup=address.workgroup_id)
    return seen.filter(pk__in=_concerning(address.person))


def note_read(address: PrivateAddress) -> None:
    """Keep when it was last read, to the hour."""
    now = clock.now()
    if address.last_read_at is None or now - address.last_read_at > NOTED:
        PrivateAddress.objects.filter(pk=address.pk).update(last_read_at=now)


def note_content(address: PrivateAddress, fingerprint: str) -> None:
    """Keep when what it tells was last found changed, for programs that ask by time."""
    if address.fingerprint == fingerprint:
        return
    address.fingerprint, address.changed_at = fingerprint, clock.now().replace(microsecond=0)
    PrivateAddress.objects.filter(pk=address.pk).update(fingerprint=fingerprint, changed_at=address.changed_at)


def _concerning(person: Person) -> set[int]:
    """The keys of the projects that its organizations lead or take part in, and of those that the person follows."""
    own = [each.organization_id for each in person.active_memberships if each.organization.is_inside]
    led = Project.objects.filter(organization__in=own).order_by().values_list("pk")
    joined = Partner.objects.filter(organization__in=own, status=PartnerStatus.CONFIRMED).order_by()
    topics = Follow.objects.filter(person=person, topic__startswith="project:").values_list("topic", flat=True)
    return {key for (key,) in led.union(joined.values_list("project"))} | {
        int(topic.partition(":")[2]) for topic in topics
    }


def _signed(address: PrivateAddress) -> str:
    return f"{address.pk}:{address.nonce}"


def _is_signed(address: PrivateAddress, signature: str) -> bool:
    """Also by an older secret of the portal, as long as the settings name it."""
    try:
        _signer.unsign(f"{_signed(address)}.{signature}")
    except signing.BadSignature:
        return False
    return True


def _record(what: Kind, address: PrivateAddress) -> None:
    activity.record(
        what,
        actor=address.person,
        title=str(address.get_kind_display()),
        url=reverse("projects:addresses"),
        audience=Audience.ADMINS,
        topics=[address.person.topic],
        after={"address": address, "kind": address.kind},
    )
