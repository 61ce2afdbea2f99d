"""The admins' desk: applications that wait for a decision, those asked back, and those decided."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members import admission, duplicates
from members.acting import MemberRequest, admins_only
from members.forms import MessageForm, QuestionForm, ReasonForm
from members.models import Application, ApplicationStatus
from members.models.application import ON_THE_DESK, ApplicationQuerySet
from members.proofs import proved_domains
from members.views import thread

PER_PAGE = 25
EARLIER_SHOWN = 10
WAITING, ASKED, DECIDED = "waiting", "asked", "decided"
VIEWS = {
    WAITING: ([ApplicationStatus.SENT], ["waits_since", "pk"]),
    ASKED: ([ApplicationStatus.ASKED], ["waits_since", "pk"]),
    DECIDED: (
        [ApplicationStatus.ADMITTED, ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN],
        ["-decided_at", "-pk"],
    ),
}


@dataclass(frozen=True, slots=True)
class Forms:
    """What an admin may be writing on the page of an application."""

    question: QuestionForm = field(default_factory=QuestionForm)
    reason: ReasonForm = field(default_factory=ReasonForm)
    message: MessageForm = field(default_factory=MessageForm)

    @property
    def wrong(self) -> Any:
        """The one form that was sent and is to be mended, or None."""
        return next((form for form in (self.question, self.reason, self.message) if form.errors), None)


@require_safe
@admins_only
def desk(request: MemberRequest) -> HttpResponse:
    """The queue, the longest waiting first; `?view=asked` and `?view=decided` show the others."""
    view = request.GET.get("view", WAITING)
    view = view if view in VIEWS else WAITING
    statuses, order = VIEWS[view]
    rows = seen().filter(status__in=statuses).annotate(was_here=_applied_before()).order_by(*order)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"nav": "desk", "page": shown, "tabs": _tabs(view), "view": view}
    return render(request, "members/desk.html", context)


@require_safe
@admins_only
def desk_application(request: MemberRequest, pk: int) -> HttpResponse:
    """One application with all that helps to decide on it."""
    return page(request, get_object_or_404(seen(), pk=pk), Forms())


@require_POST
@admins_only
def desk_admit(request: MemberRequest, pk: int) -> HttpResponse:
    """Admit the organization."""
    application = get_object_or_404(seen(), pk=pk)
    try:
        admission.admit(application, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, reverse("members:desk_application", args=[pk]))
    messages.success(request, _("%(name)s is a member now.") % {"name": application.organization})
    return redirect("members:desk")


@require_POST
@admins_only
def desk_decline(request: MemberRequest, pk: int) -> HttpResponse:
    """Decline the application, for a reason that is sent to the applicant."""
    application = get_object_or_404(seen(), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            admission.decline(application, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The application of %(name)s is declined.") % {"name": application})
            return redirect("members:desk")
    return page(request, application, Forms(reason=form))


def seen() -> ApplicationQuerySet:
    """What the admins see: drafts are their applicants' own."""
    sent: ApplicationQuerySet = Application.objects.exclude(sent_at__isnull=True)
    return sent.select_related("organization", "applicant", "decided_by")


def page(request: HttpRequest, application: Application, forms: Forms) -> HttpResponse:
    """The page of one application, with what the admin is writing."""
    organization = application.organization
    context = {
        "nav": "desk",
        "application": application,
        "acceptance": admission.accepted_charter(organization),
        "contacts": organization.contacts.all(),
        "domains": sorted(proved_domains(application.applicant)),
        "similar": duplicates.similar_members(organization),
        "set_apart": list(application.set_apart_from.all()),
        "earlier": _earlier(application),
        "forms": forms,
        "form": forms.wrong,
        "on_desk": application.status in ON_THE_DESK,
        **thread.of(application, request),
    }
    return render(request, "members/desk_application.html", context, status=422 if forms.wrong else 200)


def _tabs(view: str) -> list[dict[str, Any]]:
    here = reverse("members:desk")
    counts = Application.objects.filter(status__in=ON_THE_DESK).aggregate(
        waiting=Count("pk", filter=Q(status=ApplicationStatus.SENT)),
        asked=Count("pk", filter=Q(status=ApplicationStatus.ASKED)),
    )
    return [
        {"label": _("Waiting"), "url": here, "count": counts["waiting"], "current": view == WAITING},
        {"label": _("Asked back"), "url": f"{here}?view=asked", "count": counts["asked"], "current": view == ASKED},
        {"label": _("Decided"), "url": f"{here}?view=decided", "current": view == DECIDED},
    ]


def _applied_before() -> Exists:
    """Whether the same organization has been on the desk before."""
    earlier = Application.objects.filter(organization=OuterRef("organization"), sent_at__isnull=False)
    return Exists(earlier.filter(pk__lt=OuterRef("pk")))


def _earlier(application: Application) -> list[Application]:
    """Other applications of the organization, of its applicant, or with its web domain; the latest first."""
    same = Q(organization=application.organization_id) | Q(applicant=application.applicant_id)
    if application.organization.domain:
        same |= Q(organization__domain=application.organization.domain)
    return list(seen().filter(same).exclude(pk=application.pk).order_by("-pk")[:EARLIER_SHOWN])
