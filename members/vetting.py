"""Who is admitted at once, and why an admin has to look at the others. The policy of the coalition, in one place."""

from allauth.account.models import EmailAddress
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from members import domains
from members.models import Application, ApplicationStatus, Organization, OrganizationStatus, Person
from members.models.organization import ONCE_ADMITTED

# Trigram similarity (0 to 1) from which two names may be taken for one. Tried on pairs of names: “University of Iowa”
# and “University of Ohio” reach 0.61, “Lakeview Health” and “Lakev1ew Health” 0.68, with “Lakeview Health System” 0.70.
SIMILAR = 0.65


def why_held(application: Application) -> str:
    """The first reason, as a sentence, for which an admin has to decide; "" when the policy admits at once."""
    organization = application.organization
    return (
        _why_domain_proves_nothing(organization, application.applicant)
        or _why_taken_for_another(organization)
        or _why_known_already(organization)
    )


def proved_domains(person: Person) -> set[str]:
    """The domains, normalized, of the addresses that the person has proved to read."""
    addresses = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {domains.of_address(address) for address in addresses} - {""}


def members_with_domain(organization: Organization) -> list[Organization]:
    """Other members, suspended ones included, that hold the organization's web domain."""
    if not organization.domain:
        return []
    holders = Organization.objects.filter(
        status__in=[OrganizationStatus.ADMITTED, OrganizationStatus.SUSPENDED], domain__iexact=organization.domain
    )
    return list(holders.exclude(pk=organization.pk))


def _why_domain_proves_nothing(organization: Organization, applicant: Person) -> str:
    domain = organization.domain
    if not domain:
        return _("No web domain was given.")
    if domains.is_public_provider(domain):
        return _("%(domain)s is a public mail provider.") % {"domain": domain}
    if domains.may_look_like_another(domain):
        return _("%(domain)s is written in letters that can look like others.") % {"domain": domain}
    if domain not in proved_domains(applicant):
        return _("The applicant proved no address at %(domain)s.") % {"domain": domain}
    return ""


def _why_taken_for_another(organization: Organization) -> str:
    if holders := members_with_domain(organization):
        return _("%(name)s holds this web domain.") % {"name": holders[0]}
    name = organization.name.upper()  # as the index on names has them
    nearest = (
        Organization.objects.annotate(upper=Upper("name"), similarity=TrigramSimilarity(Upper("name"), name))
        .filter(status__in=ONCE_ADMITTED, upper__trigram_similar=name, similarity__gte=SIMILAR)
        .exclude(pk=organization.pk)
        .order_by("-similarity")
        .first()
    )
    return _("The name is like that of %(name)s.") % {"name": nearest} if nearest else ""


def _why_known_already(organization: Organization) -> str:
    if organization.applications.filter(status=ApplicationStatus.DECLINED).exists():
        return _("It was declined before.")
    if organization.admitted_at:
        return _("It was a member before.")
    gone = Organization.objects.filter(
        domain__iexact=organization.domain, status__in=[OrganizationStatus.LEFT, OrganizationStatus.DECLINED]
    )
    if other := gone.exclude(pk=organization.pk).first():
        return _("%(name)s had the same web domain: %(status)s.") % {
            "name": other,
            "status": other.get_status_display(),
        }
    return ""
