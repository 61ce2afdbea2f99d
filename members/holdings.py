"""What the ground floor and the account hold about a person, and what becomes of it when the account is deleted."""

import html
import re

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import F, Func, Q, TextField, Value
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members import personal_data
from members.models import (
    Acceptance,
    Activity,
    ApiToken,
    Application,
    ApplicationMessage,
    AuditEntry,
    Contact,
    Digest,
    Follow,
    Invitation,
    InvitationStatus,
    JoinRequest,
    Membership,
    Notice,
    OutgoingMail,
    Person,
)
from members.models.renaming import FormerName, Renaming
from members.personal_data import Holding

FORMER = "A former member"  # as rows keep it: written once, in the language of the portal
HISTORY = _("The history of the organization. It keeps your number, and neither your name nor your address.")
RECORD = _("On record for good. It is shown by the name of the organization.")
TRAIL = _("The audit trail. It holds your number, and neither names nor texts.")


def register() -> None:
    """Called when the floor starts."""
    personal_data.register(
        Holding(EmailAddress, "user", _("E-mail addresses"), ("email", "verified", "primary"), erase=erase_mail),
        Holding(Authenticator, "user", _("Second steps"), ("type", "created_at", "last_used_at")),
        Holding(SocialAccount, "user", _("Sign-in by an organization"), ("provider", "uid", "last_login")),
        Holding(
            UserSession,
            "user",
            _("Where you are signed in"),
            ("ip", "user_agent", "created_at", "last_seen_at"),
            erase=end_sessions,
        ),
        Holding(
            Membership,
            "person",
            _("Organizations you belong or belonged to"),
            ("organization__name", "role", "joined_at", "ended_at"),
            kept=HISTORY,
        ),
        Holding(
            Membership, "ended_by", _("Memberships you ended"), ("organization__name", "role", "ended_at"), kept=HISTORY
        ),
        Holding(
            Acceptance,
            "person",
            _("Charters you accepted"),
            ("organization__name", "charter__number", "person_name", "authority", "accepted_at", "address", "receipt"),
            kept=RECORD,
        ),
        Holding(
            Application,
            "applicant",
            _("Applications you sent"),
            ("organization__name", "status", "created_at", "sent_at", "decided_at", "reason"),
            kept=HISTORY,
        ),
        Holding(
            Application,
            "decided_by",
            _("Applications you decided on"),
            ("organization__name", "status", "decided_at", "reason"),
            kept=HISTORY,
        ),
        Holding(
            ApplicationMessage,
            "author",
            _("What you wrote on applications"),
            ("application__organization__name", "text", "written_at"),
            kept=_("The conversation belongs to the application of the organization."),
        ),
        Holding(
            Invitation,
            "invited_by",
            _("Invitations you sent"),
            ("organization__name", "email", "role", "status", "created_at"),
            kept=HISTORY,
        ),
        Holding(
            Invitation,
            "accepted_by",
            _("Invitations you accepted"),
            ("organization__name", "email", "role", "closed_at"),
            kept=_("That an invitation was accepted. Your address is taken out of it."),
            erase=erase_invitations,
        ),
        Holding(
            JoinRequest,
            "person",
            _("Requests to join"),
            ("organization__name", "words", "status", "asked_at", "decided_at", "reason"),
            erase=erase_what_requests_told,
        ),
        Holding(
            JoinRequest,
            "decided_by",
            _("Requests you answered"),
            ("organization__name", "status", "reason"),
            kept=HISTORY,
        ),
        Holding(
            FormerName,
            "changed_by",
            _("Names of organizations you changed"),
            ("organization__name", "name"),
            kept=HISTORY,
        ),
        Holding(Renaming, "asked_by", _("New names you asked for"), ("organization__name", "name"), kept=HISTORY),
        Holding(Renaming, "decided_by", _("New names you decided on"), ("organization__name", "name"), kept=HISTORY),
        Holding(ApiToken, "person", _("API tokens"), ("name", "organization__name", "created_at", "last_used_at")),
        Holding(Follow, "person", _("What you follow"), ("topic", "reason", "created_at")),
        Holding(Notice, "person", _("Notices"), ("title", "url", "status", "created_at", "closed_at")),
        Holding(Digest, "person", _("Digests"), ("period", "created_at")),
        Holding(
            OutgoingMail,
            "person",
            _("Mail sent to you"),
            ("recipient", "kind", "subject", "text", "state", "created_at", "sent_at"),
        ),
        Holding(
            Activity,
            "actor",
            _("What you did"),
            ("kind", "occurred_at", "organization__name", "title", "text"),
            kept=_("The history of the coalition. It says “A former member” where your name was."),
            erase=erase_activity,
        ),
        Holding(AuditEntry, "actor", _("The audit trail"), ("kind", "occurred_at", "before", "after"), kept=TRAIL),
        Holding(
            LogEntry,
            "user",
            _("What you did in the administration"),
            ("action_time", "object_repr", "change_message"),
            kept=_("The log of the administration. It keeps your number."),
            erase=erase_log,
        ),
    )


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
