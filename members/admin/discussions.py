"""Discussions. An admin withdraws a comment with a reason; its words are kept here, and nowhere else."""

from django.contrib import admin
from django.db.models import QuerySet
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, KeptInline, ask_reason, do_with_each, reason_given
from members.acting import PersonRequest
from members.discussions.writing import withdraw_comment
from members.models import Comment, CommentRevision, Discussion, Mention


class RevisionsOfComment(KeptInline[CommentRevision]):
    model = CommentRevision
    fields = ["version", "text", "written_at"]
    show_change_link = False


class MentionsOfComment(KeptInline[Mention]):
    model = Mention
    fields = ["person"]
    show_change_link = False


@admin.register(Discussion)
class DiscussionAdmin(KeptAsWritten[Discussion]):
    list_display = ["pk", "subject", "begun_at"]
    list_filter = ["subject", "begun_at"]


@admin.register(CommentRevision)
class CommentRevisionAdmin(KeptAsWritten[CommentRevision]):
    list_display = ["written_at", "author", "comment", "version"]
    list_select_related = ["author", "comment"]
    search_fields = ["author__name"]


@admin.register(Mention)
class MentionAdmin(KeptAsWritten[Mention]):
    list_display = ["comment", "person"]
    list_select_related = ["comment", "person"]
    search_fields = ["person__name"]


@admin.register(Comment)
class CommentAdmin(KeptAsWritten[Comment]):
    list_display = ["created_at", "author", "organization", "discussion", "edited_at", "withdrawn_at", "reason"]
    list_filter = ["withdrawn_at", "created_at"]
    list_select_related = ["author", "organization", "discussion"]
    search_fields = ["author__name", "organization__name"]
    inlines = [RevisionsOfComment, MentionsOfComment]
    actions = ["withdraw"]

    @admin.action(description=_("Withdraw, with a reason"))
    def withdraw(self, request: PersonRequest, rows: "QuerySet[Comment]") -> TemplateResponse | None:
        """Ask why, then take the chosen comments away."""
        reason = reason_given(request)
        if not reason:
            return ask_reason(self, request, rows, title=_("Withdraw these comments"), action="withdraw")
        comments = rows.select_related("author", "organization", "discussion")
        do_with_each(request, comments, lambda row: withdraw_comment(row, actor=request.user, reason=reason))
        return None
