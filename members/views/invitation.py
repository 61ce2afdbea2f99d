"""The invitation as its receiver sees it: read, accepted, declined."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coalition.shared.errors import DomainError
from members import addresses, inviting, people
from members.acting import PersonRequest, signed_in
from members.middleware import SESSION_KEY
from members.models import Invitation


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites whom to what, until when, and the next step for whoever reads it."""
    found = _found(token)
    context = {"nav": "application", "invitation": found, "token": token, **_how_it_stands(found)}
    if request.user.is_authenticated:
        context["is_mine"] = inviting.is_for(found, request.user)
        context["hint"] = addresses.hint_of(found.email)
        context["belongs"] = found.organization.memberships.active().filter(person=request.user).exists()
    elif found.is_open:
        here = reverse("members:invitation", args=[token])
        context["sign_up"] = f"{reverse('account_signup')}?{urlencode({'email': found.email, 'next': here})}"
        context["sign_in"] = f"{reverse('account_login')}?{urlencode({'email': found.email, 'next': here})}"
    return render(request, "members/people/invitation.html", context, status=200 if found.is_open else 410)


@require_POST
@signed_in
def invitation_accept(request: PersonRequest, token: str) -> HttpResponse:
    """Join, and act for the organization from now on."""
    found = _found(token)
    try:
        membership = inviting.accept(found, person=request.user, token=token)
    except DomainError as refusal:
        return _refused(request, refusal, token)
    request.session[SESSION_KEY] = membership.organization_id
    role = membership.get_role_display().lower()
    messages.success(
        request,
        _("Welcome: you belong to %(name)s now, as a %(role)s.") % {"name": membership.organization, "role": role},
    )
    return redirect("home")


@require_POST
@signed_in
def invitation_decline(request: PersonRequest, token: str) -> HttpResponse:
    """Say no."""
    found = _found(token)
    try:
        inviting.decline(found, person=request.user, token=token)
    except DomainError as refusal:
        return _refused(request, refusal, token)
    messages.success(request, _("You declined the invitation to %(name)s.") % {"name": found.organization})
    return redirect("home")


def _found(token: str) -> Invitation:
    """Forged, mistyped and replaced tokens are all one answer."""
    found = inviting.find(token)
    if found is None:
        raise Http404
    return found


def _how_it_stands(found: Invitation) -> dict[str, object]:
    """What an outdated organization or invitation has to say."""
    out = found.organization.status in people.OUTSIDE
    if found.is_open and not out:
        return {"may_be_accepted": True}
    gone = _("%(name)s is not in the coalition.") % {"name": found.organization}
    return {"may_be_accepted": False, "why_not": gone if out else inviting.why_closed(found)}


def _refused(request: PersonRequest, refusal: DomainError, token: str) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("members:invitation", token=token)
