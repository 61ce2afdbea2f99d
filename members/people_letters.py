"""The letters about who comes to an organization. They go into the outbox in the transaction of the verb."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members import notices, outbox
from members.models import Invitation, JoinRequest
from members.models.mail import INVITATION


def invitation(sent: Invitation, token: str) -> None:
    """Tell the invited address who invites it to what, until when, and how to accept."""
    outbox.enqueue(
        sent.email,
        template="invitation",
        context={
            "invitation": sent,
            "organization": sent.organization,
            "url": reverse("members:invitation", args=[token]),
        },
        kind=INVITATION,
        dedup=f"invitation:{sent.pk}:{sent.letters}",
    )


def join_asked(request: JoinRequest) -> None:
    """Tell the representatives who asks to join, and in what words."""
    names = {"person": request.person.name, "organization": request.organization.name}
    context = {
        "sentence": _("%(person)s asks to join %(organization)s") % names,
        "text": request.words,
        "url": reverse("members:join_request", args=[request.pk]),
        "action": _("Answer the request"),
        "why": _("You get this because you represent %(organization)s. It comes once.") % names,
    }
    for person in notices.representatives_of(request.organization):
        dedup = f"join-asked:{request.pk}:{person.pk}"
        outbox.enqueue(person, template="notice", context=context, kind="join", dedup=dedup)


def join_accepted(request: JoinRequest) -> None:
    """Tell who asked that they belong to the organization now."""
    sentence = _("You belong to %(name)s now") % {"name": request.organization}
    _answer(request, sentence, text="", url=reverse("home"))


def join_declined(request: JoinRequest) -> None:
    """Tell who asked that the organization said no, and why."""
    sentence = _("%(name)s declined your request to join") % {"name": request.organization}
    _answer(request, sentence, text=request.reason, url=reverse("members:application"))


def _answer(request: JoinRequest, sentence: str, *, text: str, url: str) -> None:
    why = _("You get this because you asked to join %(name)s. It comes once.") % {"name": request.organization}
    context = {"sentence": sentence, "text": text, "url": url, "why": why}
    dedup = f"join-answered:{request.pk}"
    outbox.enqueue(request.person, template="notice", context=context, kind="join", dedup=dedup)
