"""Handing out files: as downloads, and pictures, which were drawn anew when they came, also inside a page.

Whatever a file holds, no browser runs it: its type is the one that was checked, nothing is guessed, and the content
policy of the answer allows nothing.
"""

from pathlib import PurePosixPath

import structlog
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from members.acting import MemberRequest, members_only
from projects.models import Attachment
from projects.models.attachment import AttachmentQuerySet

log = structlog.get_logger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-transform, max-age=600",
}


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file as a download: of a deliverable for everybody, of an update for members."""
    public = Attachment.objects.public().filter(pk=pk).first()
    return _handed_out(public) if public else _to_member(request, pk=pk)


@require_safe
@members_only
def attachment_picture(request: MemberRequest, pk: int) -> HttpResponseBase:
    """A picture of an update, to be shown in the page."""
    pictures = Attachment.objects.served().filter(width__isnull=False)
    return _handed_out(get_object_or_404(pictures, pk=pk), inline=True)


@members_only
def _to_member(request: MemberRequest, *, pk: int) -> HttpResponseBase:
    served: AttachmentQuerySet = Attachment.objects.served()
    return _handed_out(get_object_or_404(served, pk=pk))


def _handed_out(row: Attachment, *, inline: bool = False) -> FileResponse:
    """The file as it is kept. Raises Http404 when the storage has lost it."""
    try:
        file = row.file.open("rb")
    except (FileNotFoundError, ValueError) as error:  # ValueError: withdrawn a month ago, so deleted
        log.warning("file_is_missing", attachment=row.pk)
        raise Http404 from error
    is_text = row.media_type.startswith("text/")
    answer = FileResponse(
        file,
        as_attachment=not inline,
        filename=PurePosixPath(row.name).name,
        content_type=f"{row.media_type}; charset=utf-8" if is_text else row.media_type,
        headers=HEADERS,
    )
    answer["Content-Length"] = row.size
    return answer
