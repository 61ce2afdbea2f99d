"""The charter, who signed it, and whether a receipt is genuine. Open to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from members.models import CharterVersion


def charter(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The charter in force, or the version asked for."""
    versions = CharterVersion.objects.public()
    shown = get_object_or_404(versions, number=number) if number else versions.in_force().first()
    return render(request, "members/charter.html", {"nav": "charter", "charter": shown, "versions": versions})


def signatories(request: HttpRequest) -> HttpResponse:
    """The roll of those who accepted the charter, newest first."""
    return render(request, "members/signatories.html", {"nav": "members"})


def receipt(request: HttpRequest, sha: str) -> HttpResponse:
    """Whether the receipt is genuine, and what it stands for."""
    return render(request, "members/receipt.html", {"nav": "charter"})
