"""Who asks the API: a member's own system by token, or a person in the browser by session."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from coalition.shared import clock
from coalition.shared.errors import NotAllowed
from members import permissions, second_step
from members.models import ApiToken, Membership, Organization, Person
from members.tokens import presented


class MemberRequest(Request):
    """A request that passed IsMember. `acting` is the token's membership, or the session's; None for people without."""

    user: Person
    acting: Membership | None


SCHEME = "Bearer"
USE_NOTED_EVERY = timedelta(minutes=1)


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer coal_...` (RFC 6750).

    `request.acting` is the membership in the token's organization, and the person stands in that one alone, whatever
    else they belong to. Only a coordinator keeps all memberships, since none may match for an employer.
    """

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        """The person and the token; None where no token was sent.

        Raises AuthenticationFailed (401) for a token that is unknown, revoked or expired, or whose person is gone
        from the organization; PermissionDenied (403) while the organization is no member,
        or the person must have a second step and has none.
        """
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token, membership = self._presented(secret.strip())
        if not token.person.is_active or membership is None:
            raise AuthenticationFailed(
                _("This token's person no longer belongs to its organization."), "token_orphaned"
            )
        if not token.organization.is_inside:
            raise PermissionDenied(_("This token's organization is not a member now."), "organization_not_admitted")
        if second_step.must_have(token.person) and not second_step.has_one(token.person):
            raise PermissionDenied(_("This token’s person must set up a second step of signing in."), second_step.CODE)
        if not token.person.is_coordinator:
            token.person.active_memberships = [membership]
        request._request.acting = membership  # type: ignore[attr-defined]  # where the pages find it, too
        _note_use(token)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="api"'

    def _presented(self, secret: str) -> tuple[ApiToken, Membership | None]:
        found = presented(secret)
        if found is None:
            raise AuthenticationFailed(_("There is no such token."), "token_unknown")
        token, membership = found
        if not token.is_usable:
            code = "token_revoked" if token.revoked_at else "token_expired"
            raise AuthenticationFailed(_("This token has been revoked or has expired."), code)
        return token, membership


class IsMember(BasePermission):
    """Lets those pass who take part in the coalition."""

    message = _("The API is for the members of the coalition.")
    code = "not_a_member"

    def has_permission(self, request: Request, view: object) -> bool:
        return permissions.is_member(request.user)


class MayWrite(BasePermission):
    """Refuses whatever changes something to tokens that may only read. The verbs ask whether the person may."""

    message = _("This token can only read.")
    code = "token_read_only"

    def has_permission(self, request: Request, view: object) -> bool:
        if request.method in SAFE_METHODS or not isinstance(request.auth, ApiToken):
            return True
        return request.auth.may_write


def acting_organization(request: MemberRequest) -> Organization:
    """The organization that the token, or the session, speaks for. Raises NotAllowed for people who act for none."""
    if not request.acting:  # the middleware's is lazy, so never `is None`
        raise NotAllowed(_("Only the people of a member organization can do this. You act for none."))
    return request.acting.organization


def _note_use(token: ApiToken) -> None:
    """At most once a minute, however many requests come at the same time."""
    now = clock.now()
    if token.last_used_at is not None and token.last_used_at > now - USE_NOTED_EVERY:
        return
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    ApiToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=now)
