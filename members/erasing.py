"""What is taken out of the rows that stay, and which rows go, when an account is deleted."""

import html
import re

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import F, Func, Q, TextField, Value

from coalition.shared import clock
from members.models import Activity, Comment, Contact, Invitation, InvitationStatus, Notice, OutgoingMail, Person

FORMER = "A former member"  # as rows keep it: written once, in the language of the portal


def end_sessions(person: Person) -> None:
    """Sign the person out everywhere."""
    keys = UserSession.objects.filter(user=person).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()


def addresses_of(person: Person) -> list[str]:
    """Every address that was ever the person's to prove, the one they sign in with first."""
    others = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return list(dict.fromkeys([person.email, *others]))


def erase_mail(person: Person) -> None:
    """Delete what was mailed to their addresses; take name and addresses out of the mail of others, and contacts."""
    addresses = addresses_of(person)
    OutgoingMail.objects.filter(recipient__in=addresses).delete()
    Contact.objects.filter(email__in=addresses).delete()
    for word in _spellings([person.name, *addresses]):
        pattern = rf"(?<!\w){word}(?!\w)"
        texts = Q(subject__regex=pattern) | Q(text__regex=pattern) | Q(html__regex=pattern)
        OutgoingMail.objects.filter(texts).update(
            **{field: _without(pattern, F(field)) for field in ("subject", "text", "html")}
        )


def erase_invitations(person: Person) -> None:
    """Take the addresses out of invitations to them, and the name out of what was told of their acceptance."""
    invited = Invitation.objects.filter(Q(email__in=addresses_of(person)) | Q(accepted_by=person))
    Notice.objects.filter(subject__in=[row.subject for row in invited]).update(title=FORMER)
    invited.filter(status=InvitationStatus.OPEN).update(status=InvitationStatus.REVOKED, closed_at=clock.now())
    for row in invited:
        Invitation.objects.filter(pk=row.pk).update(email=f"deleted-{row.pk}@deleted.invalid", name="")


def erase_what_requests_told(person: Person) -> None:
    """Delete what representatives were told of their requests to join."""
    subjects = [request.subject for request in person.join_requests.all()]
    Notice.objects.filter(subject__in=subjects).delete()


def erase_withdrawn_words(person: Person) -> None:
    """Delete the words of theirs that an admin withdrew and kept."""
    Comment.objects.filter(author=person, withdrawn_at__isnull=False).exclude(text="").update(text="")


def erase_activity(person: Person) -> None:
    """Take the name out of rows that tell of the person; the database lets this be done for the deleted only."""
    Activity.objects.filter(topics__contains=[person.topic]).exclude(title=FORMER, text="").update(
        title=FORMER, text=""
    )


def erase_log(person: Person) -> None:
    """Take the name and the addresses out of the log of the administration."""
    for word in _spellings([person.name, *addresses_of(person)]):
        pattern = rf"(?<!\w){word}(?!\w)"
        named = Q(object_repr__regex=pattern) | Q(change_message__regex=pattern)
        LogEntry.objects.filter(named).update(object_repr=FORMER, change_message="")


def _spellings(words: list[str]) -> list[str]:
    """The words as regular expressions, also as they are written in HTML. One letter names nobody."""
    spelled = {form for word in words if len(word.strip()) > 1 for form in (word.strip(), html.escape(word.strip()))}
    return [re.sub(r"(\W)", r"\\\1", word) for word in sorted(spelled, key=len, reverse=True)]


def _without(pattern: str, text: F) -> Func:
    kind = TextField()
    return Func(text, Value(pattern), Value(FORMER), Value("g"), function="regexp_replace", output_field=kind)
