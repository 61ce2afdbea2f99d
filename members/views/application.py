"""The application of an organization, step by step."""

from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members import admission, duplicates, kinds, permissions, signing
from members.accounts import client_address
from members.acting import PersonRequest, signed_in
from members.forms import AgreementForm, DescriptionForm, MessageForm
from members.models import Activity, Application, ApplicationStatus, CharterVersion, Organization, OrganizationStatus
from members.models.application import IN_THE_APPLICANTS_HANDS
from members.models.person import Person
from members.views import application_duplicates, application_steps, thread


@require_safe
def application(request: HttpRequest) -> HttpResponseBase:
    """For visitors what joining takes; for anybody else their application, and how far it is."""
    if not request.user.is_authenticated:
        return render(request, "members/apply.html", {"nav": "application", "steps": application_steps.for_visitors()})
    return _own_application(request)


@signed_in
def _own_application(request: PersonRequest) -> HttpResponse:
    return show(request, MessageForm())


def show(request: PersonRequest, form: MessageForm) -> HttpResponse:
    """The page of the person's latest application, with what they are writing to the admins."""
    latest = request.user.applications.select_related("organization", "decided_by").order_by("-pk").first()
    context: dict[str, Any] = {"nav": "application", "application": latest, "suspension": _suspension(request.user)}
    if latest is None or latest.status in {ApplicationStatus.DRAFT, ApplicationStatus.WITHDRAWN}:
        context["steps"] = application_steps.of(
            request.user, latest if latest and latest.status == ApplicationStatus.DRAFT else None
        )
    if latest:
        context["acceptance"] = admission.accepted_charter(latest.organization)
        context["contacts"] = latest.organization.contacts.all()
        context |= thread.of(latest, request) | {"form": form}
    return render(request, "members/application.html", context, status=422 if form.errors else 200)


@signed_in
def describe(request: PersonRequest) -> HttpResponse:
    """Begin an application, or change what a draft says of the organization."""
    draft = application_steps.under_way(request.user)
    if draft and draft.status not in IN_THE_APPLICANTS_HANDS:
        messages.info(request, _("Your application was sent. Withdraw it to change it."))
        return redirect("members:application")
    form = DescriptionForm(request.POST or None, instance=_fresh(draft))
    if request.method == "POST" and "edit" not in request.POST and form.is_valid():
        meant = application_duplicates.to_show(request, draft, form)
        if meant:
            return application_duplicates.page(request, form, meant)
        if _describe(request, draft, form):
            return redirect(application_steps.next_of(cast(Application, application_steps.under_way(request.user))))
    context = {"nav": "application", "form": form, "draft": draft}
    return render(request, "members/application_organization.html", context, status=422 if form.errors else 200)


@signed_in
def agree(request: PersonRequest) -> HttpResponse:
    """Read the charter in force and accept it, for the organization applied for or acted for."""
    organization = _organization_to_sign_for(request)
    if organization is None and request.GET.get("for"):
        raise Http404
    if organization is None:
        messages.info(request, _("Describe your organization first."))
        return redirect("members:application_organization")
    charter = CharterVersion.objects.in_force().prefetch_related("principles").first()
    acceptance = admission.accepted_charter(organization)
    form = AgreementForm(request.POST or None, initial={"version": charter.number if charter else None})
    if request.method == "POST" and not acceptance and form.is_valid() and _accept(request, organization, form):
        messages.success(request, _("Your acceptance is on record. The receipt is on its way to you by mail."))
        return redirect(_after_signing(request.user, organization))
    context = {
        "nav": "members" if organization.is_admitted else "application",
        "form": form,
        "charter": charter,
        "organization": organization,
        "acceptance": acceptance,
        "earlier": organization.acceptances.select_related("charter").order_by("-charter__number").first(),
    }
    return render(request, "members/application_agreement.html", context, status=422 if form.errors else 200)


@signed_in
def answers(request: PersonRequest) -> HttpResponse:
    """Everything once more, before it is sent."""
    draft = application_steps.under_way(request.user)
    if draft is None or draft.status != ApplicationStatus.DRAFT:
        return redirect("members:application")
    acceptance = admission.accepted_charter(draft.organization)
    following = application_steps.next_of(draft)
    if not acceptance or following != reverse("members:application_answers"):
        return redirect(following)
    contacts = draft.organization.contacts.all()
    context = {"nav": "application", "application": draft, "acceptance": acceptance, "contacts": contacts}
    return render(request, "members/application_answers.html", context)


@require_POST
@signed_in
def send(request: PersonRequest) -> HttpResponse:
    """Send the draft; whoever is admitted at once goes on to the dashboard."""
    draft = get_object_or_404(Application.objects.under_way(), applicant=request.user)
    try:
        sent = admission.send_application(draft, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:application")
    if sent.status == ApplicationStatus.ADMITTED:
        messages.success(request, _("Welcome: %(name)s is a member of the coalition.") % {"name": sent.organization})
        return redirect("home")
    messages.success(request, _("Your application is with the admins."))
    return redirect("members:application")


@require_POST
@signed_in
def withdraw(request: PersonRequest) -> HttpResponse:
    """Take the application back."""
    mine = get_object_or_404(Application.objects.under_way(), applicant=request.user)
    try:
        admission.withdraw_application(mine, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:application")
    messages.success(request, _("The application of %(name)s is withdrawn.") % {"name": mine.organization})
    return redirect("members:application")


def _fresh(draft: Application | None) -> Organization | None:
    """A copy for the form to write into, so that the verb compares with what is stored."""
    return Organization.objects.get(pk=draft.organization_id) if draft else None


def _describe(request: PersonRequest, draft: Application | None, form: DescriptionForm) -> bool:
    if form.errors:
        return False
    said = cast(admission.Description, form.cleaned_data)
    try:
        with transaction.atomic():
            if draft:
                admission.describe_organization(draft, actor=request.user, **said)
            else:
                draft = admission.start_application(person=request.user, **said)
            duplicates.set_apart(draft, actor=request.user, organizations=application_duplicates.set_apart_in(request))
    except DomainError as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _accept(request: PersonRequest, organization: Organization, form: AgreementForm) -> bool:
    try:
        signing.accept_charter(
            organization,
            actor=request.user,
            authority=form.cleaned_data["authority"],
            address=client_address(request),
            version=form.cleaned_data["version"],
        )
    except DomainError as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _organization_to_sign_for(request: PersonRequest) -> Organization | None:
    """The one that `for` names, if the person represents it; without it what they apply for, else what they act for."""
    mine = application_steps.under_way(request.user)
    signable = [
        membership.organization
        for membership in request.user.active_memberships
        if permissions.can_represent(request.user, membership.organization)
        and (membership.organization.is_bound or (mine and membership.organization_id == mine.organization_id))
    ]
    if wanted := request.GET.get("for"):
        return next((organization for organization in signable if organization.slug == wanted), None)
    first = mine.organization_id if mine else request.acting.organization_id if request.acting else None
    return next((organization for organization in signable if organization.pk == first), None)


def _after_signing(person: Person, organization: Organization) -> str:
    """The next step of an application; for a member the receipt."""
    mine = application_steps.under_way(person)
    if mine and mine.organization_id == organization.pk:
        return application_steps.next_of(mine)
    acceptance = admission.accepted_charter(organization)
    return reverse("members:receipt", args=[acceptance.receipt]) if acceptance else reverse("members:charter")


def _suspension(person: Person) -> Activity | None:
    """The row that tells the person why their organization is suspended."""
    for membership in person.active_memberships:
        if membership.organization.status == OrganizationStatus.SUSPENDED:
            told = Activity.objects.visible_to(person).about(membership.organization.topic)
            return told.filter(kind=kinds.MEMBER_SUSPENDED.name).first()
    return None
