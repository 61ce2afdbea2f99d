"""How long sessions last, and how people see and end theirs."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from coalition.shared import clock
from members import browsers
from members.models import Person
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
SESSIONS = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


def signed_in(person: Person, agent: str = FIREFOX) -> Client:
    """A browser in which the person signed in by the form."""
    person.set_password(PASSWORD)
    person.save()
    client = Client(headers={"User-Agent": agent})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


@pytest.fixture
def two(rita: Person) -> tuple[Client, Client]:
    rita.set_password(PASSWORD)
    rita.save()
    browsers_of_rita = Client(headers={"User-Agent": FIREFOX}), Client(headers={"User-Agent": SAFARI})
    for client in browsers_of_rita:
        client.post(reverse("account_login"), {"login": rita.email, "password": PASSWORD})
    return browsers_of_rita


def test_each_session_is_listed_with_browser_and_network_address_this_one_first(two: tuple[Client, Client]) -> None:
    page = two[1].get(SESSIONS)
    assert [row.browser for row in page.context["rows"]] == ["Safari on iPhone", "Firefox on Windows"]
    html = " ".join(page.content.decode().split())
    assert html.index("This one") < html.index("Firefox on Windows")
    assert "127.0.0.1" in html


def test_one_session_is_ended_at_once(two: tuple[Client, Client]) -> None:
    there = UserSession.objects.get(user_agent=SAFARI)
    answer = two[0].post(reverse("session_end", args=[there.pk]), follow=True)
    assert "Safari on iPhone is signed out." in answer.content.decode()
    assert [is_in(client) for client in two] == [True, False]


def test_all_others_are_ended_at_once(two: tuple[Client, Client]) -> None:
    two[1].post(SESSIONS)
    assert [is_in(client) for client in two] == [False, True]


def test_ending_this_one_signs_out(two: tuple[Client, Client]) -> None:
    here = UserSession.objects.get(user_agent=FIREFOX)
    assert two[0].post(reverse("session_end", args=[here.pk])).url == "/accounts/login/"
    assert [is_in(client) for client in two] == [False, True]


def test_nobody_ends_the_session_of_somebody_else(two: tuple[Client, Client], carl: Person) -> None:
    stranger = signed_in(carl)
    for session in UserSession.objects.exclude(user=carl):
        assert stranger.post(reverse("session_end", args=[session.pk])).status_code == 404
    assert [is_in(client) for client in two] == [True, True]


def test_a_link_ends_nothing_and_a_visitor_signs_in_first(two: tuple[Client, Client], client: Client) -> None:
    there = UserSession.objects.get(user_agent=SAFARI)
    assert two[0].get(reverse("session_end", args=[there.pk])).status_code == 405
    assert client.post(reverse("session_end", args=[there.pk])).url.startswith("/accounts/login/")
    assert client.post(SESSIONS).url.startswith("/accounts/login/")
    assert is_in(two[1])


def test_a_new_password_ends_every_other_session(two: tuple[Client, Client]) -> None:
    form = {"oldpassword": PASSWORD, "password1": "battery of horses 1", "password2": "battery of horses 1"}
    two[0].post(reverse("account_change_password"), form)
    assert not is_in(two[1])


@pytest.mark.parametrize(
    ("who", "hours", "lasts"),
    [
        ("rita", 13 * 24, True),
        ("rita", 14 * 24, False),
        ("cora", 1, True),
        ("cora", 2, False),
        ("ada", 2, False),
    ],
)
def test_an_unused_session_lasts_so_long(
    request: pytest.FixtureRequest, client: Client, who: str, hours: int, lasts: bool
) -> None:
    sign_in(client, request.getfixturevalue(who))
    with clock.at(clock.now() + timedelta(hours=hours, seconds=1)):
        assert is_in(client) is lasts


@pytest.mark.parametrize(("who", "hours", "every"), [("cora", 12, 1), ("ada", 12, 1), ("rita", 14 * 24, 12)])
@pytest.mark.thorough
def test_a_session_in_use_lasts_no_longer_than_that(
    request: pytest.FixtureRequest, client: Client, who: str, hours: int, every: int
) -> None:
    began = clock.now()
    sign_in(client, request.getfixturevalue(who))
    for hour in range(1, hours, every):
        with clock.at(began + timedelta(hours=hour)):
            assert is_in(client), hour
    with clock.at(began + timedelta(hours=hours, seconds=1)):
        assert not is_in(client)
    assert "_auth_user_id" not in client.session


def test_use_is_noted_once_a_minute(rita: Person) -> None:
    client = signed_in(rita)
    seen = UserSession.objects.get().last_seen_at
    is_in(client)
    assert UserSession.objects.get().last_seen_at == seen
    with clock.at(clock.now() + timedelta(seconds=61)) as later:
        is_in(client)
    assert UserSession.objects.get().last_seen_at == later


def test_whoever_is_signed_out_so_is_told_and_led_back(client: Client, cora: Person) -> None:
    sign_in(client, cora)
    with clock.at(clock.now() + timedelta(hours=3)):
        answer = client.get("/board/", follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=/board/", 302)]
    assert "You were signed out, because it was a while ago." in answer.content.decode()


def test_a_session_from_before_counts_from_now(client: Client, ada: Person) -> None:
    sign_in(client, ada)
    session = client.session
    del session["signed_in_at"], session["seen_at"]
    session.save()
    assert is_in(client)
    assert "signed_in_at" in client.session


def test_the_hours_are_settings(client: Client, cora: Person, settings: Settings) -> None:
    settings.STAFF_IDLE_HOURS = 5
    sign_in(client, cora)
    with clock.at(clock.now() + timedelta(hours=4)):
        assert is_in(client)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141 Safari/537.36 Edg/141", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/141 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.7", "An unknown browser"),
        ("", "An unknown browser"),
    ],
)
def test_browsers_have_plain_names(agent: str, words: str) -> None:
    assert browsers.in_words(agent) == words
