"""How often one may try: exactly so often, however many try at once; and without Redis, too."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import caches
from django.db import connections
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from coalition.shared.caching import RedisOrMemory
from members.models import OutgoingMail, Person
from tests.members.second_steps import PASSWORD, give_app, give_password, is_in

TOO_MANY = "Too many"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _limits_as_in_production(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = {}


def at_once(tries: int, one: Callable[[int], str]) -> list[str]:
    """What each of so many simultaneous tries was answered."""
    ready = Barrier(tries)

    def go(number: int) -> str:
        ready.wait()
        try:
            return one(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(tries) as pool:
        return list(pool.map(go, range(tries)))


def wrong_password(number: int) -> str:
    """A try from an address of the network of its own, so that only the account's limit counts."""
    client = Client(REMOTE_ADDR=f"192.0.2.{number}")
    answer = client.post(LOGIN, {"login": "rita@example.org", "password": "wrong"})
    assert answer.status_code == 200, answer
    return "limited" if TOO_MANY in answer.content.decode() else "tried"


@pytest.mark.django_db(transaction=True)
def test_twenty_four_guesses_at_once_of_one_password_are_five(rita: Person) -> None:
    give_password(rita)
    answers = at_once(24, wrong_password)
    assert (answers.count("tried"), answers.count("limited")) == (5, 19)


@pytest.mark.django_db(transaction=True)
def test_twenty_four_codes_at_once_for_one_address_are_three(rita: Person) -> None:
    def ask(number: int) -> str:
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        return str(client.post("/accounts/login/code/", {"email": rita.email}).status_code)

    answers = at_once(24, ask)
    assert answers.count("302") == OutgoingMail.objects.filter(recipient=rita.email).count() == 3


@pytest.mark.django_db(transaction=True)
def test_twenty_four_new_passwords_at_once_for_one_address_are_five(rita: Person) -> None:
    def ask(number: int) -> str:
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        return str(client.post(reverse("account_reset_password"), {"email": rita.email}).status_code)

    answers = at_once(24, ask)
    assert answers.count("302") == OutgoingMail.objects.filter(recipient=rita.email).count() == 5
    assert answers.count("429") == 19


@pytest.mark.django_db
def test_the_right_password_does_not_help_after_too_many_wrong_ones(client: Client, rita: Person) -> None:
    give_password(rita)
    for number in range(5):
        wrong_password(number)
    answer = client.post(LOGIN, {"login": rita.email, "password": PASSWORD})
    assert TOO_MANY in answer.content.decode()
    assert not is_in(client)


@pytest.mark.django_db
def test_another_spelling_of_the_address_is_no_way_round(client: Client, rita: Person) -> None:
    give_password(rita)
    for number in range(5):
        wrong_password(number)
    client.post(LOGIN, {"login": "RITA@example.org", "password": PASSWORD})
    assert not is_in(client)


@pytest.mark.django_db
def test_an_address_without_account_is_limited_just_so() -> None:
    assert [wrong_password(number) for number in range(6)] == ["tried"] * 5 + ["limited"]


@pytest.mark.django_db
def test_a_forwarded_address_that_no_proxy_of_ours_wrote_does_not_count(rita: Person) -> None:
    """Thirty sign-ins a minute from one address of the network, whatever it claims to forward."""
    answers = [
        Client()
        .post(LOGIN, {"login": f"a{n}@example.org", "password": "x"}, headers={"X-Forwarded-For": f"198.51.100.{n}"})
        .content.decode()
        for n in range(12)
    ]
    assert sum(TOO_MANY in answer for answer in answers) == 2  # ten wrong ones a minute from one address


@pytest.mark.django_db
def test_guesses_of_the_second_step_are_limited_by_the_account(rita: Person) -> None:
    give_app(rita)
    give_password(rita)
    answers = []
    for number in range(4):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        client.post(LOGIN, {"login": rita.email, "password": PASSWORD})
        answers += [
            client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode() for _try in range(3)
        ]
    assert sum(TOO_MANY in answer for answer in answers) == 7


@pytest.mark.django_db
def test_too_many_is_a_page_of_ours(client: Client) -> None:
    for _try in range(21):
        answer = client.post(reverse("account_reset_password"), {"email": "ann@example.net"})
    assert answer.status_code == 429
    assert "<h1>" in answer.content.decode()


# Without Redis


@pytest.fixture
def no_redis(settings: Settings) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"},
    }
    caches["default"].clear()
    yield
    RedisOrMemory.away_until = 0.0
    caches["default"]._memory.clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("no_redis")
def test_without_redis_one_signs_in(client: Client, rita: Person) -> None:
    give_password(rita)
    client.post(LOGIN, {"login": rita.email, "password": PASSWORD})
    assert is_in(client)


@pytest.mark.django_db
@pytest.mark.usefixtures("no_redis")
def test_without_redis_the_limits_hold_in_the_process(rita: Person) -> None:
    assert [wrong_password(number) for number in range(7)] == ["tried"] * 5 + ["limited"] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_redis")
def test_without_redis_they_are_exact_among_threads_too(rita: Person) -> None:
    give_password(rita)
    assert at_once(16, wrong_password).count("tried") == 5


@pytest.mark.django_db
@pytest.mark.usefixtures("no_redis")
@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_request_login_code"])
def test_without_redis_no_page_fails(client: Client, rita: Person, name: str) -> None:
    form = {"email": rita.email, "name": "Rita", "password1": "a long pass phrase of hers"}
    assert client.post(reverse(name), form).status_code == 302


@pytest.mark.django_db
@pytest.mark.usefixtures("no_redis")
def test_when_redis_is_back_it_counts_again(settings: Settings, rita: Person) -> None:
    wrong_password(1)
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": settings.REDIS_URL}}
    RedisOrMemory.away_until = 0.0
    caches["default"].set("a", "b")
    assert caches["redis"].get("a") == "b"
