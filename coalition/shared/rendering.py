"""Markdown that members write, as HTML that is safe to show to every member: plans, comments, posts.

Two independent guards: the parser takes no HTML, so markup in the text is shown as text; and what it makes goes
through a sanitiser that lets only the elements below through. Images are shown as links, since the content policy
of the pages loads nothing from elsewhere. Headings follow the page's own order, whatever levels the text uses.
"""

from collections.abc import Iterable, Iterator

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

SHALLOWEST = 3  # the page's title is h1, the heading of the part that holds the text h2
DEEPEST = 6

_LINK_CLOSE = Token("link_close", "a", -1)

_SANITISER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"),
        *("em", "strong", "s", "a", "ul", "ol", "li", "div"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    clean_content_tags={"script", "style"},
    attributes={"a": {"href", "title"}, "ol": {"start"}, "div": {"role", "aria-label", "tabindex"}},
    allowed_classes={"div": {"scroll"}, "th": {"r"}, "td": {"r"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener",
)


def render(text: str, *, shallowest: int = SHALLOWEST) -> SafeString:
    """Safe HTML of a Markdown text: headings from h3 (or `shallowest`) down, lists, tables, links and code."""
    html = _PARSER.render(text, {"shallowest": shallowest})
    return mark_safe(_SANITISER.clean(html))  # noqa: S308  # sanitised, and tested against attacks


def _follow_the_outline(state: StateCore) -> None:
    """Give each heading the level below the one it stands under, so that none is skipped."""
    above: list[str] = []
    for opening, closing in zip(state.tokens, state.tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        while above and above[-1] >= opening.tag:
            above.pop()
        level = min(state.env["shallowest"] + len(above), DEEPEST)
        above.append(opening.tag)
        opening.tag = closing.tag = f"h{level}"


def _class_for_alignment(state: StateCore) -> None:
    """Right-aligned cells carry a class: the content policy refuses inline styles."""
    for token in state.tokens:
        if token.type in {"th_open", "td_open"} and token.attrs.pop("style", "") == "text-align:right":
            token.attrs["class"] = "r"


def _images_as_links(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = list(_without_images(token.children))


def _without_images(tokens: Iterable[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        if token.type in {"link_open", "link_close"}:
            links += token.nesting
        if token.type != "image":
            yield token
            continue
        words = Token("text", "", 0, content=token.content or _("Image"))
        if links:  # a link in a link is no HTML
            yield words
        else:
            yield from (Token("link_open", "a", 1, attrs={"href": token.attrs["src"]}), words, _LINK_CLOSE)


def _tables_that_scroll(state: StateCore) -> None:
    """Put each table into a box that scrolls sideways on a phone and can be reached by the keyboard."""
    opening = f'<div class="scroll" role="region" aria-label="{escapeHtml(_("Table"))}" tabindex="0">'
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type == "table_open":
            tokens.append(Token("html_block", "", 0, content=opening))
        tokens.append(token)
        if token.type == "table_close":
            tokens.append(Token("html_block", "", 0, content="</div>\n"))
    state.tokens = tokens


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    for rule in (_follow_the_outline, _class_for_alignment, _images_as_links, _tables_that_scroll):
        parser.core.ruler.push(rule.__name__, rule)
    return parser


_PARSER = _parser()
