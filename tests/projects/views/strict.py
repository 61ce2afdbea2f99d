"""A strict reader of pages: it finds whatever a page of ours never holds, and so must have come in from outside."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

NEVER = {
    "iframe",
    "object",
    "embed",
    "applet",
    "base",
    "style",
    "marquee",
    "frame",
    "frameset",
    "math",
    "video",
    "audio",
}
SCHEMES = {"", "http", "https", "mailto"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "poster", "background"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NEVER:
            self.found.append(f"<{tag}>")
        given = dict(attrs)
        self.in_script = tag == "script"
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.found.append(f"a script from {given.get('src')}")
        if tag == "img" and not (given.get("src") or "").startswith(("/files/", "/static/")):
            self.found.append(f"a picture from {given.get('src')}")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc", "srcset"}:
                self.found.append(f"<{tag} {name}>")
            if name in ADDRESSES and _scheme(value or "") not in SCHEMES:
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if self.in_script and data.strip():
            self.found.append("a script in the page")

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False


def _scheme(address: str) -> str:
    bare = "".join(letter for letter in address if letter > " ")
    return urlsplit(bare).scheme.lower()


def faults_of(html: str) -> list[str]:
    """What the page holds that none of ours does; empty for a page in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found
