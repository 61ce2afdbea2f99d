"""The charter, who signed it, and whether a receipt is genuine. Open to everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coalition.shared.paging import CappedPaginator, counted
from members import charter_differences, permissions, signing
from members.charter_forms import ComparisonForm
from members.forms import SearchForm
from members.models import Acceptance, CharterVersion

PER_PAGE = 50


@require_safe
def charter(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The charter in force, or the version asked for, with the list of all."""
    versions = CharterVersion.objects.public()
    asked = versions.in_force() if number is None else versions.filter(number=number)
    shown = get_object_or_404(asked.prefetch_related("principles"))
    context = {
        "nav": _nav(request),
        "charter": shown,
        "versions": versions,
        "earlier": next((version for version in versions if version.number < shown.number), None),
        "signatories": counted(signing.signatories()),
    }
    return render(request, "members/charter.html", context)


@require_safe
def text(request: HttpRequest, number: int) -> HttpResponse:
    """The exact text that was hashed and signed, to the byte."""
    shown = get_object_or_404(CharterVersion.objects.public(), number=number)
    return HttpResponse(
        shown.text.encode(),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="charter-{shown.number}.txt"'},
    )


@require_safe
def difference(request: HttpRequest) -> HttpResponse:
    """What changed between two public versions; without a choice, from the one before to the one in force."""
    versions = list(CharterVersion.objects.public().prefetch_related("principles"))
    form = ComparisonForm(request.GET or None, versions=versions)
    chosen = form.chosen()
    if form.is_bound and chosen is None:
        raise Http404
    context: dict[str, object] = {"nav": _nav(request), "form": form, "versions": versions}
    if chosen:
        old, new = chosen
        found = charter_differences.between(charter_differences.wording_of(old), charter_differences.wording_of(new))
        context |= {"old": old, "new": new, "difference": found}
    return render(request, "members/charter_difference.html", context)


@require_safe
def signatories(request: HttpRequest) -> HttpResponse:
    """The roll: which members accepted which version, and when."""
    form = SearchForm(request.GET or None)
    rows = signing.signatories()
    if form.is_valid() and form.cleaned_data["q"]:
        rows = rows.named(form.cleaned_data["q"])
    page = CappedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/signatories.html", {"nav": "members", "page": page, "form": form})


@require_safe
def receipt_check(request: HttpRequest) -> HttpResponse:
    """Where a receipt is typed or pasted in."""
    sha = "".join(request.GET.get("receipt", "").split()).lower()
    if sha.isalnum():
        return redirect("members:receipt", sha=sha)
    return render(request, "members/receipt.html", {"nav": _nav(request), "sha": sha}, status=404 if sha else 200)


@require_safe
def receipt(request: HttpRequest, sha: str) -> HttpResponse:
    """Whether the receipt is genuine, and what it stands for; 404 when no acceptance has it."""
    found = Acceptance.objects.select_related("organization", "charter", "person").filter(receipt=sha.lower()).first()
    genuine = found is not None and signing.is_genuine(found)
    context: dict[str, object] = {"nav": _nav(request), "sha": sha, "acceptance": found if genuine else None}
    if found and genuine:
        context["hashed"] = signing.text_of_receipt(found, name=found.signed_by)
        context["sees_address"] = permissions.can_see_people_of(request.user, found.organization)
    return render(request, "members/receipt.html", context, status=200 if genuine else 404)


def _nav(request: HttpRequest) -> str:
    """Members find these pages among their own; others see only these."""
    return "members" if permissions.is_member(request.user) else "charter"
