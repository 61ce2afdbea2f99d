"""What gunicorn serves: `gunicorn coalition.wsgi`."""

import os
from collections.abc import Callable, Iterable
from email.message import Message
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")

UNKNOWN_CHARSET = "portal.unknown_charset"
CHARSETS = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}
django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, kept from charsets on which it fails before any middleware could answer, such as `hex`.

    `coalition.shared.http.ReadableMiddleware` answers such a request with 400.
    """
    said = Message()
    said["Content-Type"] = environ.get("CONTENT_TYPE") or "application/octet-stream"
    if str(said.get_param("charset", "utf-8")).lower() not in CHARSETS:
        environ = {**environ, "CONTENT_TYPE": said.get_content_type(), UNKNOWN_CHARSET: True}
    return django(environ, start_response)
