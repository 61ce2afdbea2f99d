"""The admins' desk: applications that wait for a decision, and those decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members import admission
from members.acting import MemberRequest, admins_only
from members.forms import ReasonForm
from members.models import Application, ApplicationStatus
from members.models.application import ApplicationQuerySet
from members.proofs import proved_domains

PER_PAGE = 25
DECIDED = (ApplicationStatus.ADMITTED, ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN)


@admins_only
def desk(request: MemberRequest) -> HttpResponse:
    """The queue, the longest waiting first; with `?view=decided` what came of the others, the latest first."""
    decided = request.GET.get("view") == "decided"
    rows = _seen().filter(status__in=DECIDED).order_by("-decided_at", "-pk") if decided else _seen().waiting()
    if not decided:
        rows = rows.order_by("sent_at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    waiting = page.paginator.count if not decided else Application.objects.waiting().count()
    here = reverse("members:desk")
    tabs = [
        {"label": _("Waiting"), "url": here, "count": waiting, "current": not decided},
        {"label": _("Decided"), "url": f"{here}?view=decided", "current": decided},
    ]
    return render(request, "members/desk.html", {"nav": "desk", "page": page, "tabs": tabs, "decided": decided})


@admins_only
def desk_application(request: MemberRequest, pk: int) -> HttpResponse:
    """One application with all that helps to decide on it."""
    return _page(request, get_object_or_404(_seen(), pk=pk), ReasonForm())


@require_POST
@admins_only
def desk_admit(request: MemberRequest, pk: int) -> HttpResponse:
    """Admit the organization."""
    application = get_object_or_404(_seen(), pk=pk)
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
    application = get_object_or_404(_seen(), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            admission.decline(application, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The application of %(name)s is declined.") % {"name": application})
            return redirect("members:desk")
    return _page(request, application, form)


def _seen() -> ApplicationQuerySet:
    """Drafts are their applicants' own."""
    sent: ApplicationQuerySet = Application.objects.exclude(sent_at__isnull=True)
    return sent.select_related("organization", "applicant", "decided_by")


def _page(request: HttpRequest, application: Application, form: ReasonForm) -> HttpResponse:
    context = {
        "nav": "desk",
        "application": application,
        "acceptance": admission.accepted_charter(application.organization),
        "domains": sorted(proved_domains(application.applicant)),
        "form": form,
        "waits": application.status == ApplicationStatus.SENT,
    }
    return render(request, "members/desk_application.html", context, status=422 if form.errors else 200)
