"""Joining an organization by asking it, and finding the one to ask."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition.shared.errors import DomainError
from coalition.shared.forms import PlainText, show_refusal
from coalition.shared.http import refuse
from members import inviting, joining, permissions
from members.acting import PersonRequest, signed_in
from members.models import JoinRequest, JoinRequestStatus, Organization


class AskForm(forms.Form):
    """A few words to the representatives."""

    words = PlainText(
        label=gettext_lazy("A few words to its representatives"),
        required=False,
        max_length=joining.LONGEST_WORDS,
        help_text=gettext_lazy("Who you are, and what you would do."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def join(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask the organization to be let in; where it chose so and the address proves it, join at once."""
    organization = get_object_or_404(Organization.objects.admitted(), slug=slug)
    form = AskForm(request.POST or None)
    if request.method == "POST":
        form = AskForm(request.POST)
        if form.is_valid():
            try:
                asked = joining.ask_to_join(organization, person=request.user, words=form.cleaned_data["words"])
            except DomainError as refusal:
                show_refusal(form, refusal)
            else:
                return _after_asking(request, asked)
    context = {
        "nav": "members" if permissions.is_member(request.user) else "application",
        "organization": organization,
        "form": form,
        "belongs": permissions.membership_in(request.user, organization) is not None,
        "asked": organization.join_requests.filter(person=request.user).order_by("-pk").first(),
        "by_domain": joining.is_of_its_domain(request.user, organization),
    }
    return render(request, "members/people/join.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def join_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    asked = get_object_or_404(request.user.join_requests.select_related("organization"), pk=pk)
    try:
        joining.withdraw_join_request(asked, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:find_organization")
    messages.success(request, _("Your request to join %(name)s is withdrawn.") % {"name": asked.organization})
    return redirect("members:find_organization")


@require_safe
@signed_in
def find_organization(request: PersonRequest) -> HttpResponse:
    """The organizations at whose own web domain the reader has proved an address, and what is under way."""
    context = {
        "nav": "members" if permissions.is_member(request.user) else "application",
        "found": joining.organizations_of_my_domain(request.user),
        "asked": list(JoinRequest.objects.open().filter(person=request.user).select_related("organization")),
        "invitations": inviting.invitations_for(request.user),
    }
    return render(request, "members/people/find_organization.html", context)


def _after_asking(request: PersonRequest, asked: JoinRequest) -> HttpResponse:
    name = {"name": asked.organization}
    if asked.status == JoinRequestStatus.ACCEPTED:
        messages.success(request, _("Welcome: you belong to %(name)s now, as a reader.") % name)
        return redirect("home")
    messages.success(request, _("Your request is with the representatives of %(name)s.") % name)
    return redirect("members:join", slug=asked.organization.slug)
