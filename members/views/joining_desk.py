"""How people join the organization acted for, and the answers to those who ask. For its representatives."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from coalition.shared.errors import DomainError
from coalition.shared.forms import PlainText, show_refusal
from members import joining, proofs
from members.acting import ManagerRequest, managers_only
from members.models import Joining, JoinRequest, JoinRequestStatus, Organization, Role


class AnswerForm(forms.Form):
    """Yes with a role, or no with a reason."""

    answer = forms.ChoiceField(choices=[("accept", ""), ("decline", "")], widget=forms.HiddenInput)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=list(reversed(Role.choices)), initial=Role.READER)
    reason = PlainText(
        label=gettext_lazy("Reason"),
        max_length=joining.LONGEST_WORDS,
        help_text=gettext_lazy("The person reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = self.data.get("answer")
        self.fields["role"].required = answer != "decline"
        self.fields["reason"].required = answer != "accept"


class JoiningForm(forms.Form):
    """How people join."""

    joining = forms.ChoiceField(
        label=gettext_lazy("How people join"),
        choices=Joining.choices,
        widget=forms.RadioSelect(attrs={"class": "radios"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def join_request(request: ManagerRequest, pk: int) -> HttpResponse:
    """A request to join the organization acted for: who asks, and the answer."""
    rows = JoinRequest.objects.select_related("person", "organization", "decided_by")
    asked = get_object_or_404(rows, pk=pk, organization=request.acting.organization_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, asked, form)
        except DomainError as refusal:
            show_refusal(form, refusal)
    context = {
        "nav": "members",
        "asked": asked,
        "form": form,
        "waits": asked.status == JoinRequestStatus.OPEN,
        "addresses": proofs.proved_addresses(asked.person),
        "declining": request.POST.get("answer") == "decline",
    }
    return render(request, "members/people/join_request.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def joining_policy(request: ManagerRequest) -> HttpResponse:
    """Show or choose how people join the organization acted for."""
    organization = Organization.objects.get(pk=request.acting.organization_id)
    form = JoiningForm(request.POST if request.method == "POST" else None, initial={"joining": organization.joining})
    if request.method == "POST" and form.is_valid():
        try:
            joining.choose_joining(organization, joining=form.cleaned_data["joining"], actor=request.user)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request,
                _("People join like this from now on: %(how)s.") % {"how": organization.get_joining_display().lower()},
            )
            return redirect("members:people")
    context = {
        "nav": "members",
        "organization": organization,
        "form": form,
        "proves": joining.proves_something(organization.domain),
    }
    return render(request, "members/people/joining.html", context, status=422 if form.errors else 200)


def _answer(request: ManagerRequest, asked: JoinRequest, form: AnswerForm) -> HttpResponse:
    said = form.cleaned_data
    name = {"name": asked.person}
    if said["answer"] == "accept":
        joining.accept_join_request(asked, role=said["role"], actor=request.user)
        messages.success(request, _("%(name)s belongs to your organization now.") % name)
    else:
        joining.decline_join_request(asked, reason=said["reason"], actor=request.user)
        messages.success(request, _("The request of %(name)s is declined.") % name)
    return redirect("members:people")
