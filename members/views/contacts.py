"""The contacts of an organization: a step of its application, and later a page of its representatives."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.shared.errors import DomainError, NotAllowed
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members import contacts, permissions
from members.acting import MemberRequest, PersonRequest, members_only, signed_in
from members.forms import ContactForm
from members.models import Contact, Organization, Person
from members.models.application import IN_THE_APPLICANTS_HANDS
from members.views import application_steps


@signed_in
def application_contacts(request: PersonRequest) -> HttpResponse:
    """The step of the application: whom one reaches, beginning with oneself."""
    mine = application_steps.under_way(request.user)
    if mine is None:
        messages.info(request, _("Describe your organization first."))
        return redirect("members:application_organization")
    if mine.status not in IN_THE_APPLICANTS_HANDS:
        messages.info(request, _("Your application was sent. Withdraw it to change it."))
        return redirect("members:application")
    form = ContactForm(request.POST or None, initial=_oneself(request.user, mine.organization))
    if request.method == "POST" and form.is_valid() and _add(mine.organization, request.user, form):
        further = "another" in request.POST
        return redirect("members:application_contacts" if further else application_steps.next_of(mine))
    context = {"nav": "application", "application": mine, "following": application_steps.next_of(mine)}
    return _page(request, mine.organization, form, **context)


@members_only
def organization_contacts(request: MemberRequest) -> HttpResponse:
    """The contacts of the organization acted for."""
    organization = request.acting.organization if request.acting else None
    if organization is None or not permissions.can_edit_contacts(request.user, organization):
        raise NotAllowed(_("Only a representative keeps the contacts of an organization."))
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(organization, request.user, form):
        messages.success(request, _("%(name)s is on the list.") % {"name": form.cleaned_data["name"]})
        return redirect("members:organization_contacts")
    return _page(request, organization, form, nav="members", application=None)


@signed_in
def contact(request: PersonRequest, pk: int) -> HttpResponse:
    """Change one contact."""
    shown = _own_contact(request.user, pk)
    form = ContactForm(request.POST or None, instance=Contact.objects.get(pk=shown.pk))  # a copy for the form
    if request.method == "POST" and form.is_valid():
        try:
            contacts.change_contact(shown, actor=request.user, **cast(contacts.Particulars, form.cleaned_data))
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": shown})
            return redirect(_list_of(shown.organization))
    context = {
        "nav": "members" if shown.organization.is_admitted else "application",
        "form": form,
        "contact": shown,
        "list_url": _list_of(shown.organization),
    }
    return render(request, "members/contact.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def contact_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Take one contact off the list."""
    gone = _own_contact(request.user, pk)
    try:
        contacts.remove_contact(gone, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, _list_of(gone.organization))
    messages.success(request, _("%(name)s is off the list.") % {"name": gone})
    return redirect(_list_of(gone.organization))


def _own_contact(person: Person, pk: int) -> Contact:
    """Raises Http404 for what the person does not see, NotAllowed for what others keep."""
    seen = Contact.objects.filter(organization__in=Organization.objects.visible_to(person))
    found = get_object_or_404(seen.select_related("organization"), pk=pk)
    if not permissions.can_edit_contacts(person, found.organization):
        raise NotAllowed(_("Only a representative can change the contacts, and not while the admins decide."))
    return found


def _oneself(person: Person, organization: Organization) -> dict[str, str]:
    return {} if organization.contacts.exists() else {"name": person.name, "email": person.email}


def _add(organization: Organization, actor: Person, form: ContactForm) -> bool:
    try:
        contacts.add_contact(organization, actor=actor, **cast(contacts.Particulars, form.cleaned_data))
    except DomainError as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _list_of(organization: Organization) -> str:
    return reverse("members:organization_contacts" if organization.is_admitted else "members:application_contacts")


def _page(request: PersonRequest, organization: Organization, form: ContactForm, **context: object) -> HttpResponse:
    shown = {"form": form, "organization": organization, "contacts": list(organization.contacts.all()), **context}
    return render(request, "members/contacts.html", shown, status=422 if form.errors else 200)
