"""Nobody finds out by asking whether an address has an account: not by words, status, mail or time."""

import re
import time
from collections.abc import Callable
from statistics import median

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from members.models import OutgoingMail, Person

pytestmark = pytest.mark.django_db

UNKNOWN = "nora@example.net"  # as long as the known one, so that pages have the same length
KNOWN = "rita@example.org"
PAGES = {
    "sign in": ("account_login", lambda address: {"login": address, "password": "a wrong pass phrase"}),
    "sign up": ("account_signup", lambda address: {"email": address, "name": "A B", "password1": "a long pass phrase"}),
    "new password": ("account_reset_password", lambda address: {"email": address}),
    "code": ("account_request_login_code", lambda address: {"email": address}),
    "organization": ("organization_sign_in", lambda address: {"email": address}),
}
ROUNDS = 24
ATTEMPTS = 3  # what else the machine does may meet one; who tells by time tells each time
RATIO = 1.25  # the medians of known and unknown addresses differ by less than this


class Hasher(PBKDF2PasswordHasher):
    """As production's, with fewer rounds, which still take longer than the rest of a page."""

    iterations = 200_000


def ask(page: str, address: str) -> tuple[Client, object]:
    name, form = PAGES[page]
    client = Client()
    return client, client.post(reverse(name), form(address))


def seen(page: str, address: str) -> tuple[object, ...]:
    """All that a stranger sees: status, where it leads, cookies, and the page behind, without what is random in it."""
    client, answer = ask(page, address)
    behind = client.get(answer.url) if answer.status_code == 302 else answer
    text = behind.content.decode().replace(address, "ADDRESS")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return answer.status_code, answer.get("Location"), sorted(client.cookies), behind.status_code, text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("codes", [False, True], ids=["by password", "password and code"])
def test_the_answer_is_the_same(rita: Person, settings: Settings, page: str, codes: bool) -> None:
    settings.CODE_AFTER_PASSWORD = codes
    rita.set_password("correct horse battery")
    rita.save()
    assert seen(page, KNOWN) == seen(page, UNKNOWN)


@pytest.mark.parametrize("page", ["sign up", "new password", "code"])
def test_one_mail_goes_to_the_address_either_way(rita: Person, page: str) -> None:
    for address in (KNOWN, UNKNOWN):
        ask(page, address)
        assert OutgoingMail.objects.filter(recipient=address).count() == 1


@pytest.mark.parametrize("page", ["sign in", "organization"])
def test_no_mail_goes_either_way(rita: Person, page: str) -> None:
    for address in (KNOWN, UNKNOWN):
        ask(page, address)
    assert not OutgoingMail.objects.exists()


def test_a_code_for_nobody_can_be_asked_for_again_and_mistyped_in_the_same_words(rita: Person) -> None:
    answers = []
    for address in (KNOWN, UNKNOWN):
        client, answer = ask("code", address)
        again = client.post(answer.url, {"action": "resend"})
        wrong = client.post(answer.url, {"code": "WRONG1"})
        page = re.sub(r'value="\w{32,}"', "", wrong.content.decode().replace(address, "ADDRESS"))
        answers.append((again.status_code, again.get("Location"), wrong.status_code, page))
    assert answers[0] == answers[1]


def test_a_barred_person_is_told_so_only_with_the_right_password(client: Client, rita: Person) -> None:
    rita.set_password("correct horse battery")
    rita.is_active = False
    rita.save()
    assert seen("sign in", KNOWN) == seen("sign in", UNKNOWN)


def medians(one: Callable[[str], object], addresses: Callable[[int], tuple[str, str]]) -> tuple[float, float]:
    """Seconds for a known and an unknown address, asked in turn so that what else the machine does meets both."""
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 2):
        for which in (0, 1) if turn % 2 else (1, 0):
            began = time.perf_counter()
            one(addresses(turn)[which])
            took[which].append(time.perf_counter() - began)
    return median(took[0][2:]), median(took[1][2:])


@pytest.mark.parametrize("page", ["sign in", "sign up", "new password", "code"])
@pytest.mark.thorough
def test_it_takes_as_long_either_way(rita: Person, settings: Settings, page: str) -> None:
    """With a hasher like production's: the one of the other tests is so quick that it would hide a difference."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Hasher"]
    rita.set_password("correct horse battery")
    rita.save()
    seen = []
    for attempt in range(ATTEMPTS):
        addresses = (KNOWN, f"n{attempt}-{{turn}}@example.net")
        known, unknown = medians(
            lambda address: ask(page, address),
            lambda turn, addresses=addresses: (addresses[0], addresses[1].format(turn=turn)),
        )
        seen.append((known, unknown))
        if max(known, unknown) / min(known, unknown) < RATIO:
            return
    pytest.fail(f"It took differently long each time: {seen}")
