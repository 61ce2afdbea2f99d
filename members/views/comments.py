"""One comment: where it stands, how it was worded before, changing and withdrawing it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coalition.shared import differences
from coalition.shared.errors import Conflict, DomainError, NotAllowed
from coalition.shared.forms import show_refusal
from members import notices
from members.acting import MemberRequest, members_only
from members.discussions import rights, subjects
from members.discussions.forms import EditCommentForm, WithdrawForm
from members.discussions.subjects import Subject
from members.discussions.writing import edit_comment, withdraw_comment
from members.models import Comment
from members.views.discussions import place_of, tell


def _seen(request: MemberRequest, pk: int) -> tuple[Comment, Subject]:
    """The comment and what it is about, or Http404 when the reader may not see that."""
    rows = Comment.objects.with_people().select_related("discussion", "thread")
    comment = get_object_or_404(rows, pk=pk)
    subject = subjects.of_discussion(comment.discussion, reader=request.user)
    if subject is None:
        raise Http404
    return comment, subject


@require_safe
@members_only
def comment(request: MemberRequest, pk: int) -> HttpResponse:
    """Go to where the comment stands. Who comes by a notice has read it by that."""
    found, subject = _seen(request, pk)
    for about in (found.topic, found.discussion.topic):
        notices.done(about, people=[request.user])
    return redirect(place_of(found, subject))


@require_safe
@members_only
def comment_history(request: MemberRequest, pk: int) -> HttpResponse:
    """Every text that the comment had, with what each change took out and put in, the newest first."""
    found, subject = _seen(request, pk)
    if found.is_withdrawn:
        raise Http404
    texts = [(found.text, found.edited_at or found.created_at)]
    texts += found.revisions.values_list("text", "written_at")
    former: list[str] = [*(text for text, _moment in texts[1:]), ""]
    steps = [
        {"moment": moment, "pieces": differences.reworded(before, text) if before else None, "text": text}
        for (text, moment), before in zip(texts, former, strict=True)
    ]
    context = {"nav": subject.sort.nav, "comment": found, "subject": subject, "steps": steps}
    return render(request, "members/discussion/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def comment_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one's own words; an edit that met another one is shown beside it."""
    found, subject = _seen(request, pk)
    if found.author_id != request.user.pk:
        raise NotAllowed(_("Only who wrote a comment can change it."))
    if refusal := rights.why_not(request.user, found.organization, subject):
        raise refusal
    initial = {"text": found.text, "version": found.version}
    form = EditCommentForm(request.POST or None, initial=initial)
    status, meanwhile = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said = edit_comment(found, actor=request.user, **form.cleaned_data)
            except DomainError as error:
                status = error.status
                found, subject = _seen(request, pk)
                if isinstance(error, Conflict) and error.code == "version_conflict":
                    meanwhile = found.text
                    form = _begun_anew(form, found)
                else:
                    show_refusal(form, error)
            else:
                tell(request, said, _("Your changes are saved."))
                return redirect(place_of(found, subject))
    context = {"nav": subject.sort.nav, "form": form, "comment": found, "subject": subject, "meanwhile": meanwhile}
    return render(request, "members/discussion/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def comment_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a comment away, after a question: it cannot be undone."""
    found, subject = _seen(request, pk)
    if found.is_withdrawn:
        return redirect(place_of(found, subject))
    if not rights.can_withdraw(request.user, found):
        raise NotAllowed(_("Only who wrote a comment, or an admin, can withdraw it."))
    own = found.author_id == request.user.pk
    form = None if own else WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        withdraw_comment(found, actor=request.user, reason=reason)
        messages.success(request, _("The comment is withdrawn."))
        return redirect(place_of(found, subject))
    context = {"nav": subject.sort.nav, "form": form, "comment": found, "subject": subject}
    return render(
        request, "members/discussion/withdraw.html", context, status=422 if form is not None and form.errors else 200
    )


def _begun_anew(form: EditCommentForm, now: Comment) -> EditCommentForm:
    """The same words upon the version that now stands, so that sending them again is a decision."""
    return EditCommentForm(initial={"text": form.cleaned_data["text"], "version": now.version})
