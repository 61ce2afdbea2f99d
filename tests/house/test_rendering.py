"""What a hostile text may not do, read from the HTML as a browser would read it."""

import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.shared.rendering import render
from tests.house.attacks import DEEP, HOSTILE, MARKUP

ELEMENTS = set("p br hr h3 h4 h5 h6 blockquote pre code em strong s a ul ol li div table thead tbody tr th td".split())
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "th": {"class"},
    "td": {"class"},
}
SCHEMES = {"http", "https", "mailto", ""}


class Reader(HTMLParser):
    """Collects whatever the HTML holds beyond what a text may show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.links: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.found.append(f"<{tag}>")
        allowed = ATTRIBUTES.get(tag, set())
        self.found += [f"<{tag} {name}>" for name, _ in attrs if name not in allowed]
        if tag == "div" and dict(attrs).get("class") != "scroll":
            self.found.append("a box of the text's own")
        if tag == "a":
            self.links.append(dict(attrs))
            self.found += self._wrong_with(dict(attrs))

    def handle_comment(self, data: str) -> None:
        self.found.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.found.append("an instruction")

    @staticmethod
    def _wrong_with(link: dict[str, str | None]) -> list[str]:
        href = "".join(character for character in link.get("href") or "" if character > " ")
        wrong = [] if urlsplit(href).scheme.lower() in SCHEMES else [f"a link to {href}"]
        return wrong if link.get("rel") == "nofollow noopener" else [*wrong, "a link that is followed"]


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(render(text))
    reader.close()
    return reader


def test_there_are_several_hundred_attacks() -> None:
    assert len(set(HOSTILE)) > 500


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_gets_through(text: str) -> None:
    assert read(text).found == []


@pytest.mark.parametrize("text", MARKUP)
def test_nothing_hostile_gets_through_inside_other_text(text: str) -> None:
    for around in ("before {} after", "# {}", "> {}", "* {}", "[{}](https://example.org)", "|{}|\n|-|\n|{}|", "**{}**"):
        assert read(around.replace("{}", text)).found == []


@given(st.text(alphabet=st.sampled_from(list("<>[]()!*_`~#|-:\"'\\/ \n\tabjsonclik=&;{}%")), max_size=120))
@settings(max_examples=300, deadline=None)
def test_nothing_gets_through_whatever_the_text(text: str) -> None:
    assert read(text).found == []


@given(st.lists(st.sampled_from([*MARKUP, "\n", "\n\n", "> ", "- ", "| a |\n|---|\n"]), max_size=6))
@settings(max_examples=200, deadline=None)
def test_nothing_gets_through_in_any_mixture(parts: list[str]) -> None:
    assert read("".join(parts)).found == []


@pytest.mark.parametrize("text", DEEP)
@pytest.mark.thorough
def test_no_text_keeps_the_page_waiting(text: str) -> None:
    begun = time.process_time()
    assert read(text).found == []
    assert time.process_time() - begun < 5  # measured: under 0.3 s each; something quadratic would take minutes


def test_what_a_text_needs_is_shown() -> None:
    html = render("Hello **all**\n\n* one\n* two\n\n> said\n\n`code` ~~old~~\n\n3. three")
    assert html == (
        "<p>Hello <strong>all</strong></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        "<blockquote>\n<p>said</p>\n</blockquote>\n<p><code>code</code> <s>old</s></p>\n"
        '<ol start="3">\n<li>three</li>\n</ol>\n'
    )


def test_markup_in_the_text_is_shown_as_text() -> None:
    assert render("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"


def test_links_lead_away_without_vouching() -> None:
    assert render("[us](https://example.org/a?b=1&c=2)") == (
        '<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">us</a></p>\n'
    )


def test_an_image_is_a_link_to_it() -> None:
    assert render("![A map](https://example.org/map.png)") == (
        '<p><a href="https://example.org/map.png" rel="nofollow noopener">A map</a></p>\n'
    )
    assert ">Image</a>" in render("![](https://example.org/map.png)")


def test_an_image_in_a_link_leaves_its_words() -> None:
    links = read("[![A map](https://example.org/map.png)](https://example.org)").links
    assert [link["href"] for link in links] == ["https://example.org"]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# One\n## Two\n### Three", "345"),
        ("### Three\n### Three", "33"),
        ("# One\n#### Four\n## Two\n# One", "3443"),
        ("One\n===\nTwo\n---", "34"),
        ("# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6", "345666"),
        ("## Two\n# One\n## Two", "334"),
    ],
)
def test_headings_skip_no_level(text: str, levels: str) -> None:
    html = render(text)
    assert "".join(level for line in html.splitlines() for level in line[2:3]) == levels


def test_headings_begin_where_they_are_told_to() -> None:
    html = render("# One\n## Two\n### Three\n# One", shallowest=5)
    assert [line[2:3] for line in html.splitlines()] == list("5665")


def test_a_wide_table_scrolls_by_itself_and_aligns_without_styles() -> None:
    html = render("| Item | Units |\n|:--|--:|\n| Masks | 12 |")
    assert html.startswith('<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>')
    assert '<th>Item</th>\n<th class="r">Units</th>' in html
    assert "style" not in html
