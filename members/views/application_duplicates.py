"""Before a second organization of one name or domain is made, the first is shown to whoever makes it."""

from django.http import HttpResponse
from django.shortcuts import render

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from members import domains, duplicates
from members.acting import PersonRequest
from members.forms import DescriptionForm
from members.models import Application, Organization

SET_APART = "another"  # the name of the hidden fields that hold what the applicant saw and set apart

MOST_SENT = 20  # of them


def to_show(request: PersonRequest, draft: Application | None, form: DescriptionForm) -> list[Organization]:
    """Members that the person may mean and has not set apart yet.

    Without a proved address nothing is shown, and the form says why.
    """
    said = form.cleaned_data
    try:
        found = duplicates.may_be_meant(said["name"], _domain(said["domain"]), asked_by=request.user)
    except DomainError as refusal:
        show_refusal(form, refusal)
        return []
    known = set(request.POST.getlist(SET_APART))
    if draft:
        known |= {str(key) for key in draft.set_apart_from.values_list("pk", flat=True)}
    return [organization for organization in found if str(organization.pk) not in known]


def set_apart_in(request: PersonRequest) -> list[Organization]:
    """The members that the form says were seen and are others; only such as can be seen so."""
    keys = [
        int(key) for key in request.POST.getlist(SET_APART)[:20] if key.isascii() and key.isdigit() and len(key) < 18
    ]
    return list(Organization.objects.listed().filter(pk__in=keys)) if keys else []


def page(request: PersonRequest, form: DescriptionForm, meant: list[Organization]) -> HttpResponse:
    """The members found, the way to join one, and the way on with what was filled in."""
    said = [(name, form.data.get(name, "")) for name in form.fields]
    apart = [(SET_APART, key) for key in request.POST.getlist(SET_APART)]
    apart += [(SET_APART, str(organization.pk)) for organization in meant]
    context = {"nav": "application", "meant": meant, "said": said, "apart": apart, "name": form.cleaned_data["name"]}
    return render(request, "members/application_duplicates.html", context)


def _domain(text: str) -> str:
    """What cannot be read as a domain is refused by the verb, at its field."""
    try:
        return domains.normalize(text)
    except ValueError:
        return ""
