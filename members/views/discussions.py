"""The page of a discussion by itself, writing in it, following and muting it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition.shared.errors import DomainError, NotAllowed
from coalition.shared.forms import show_refusal
from members.acting import MemberRequest, members_only
from members.discussions import following, mentions, rights, subjects
from members.discussions.forms import CommentForm
from members.discussions.pages import Talk, page_of
from members.discussions.subjects import Subject
from members.discussions.writing import Said, write_comment
from members.models import Comment, Person


def seen(request: MemberRequest, word: str, pk: int) -> Subject:
    """The thing that is discussed, or Http404 when the reader may not see it."""
    subject = subjects.find(word, pk, reader=request.user)
    if subject is None:
        raise Http404
    return subject


def place_of(comment: Comment, subject: Subject) -> str:
    """The address of the page, and of the place on it, where the comment stands now."""
    page = page_of(comment)
    query = f"?talk={page}" if page > 1 else ""
    return f"{subject.url}{query}#comment-{comment.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def discussion(request: MemberRequest, word: str, pk: int) -> HttpResponse:
    """Read a discussion by itself; a comment that is sent is written, or shown again with what is to mend."""
    subject = seen(request, word, pk)
    if request.method != "POST":
        return _page(request, Talk(subject, request))
    form = CommentForm.sent(request.POST)
    organization = rights.spoken_for(request.user, request.acting or None)
    refusal = rights.why_not(request.user, organization, subject)
    if isinstance(refusal, NotAllowed):
        raise refusal
    status = 422
    if form.is_valid():
        try:
            said = write_comment(
                subject,
                actor=request.user,
                organization=organization,
                text=form.cleaned_data["text"],
                reply_to=_answered(subject, form),
                key=form.cleaned_data["key"],
                **form.explained(),
            )
        except DomainError as error:
            show_refusal(form, error)
            status = error.status
        else:
            tell(request, said, _("Your comment is posted."))
            return redirect(place_of(said.comment, subject))
    return _page(request, Talk(seen(request, word, pk), request, form), status=status)


def tell(request: MemberRequest, said: Said, done: str) -> None:
    """Say what was done, and which names in it called nobody."""
    messages.success(request, done)
    if said.unknown:
        names = ", ".join(f"“@{name}”" for name in said.unknown)
        messages.warning(
            request, _("Nobody was told by %(names)s: you can mention nobody of that name here.") % {"names": names}
        )


@require_safe
@members_only
def discussion_people(request: MemberRequest, word: str, pk: int) -> HttpResponse:
    """Whom one is likely to mention; as a part of the page for htmx, else a page of its own."""
    subject = seen(request, word, pk)
    context = {"nav": subject.sort.nav, "subject": subject, "people": mentions.near(subject, actor=request.user)}
    template = "people_list" if request.htmx else "people"
    return render(request, f"members/discussion/{template}.html", context)


@require_POST
@members_only
def discussion_follow(request: MemberRequest, word: str, pk: int) -> HttpResponse:
    """Be told of what is new there."""
    done = _("You follow this discussion: you get a notice of what is new, and it comes in your digest.")
    return _change(request, seen(request, word, pk), following.follow_discussion, done=done, undo="discussion_unfollow")


@require_POST
@members_only
def discussion_unfollow(request: MemberRequest, word: str, pk: int) -> HttpResponse:
    """Be told no longer; or, after muting it, be told again of what concerns one."""
    done = _("You no longer follow this discussion.")
    return _change(request, seen(request, word, pk), following.unfollow_discussion, done=done, undo="discussion_follow")


@require_POST
@members_only
def discussion_mute(request: MemberRequest, word: str, pk: int) -> HttpResponse:
    """Be told nothing of it but mentions."""
    done = _("You muted this discussion. You are told when somebody mentions you, and of nothing else.")
    return _change(request, seen(request, word, pk), following.mute_discussion, done=done, undo="discussion_unfollow")


def _change(
    request: MemberRequest, subject: Subject, verb: Callable[..., None], *, done: str, undo: str
) -> HttpResponse:
    person: Person = request.user
    verb(subject, person=person)
    back = reverse(f"members:{undo}", args=[subject.sort.word, subject.row.pk])
    messages.success(request, done, extra_tags=f"undo:{back}")
    return redirect(f"{subject.url}#discussion")


def _answered(subject: Subject, form: CommentForm) -> Comment | None:
    """The comment that the form answers. Raises Http404 for one that is not there."""
    pk = form.cleaned_data["reply_to"]
    if pk is None:
        return None
    found = Comment.objects.filter(discussion=subject.discussion, pk=pk).select_related("thread").first()
    if found is None or subject.discussion is None:
        raise Http404
    return found


def _page(request: MemberRequest, talk: Talk, *, status: int = 200) -> HttpResponse:
    context = {"nav": talk.subject.sort.nav, "talk": talk}
    return render(request, "members/discussion/page.html", context, status=status)
