"""The highlights of a workgroup's weeks: writing and sending them, reading them, having them mailed or not."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition.shared.errors import Conflict, DomainError, NotAllowed
from coalition.shared.forms import PlainText, show_refusal
from members.acting import MemberRequest, members_only
from projects import permissions
from projects.highlights import choose_mail, draft_of, send_highlights, this_week
from projects.models import Highlights, Workgroup

PER_PAGE = 10


class HighlightsForm(forms.Form):
    """What the people of the workgroup read."""

    text = PlainText(
        label=gettext_lazy("Highlights"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=gettext_lazy("Markdown. The draft is made from the records; shorten it and say what matters."),
    )


@require_safe
@members_only
def workgroup_highlights(request: MemberRequest, slug: str) -> HttpResponse:
    """All highlights of the workgroup, the newest first."""
    group = _group(request, slug)
    rows = Highlights.objects.visible_to(request.user).filter(workgroup=group).select_related("sent_by", "workgroup")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/highlights_list.html", {"nav": "plans", "group": group, "page": page})


@require_safe
@members_only
def highlights(request: MemberRequest, pk: int) -> HttpResponse:
    """Those of one week."""
    rows = Highlights.objects.visible_to(request.user).select_related("sent_by", "workgroup")
    row = get_object_or_404(rows, pk=pk)
    return render(request, "projects/highlights.html", {"nav": "plans", "row": row, "group": row.workgroup})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def workgroup_highlights_write(request: MemberRequest, slug: str) -> HttpResponse:
    """The draft of this week, to be edited, looked at (`preview`) and sent."""
    group = _group(request, slug)
    if not permissions.can_send_highlights(request.user, group):
        raise NotAllowed(_("Only the leads of the workgroup send its highlights."))
    if sent := Highlights.objects.filter(workgroup=group, week=this_week()).first():
        messages.info(request, _("The highlights of this week have been sent already."))
        return redirect(sent)
    draft = {"text": draft_of(group, reader=request.user)}
    form = HighlightsForm(request.POST) if request.method == "POST" else HighlightsForm(initial=draft)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            row = send_highlights(group, actor=request.user, text=form.cleaned_data["text"])
        except Conflict as conflict:  # sent by another lead, or by a second click
            messages.info(request, str(conflict))
            return redirect("projects:workgroup_highlights", slug=slug)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The highlights are on their way to the people of %(name)s.") % {"name": group})
            return redirect(row)
    shown = form.cleaned_data["text"] if "preview" in request.POST and form.is_valid() else ""
    context = {"nav": "plans", "group": group, "form": form, "preview": shown, "week": this_week()}
    return render(request, "projects/highlights_write.html", context, status=422 if form.errors else 200)


@require_POST
@members_only
def workgroup_highlights_mail(request: MemberRequest, slug: str) -> HttpResponse:
    """Have the highlights mailed (`wanted` is "yes") or not."""
    group = _group(request, slug)
    wanted = request.POST.get("wanted") == "yes"
    if choose_mail(group, person=request.user, wanted=wanted):
        told = _("You get the highlights by mail.") if wanted else _("You get the highlights by mail no longer.")
        messages.success(request, told)
    return redirect(group)


def _group(request: MemberRequest, slug: str) -> Workgroup:
    return get_object_or_404(Workgroup.objects.visible_to(request.user), slug=slug)
