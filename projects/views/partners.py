"""Asking for partners, and their answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.shared.errors import DomainError, Invalid
from coalition.shared.forms import show_refusal
from members import overdue
from members.acting import MemberRequest, members_only
from projects import permissions
from projects.forms import PartnerForm
from projects.models import Partner, Project
from projects.partnering import answer_partner, ask_partner, withdraw_ask
from projects.posting import check_open
from projects.views.project import visible_project


@members_only
def partner_ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask an organization to take part."""
    project = visible_project(request, pk)
    if not permissions.can_ask_partner(request.user, project):
        raise overdue.refusal(
            request.user,
            project.organization,
            otherwise=_("Only people who may write for %(name)s can ask.") % {"name": project.organization},
        )
    check_open(project)
    form = PartnerForm(request.POST or None, project=project, named=request.GET.get("organization", ""))
    if request.method == "POST" and form.is_valid():
        try:
            partner = ask_partner(project, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            undo = reverse("projects:partner_withdraw", args=[partner.pk])
            text = _("%(name)s was asked; its people have a notice.") % {"name": partner.organization}
            messages.success(request, text, extra_tags=f"undo:{undo}")
            return redirect(f"{project.get_absolute_url()}#partners")
    context = {"nav": "plans", "form": form, "project": project}
    return render(request, "projects/partner_ask.html", context, status=422 if form.errors else 200)


@require_POST
@members_only
def partner_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer for the organization that was asked: `answer` is "yes" or "no"."""
    partner = _visible_partner(request, pk)
    answer = request.POST.get("answer")
    if answer not in {"yes", "no"}:
        raise Invalid(_("Answer yes or no."), field="answer")
    accept = answer == "yes"
    answer_partner(partner, actor=request.user, accept=accept)
    text = _("%(name)s takes part.") if accept else _("%(name)s does not take part.")
    messages.success(request, text % {"name": partner.organization})
    return redirect(f"{partner.project.get_absolute_url()}#partners")


@require_POST
@members_only
def partner_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back a question that has not been answered."""
    partner = _visible_partner(request, pk)
    name = str(partner.organization)
    withdraw_ask(partner, actor=request.user)
    messages.success(request, _("%(name)s is no longer asked.") % {"name": name})
    return redirect(f"{partner.project.get_absolute_url()}#partners")


def _visible_partner(request: MemberRequest, pk: int) -> Partner:
    seen = Project.objects.visible_to(request.user)
    return get_object_or_404(
        Partner.objects.select_related("organization", "project__organization").filter(project__in=seen), pk=pk
    )
