"""Invitations to organizations, and requests to join them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, do_with_each
from members.acting import PersonRequest
from members.inviting import resend, revoke
from members.models import Invitation, JoinRequest


@admin.register(Invitation)
class InvitationAdmin(KeptAsWritten[Invitation]):
    """Of the token nothing is shown, not even its hash."""

    list_display = ["email", "organization", "role", "status", "invited_by", "sent_at", "expires_at", "letters"]
    list_filter = ["status", "role"]
    list_select_related = ["organization", "invited_by"]
    search_fields = ["email", "name", "organization__name"]
    exclude = ["token_sha256"]
    actions = ["send_again", "take_back"]

    @admin.action(description=_("Send again"))
    def send_again(self, request: PersonRequest, rows: QuerySet[Invitation]) -> None:
        do_with_each(request, rows.select_related("organization"), lambda row: resend(row, actor=request.user))

    @admin.action(description=_("Take back"))
    def take_back(self, request: PersonRequest, rows: QuerySet[Invitation]) -> None:
        do_with_each(request, rows.select_related("organization"), lambda row: revoke(row, actor=request.user))


@admin.register(JoinRequest)
class JoinRequestAdmin(KeptAsWritten[JoinRequest]):
    """The organization answers; here it is looked at."""

    list_display = ["person", "organization", "by_domain", "status", "asked_at", "decided_at", "decided_by"]
    list_filter = ["status", "by_domain"]
    list_select_related = ["person", "organization", "decided_by"]
    search_fields = ["person__name", "person__email", "organization__name"]
