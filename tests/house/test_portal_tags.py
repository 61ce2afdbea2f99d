"""The small words of the templates: times, numbers, tones, and where the reader stands."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.messages import INFO
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils import timezone

from coalition.shared import clock
from coalition.shared.templatetags import portal

NOON = datetime(2020, 4, 10, 16, tzinfo=UTC)  # noon in New York


def render(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.fixture(autouse=True)
def _noon_in_new_york() -> Iterator[None]:
    with clock.at(NOON), timezone.override("America/New_York"):
        yield


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=-5), "5\xa0minutes ago"),
        (timedelta(hours=-2), "2\xa0hours ago"),
        (timedelta(hours=3, minutes=10), "in 3\xa0hours"),
        (timedelta(hours=26), "tomorrow"),
        (timedelta(hours=-40), "2\xa0days ago"),
        (timedelta(days=2), "in 2\xa0days"),
        (timedelta(days=2, seconds=-1), "in 2\xa0days"),
    ],
)
def test_when_says_how_long_ago_or_until(distance: timedelta, words: str) -> None:
    assert f">{words}</time>" in render("{% when moment %}", moment=NOON + distance)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 4, 9), "yesterday"),
        (date(2020, 4, 10), "today"),
        (date(2020, 4, 11), "tomorrow"),
        (date(2020, 4, 13), "in 3\xa0days"),
        (date(2020, 4, 3), "1\xa0week ago"),
    ],
)
def test_when_counts_days_by_the_readers_calendar(day: date, words: str) -> None:
    assert f">{words}</time>" in render("{% when day %}", day=day)


def test_when_gives_the_absolute_in_the_readers_zone_on_hover() -> None:
    assert 'title="Apr 10, 10:00 AM EDT"' in render("{% when moment %}", moment=NOON - timedelta(hours=2))


def test_a_deadline_names_day_hour_zone_and_what_is_left() -> None:
    html = render("{% due moment %}", moment=NOON + timedelta(days=2))
    assert ">Apr 12, 12:00 PM EDT (in 2\xa0days)</time>" in html


def test_a_date_has_no_hour_and_another_year_is_named() -> None:
    assert render("{% at day %}", day=date(2021, 2, 1)).endswith(">Feb 1, 2021</time>")


def test_no_moment_gives_no_words() -> None:
    assert render("{% when none %}{% due none %}{% at none %}", none=None) == ""


def test_the_readers_zone_is_said_in_words() -> None:
    assert render("{% reader_zone %}") == "New York time (EDT)"
    with timezone.override("UTC"):
        assert render("{% reader_zone %}") == "UTC"


@pytest.mark.parametrize(
    ("number", "shown"), [(12000, "12,000"), (0, "0"), (-1500, "-1,500"), (None, "–"), ("", "–"), ("81 %", "81 %")]
)
def test_numbers_are_grouped_and_missing_is_not_zero(number: object, shown: str) -> None:
    assert portal.grouped(number) == shown


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(12, 40, 30), (999, 1000, 99), (50, 40, 100), (0, 40, 0), (5, 0, 0), (None, 9, 0)]
)
def test_percent_reaches_a_hundred_only_when_all_is_there(part: int | None, whole: int, percent: int) -> None:
    assert portal.percent_of(part, whole) == percent


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dana Kumar", "DK"), ("dana", "D"), ("Ana María de la Cruz", "AC"), ("d@lake.org", "DL"), ("", "?"), ("()", "?")],
)
def test_initials_are_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert portal.initials(name) == letters


def test_a_tone_follows_the_word_and_an_unknown_one_is_plain() -> None:
    assert [portal.tone(state) for state in ("critical", "RECEIVED", "withdrawn", None)] == ["crit", "ok", "", ""]


@pytest.mark.parametrize(
    ("view", "attribute"),
    [
        ("resources:offer_list", 'aria-current="page"'),
        ("resources:offer_edit", 'aria-current="true"'),
        ("resources:request_list", ""),
    ],
)
def test_the_link_to_the_page_shown_is_marked(view: str, attribute: str) -> None:
    request = RequestFactory().get("/")
    namespace, name = view.split(":")
    request.resolver_match = ResolverMatch(print, (), {}, name, namespaces=[namespace])
    assert render('{% current "resources:offer_list" "resources:offer" %}', request=request) == attribute


def test_nothing_is_marked_outside_a_request() -> None:
    assert render('{% current "home" "members" %}') == ""


def test_a_message_knows_where_it_is_undone() -> None:
    assert portal.undo_url(Message(INFO, "Proposed.", extra_tags="big undo:/board/undo/")) == "/board/undo/"
    assert portal.undo_url(Message(INFO, "Proposed.")) == ""
