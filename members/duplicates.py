"""Organizations that may be one and the same, and such that may only seem so: found by name and by web domain."""

from collections.abc import Iterable

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid, NotAllowed
from coalition.shared.locking import lock
from members import domains, lookalikes, permissions, proofs
from members.models import Application, Organization, Person
from members.models.organization import OrganizationQuerySet

# Trigram similarity (0 to 1) from which two names may be taken for one. Tried on pairs of names: “University of Iowa”
# and “University of Ohio” reach 0.61, “Lakeview Health” and “Lakev1ew Health” 0.68, with “Lakeview Health System” 0.70.
SIMILAR = 0.65
MOST_SHOWN = 5


@transaction.atomic
def named_like(name: str, among: OrganizationQuerySet) -> list[Organization]:
    """Those of a similar name, the most similar first."""
    be_strict_about_similarity()
    return list(similar_names(name, among)[:MOST_SHOWN])


def similar_names(name: str, among: OrganizationQuerySet) -> OrganizationQuerySet:
    """The question of `named_like`, which the index on names answers. Ask it where similarity is strict."""
    upper = name.strip().upper()  # as the index on names has them
    similar = among.annotate(upper=Upper("name"), similarity=TrigramSimilarity(Upper("name"), upper))
    return similar.filter(upper__trigram_similar=upper).order_by("-similarity", "pk")


def of_one_domain(domain: str, among: OrganizationQuerySet) -> list[Organization]:
    """Those whose web domain is registered by the same holder."""
    return [row for row in _nearby(domain, among) if domains.are_of_one_holder(domain, row.domain)][:MOST_SHOWN]


def looked_like(domain: str, among: OrganizationQuerySet) -> list[Organization]:
    """Those for which the domain may be taken, though another holder registered it."""
    return [row for row in _nearby(domain, among) if lookalikes.looks_like(domain, row.domain)][:MOST_SHOWN]


def may_be_meant(name: str, domain: str, *, asked_by: Person) -> list[Organization]:
    """Members that a person may mean who describes an organization; applicants are nobody else's business.

    Raises Invalid for somebody who has proved no address: the list is not for everybody to try names on.
    """
    if not proofs.proved_domains(asked_by):
        raise Invalid(_("Prove your e-mail address first."), code="address_not_proved")
    members = Organization.objects.listed()
    found = {row.pk: row for row in [*of_one_domain(domain, members), *named_like(name, members)]}
    own = {membership.organization_id for membership in asked_by.active_memberships}
    return [row for key, row in found.items() if key not in own]


@transaction.atomic
def set_apart(application: Application, *, actor: Person, organizations: Iterable[Organization]) -> None:
    """Remember that the applicant saw these members and says that theirs is another one; the admins read it.

    Raises NotAllowed for others than the applicant.
    """
    lock(application)
    if not permissions.can_edit_application(actor, application):
        raise NotAllowed(_("Only the applicant can do this."))
    application.set_apart_from.add(*organizations)


def similar_members(organization: Organization) -> list[Organization]:
    """Whoever is or was a member and has a like name, a like domain or the same one: what an admin compares with."""
    others = Organization.objects.once_admitted().exclude(pk=organization.pk)
    near = [row for row in _nearby(organization.domain, others) if _is_near(organization.domain, row.domain)]
    found = {row.pk: row for row in [*near, *named_like(organization.name, others)]}
    return list(found.values())[: 2 * MOST_SHOWN]


def _is_near(domain: str, other: str) -> bool:
    return domains.are_of_one_holder(domain, other) or lookalikes.looks_like(domain, other)


def _nearby(domain: str, among: OrganizationQuerySet) -> list[Organization]:
    """All whose name is drawn like the domain's or nearly so, those of the same name among them."""
    sought = lookalikes.sought(domain)
    return list(among.filter(domain_skeleton__in=sought).order_by("pk")) if sought else []


def be_strict_about_similarity() -> None:
    """Have `%` mean SIMILAR until the transaction ends, so that the index itself leaves out the others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILAR)])
