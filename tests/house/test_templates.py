"""Rules that every template and style sheet keeps."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.template.loaders.app_directories import get_app_template_dirs

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts)
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()


REFUSED = [
    re.compile(r"\sstyle="),
    re.compile(r"<style"),
    re.compile(r"<script(?![^>]*\ssrc=)"),
    re.compile(r"\s(on[a-z]+|hx-on)[:\w-]*="),
    re.compile(r"(src|href|action)=[\"']https?:"),
]
POSTING = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", flags=re.DOTALL)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", flags=re.DOTALL)


# allauth shows these only with settings that we do not have: trusted browsers, passkeys at sign-up, other providers.
SWITCHED_OFF = {
    "mfa/trust.html",
    "mfa/webauthn/signup_form.html",
    "mfa/webauthn/snippets/scripts.html",
    "socialaccount/login.html",
    "socialaccount/login_redirect.html",
    "socialaccount/snippets/login_extra.html",
    "socialaccount/snippets/provider_list.html",
}


def test_no_page_needs_what_the_content_policy_refuses() -> None:
    texts = {page: COMMENT.sub("", page.read_text()) for page in PAGES}
    assert [(page.name, rule.pattern) for page, text in texts.items() for rule in REFUSED if rule.search(text)] == []


def test_every_form_that_posts_carries_the_token() -> None:
    forms = [(page.name, form) for page in PAGES for form in POSTING.findall(page.read_text())]
    assert len(forms) > 10
    assert [name for name, form in forms if "{% csrf_token %}" not in form] == []


def test_no_template_is_too_long_to_read() -> None:
    assert [page.name for page in PAGES if len(page.read_text().splitlines()) > 150] == []


def test_every_component_says_what_it_takes() -> None:
    assert [part.name for part in COMPONENTS if not part.read_text().startswith("{% comment %}")] == []


def test_the_guide_names_every_component_that_pages_include() -> None:
    guide = (Path(settings.BASE_DIR) / "docs/ui.md").read_text()
    inside = {"field_errors", "filter_field", "crumbs", "problem", "toast", "find", "bell", "account_menu", "brand"}
    inside |= {"main_nav", "section_nav", "palette", "shortcuts", "stylesheets"}
    inside |= {path.stem for path in COMPONENTS if path.stem.startswith("landing_")}
    missing = {path.stem for path in COMPONENTS} - inside - set(re.findall(r"`(\w+)\.html`", guide))
    assert missing == set()


def test_the_page_for_faults_needs_no_context() -> None:
    html = get_template("500.html").template.render(Context())
    assert "Something broke on our side" in html
    assert "{" not in html


@pytest.mark.parametrize("app", ["account", "mfa", "usersessions", "socialaccount"])
def test_every_page_and_message_of_allauth_is_ours(app: str) -> None:
    theirs = next(Path(path) for path in get_app_template_dirs("templates") if Path(path).parent.name == "allauth")
    shown = {path.relative_to(theirs) for path in (theirs / app).rglob("*.*") if "email" not in path.parts}
    assert {str(path) for path in shown if not (TEMPLATES / path).exists()} - SWITCHED_OFF == set()


def colour(name: str, scheme: int) -> tuple[float, float, float]:
    """The linear red, green and blue of a token; scheme 0 is light, 1 dark."""
    value = re.search(rf"--{name}: (?:light-dark\((#\w{{6}}), (#\w{{6}})\)|(#\w{{6}}));", TOKENS)
    assert value is not None, name
    digits = value.group(3) or value.group(scheme + 1)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def contrast(ink: str, ground: str, scheme: int) -> float:
    """The contrast of two tokens, as WCAG 2.2 defines it."""
    light = [
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (colour(ink, scheme), colour(ground, scheme))
    ]
    return (max(light) + 0.05) / (min(light) + 0.05)


INKS = [
    *[(ink, ground) for ink in ("text", "muted", "brand", "crit") for ground in ("bg", "surface", "surface-2")],
    *[(ink, "surface") for ink in ("high", "ok")],
    *[(ink, f"{ink}-soft") for ink in ("brand", "crit", "high", "ok")],
    *[("text", f"{ink}-soft") for ink in ("brand", "crit", "high", "ok")],
    ("muted", "brand-soft"), ("brand-ink", "brand"), ("brand-ink", "brand-hover"), ("crit-ink", "crit"),
    ("shade-ink", "shade"), ("bar-ink", "bar"), ("bar-soft", "bar"),
    ("i0", "b0"), ("i0", "b1"), ("i2", "b2"), ("i3", "b3"), ("i3", "b4"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), INKS)
def test_every_ink_is_readable_on_its_ground(ink: str, ground: str, scheme: int) -> None:
    assert contrast(ink, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("line", ["line-strong", "brand", "focus", "crit"])
def test_every_edge_of_a_control_is_seen(line: str, scheme: int) -> None:
    assert contrast(line, "surface", scheme) >= 3
