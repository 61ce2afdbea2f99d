"""A letter: one message made of three template files, and the e-mail that carries it.

`NAME.subject.txt`, `NAME.txt` and `NAME.html`. The HTML comes through one layout, its styles written into the elements
(mail readers drop style sheets), while rules that cannot stand there (dark scheme, narrow screens) stay in the head.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from css_inline import CSSInliner
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template

SUBJECT_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says: its subject on one line, its text, and the same as HTML."""

    subject: str
    text: str
    html: str


class FrozenMessage(EmailMultiAlternatives):
    """An e-mail that is the same to the byte whenever it is built: its parts are parted by a line fixed beforehand."""

    def message(self) -> Message:  # type: ignore[override]  # django-stubs names its own two classes of it
        built: Message = super().message()
        if built.is_multipart():
            built.set_boundary("=_" + sha256(self.extra_headers["Message-ID"].encode()).hexdigest()[:32])
        return built


def site_host() -> str:
    """The portal's host name, without its port."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def new_message_id() -> str:
    """A Message-ID of our own host, never given twice."""
    return f"<{uuid4().hex}@{site_host()}>"


def render(template: str, context: Mapping[str, Any]) -> Letter:
    """Render `emails/<template>.*` in the active language and time zone. The text parts are not escaped for HTML."""
    values = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    subject = " ".join(_plain(f"emails/{template}.subject.txt", values).split())
    return Letter(
        subject=subject[:SUBJECT_LENGTH],
        text=_plain(f"emails/{template}.txt", values).strip() + "\n",
        html=_inliner().inline(get_template(f"emails/{template}.html").render({**values, "subject": subject})),
    )


def _plain(name: str, values: Mapping[str, Any]) -> str:
    """Render a template of plain text: Django's own object beneath the backend's can leave out the escaping."""
    template = get_template(name).template  # type: ignore[attr-defined]  # the backend's wrapper has it
    return str(template.render(Context(dict(values), autoescape=False)))


@cache
def _inliner() -> CSSInliner:
    """Styles go into the elements; what cannot go there stays in <style>. Nothing is fetched from anywhere."""
    return CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)
