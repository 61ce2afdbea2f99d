"""Admins are reminded of what they let wait."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from coalition.shared import clock
from members.admission import admit
from members.conversation import answer, ask_back
from members.models import Application, OutgoingMail
from members.nudging import nudge_admins
from members.tasks import nudge_admins as task
from tests.conftest import make_person
from tests.members.test_admission import waiting

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def reminders():
    return OutgoingMail.objects.filter(dedup__startswith="late-applications:").order_by("pk")


def test_what_waits_longer_than_a_day_is_told_to_every_admin_once_a_day(nora, ada):
    adam = make_person("adam", is_admin=True)
    application = waiting(nora)
    sent = application.waits_since
    with clock.at(sent + 23 * HOUR):
        assert nudge_admins() == 0
    with clock.at(sent + 24 * HOUR):
        assert nudge_admins() == 1
        assert nudge_admins() == 0
    assert {letter.person for letter in reminders()} == {ada, adam}
    with clock.at(sent + 47 * HOUR):
        assert nudge_admins() == 0
    with clock.at(sent + 48 * HOUR):
        assert task() == 1
    assert reminders().count() == 4


def test_one_letter_tells_of_all_that_are_late(nora, rita, ada):
    first = waiting(nora)
    waiting(rita)
    with clock.at(first.waits_since + 30 * HOUR):
        assert nudge_admins() == 2
    letter = reminders().get()
    assert letter.subject == "2 applications wait for you"
    assert f"/desk/{first.pk}/" in letter.text
    assert "No address at harborclinic.org was proved." in letter.html


def test_a_long_queue_makes_a_short_letter(ada):
    for number in range(13):
        late = waiting(make_person(f"p{number}"))
    with clock.at(late.waits_since + 30 * HOUR):
        assert nudge_admins() == 13
    assert "And 3 more." in reminders().get().text


def test_how_long_is_a_setting(nora, ada, settings: Settings):
    settings.APPLICATION_NUDGE_HOURS = 2
    application = waiting(nora)
    with clock.at(application.waits_since + 2 * HOUR):
        assert application.is_late
        assert nudge_admins() == 1


def test_what_is_decided_or_waits_for_the_applicant_is_not_late(nora, rita, ada):
    asked, decided = waiting(nora), waiting(rita)
    ask_back(asked, actor=ada, question="Why?")
    admit(decided, actor=ada)
    with clock.at(clock.now() + 50 * HOUR):
        assert not Application.objects.late().exists()
        assert nudge_admins() == 0


def test_an_answer_begins_the_waiting_anew(nora, ada):
    application = waiting(nora)
    with clock.at(application.waits_since + 30 * HOUR):
        nudge_admins()
        ask_back(application, actor=ada, question="Why?")
    answered = application.waits_since + 40 * HOUR
    with clock.at(answered):
        answer(application, actor=nora, text="Because.")
        assert nudge_admins() == 0
    with clock.at(answered + 24 * HOUR):
        assert nudge_admins() == 1


def test_without_admins_nobody_is_taken_for_told(nora):
    application = waiting(nora)
    with clock.at(application.waits_since + 30 * HOUR):
        assert nudge_admins() == 0
        make_person("ada", is_admin=True)
        assert nudge_admins() == 1
