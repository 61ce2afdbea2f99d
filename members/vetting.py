"""Who is admitted at once, and why an admin has to look at the others. The policy of the coalition, in one place."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from members import domains, duplicates, lookalikes
from members.models import Application, ApplicationStatus, FormerName, Organization, OrganizationStatus, Person
from members.models.organization import LISTED, OrganizationQuerySet
from members.proofs import is_proved


def why_held(application: Application) -> str:
    """The first reason, as a sentence, for which an admin has to decide; "" when the policy admits at once."""
    organization = application.organization
    return (
        _why_domain_proves_nothing(organization.domain)
        or _why_taken_for_another(organization)
        or _why_not_theirs(organization.domain, application.applicant)
        or _why_there_already(organization)
        or _why_known_already(organization)
        or _why_policy_is_off()
    )


def members_with_domain(organization: Organization) -> list[Organization]:
    """Other members, suspended ones included, that hold the organization's web domain."""
    if not organization.domain:
        return []
    holders = Organization.objects.filter(status__in=LISTED, domain__iexact=organization.domain)
    return list(holders.exclude(pk=organization.pk))


def why_name_held(organization: Organization, name: str) -> str:
    """Why an admin has to look at a name that the organization wants to take; "" when it is like no other."""
    if nearest := duplicates.named_like(name, _others(organization)):
        return _("The name is like that of %(name)s.") % {"name": nearest[0]}
    former = FormerName.objects.filter(name__iexact=name).exclude(organization=organization.pk)
    if known := former.select_related("organization").first():
        return _("%(name)s was called so before.") % {"name": known.organization}
    return ""


def _why_domain_proves_nothing(domain: str) -> str:
    if not domain:
        return _("No web domain was given.")
    if domains.is_public_provider(domain):
        return _("%(domain)s is a public mail provider.") % {"domain": domain}
    if domains.is_public_suffix(domain):
        return _("Anybody can have an address under %(domain)s.") % {"domain": domain}
    return ""


def _why_taken_for_another(organization: Organization) -> str:
    domain = organization.domain
    if taken_for := duplicates.looked_like(domain, _others(organization)):
        return _("%(domain)s looks like %(other)s, the web domain of %(name)s.") % {
            "domain": domain,
            "other": taken_for[0].domain,
            "name": taken_for[0],
        }
    if known := next((known for known in _well_known() if lookalikes.looks_like(domain, known)), ""):
        return _("%(domain)s looks like %(other)s.") % {"domain": domain, "other": known}
    if domains.may_look_like_another(domain):
        return _("%(domain)s is written in letters that can look like others.") % {"domain": domain}
    return ""


def _why_not_theirs(domain: str, applicant: Person) -> str:
    if is_proved(applicant, domain):
        return ""
    return _("No address at %(domain)s was proved.") % {"domain": domain}


def _why_there_already(organization: Organization) -> str:
    if holders := members_with_domain(organization):
        return _("%(name)s holds this web domain.") % {"name": holders[0]}
    members = Organization.objects.listed().exclude(pk=organization.pk)
    if holders := duplicates.of_one_domain(organization.domain, members):
        return _("%(name)s holds %(domain)s, of which this web domain is a part.") % {
            "name": holders[0],
            "domain": domains.registrable(organization.domain),
        }
    return why_name_held(organization, organization.name)


def _why_known_already(organization: Organization) -> str:
    if organization.applications.filter(status=ApplicationStatus.DECLINED).exists():
        return _("It was declined before.")
    if organization.admitted_at:
        return _("It was a member before.")
    if gone := duplicates.of_one_domain(organization.domain, _others(organization)):
        other = gone[0]  # left, or merged: those that are members now were found before
        return _("%(name)s had the same web domain: %(status)s.") % {
            "name": other,
            "status": other.get_status_display(),
        }
    declined = Organization.objects.filter(domain__iexact=organization.domain, status=OrganizationStatus.DECLINED)
    if declined.exclude(pk=organization.pk).exists():
        return _("An application with this web domain was declined before.")  # whose is not the applicant's business
    return ""


def _why_policy_is_off() -> str:
    return "" if settings.ADMIT_AT_ONCE else _("An admin decides on every application.")


def _others(organization: Organization) -> OrganizationQuerySet:
    """Whoever is or was a member, but the organization itself."""
    return Organization.objects.once_admitted().exclude(pk=organization.pk)


def _well_known() -> list[str]:
    """Domains that nobody may imitate though no member has them: the portal's own, and those of the settings."""
    own = urlsplit(settings.SITE_URL).hostname or ""
    return [*settings.WELL_KNOWN_DOMAINS, *([own] if domains.registrable(own) else [])]
