"""Two who act on an application at the same moment: what the locks of its verbs hold."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from coalition.shared import clock
from members.admission import admit, decline, send_application, withdraw_application
from members.contacts import add_contact
from members.conversation import answer, ask_back, say
from members.models import Activity, Application, Notice, Organization, OutgoingMail
from members.nudging import nudge_admins
from tests.conftest import make_person
from tests.members.test_at_once import again, at_once, ready

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


def on_the_desk() -> Application:
    """One that an admin has to decide on: nobody proved its domain."""
    application = ready("nora", "Harbor Clinic")
    EmailAddress.objects.filter(email="nora@harborclinic.org").delete()
    return send_application(application, actor=again(application.applicant))


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_a_draft_is_sent_once_however_often_the_button_is_pressed():
    draft = ready("nora", "Harbor Clinic")
    refusals = at_once(*[lambda: send_application(fresh(draft), actor=again(draft.applicant))] * 4)
    assert len(refusals) == 3
    assert fresh(draft).status == "admitted"
    assert Activity.objects.filter(kind="application.sent").count() == 1
    assert Activity.objects.filter(kind="member.admitted").count() == 1
    assert OutgoingMail.objects.filter(kind="admitted").count() == 1


def test_an_applicant_is_admitted_once_however_often_the_button_is_pressed():
    application = on_the_desk()
    ada = make_person("ada", is_admin=True)
    assert len(at_once(*[lambda: admit(fresh(application), actor=again(ada))] * 4)) == 3
    assert Activity.objects.filter(kind="member.admitted").count() == 1


def test_of_two_admins_who_decide_differently_one_decides():
    application = on_the_desk()
    ada, adam = make_person("ada", is_admin=True), make_person("adam", is_admin=True)
    refusals = at_once(
        lambda: admit(fresh(application), actor=again(ada)),
        lambda: decline(fresh(application), actor=again(adam), reason="Not known."),
        lambda: ask_back(fresh(application), actor=again(ada), question="Why?"),
    )
    assert refusals
    decided = fresh(application)
    assert decided.status in {"admitted", "declined"}
    assert decided.organization.status == decided.status
    assert OutgoingMail.objects.filter(kind__in=["admitted", "declined"]).count() == 1


def test_a_question_is_answered_once_and_withdrawing_meanwhile_is_seen():
    application = on_the_desk()
    nora, ada = application.applicant, make_person("ada", is_admin=True)
    ask_back(fresh(application), actor=ada, question="Why?")
    at_once(
        lambda: answer(fresh(application), actor=again(nora), text="Because."),
        lambda: answer(fresh(application), actor=again(nora), text="Because."),
        lambda: withdraw_application(fresh(application), actor=again(nora)),
    )
    assert fresh(application).status == "withdrawn"
    assert application.messages.filter(side="applicant").count() <= 1
    assert not Notice.objects.open().filter(person=ada).exists()


def test_two_messages_at_once_are_one_letter():
    application = on_the_desk()
    make_person("ada", is_admin=True)
    at_once(*[lambda: say(fresh(application), actor=again(application.applicant), text="Hello?")] * 4)
    assert application.messages.count() == 4
    letters = OutgoingMail.objects.filter(kind="application").order_by("run_at")
    assert [letter.run_at > clock.now() for letter in letters] == [False, True]


def test_two_workers_remind_of_an_application_once():
    application = on_the_desk()
    for name in ("ada", "adam"):
        make_person(name, is_admin=True)
    Application.objects.filter(pk=application.pk).update(waits_since=clock.now() - timedelta(days=3))
    at_once(*[nudge_admins] * 4)
    assert OutgoingMail.objects.filter(dedup__startswith="late-applications:").count() == 2


def test_of_two_contacts_alike_one_is_kept():
    draft = ready("nora", "Harbor Clinic")
    nora = draft.applicant
    said = {"name": "Ted", "function": "Supply", "phone": "2"}
    mine = draft.organization_id
    refusals = at_once(
        *[lambda: add_contact(Organization.objects.get(pk=mine), actor=again(nora), **said) for _ in range(3)]
    )
    assert refusals == ["This contact is in the list already."] * 2
