"""Who may open a page at all: guards around views, and the types of the requests behind them.

A visitor is sent to sign in, somebody without membership to their application; a member in the wrong role is told so.
What a person may do with one thing is asked of `permissions`, not here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from coalition.shared.errors import NotAllowed
from members import overdue, permissions
from members.middleware import acting_membership
from members.models import Membership, OrganizationStatus, Person
from members.models.organization import LISTED

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class PersonRequest(HttpRequest):
    """A request of somebody signed in. `acting` is the membership acted for, or None."""

    user: Person
    acting: Membership | None
    htmx: HtmxDetails


class MemberRequest(PersonRequest):
    """A request of a member. `acting` is None for coordinators and admins without an employer in the coalition."""


class WriterRequest(PersonRequest):
    """A request of somebody who may post for the admitted organization acted for."""

    acting: Membership


class ManagerRequest(PersonRequest):
    """A request of a representative, for the organization acted for."""

    acting: Membership


def signed_in(view: Callable[Concatenate[PersonRequest, P], HttpResponseBase]) -> Page[P]:
    """Send visitors to sign in; let everybody else pass."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        turned_away = _resolve(request)
        return turned_away or view(cast(PersonRequest, request), *args, **kwargs)

    return guarded


def members_only(view: Callable[Concatenate[MemberRequest, P], HttpResponseBase]) -> Page[P]:
    """Let members pass; send visitors to sign in and people without membership to their application."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        turned_away = _resolve(request) or _turn_away_outsider(request)
        return turned_away or view(cast(MemberRequest, request), *args, **kwargs)

    return guarded


def writers_only(view: Callable[Concatenate[WriterRequest, P], HttpResponseBase]) -> Page[P]:
    """Let those pass who may post for the admitted organization acted for. Raises NotAllowed for others."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        turned_away = _resolve(request) or _turn_away_outsider(request)
        if turned_away:
            return turned_away
        _check_may_write(cast(PersonRequest, request))
        return view(cast(WriterRequest, request), *args, **kwargs)

    return guarded


def people_only(view: Callable[Concatenate[ManagerRequest, P], HttpResponseBase]) -> Page[P]:
    """Let members pass who act for an organization. Raises NotAllowed for those who act for none."""

    @wraps(view)
    def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.acting is None:
            raise NotAllowed(_("You act for no organization, so there is nobody to show."))
        return view(cast(ManagerRequest, request), *args, **kwargs)

    return members_only(guarded)


def managers_only(view: Callable[Concatenate[ManagerRequest, P], HttpResponseBase]) -> Page[P]:
    """Let representatives of the organization acted for pass. Raises NotAllowed for other members."""

    @wraps(view)
    def guarded(request: ManagerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not permissions.can_represent(request.user, request.acting.organization):
            raise NotAllowed(_("This page is for the representatives of your organization."))
        return view(request, *args, **kwargs)

    return people_only(guarded)


def belonging_only(view: Callable[Concatenate[WriterRequest, P], HttpResponseBase]) -> Page[P]:
    """Let those pass who act for an organization that is in the coalition, be it inactive or suspended.

    People outside are sent to their application. Raises NotAllowed for coordinators and admins who act for none.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        turned_away = _resolve(request)
        acting = None if turned_away else cast(PersonRequest, request).acting
        if acting is None or acting.organization.status not in LISTED:
            turned_away = turned_away or _turn_away_outsider(request)
            if not turned_away:
                raise NotAllowed(_("You act for no organization of the coalition."))
        return turned_away or view(cast(WriterRequest, request), *args, **kwargs)

    return guarded


def coordinators_only(view: Callable[Concatenate[MemberRequest, P], HttpResponseBase]) -> Page[P]:
    """Let coordinators pass. Raises NotAllowed for other members."""
    return _holders_only(view, permissions.can_coordinate, _("This page is for the coordinators of the coalition."))


def admins_only(view: Callable[Concatenate[MemberRequest, P], HttpResponseBase]) -> Page[P]:
    """Let admins of the coalition pass. Raises NotAllowed for other members."""
    return _holders_only(view, permissions.can_administer, _("This page is for the admins of the coalition."))


def _holders_only(
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
    may_pass: Callable[[Person], bool],
    refusal: Promise,
) -> Page[P]:
    @wraps(view)
    def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_pass(request.user):
            raise NotAllowed(refusal)
        return view(request, *args, **kwargs)

    return members_only(guarded)


def _resolve(request: HttpRequest) -> HttpResponseBase | None:
    """Send a visitor to sign in; for anybody else put the membership acted for, or None, in place of the lazy one."""
    if not request.user.is_authenticated:
        return _send_to_sign_in(request)
    request.acting = acting_membership(request)  # type: ignore[attr-defined]  # ours, see PersonRequest
    return None


def _send_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A page that was asked for is shown after the sign-in; a form that was sent cannot be sent again."""
    htmx: Any = getattr(request, "htmx", None)
    if htmx:
        return HttpResponseClientRedirect(redirect_to_login(htmx.current_url_abs_path or "/").url)
    return redirect_to_login(request.get_full_path() if request.method in {"GET", "HEAD"} else "/")


def _turn_away_outsider(request: HttpRequest) -> HttpResponseBase | None:
    person = cast(PersonRequest, request).user
    if permissions.is_member(person):
        return None
    messages.info(request, str(_why_outside(person)))
    response = redirect("members:application")
    return HttpResponseClientRedirect(response.url) if getattr(request, "htmx", None) else response


def _why_outside(person: Person) -> Promise | str:
    suspended = OrganizationStatus.SUSPENDED
    for membership in person.active_memberships:
        if membership.organization.status == suspended:
            return _("%(name)s is suspended. That page is for members only.") % {"name": membership.organization}
    return _("That page is for members. Apply for your organization here; it takes a few minutes.")


def _check_may_write(request: PersonRequest) -> None:
    acting = request.acting
    if acting is None:
        raise NotAllowed(_("Only the people of a member organization can post. You act for none."))
    if acting.organization.is_inactive:
        raise NotAllowed(
            _("%(name)s is inactive. One of its representatives has to confirm first that it is still a member.")
            % {"name": acting.organization}
        )
    if not acting.organization.is_admitted:
        raise NotAllowed(
            _("%(name)s is not a member now. Choose another organization to act for.") % {"name": acting.organization}
        )
    if not acting.can_write:
        raise NotAllowed(
            _("You are a reader of %(name)s. Ask one of its representatives to make you a contributor.")
            % {"name": acting.organization}
        )
    if not permissions.can_write_for(request.user, acting.organization):
        raise overdue.refusal(request.user, acting.organization)
