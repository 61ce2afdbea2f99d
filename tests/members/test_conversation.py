"""Applicant and admins talk on an application; a question gives it back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from members import conversation
from members.admission import admit, decline, describe_organization, send_application, withdraw_application
from members.contacts import add_contact
from members.conversation import answer, ask_back, say
from members.models import (
    Activity,
    Application,
    ApplicationMessage,
    ApplicationStatus,
    Notice,
    NoticeStatus,
    OutgoingMail,
)
from tests.members.test_admission import CONTACT, admitted, prove, ready_to_send, waiting

pytestmark = pytest.mark.django_db


def letters():
    return OutgoingMail.objects.filter(kind="application").order_by("pk")


# Talking


def test_the_applicant_writes_and_every_admin_hears_of_it(nora, ada):
    application = waiting(nora)
    say(application, actor=nora, text=" We moved last year. ")
    message = application.messages.get()
    assert (message.text, message.side, message.is_question) == ("We moved last year.", "applicant", False)
    letter = letters().get()
    assert (letter.person, letter.subject) == (ada, "Harbor Clinic wrote on its application")
    assert "We moved last year." in letter.text
    assert f"/desk/{application.pk}/" in letter.text
    assert Notice.objects.open().get(kind="notice.application_message").person == ada


def test_an_admin_writes_and_the_applicant_hears_of_it(nora, ada):
    application = waiting(nora)
    say(application, actor=ada, text="We <try> to call you.")
    letter = letters().get()
    assert letter.person == nora
    assert "We <try> to call you." in letter.text
    assert "We &lt;try&gt; to call you." in letter.html
    assert application.status == ApplicationStatus.SENT


def test_nobody_else_writes(nora, rita, cora, abel):
    application = waiting(nora)
    for person in (rita, cora, abel):
        with pytest.raises(NotAllowed):
            say(application, actor=person, text="Let them in.")


def test_an_admin_who_applies_speaks_as_the_applicant(ada):
    application = waiting(ada)
    assert say(application, actor=ada, text="Hello.").side == "applicant"


def test_nothing_is_not_said(nora):
    application = waiting(nora)
    with pytest.raises(Invalid) as refused:
        say(application, actor=nora, text=" \n ")
    assert refused.value.field == "text"
    with pytest.raises(Invalid) as refused:
        say(application, actor=nora, text="x" * 4001)
    assert refused.value.field == "text"


def test_a_draft_and_a_decided_application_are_not_talked_on(nora, abel, ada, northfork):
    for application, actor in ((northfork.applications.get(), abel), (admitted(nora), nora)):
        with pytest.raises(Conflict):
            say(application, actor=actor, text="Hello?")


def test_much_talk_is_one_letter_at_once_and_one_at_the_end_of_the_hour(nora, ada):
    application = waiting(nora)
    began = clock.now().replace(microsecond=0)
    for minute in (0, 1, 20, 59):
        with clock.at(began + timedelta(minutes=minute)):
            say(application, actor=nora, text=f"Minute {minute}")
    first, last = letters()
    assert first.run_at <= began + timedelta(seconds=1)
    assert "Minute 0" in first.text
    assert last.run_at == began + timedelta(hours=1)
    assert last.subject == "There is more to read on the application of Harbor Clinic"
    assert "Minute" not in last.text


def test_after_a_quiet_hour_a_letter_goes_at_once_again(nora, ada):
    application = waiting(nora)
    began = clock.now()
    for minute in (0, 61):
        with clock.at(began + timedelta(minutes=minute)):
            say(application, actor=nora, text=f"Minute {minute}")
    assert [f"Minute {minute}" in letter.text for minute, letter in zip((0, 61), letters(), strict=True)] == [
        True,
        True,
    ]


def test_each_side_has_letters_of_its_own(nora, ada):
    application = waiting(nora)
    say(application, actor=nora, text="Hello?")
    say(application, actor=ada, text="Hello.")
    assert [letter.person for letter in letters()] == [ada, nora]


def test_whoever_answers_has_read_what_was_there(nora, ada):
    application = waiting(nora)
    say(application, actor=nora, text="Hello?")
    say(application, actor=ada, text="Hello.")
    assert Notice.objects.get(person=ada, kind="notice.application_message").status == NoticeStatus.DONE
    assert Notice.objects.open().get(kind="notice.application_message").person == nora


def test_nobody_fills_the_page_within_an_hour(nora):
    application = waiting(nora)
    for number in range(conversation.MOST_IN_A_BURST):
        say(application, actor=nora, text=str(number))
    with pytest.raises(Conflict, match="write again later"):
        say(application, actor=nora, text="One more")


# Asking back


def test_a_question_gives_the_application_back(nora, ada):
    application = waiting(nora)
    ask_back(application, actor=ada, question="Which clinic is it?")
    assert Application.objects.get().status == ApplicationStatus.ASKED
    assert application.messages.get().is_question
    notice = Notice.objects.open().get(person=nora)
    assert (notice.kind, notice.must_act, notice.url) == ("notice.answer_application", True, "/apply/")
    assert not Notice.objects.open().filter(person=ada).exists()
    assert letters().get().subject == "A question on the application of Harbor Clinic"
    assert Activity.objects.filter(kind="application.asked", audience="admins").count() == 1


def test_meanwhile_the_applicant_mends_it_and_then_answers(nora, ada):
    application = waiting(nora)
    ask_back(application, actor=ada, question="Which clinic is it?")
    describe_organization(application, actor=nora, city="Bangor")
    add_contact(application.organization, actor=nora, **CONTACT | {"name": "Ted"})
    moment = clock.now() + timedelta(days=2)
    with clock.at(moment):
        answer(application, actor=nora, text="The one in Bangor.")
    application.refresh_from_db()
    assert (application.status, application.waits_since) == (ApplicationStatus.SENT, moment)
    assert application.held_because == "No address at harborclinic.org was proved."
    assert Notice.objects.open().get(person=ada).kind == "notice.decide_application"
    assert not Notice.objects.open().filter(person=nora).exists()
    assert [(message.side, message.is_question) for message in application.messages.all()] == [
        ("applicant", False),
        ("admins", True),
    ]


def test_after_a_question_an_admin_decides_even_if_the_policy_would_admit(nora, ada):
    application = waiting(nora)
    ask_back(application, actor=ada, question="Have you an address there?")
    prove(nora, "nora@harborclinic.org")
    answer(application, actor=nora, text="Yes, proved now.")
    assert application.status == ApplicationStatus.SENT
    assert application.held_because == "An admin asked, and has the answer now."
    admit(application, actor=ada)
    assert application.organization.is_admitted


def test_only_admins_ask_and_only_the_applicant_answers(nora, rita, cora, ada):
    application = waiting(nora)
    for person in (nora, rita, cora):
        with pytest.raises(NotAllowed):
            ask_back(application, actor=person, question="Why?")
    ask_back(application, actor=ada, question="Why?")
    for person in (rita, cora, ada):
        with pytest.raises(NotAllowed):
            answer(application, actor=person, text="Because.")


def test_a_question_and_an_answer_have_words(nora, ada):
    application = waiting(nora)
    with pytest.raises(Invalid) as refused:
        ask_back(application, actor=ada, question=" ")
    assert refused.value.field == "question"
    assert Application.objects.get().status == ApplicationStatus.SENT
    ask_back(application, actor=ada, question="Why?")
    with pytest.raises(Invalid):
        answer(application, actor=nora, text="")
    assert Application.objects.get().status == ApplicationStatus.ASKED


def test_what_is_missing_now_is_said_before_the_answer_goes(nora, ada):
    application = waiting(nora)
    ask_back(application, actor=ada, question="Why?")
    describe_organization(application, actor=nora, brings="", needs="")
    with pytest.raises(Invalid) as refused:
        answer(application, actor=nora, text="Because.")
    assert refused.value.code == "not_described"


def test_a_question_is_answered_not_sent_around(nora, ada):
    application = waiting(nora)
    ask_back(application, actor=ada, question="Why?")
    with pytest.raises(IllegalTransition):
        send_application(application, actor=nora)
    with pytest.raises(Conflict, match="Answer the question"):
        say(application, actor=nora, text="Just saying.")
    with pytest.raises(IllegalTransition):
        ask_back(application, actor=ada, question="And why else?")


def test_without_a_question_there_is_no_answer(nora):
    with pytest.raises(IllegalTransition):
        answer(waiting(nora), actor=nora, text="Because.")
    draft = ready_to_send
    assert draft


@pytest.mark.parametrize("how", ["admit", "decline", "withdraw"])
def test_an_application_asked_back_can_still_be_ended(nora, ada, how):
    application = waiting(nora)
    ask_back(application, actor=ada, question="Why?")
    ends = {
        "admit": lambda: admit(application, actor=ada),
        "decline": lambda: decline(application, actor=ada, reason="No answer."),
        "withdraw": lambda: withdraw_application(application, actor=nora),
    }
    ends[how]()
    assert not Notice.objects.open().filter(kind="notice.answer_application").exists()
    with pytest.raises(Conflict):
        say(application, actor=nora, text="Too late.")


# Kept for good


@pytest.mark.parametrize(
    "sql", ["UPDATE members_applicationmessage SET text = 'x'", "DELETE FROM members_applicationmessage"]
)
def test_the_database_keeps_what_was_said(nora, sql):
    say(waiting(nora), actor=nora, text="Hello?")
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert ApplicationMessage.objects.get().text == "Hello?"
