"""Inviting people to the organization acted for: a list is checked first, then what is good of it is sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition.shared import sheets
from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members import guest_lists, inviting
from members.acting import ManagerRequest, managers_only
from members.guest_lists import Line
from members.models import Invitation, Role
from members.people_forms import InviteForm

EXAMPLE = [("Jane Doe", "jane.doe@example.org", "contributor"), ("", "john.roe@example.org", "reader")]


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def invite(request: ManagerRequest) -> HttpResponse:
    """The form; a dry run of the list with what is wrong line by line; sending what is good, keeping the rest."""
    if request.method != "POST":
        return _page(request, InviteForm(initial={"role": Role.CONTRIBUTOR}))
    form = InviteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    lines = _checked(request, form.cleaned_data["lines"])
    good = [line.guest for line in lines if line.guest and not line.fault]
    if request.POST.get("step") != "send" or not good:
        return _page(request, form, lines)
    try:
        inviting.invite_many(request.acting.organization, guests=good, actor=request.user)
    except DomainError as refusal:
        show_refusal(form, refusal)
        return _page(request, form, lines)
    bad = [line for line in lines if line.fault]
    said = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", len(good))
    messages.success(request, said % {"n": len(good)})
    return _page(request, form, bad, sent=len(good)) if bad else redirect("members:invitations")


@require_safe
@managers_only
def invite_template(request: ManagerRequest) -> HttpResponse:
    """A table to fill in."""
    table = sheets.BYTE_ORDER_MARK + "".join(sheets.csv_lines(guest_lists.COLUMNS, EXAMPLE))
    headers = {"Content-Disposition": 'attachment; filename="people.csv"'}
    return HttpResponse(table, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@managers_only
def invitation_resend(request: ManagerRequest, pk: int) -> HttpResponse:
    """Send the letter again."""
    invitation = _invitation(request, pk)
    try:
        inviting.resend(invitation, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:invitations")
    messages.success(
        request,
        _("A new letter is on its way to %(email)s. The link in the one before works no longer.")
        % {"email": invitation.email},
    )
    return redirect("members:invitations")


@require_POST
@managers_only
def invitation_revoke(request: ManagerRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(request, pk)
    try:
        inviting.revoke(invitation, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:invitations")
    messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": invitation.email})
    return redirect("members:invitations")


def _checked(request: ManagerRequest, lines: list[Line]) -> list[Line]:
    """The lines, with what stands against inviting each now."""
    readable = [line for line in lines if line.guest]
    reasons = inviting.refusals(request.acting.organization, [line.guest for line in readable if line.guest])
    against = {line.number: reason for line, reason in zip(readable, reasons, strict=True)}
    return [Line(line.number, line.text, line.guest, line.fault or against[line.number]) for line in lines]


def _page(request: ManagerRequest, form: InviteForm, lines: list[Line] | None = None, *, sent: int = 0) -> HttpResponse:
    """The form with the list as it was typed, or after sending with what is left to mend of it."""
    lines = lines or []
    bad = [line for line in lines if line.fault]
    good = [line for line in lines if not line.fault]
    typed = "\n".join(line.text for line in (bad if sent else lines))
    if lines:
        form = form.with_people(typed)
    context = {
        "nav": "members",
        "organization": request.acting.organization,
        "form": form,
        "bad": bad,
        "good": good,
        "sent": sent,
        "typed": typed,
        "most": inviting.MOST_AT_ONCE,
    }
    wrong = form.errors or (bad and not sent)
    return render(request, "members/people/invite.html", context, status=422 if wrong else 200)


def _invitation(request: ManagerRequest, pk: int) -> Invitation:
    rows = Invitation.objects.select_related("organization", "invited_by")
    return get_object_or_404(rows, pk=pk, organization=request.acting.organization_id)
