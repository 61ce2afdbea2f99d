"""Sending what lies in the outbox, to a real mail server."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from coalition.shared import clock
from members import outbox, sending
from members.models import OutgoingMail, OutgoingMailState, Person
from members.models.mail import ACCOUNT
from tests.members.test_outbox import tell
from tests.postbox import Postbox


@pytest.fixture
def letter(rita: Person) -> OutgoingMail:
    mail = tell(rita)
    assert mail is not None
    return mail


def later(minutes: float) -> datetime:
    return clock.now() + timedelta(minutes=minutes)


def test_what_is_due_goes_out_with_both_its_parts(letter: OutgoingMail, postbox: Postbox) -> None:
    assert sending.send_due() == 1
    [message] = postbox.messages
    assert message["To"] == "rita@example.org"
    assert message["Message-ID"] == letter.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    letter.refresh_from_db()
    assert (letter.state, letter.attempt, letter.lease_until) == (OutgoingMailState.SENT, 1, None)
    assert letter.sent_at is not None


def test_it_goes_out_once(letter: OutgoingMail, postbox: Postbox) -> None:
    sending.send_due()
    assert sending.send_due() == 0
    assert len(postbox.raw) == 1


def test_what_is_not_due_stays(letter: OutgoingMail, postbox: Postbox) -> None:
    OutgoingMail.objects.update(run_at=later(1))
    assert sending.send_due() == 0
    assert not postbox.raw


def test_the_oldest_goes_first(rita: Person, postbox: Postbox) -> None:
    for minutes in (5, 1, 9):
        with clock.at(clock.now() - timedelta(minutes=minutes)):
            tell(rita, dedup=f"notice:{minutes}", sentence=f"{minutes} minutes old")
    sending.send_due()
    assert [message["Subject"] for message in postbox.messages] == ["9 minutes old", "5 minutes old", "1 minutes old"]


def test_a_passing_refusal_is_tried_again_later_with_the_same_bytes(letter: OutgoingMail, postbox: Postbox) -> None:
    postbox.answers = ["451 not now"]
    assert sending.send_due() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.attempt) == (OutgoingMailState.PENDING, 1)
    assert letter.run_at > later(0.9)
    assert "451" in letter.last_error
    first = sending.message_of(letter).message().as_bytes()
    with clock.at(later(2)):
        assert sending.send_due() == 1
    letter.refresh_from_db()
    assert sending.message_of(letter).message().as_bytes() == first
    assert letter.last_error == ""


def test_one_refused_recipient_does_not_hold_up_the_others(
    letter: OutgoingMail, carl: Person, postbox: Postbox
) -> None:
    tell(carl, dedup="notice:2")
    postbox.refused = {"rita@example.org": "550 unknown"}
    assert sending.send_due() == 1
    letter.refresh_from_db()
    assert letter.state == OutgoingMailState.DEAD
    assert "550" in letter.last_error


def test_after_the_last_attempt_it_is_given_up(letter: OutgoingMail, postbox: Postbox) -> None:
    postbox.answers = ["451 not now"] * sending.MOST_ATTEMPTS
    moment = clock.now()
    for attempt in range(sending.MOST_ATTEMPTS):
        letter.refresh_from_db()
        assert (letter.state, letter.attempt) == (OutgoingMailState.PENDING, attempt)
        moment += timedelta(days=1)
        with clock.at(moment):
            sending.send_due()
    letter.refresh_from_db()
    assert letter.state == OutgoingMailState.DEAD
    assert not postbox.raw


def test_a_server_that_cannot_be_reached_costs_no_attempt(
    letter: OutgoingMail, postbox: Postbox, settings: Settings
) -> None:
    settings.EMAIL_PORT = 1
    assert sending.send_due() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.attempt) == (OutgoingMailState.PENDING, 0)


def test_a_line_cut_after_the_message_leaves_it_uncertain_and_it_is_sent_once_more(
    letter: OutgoingMail, postbox: Postbox
) -> None:
    postbox.answers = ["hang up"]
    assert sending.send_due() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.interruptions) == (OutgoingMailState.UNCERTAIN, 1)
    with clock.at(later(2)):
        assert sending.send_due() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.interruptions) == (OutgoingMailState.SENT, 1)
    first, second = postbox.raw
    assert first == second


def test_a_second_cut_holds_it_for_a_person_to_decide(letter: OutgoingMail, postbox: Postbox) -> None:
    postbox.answers = ["hang up", "hang up"]
    moment = clock.now()
    for _ in range(4):
        moment += timedelta(days=1)
        with clock.at(moment):
            sending.send_due()
    letter.refresh_from_db()
    assert (letter.state, letter.interruptions) == (OutgoingMailState.UNCERTAIN, 2)
    assert len(postbox.raw) == 2


def test_a_sender_that_died_leaves_its_message_uncertain_when_the_lease_is_over(
    letter: OutgoingMail, postbox: Postbox
) -> None:
    sending.claim()
    assert sending.send_due() == 0
    letter.refresh_from_db()
    assert letter.state == OutgoingMailState.SENDING
    with clock.at(clock.now() + sending.LEASE + timedelta(seconds=1)):
        assert sending.send_due() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.interruptions, letter.attempt) == (OutgoingMailState.SENT, 1, 2)


def test_a_sender_that_comes_back_too_late_marks_nothing(letter: OutgoingMail, postbox: Postbox) -> None:
    late = sending.claim()
    assert late is not None
    with clock.at(clock.now() + sending.LEASE + timedelta(seconds=1)):
        sending.note_interrupted()
        assert sending.claim() is not None
    assert not sending.mark(late, state=OutgoingMailState.SENT)
    letter.refresh_from_db()
    assert letter.state == OutgoingMailState.SENDING


def test_mail_to_an_account_closed_meanwhile_stays_here(letter: OutgoingMail, rita: Person, postbox: Postbox) -> None:
    rita.is_active = False
    rita.save()
    assert sending.send_due() == 0
    letter.refresh_from_db()
    assert letter.state == OutgoingMailState.DEAD
    assert not postbox.raw


def test_a_message_that_cannot_be_built_is_given_up_at_once(letter: OutgoingMail, postbox: Postbox) -> None:
    OutgoingMail.objects.update(headers={"X-Bad": "two\nlines"})
    assert sending.send_due() == 0
    letter.refresh_from_db()
    assert letter.state == OutgoingMailState.DEAD


def test_when_the_time_is_up_the_rest_is_left_to_another_run(letter: OutgoingMail, postbox: Postbox) -> None:
    assert sending.send_due(seconds=0) == 0
    assert OutgoingMail.objects.due().count() == 1


@pytest.mark.django_db(transaction=True)
def test_senders_side_by_side_send_each_message_once(postbox: Postbox) -> None:
    rows = [
        outbox.addressed(
            f"person{n}@example.org",
            outbox.render_for(None, "notice", {"sentence": n, "url": "/"}),
            kind="notice",
            dedup=f"notice:{n}",
        )
        for n in range(60)
    ]
    outbox.put(rows)
    together = Barrier(4)

    def run() -> None:
        together.wait()
        sending.send_due()
        connection.close()

    senders = [Thread(target=run) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(m["To"] for m in postbox.messages) == sorted(f"person{n}@example.org" for n in range(60))
    assert set(OutgoingMail.objects.values_list("state", "attempt")) == {(OutgoingMailState.SENT, 1)}


def test_sending_a_message_takes_a_fixed_number_of_queries(
    rita: Person, postbox: Postbox, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(3):
        tell(rita, dedup=f"notice:{n}")
    each, around = 5, 2 + 3  # savepoint, select, update, release, mark; and: sweep, look, the last claim
    with django_assert_num_queries(3 * each + around):
        sending.send_due()


def test_codes_and_links_into_an_account_are_forgotten_once_sent(postbox: Postbox, rita: Person) -> None:
    context = {"sentence": "Your code is ABCD", "url": "/", "why": ""}
    outbox.enqueue(rita.email, template="notice", context=context, kind=ACCOUNT, dedup="account:1")
    assert sending.send_due() == 1
    mail = OutgoingMail.objects.get()
    assert (mail.text, mail.html) == ("", "")
    assert "ABCD" in str(postbox.messages[0])
