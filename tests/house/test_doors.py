"""Every address has an answer for every role, written down in policy.py. An address without a row fails."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from members.models import Organization, Person
from tests.conftest import ClientOf
from tests.house.doors import ROLES, Things, furnish, walk
from tests.house.policy import POLICY

METHODS = ("GET", "POST")


@pytest.fixture
def things(request: pytest.FixtureRequest, lakeview: Organization, cascade: Organization) -> Things:
    people: dict[str, Person | AnonymousUser] = {"visitor": AnonymousUser()}
    people |= {role: request.getfixturevalue(role) for role in ROLES[1:]}
    return furnish(people, lakeview, cascade)


def in_a_word(answer: HttpResponse) -> str:
    """The status; for a redirect where to: `login`, `apply`, or `on`."""
    if answer.status_code not in {301, 302, 303, 308}:
        return str(answer.status_code)
    target = answer["Location"]
    if target.startswith("/accounts/login/"):
        return "login"
    return "apply" if target == "/apply/" else "on"


def answers(things: Things, client_of: ClientOf) -> Callable[[str, str], dict[str, str]]:
    clients = {role: client_of(None if role == "visitor" else things.people[role]) for role in ROLES}

    def ask(method: str, name: str) -> dict[str, str]:
        return {role: in_a_word(_ask(clients[role], method, things.address(name))) for role in ROLES}

    return ask


def _ask(client: Client, method: str, path: str) -> HttpResponse:
    """One request whose changes are taken back."""
    with transaction.atomic():
        answer = client.generic(method, path, "next=%2F", content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    wanted = {f"{method} {name}" for name, _ in walk() for method in METHODS}
    assert wanted - set(POLICY) == set(), "Write down what each role gets there, in tests/house/policy.py."
    assert set(POLICY) - wanted == set(), "These rows lead nowhere any more."


def test_every_role_gets_the_written_answer_at_every_address(things: Things, client_of: ClientOf) -> None:
    ask = answers(things, client_of)
    wrong = []
    for row, wanted in POLICY.items():
        method, _, name = row.partition(" ")
        got = ask(method, name)
        written = dict(zip(ROLES, wanted.split(), strict=True))
        wrong += [
            f"{row} as {role}: {got[role]}, written {written[role]}" for role in ROLES if got[role] != written[role]
        ]
    assert wrong == []
