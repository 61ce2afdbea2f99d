"""The coalition's own roles on the admins' desk: who coordinates, who administers; appoint and end."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members.acting import MemberRequest, admins_only
from members.appointments import appoint
from members.fresh import fresh_sign_in
from members.models import Person

PER_PAGE = 50
COORDINATOR, ADMIN = "coordinator", "admin"
ROLES = [
    (COORDINATOR, gettext_lazy("Coordinator: matches offers to requests")),
    (ADMIN, gettext_lazy("Admin: manages membership, charter, catalogue and workgroups")),
]


class AppointmentForm(forms.Form):
    """Whom, and to what."""

    email = forms.EmailField(
        label=gettext_lazy("Address"), help_text=gettext_lazy("Of somebody who has an account here.")
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=ROLES, widget=forms.RadioSelect(attrs={"class": "radios"})
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.person = Person.objects.filter(email__iexact=email).first()
        if self.person is None:
            raise forms.ValidationError(_("Nobody has an account with this address. Ask them to sign up first."))
        return email


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
@fresh_sign_in
def desk_roles(request: MemberRequest) -> HttpResponse:
    """Who holds which role; the form gives one to somebody by address."""
    form = AppointmentForm(request.POST or None) if request.method == "POST" else AppointmentForm()
    if request.method == "POST" and form.is_valid():
        person, role = form.person, form.cleaned_data["role"]
        try:
            appoint(person, actor=request.user, **{role: True})  # type: ignore[arg-type]  # clean_email found them
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s holds the role now.") % {"name": person})
            return redirect("members:desk_roles")
    return _page(request, form)


@require_POST
@admins_only
@fresh_sign_in
def desk_role_end(request: MemberRequest, pk: int, role: str) -> HttpResponse:
    """Take the role away; the message offers to give it back."""
    return _set(request, pk, role, holds=False)


@require_POST
@admins_only
@fresh_sign_in
def desk_role_give(request: MemberRequest, pk: int, role: str) -> HttpResponse:
    """Give the role back that was just taken away."""
    return _set(request, pk, role, holds=True)


def _set(request: MemberRequest, pk: int, role: str, *, holds: bool) -> HttpResponse:
    if role not in dict(ROLES):
        raise Http404
    person = get_object_or_404(Person, pk=pk)
    try:
        appoint(person, actor=request.user, **{role: holds})
    except DomainError as refusal:
        return refuse(request, refusal, reverse("members:desk_roles"))
    if person == request.user and role == ADMIN:
        messages.success(request, _("You are no admin any longer."))
        return redirect("home")
    told = _("%(name)s holds the role again.") if holds else _("%(name)s holds the role no longer.")
    undo = "" if holds else f"undo:{reverse('members:desk_role_give', args=[pk, role])}"
    messages.success(request, told % {"name": person}, extra_tags=undo)
    return redirect("members:desk_roles")


def _page(request: MemberRequest, form: AppointmentForm) -> HttpResponse:
    holders = Person.objects.filter(Q(is_coordinator=True) | Q(is_admin=True)).order_by("name", "pk")
    context = {
        "nav": "desk",
        "form": form,
        "page": Paginator(holders, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "members/desk/roles.html", context, status=422 if form.errors else 200)
