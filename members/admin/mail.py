"""Mail on its way out, and the digests that were assembled."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, do_with_each
from members import sending
from members.acting import PersonRequest
from members.models import Digest, OutgoingMail
from members.models.mail import SECRET


@admin.register(OutgoingMail)
class OutgoingMailAdmin(KeptAsWritten[OutgoingMail]):
    list_display = ["created_at", "recipient", "kind", "subject", "state", "attempt", "interruptions", "sent_at"]
    list_filter = ["state", "kind", "created_at"]
    search_fields = ["recipient", "subject", "message_id", "dedup"]
    exclude = ["text", "html"]
    readonly_fields = ["words"]
    actions = ["try_again"]

    @admin.display(description=_("text"))
    def words(self, row: OutgoingMail) -> str:
        """What it says. Codes and links into an account are for their receiver alone."""
        return str(_("For its receiver alone")) if row.kind in SECRET else row.text

    @admin.action(description=_("Try again"))
    def try_again(self, request: PersonRequest, rows: QuerySet[OutgoingMail]) -> None:
        do_with_each(request, rows, sending.try_again)


@admin.register(Digest)
class DigestAdmin(KeptAsWritten[Digest]):
    list_display = ["created_at", "person", "period", "mail", "activity_until"]
    list_filter = ["created_at"]
    list_select_related = ["person", "mail"]
    search_fields = ["person__name", "person__email", "period"]
