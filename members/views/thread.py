"""What applicant and admins said to each other, a page of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from members.models import Application, ApplicationStatus
from members.models.application import ON_THE_DESK

PER_PAGE = 20


def of(application: Application, request: HttpRequest) -> dict[str, Any]:
    """The part of a page's context that the conversation needs; the newest message comes first.

    `question` is what the applicant has to answer now, or None.
    """
    said = application.messages.select_related("author")
    asked = application.status == ApplicationStatus.ASKED
    return {
        "thread": Paginator(said, PER_PAGE).get_page(request.GET.get("page")),
        "question": said.filter(is_question=True).first() if asked else None,
        "may_write": application.status in ON_THE_DESK,
    }
