"""The charter, who signed it, and whether a receipt is genuine. Open to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coalition.shared.paging import CappedPaginator, counted
from members import permissions, signing
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
        "signatories": counted(signing.signatories()),
    }
    return render(request, "members/charter.html", context)


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
    found = Acceptance.objects.select_related("organization", "charter").filter(receipt=sha.lower()).first()
    genuine = found is not None and signing.receipt_of(found) == found.receipt
    context = {"nav": _nav(request), "sha": sha, "acceptance": found if genuine else None}
    return render(request, "members/receipt.html", context, status=200 if genuine else 404)


def _nav(request: HttpRequest) -> str:
    """Members find these pages among their own; others see only these."""
    return "members" if permissions.is_member(request.user) else "charter"
