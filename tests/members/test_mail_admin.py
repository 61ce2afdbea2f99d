"""The outbox and the digests in the Django admin."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from members import sending
from members.models import Digest, OutgoingMail, OutgoingMailState, Person
from tests.conftest import ClientOf
from tests.members.test_outbox import tell
from tests.postbox import Postbox

MAILS = "/admin/members/outgoingmail/"


@pytest.fixture
def desk(client_of: ClientOf, ada: Person) -> Client:
    return client_of(ada)


@pytest.fixture
def letter(rita: Person) -> OutgoingMail:
    mail = tell(rita)
    assert mail is not None
    return mail


def try_again(desk: Client, row: OutgoingMail) -> str:
    chosen = {"action": "try_again", "_selected_action": [row.pk]}
    return desk.post(MAILS, chosen, follow=True).content.decode()


@pytest.mark.parametrize("state", [OutgoingMailState.DEAD, OutgoingMailState.UNCERTAIN])
def test_what_is_stuck_can_be_tried_again(
    desk: Client, letter: OutgoingMail, postbox: Postbox, state: OutgoingMailState
) -> None:
    OutgoingMail.objects.update(state=state, attempt=8, interruptions=2)
    assert sending.send_due() == 0
    assert "Done for 1 row." in try_again(desk, letter)
    assert sending.send_due() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempt, letter.interruptions) == (OutgoingMailState.SENT, 1, 2)


@pytest.mark.parametrize("state", [OutgoingMailState.SENT, OutgoingMailState.PENDING])
def test_what_is_not_stuck_is_left_alone(desk: Client, letter: OutgoingMail, state: OutgoingMailState) -> None:
    OutgoingMail.objects.update(state=state, attempt=3)
    assert "there is nothing to try again" in try_again(desk, letter)
    letter.refresh_from_db()
    assert (letter.state, letter.attempt) == (state, 3)


def test_a_message_is_shown_but_not_the_codes_in_it(desk: Client, letter: OutgoingMail) -> None:
    page = f"{MAILS}{letter.pk}/change/"
    assertContains(desk.get(page), "http://localhost:8000/matches/3/")
    OutgoingMail.objects.update(kind="account", html="the code", text="the code")
    assertContains(desk.get(page), "For its receiver alone")
    assertNotContains(desk.get(page), "the code")


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_of_digests_takes_as_many_queries_for_many(
    desk: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries, rita: Person
) -> None:
    for number in range(rows):
        mail = tell(rita, dedup=f"digest:{number}")
        Digest.objects.create(person=rita, period=f"2026-01-{number + 1:02}", activity_until=0, mail=mail)
    with django_assert_num_queries(6):
        assertContains(desk.get("/admin/members/digest/"), "2026-01-01")


def test_nobody_else_sees_it(client_of: ClientOf, cora: Person) -> None:
    assert client_of(cora).get(MAILS).status_code == 302
