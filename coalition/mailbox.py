"""The mail of a portal under development, read in the browser. In production there is no such page.

The mail catcher keeps what it catches as a Maildir in MAIL_DIRECTORY: one file a message.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

PER_PAGE = 25
# A message may hold anything: no script, nothing from outside, no form; its links open in the whole window.
LETTER_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@dataclass(frozen=True, slots=True)
class Caught:
    """A message in the mail catcher, by the name of its file."""

    key: str
    at: datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def recipient(self) -> str:
        return str(self.message["To"] or "")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """What was caught, newest first; with `?to=` what went to one address."""
    to = request.GET.get("to", "").lower()
    found = [file for file in files() if not to or to in read(file).recipient.lower()]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    mails = [read(file) for file in page]
    return render(request, "mailbox/list.html", {"page": page, "mails": mails, "to": to})


@require_safe
@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # typed for views without an argument
def mailbox_message(request: HttpRequest, key: str) -> HttpResponse:
    """One message: its text, its HTML in a frame that can do nothing, its headers."""
    return render(request, "mailbox/message.html", {"mail": find(key)})


@require_safe
@never_cache
@xframe_options_sameorigin
@csp(LETTER_POLICY)  # type: ignore[arg-type]  # as above
def mailbox_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML of a message as it is, its links made to leave the frame."""
    html = find(key).html
    if not html:
        raise Http404
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def find(key: str) -> Caught:
    """The message of this name. Raises Http404 when there is none."""
    for file in files():
        if file.name == key:
            return read(file)
    raise Http404


def files() -> list[Path]:
    """The files of all messages, newest first. Raises Http404 in production, and where no mail is caught."""
    if settings.PRODUCTION or not settings.MAIL_DIRECTORY:
        raise Http404
    folders = [Path(settings.MAIL_DIRECTORY, name) for name in ("new", "cur")]
    found = [file for folder in folders if folder.is_dir() for file in folder.iterdir()]
    return sorted(found, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def read(file: Path) -> Caught:
    """Read one message."""
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return Caught(file.name, datetime.fromtimestamp(file.stat().st_mtime, UTC), message)
