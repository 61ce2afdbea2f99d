"""Which organization's people sign in by which identity provider, and for which domains it may speak."""

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock
from members import activity, domains, kinds, permissions
from members.models import Audience, IdentityDomain, IdentityProvider, Organization, Person

PROVIDER = "openid_connect"
LONGEST = 191  # characters of an id or a secret, as allauth keeps them


def provider_for(address: str) -> IdentityProvider | None:
    """The provider that may speak for the address: its domain is one of a provider's, whose organization is in."""
    of_members = IdentityProvider.objects.select_related("app", "organization").filter(organization__status="admitted")
    return of_members.filter(domains__domain=domains.of_address(address)).first()


def may_assert(app: SocialApp, address: str) -> bool:
    """Whether the provider registered so may say who has the address."""
    found = provider_for(address)
    return found is not None and found.app_id == app.pk


@transaction.atomic
def set_up_provider(
    organization: Organization, *, issuer: str, client_id: str, secret: str, at: Sequence[str], actor: Person
) -> IdentityProvider:
    """Let the people of the organization with addresses `at` these domains sign in at its own provider.

    Called again, it changes what is there; an empty secret then leaves the old one. Raises NotAllowed for others than
    admins, Invalid for an issuer or a domain that will not do, Conflict for a domain of another's provider.
    """
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can do this."))
    _check_issuer(issuer)
    wanted = sorted({_clean_domain(domain) for domain in at})
    if not wanted:
        raise Invalid(_("Name at least one domain."), field="domains")
    lock(organization)
    provider = _registered(organization, issuer=issuer.rstrip("/"), client_id=client_id, secret=secret)
    taken = IdentityDomain.objects.filter(domain__in=wanted).exclude(provider=provider).first()
    if taken:
        raise Conflict(_("%(domain)s belongs to another provider.") % {"domain": taken}, field="domains")
    have = list(provider.domains.values_list("domain", flat=True))
    provider.domains.exclude(domain__in=wanted).delete()
    IdentityDomain.objects.bulk_create(
        [IdentityDomain(provider=provider, domain=domain) for domain in wanted if domain not in have]
    )
    _record(organization, actor=actor, text=", ".join(wanted), before=have, after=wanted)
    return provider


@transaction.atomic
def remove_provider(provider: IdentityProvider, *, actor: Person) -> None:
    """End the sign-in at the organization's provider. Its people go on with a mailed code, or set a password.

    Raises NotAllowed for others than admins.
    """
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can do this."))
    organization = provider.organization
    lock(organization)
    had = list(provider.domains.values_list("domain", flat=True))
    SocialAccount.objects.filter(provider=provider.app.provider_id).delete()
    provider.app.delete()
    _record(organization, actor=actor, text=_("None any longer."), before=had, after=[])


def _registered(organization: Organization, *, issuer: str, client_id: str, secret: str) -> IdentityProvider:
    provider = IdentityProvider.objects.select_related("app").filter(organization=organization).first()
    app = provider.app if provider else SocialApp(provider=PROVIDER, provider_id=secrets.token_hex(8))
    if not (secret or app.secret):
        raise Invalid(_("The provider gave you a secret with the id. Enter it."), field="secret")
    app.name, app.client_id = organization.name[:40], client_id
    app.secret = secret or app.secret
    app.settings = {**app.settings, "server_url": issuer}
    app.save()
    return provider or IdentityProvider.objects.create(organization=organization, app=app)


def _check_issuer(issuer: str) -> None:
    parts = urlsplit(issuer)
    plain = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"} and not settings.PRODUCTION
    if not parts.hostname or not (parts.scheme == "https" or plain):
        raise Invalid(_("Enter the provider’s address, beginning with https://."), field="issuer")


def _clean_domain(domain: str) -> str:
    try:
        clean = domains.normalize(domain)
    except ValueError as error:
        raise Invalid(_("%(domain)s is no web domain.") % {"domain": domain}, field="domains") from error
    if not clean or domains.is_public_provider(clean):
        raise Invalid(_("Anybody can have an address at %(domain)s.") % {"domain": domain}, field="domains")
    return clean


def _record(
    organization: Organization, *, actor: Person, text: str, before: Sequence[str], after: Sequence[str]
) -> None:
    activity.record(
        kinds.SIGN_IN_SET,
        actor=actor,
        organization=organization,
        title=organization.name,
        text=text,
        audience=Audience.ADMINS,
        before={"domains": list(before)},
        after={"domains": list(after)},
    )
