"""The small words of letters. `{% load letters %}`."""

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def absolute(path: str) -> str:
    """The whole address of a page of the portal, as a letter needs it: "/offers/3/" gives "https://.../offers/3/"."""
    return settings.SITE_URL.rstrip("/") + path if path.startswith("/") else path


@register.filter
def indented(text: str) -> str:
    """Text of several lines, each after the first set in by "  > " as quotations in plain mails are."""
    return "\n  > ".join(line.rstrip() for line in text.splitlines())
