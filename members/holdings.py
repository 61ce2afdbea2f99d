"""What the ground floor and the account hold about a person, and what becomes of it when the account is deleted."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy as _

from members import erasing, personal_data
from members.models import (
    Acceptance,
    Activity,
    ApiToken,
    Application,
    ApplicationMessage,
    AuditEntry,
    Comment,
    CommentRevision,
    Digest,
    Follow,
    Invitation,
    JoinRequest,
    KeptWording,
    Membership,
    Mention,
    Notice,
    OutgoingMail,
)
from members.models.renaming import FormerName, Renaming
from members.personal_data import Holding

HISTORY = _("The history of the organization. It keeps your number, and neither your name nor your address.")
RECORD = _("On record for good. It is shown by the name of the organization.")
TRAIL = _("The audit trail. It holds your number, and neither names nor texts.")


# The account itself
ACCOUNT = (
    Holding(EmailAddress, "user", _("E-mail addresses"), ("email", "verified", "primary"), erase=erasing.erase_mail),
    Holding(Authenticator, "user", _("Second steps"), ("type", "created_at", "last_used_at")),
    Holding(SocialAccount, "user", _("Sign-in by an organization"), ("provider", "uid", "last_login")),
    Holding(
        UserSession,
        "user",
        _("Where you are signed in"),
        ("ip", "user_agent", "created_at", "last_seen_at"),
        erase=erasing.end_sessions,
    ),
    Holding(ApiToken, "person", _("API tokens"), ("name", "organization__name", "created_at", "last_used_at")),
)
# What the person did for organizations
MEMBERSHIPS = (
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
        erase=erasing.erase_invitations,
    ),
    Holding(
        JoinRequest,
        "person",
        _("Requests to join"),
        ("organization__name", "words", "status", "asked_at", "decided_at", "reason"),
        erase=erasing.erase_what_requests_told,
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
)
# What reaches the person
REACHING_THEM = (
    Holding(Follow, "person", _("What you follow or muted"), ("topic", "reason", "is_muted", "created_at")),
    Holding(Mention, "person", _("Where you are mentioned"), ("comment", "comment__created_at")),
    Holding(Notice, "person", _("Notices"), ("title", "url", "status", "created_at", "closed_at")),
    Holding(Digest, "person", _("Digests"), ("period", "created_at")),
    Holding(
        OutgoingMail,
        "person",
        _("Mail sent to you"),
        ("recipient", "kind", "subject", "text", "state", "created_at", "sent_at"),
    ),
)
# What they said
DISCUSSIONS = (
    Holding(
        Comment,
        "author",
        _("What you wrote in discussions"),
        ("discussion__subject", "organization__name", "text", "created_at", "edited_at", "withdrawn_at"),
        kept=_("Others answered it. It says “A former member” where your name was; earlier texts are deleted."),
        erase=erasing.erase_withdrawn_words,
    ),
    Holding(
        Comment,
        "withdrawn_by",
        _("Comments you withdrew"),
        ("discussion__subject", "withdrawn_at", "reason"),
        kept=HISTORY,
    ),
    Holding(
        CommentRevision,
        "author",
        _("Earlier texts of your comments"),
        ("comment", "version", "text", "written_at"),
    ),
    Holding(
        KeptWording,
        "person",
        _("Words of money you explained"),
        ("about", "field", "passage", "explanation", "organization__name", "kept_at"),
        kept=_("The record of what the admins read. It keeps your number."),
    ),
)
# What is on record
ON_RECORD = (
    Holding(
        Activity,
        "actor",
        _("What you did"),
        ("kind", "occurred_at", "organization__name", "title", "text"),
        kept=_("The history of the coalition. It says “A former member” where your name was."),
        erase=erasing.erase_activity,
    ),
    Holding(AuditEntry, "actor", _("The audit trail"), ("kind", "occurred_at", "before", "after"), kept=TRAIL),
    Holding(
        LogEntry,
        "user",
        _("What you did in the administration"),
        ("action_time", "object_repr", "change_message"),
        kept=_("The log of the administration. It keeps your number."),
        erase=erasing.erase_log,
    ),
)


def register() -> None:
    """Called when the floor starts."""
    personal_data.register(*ACCOUNT, *MEMBERSHIPS, *REACHING_THEM, *DISCUSSIONS, *ON_RECORD)
