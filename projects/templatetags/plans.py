"""The words of the plans' templates: `{% load plans %}`."""

from django import template
from django.utils.safestring import SafeString

from projects.rendering import render

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """A Markdown text as safe HTML, its headings from h3 down."""
    return render(text)
