"""The parts that pages are built of, as they come out."""

import re
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory


class PostForm(forms.Form):
    title = forms.CharField(label="Title", help_text="As you would say it on the phone.")
    text = forms.CharField(label="Description", required=False, widget=forms.Textarea)
    terms = forms.ChoiceField(label="Terms", choices=[("gift", "Gift"), ("loan", "Loan")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I may speak for them")
    secret = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        self.add_error(None, "Both cannot be.")


def part(name: str, **context: Any) -> str:
    """A component, its white space folded."""
    return re.sub(r"\s+", " ", render_to_string(f"components/{name}.html", context))


def field(name: str, data: dict[str, str] | None = None, **context: Any) -> str:
    return part("field", field=PostForm(data)[name], **context)


def test_a_field_joins_label_hint_and_control() -> None:
    html = field("title")
    assert '<label for="id_title">Title</label>' in html
    assert '<div class="hint" id="id_title_helptext">As you would say it on the phone.</div>' in html
    assert 'aria-describedby="id_title_helptext"' in html
    assert "aria-invalid" not in html


def test_a_field_in_error_says_so_to_eyes_and_ears() -> None:
    html = field("title", {})
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert '<ul class="errs" id="id_title_error">' in html
    assert "This field is required." in html


def test_a_hint_from_the_page_is_joined_as_well() -> None:
    html = field("text", hint="One paragraph.")
    assert 'id="id_text_helptext">One paragraph.<' in html
    assert 'aria-describedby="id_text_helptext"' in html


def test_only_optional_fields_are_marked() -> None:
    assert "(optional)" in field("text")
    assert "(optional)" not in field("title")
    assert "(optional)" not in field("agree")


def test_choices_stand_in_a_fieldset_that_carries_the_errors() -> None:
    html = field("terms", {})
    assert html.count("aria-describedby") == 1
    assert re.search(r'<fieldset class="[^"]*field-bad[^"]*" aria-describedby="id_terms_error">', html)
    assert "<legend>Terms</legend>" in html


def test_a_box_to_tick_stands_before_its_label() -> None:
    html = field("agree")
    assert html.index('type="checkbox"') < html.index("I may speak for them")


def test_a_hidden_field_has_no_label() -> None:
    assert field("secret").strip() == '<input type="hidden" name="secret" id="id_secret">'


def test_the_summary_links_every_field_in_error_and_takes_the_focus() -> None:
    html = part("form_errors", form=PostForm({"secret": "x"}))
    assert "There are 5 problems to mend" in html
    assert "data-focus" in html
    assert 'href="#id_title"' in html
    assert 'href="#id_terms_0"' in html
    assert "<li>Both cannot be.</li>" in html
    assert "<li>Enter a whole number.</li>" in html


def test_there_is_no_summary_without_errors() -> None:
    assert part("form_errors", form=PostForm()).strip() == ""


def test_pages_keep_the_filters_in_the_address() -> None:
    request = RequestFactory().get("/offers/", {"severity": "critical", "page": "2"})
    request.user = AnonymousUser()
    html = render_to_string("components/pagination.html", {"page": Paginator(range(1200), 25).page(2)}, request)
    assert "26 to 50 of 1,200" in html
    assert 'href="?severity=critical&amp;page=1"' in html
    assert 'href="?severity=critical&amp;page=3"' in html


def test_an_empty_list_has_no_pages() -> None:
    page = Paginator([], 25).page(1)
    assert part("pagination", page=page, request=RequestFactory().get("/")).strip() == ""


@pytest.mark.parametrize(("status", "css"), [("received", "tag t-ok"), ("withdrawn", "tag")])
def test_a_state_is_a_word_with_a_tone(status: str, css: str) -> None:
    assert f'<span class="{css}">Said so</span>' in part("status_tag", status=status, label="Said so")


def test_covered_shows_bar_and_numbers() -> None:
    html = part("covered", covered=1200, asked=12000, unit="each")
    assert 'value="1200" max="12000"' in html
    assert "1,200 of 12,000 each" in html


def test_what_is_typed_is_escaped() -> None:
    for name, context in {
        "empty": {"title": "<b>"},
        "banner": {"text": "<b>"},
        "facts": {"facts": [{"label": "<b>", "value": "<b>"}]},
        "card": {"title": "<b>", "url": "/", "org": "<b>"},
        "quotation": {"text": "<b>", "who": "<b>"},
        "toast": {"text": "<b>"},
    }.items():
        assert "<b>" not in part(name, **context), name
