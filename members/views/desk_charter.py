"""The charter on the admins' desk: its versions, the draft of the next one, and how that comes into force."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members import charter_differences, drafting, reacceptance, signing
from members.acting import MemberRequest, admins_only
from members.charter_forms import DraftForms, PublishForm, rearranged
from members.fresh import fresh_sign_in
from members.models import Activity, CharterVersion

PER_PAGE = 25
SHOWN_HISTORY = 10


@require_safe
@admins_only
def versions(request: MemberRequest) -> HttpResponse:
    """All versions, the newest first, and how many have accepted the one in force."""
    page = Paginator(CharterVersion.objects.all(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "has_draft": CharterVersion.objects.drafts().exists(),
        "in_force": CharterVersion.objects.in_force().first(),
        "standing": reacceptance.standing(clock.now()),
    }
    return _show(request, "charter_list", context)


@require_POST
@admins_only
def begin(request: MemberRequest) -> HttpResponse:
    """Begin the next version as a copy of the one in force."""
    try:
        begun = drafting.begin_draft(actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:desk_charter")
    return redirect("members:desk_charter_edit", number=begun.number)


@require_safe
@admins_only
def draft(request: MemberRequest, number: int) -> HttpResponse:
    """The draft as it would be read. A published version has its public page."""
    charter = _version(number)
    if not charter.is_draft:
        return redirect(charter)
    history = Activity.objects.about(drafting.topic_of(charter)).select_related("actor", "organization")
    context = {"charter": charter, "history": history[:SHOWN_HISTORY], "difference": _against_in_force(charter)}
    return _show(request, "charter_draft", context)


@admins_only
def edit(request: MemberRequest, number: int) -> HttpResponse:
    """Write the draft. Buttons that move, remove or add a principle show the page anew and save nothing."""
    charter = _draft(number)
    if request.method != "POST":
        return _editor(request, charter, DraftForms(charter))
    if act := request.POST.get("act"):
        return _editor(request, charter, rearranged(charter, request.POST, act))
    forms = DraftForms(charter, data=request.POST)
    if not forms.is_valid():
        return _editor(request, charter, forms, status=422)
    return _save(request, charter, forms)


@require_safe
@admins_only
def difference(request: MemberRequest, number: int) -> HttpResponse:
    """The draft against the version in force."""
    charter = _draft(number)
    context = {
        "charter": charter,
        "in_force": CharterVersion.objects.in_force().first(),
        "difference": _against_in_force(charter),
    }
    return _show(request, "charter_difference", context)


@admins_only
@fresh_sign_in
def publish(request: MemberRequest, number: int) -> HttpResponse:
    """Say what publishing will do, and do it when that is confirmed. It cannot be undone."""
    charter = _draft(number)
    form = PublishForm(request.POST or None, initial={"revision": charter.revision})
    if request.method == "POST" and form.is_valid():
        try:
            signing.publish(charter, actor=request.user, revision=form.cleaned_data["revision"])
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("members:desk_charter_draft", number=number)
        done = _("%(charter)s is in force. Every member is asked to accept it.") % {"charter": charter}
        messages.success(request, done)
        return redirect("members:desk_charter")
    context = {
        "charter": charter,
        "form": form,
        "reach": reacceptance.reach(clock.now()),
        "text_sha256": charter.hash_of_text(),
        "difference": _against_in_force(charter),
    }
    return _show(request, "charter_publish", context, status=422 if form.errors else 200)


@require_POST
@admins_only
def discard(request: MemberRequest, number: int) -> HttpResponse:
    """Throw the draft away."""
    charter = _draft(number)
    try:
        drafting.discard_draft(charter, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:desk_charter")
    messages.success(request, _("The draft is thrown away."))
    return redirect("members:desk_charter")


def _version(number: int) -> CharterVersion:
    return get_object_or_404(CharterVersion.objects.prefetch_related("principles"), number=number)


def _draft(number: int) -> CharterVersion:
    return get_object_or_404(CharterVersion.objects.drafts().prefetch_related("principles"), number=number)


def _against_in_force(charter: CharterVersion) -> charter_differences.Difference | None:
    in_force = CharterVersion.objects.in_force().prefetch_related("principles").first()
    if in_force is None:
        return None
    return charter_differences.between(
        charter_differences.wording_of(in_force), charter_differences.wording_of(charter)
    )


def _save(request: MemberRequest, charter: CharterVersion, forms: DraftForms) -> HttpResponse:
    try:
        drafting.edit_draft(charter, actor=request.user, **forms.said())
    except Conflict as conflict:
        if conflict.code == "version_conflict":
            return _show_conflict(request, charter.number, forms)
        return refuse(request, conflict, reverse("members:desk_charter"))
    except DomainError as refusal:
        show_refusal(forms.draft, refusal)
        return _editor(request, charter, forms, status=422)
    messages.success(request, _("The draft is saved."))
    return redirect("members:desk_charter_draft", number=charter.number)


def _show_conflict(request: MemberRequest, number: int, mine: DraftForms) -> HttpResponse:
    """What the other one saved against what was written here, which stays in the form; saving again is a decision."""
    stored = _draft(number)
    against = charter_differences.between(charter_differences.wording_of(stored), mine.wording())
    said = mine.said()
    again = DraftForms(
        stored,
        text={"title": said["title"], "preamble": said["preamble"], "revision": stored.revision},
        principles=[each._asdict() for each in said["principles"]],
    )
    return _editor(request, stored, again, status=409, conflict=against)


def _editor(
    request: MemberRequest,
    charter: CharterVersion,
    forms: DraftForms,
    *,
    status: int = 200,
    conflict: charter_differences.Difference | None = None,
) -> HttpResponse:
    context = {"charter": charter, "forms": forms, "form": forms.draft, "conflict": conflict}
    return _show(request, "charter_edit", context, status=status)


def _show(request: MemberRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, f"members/desk/{template}.html", {"nav": "desk", **context}, status=status)
