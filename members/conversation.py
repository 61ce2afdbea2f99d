"""What applicant and admins say to each other on an application, and the question that gives it back."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock
from coalition.shared.validation import check_valid
from members import admission, kinds, letters, notices, permissions, vetting
from members.models import Application, ApplicationMessage, ApplicationStatus, Person, Side
from members.models.application import ANSWERING, ON_THE_DESK, TRANSITIONS

BURST = timedelta(hours=1)  # the other side is mailed once in this time, however much is said
MOST_IN_A_BURST = 20  # messages of one side


@transaction.atomic
def say(application: Application, *, actor: Person, text: str) -> ApplicationMessage:
    """Say something on an application that is with the admins; the other side is told.

    Raises NotAllowed for others than the applicant and the admins, Invalid without words, Conflict when it is decided,
    waits for the applicant's answer (which `answer` gives), or when too much was said within the hour.
    """
    lock(application)
    side = _side_of(actor, application)
    if application.status not in ON_THE_DESK:
        raise Conflict(_("The application is decided, or not sent."), code="not_on_the_desk")
    if application.status == ApplicationStatus.ASKED and side == Side.APPLICANT:
        raise Conflict(_("Answer the question of the admins."), code="answer_first")
    message = _write(application, actor, side=side, text=text, letter_at=_next_letter(application, side))
    _tell_other_side(message)
    letters.application_message(message)
    return message


@transaction.atomic
def ask_back(application: Application, *, actor: Person, question: str) -> ApplicationMessage:
    """Give the application back with a question; the applicant may mend it, answers, and so sends it again.

    Raises NotAllowed for others than admins, Invalid without a question, IllegalTransition.
    """
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can ask back."))
    lock(application)
    states.check(TRANSITIONS, ApplicationStatus, old=application.status, new=ApplicationStatus.ASKED)
    message = _write(
        application, actor, side=Side.ADMINS, text=question, is_question=True, field="question", letter_at=clock.now()
    )
    application.status = ApplicationStatus.ASKED
    application.save(update_fields=["status"])
    asked = admission.record(kinds.APPLICATION_ASKED, application, actor=actor, was=ApplicationStatus.SENT)
    notices.done(admission.subject_of(application))
    notices.done(application.messages_to(Side.ADMINS))
    notices.tell(
        [application.applicant],
        kinds.ANSWER_APPLICATION,
        title=application.organization.name,
        url=reverse("members:application"),
        subject=application.messages_to(Side.APPLICANT),
        because=asked,
    )
    letters.application_message(message)
    return message


@transaction.atomic
def answer(application: Application, *, actor: Person, text: str) -> ApplicationMessage:
    """Answer the admins' question, and so send the application to them again.

    After a question an admin decides, whatever the policy would say now.
    Raises NotAllowed for others than the applicant, Invalid without words or when something is missing now,
    IllegalTransition when no question waits.
    """
    lock(application, application.organization)
    if not permissions.can_edit_application(actor, application):
        raise NotAllowed(_("Only the applicant can answer."))
    states.check(ANSWERING, ApplicationStatus, old=application.status, new=ApplicationStatus.SENT)
    admission.check_complete(application)
    letter_at = _next_letter(application, Side.APPLICANT)
    message = _write(application, actor, side=Side.APPLICANT, text=text, letter_at=letter_at)
    application.status = ApplicationStatus.SENT
    application.waits_since, application.nudged_at = clock.now(), None
    application.held_because = (vetting.why_held(application) or _("An admin asked, and has the answer now."))[:300]
    application.save(update_fields=["status", "waits_since", "nudged_at", "held_because"])
    answered = admission.record(kinds.APPLICATION_ANSWERED, application, actor=actor, was=ApplicationStatus.ASKED)
    notices.done(application.messages_to(Side.APPLICANT))
    admission.ask_admins_to_decide(application, because=answered)
    letters.application_message(message)
    return message


def _side_of(actor: Person, application: Application) -> Side:
    """An admin who applies speaks as the applicant on their own application."""
    if permissions.can_edit_application(actor, application):
        return Side.APPLICANT
    if permissions.can_administer(actor):
        return Side.ADMINS
    raise NotAllowed(_("Only the applicant and the admins can write here."))


def _write(application: Application, actor: Person, *, field: str = "text", **said: Any) -> ApplicationMessage:
    message = ApplicationMessage(application=application, author=actor, written_at=clock.now(), **said)
    message.text = message.text.strip()
    if not message.text:
        raise Invalid(_("Write something first."), field=field)
    recent = application.messages.filter(side=message.side, written_at__gt=clock.now() - BURST)
    if recent.count() >= MOST_IN_A_BURST:
        raise Conflict(_("That is a lot within one hour. Please write again later."), code="too_many")
    check_valid(message)
    message.save(force_insert=True)
    return message


def _next_letter(application: Application, side: Side) -> datetime | None:
    """When the other side is mailed: now, at the end of the hour since the last letter, or with one that is coming."""
    now = clock.now()
    last: datetime | None = application.messages.filter(side=side).aggregate(last=Max("letter_at"))["last"]
    if last is None or last + BURST <= now:
        return now
    return None if last > now else last + BURST


def _tell_other_side(message: ApplicationMessage) -> None:
    """A notice for those who read it next; those who wrote have read what was there."""
    application = message.application
    other = Side.APPLICANT if message.by_admins else Side.ADMINS
    desk = reverse("members:desk_application", args=[application.pk])
    notices.done(application.messages_to(Side(message.side)))
    notices.tell(
        [application.applicant] if message.by_admins else notices.admins(),
        kinds.READ_MESSAGE,
        title=application.organization.name,
        url=reverse("members:application") if message.by_admins else desk,
        subject=application.messages_to(other),
        must_act=False,
    )
