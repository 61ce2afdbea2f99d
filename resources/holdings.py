"""What the second floor holds about a person."""

from django.utils.translation import gettext_lazy as _

from members import personal_data
from members.personal_data import Holding
from resources.models import (
    Agreement,
    Answer,
    CaseNote,
    Claim,
    Dispute,
    Feedback,
    ImportBatch,
    Match,
    Movement,
    Offer,
    Request,
    Seen,
)

POSTED = _("What an organization offers and asks for is the organization's.")
IMPORTS = _("The files are the organization's. They are deleted a month after anybody last worked on them.")
RECORD = _("The record of what was matched and delivered. It keeps your number.")

HOLDINGS = (
    Holding(Offer, "posted_by", _("Offers you posted"), ("title", "organization__name", "posted_at"), kept=POSTED),
    Holding(Request, "posted_by", _("Requests you posted"), ("title", "organization__name", "posted_at"), kept=POSTED),
    Holding(
        ImportBatch,
        "uploaded_by",
        _("Files you imported"),
        ("file_name", "organization__name", "uploaded_at"),
        kept=IMPORTS,
    ),
    Holding(ImportBatch, "asked_by", _("Imports you worked on last"), ("file_name", "touched_at"), kept=IMPORTS),
    Holding(Match, "proposed_by", _("Matches you proposed"), ("quantity", "status", "proposed_at"), kept=RECORD),
    Holding(
        Agreement,
        "recorded_by",
        _("Verbal agreements you recorded"),
        ("organization__name", "spoke_with", "spoken_at", "terms", "recorded_at"),
        kept=RECORD,
    ),
    Holding(
        Answer,
        "answered_by",
        _("Answers you gave to proposals"),
        ("organization__name", "kind", "quantity", "deliver_by", "note", "answered_at"),
        kept=RECORD,
    ),
    Holding(Seen, "person", _("Matches you opened first"), ("organization__name", "seen_at"), kept=RECORD),
    Holding(
        Feedback,
        "given_by",
        _("What you said of how it went"),
        ("organization__name", "went", "text", "given_at"),
        kept=RECORD,
    ),
    Holding(
        Dispute,
        "raised_by",
        _("Disputes you raised"),
        ("organization__name", "text", "raised_at", "outcome"),
        kept=RECORD,
    ),
    Holding(Dispute, "settled_by", _("Disputes you settled"), ("outcome", "resolution", "settled_at"), kept=RECORD),
    Holding(Dispute, "matched_by", _("Disputes about matches you proposed"), ("text", "raised_at"), kept=RECORD),
    Holding(Claim, "holder", _("Cases you were on"), ("claimed_at", "ended_at", "ending"), kept=RECORD),
    Holding(
        Claim,
        "begun_by",
        _("Cases you took, handed over or left to a second coordinator"),
        ("note", "claimed_at"),
        kept=RECORD,
    ),
    Holding(CaseNote, "written_by", _("Notes you left on cases"), ("text", "written_at"), kept=RECORD),
    Holding(
        Movement,
        "recorded_by",
        _("Movements you recorded"),
        ("came_from", "went_to", "units", "recorded_at"),
        kept=RECORD,
    ),
)


def register() -> None:
    """Called when the floor starts."""
    personal_data.register(*HOLDINGS)
