"""What stands beside a case about the coordinators' work on it: who is on it, what was said, what one may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from members.models import Person
from resources import permissions
from resources.forms.casework import CaseForm, ClaimForm, FlagForm, HandOverForm, NoteForm
from resources.models import CaseNote, Claim, Request

SHOWN = 20  # of what was said last


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a coordinator said about the case: with which act, the words, who, when."""

    act: str
    text: str
    who: Person
    moment: datetime

    @classmethod
    def with_claim(cls, claim: Claim) -> "Said":
        """The words with which somebody took a case over, handed it on, or left it to another."""
        if claim.holder is None:
            act = _("asks for a second coordinator")
        elif claim.holder_id == claim.begun_by_id:
            act = _("took it over")
        else:
            act = _("handed it to %(person)s") % {"person": claim.holder}
        return cls(act, claim.note, claim.begun_by, claim.claimed_at)


@dataclass(frozen=True, slots=True)
class Work:
    """The work on a case as one coordinator sees it. A form is None where it would be refused."""

    claim: Claim | None
    is_mine: bool
    may_take: bool
    may_give_back: bool
    may_suggest: bool
    said: list[Said]
    note: NoteForm
    take_over: ClaimForm | None
    hand_over: HandOverForm | None
    flag: FlagForm | None


def work_on(person: Person, asked: Request, *, sent: CaseForm | None = None) -> Work:
    """What stands about the case; `sent` is a form that was refused, and shows what was typed.

    Costs three queries, and one more for who is on it.
    """
    claim = Claim.objects.standing().filter(request=asked).select_related("holder", "offer__organization").first()
    is_mine = claim is not None and claim.holder_id == person.pk
    is_anothers = claim is not None and not claim.is_flag and not is_mine
    takes = asked.is_open and permissions.can_take_case(person, asked, claim.offer if claim else None)
    unheld = asked.is_open and (claim is None or is_mine)
    return Work(
        claim=claim,
        is_mine=is_mine,
        may_take=takes and not is_mine and not is_anothers,
        may_give_back=is_mine or (claim is not None and claim.is_flag and claim.begun_by_id == person.pk),
        may_suggest=unheld,
        said=_said(asked),
        note=_shown(NoteForm, sent),
        take_over=_take_over(sent) if takes and is_anothers else None,
        hand_over=_shown(HandOverForm, sent, request=asked, actor=person) if is_mine else None,
        flag=_shown(FlagForm, sent) if unheld and permissions.can_flag(person, asked) else None,
    )


def _said(asked: Request) -> list[Said]:
    """What was said, the last first."""
    notes = CaseNote.objects.filter(request=asked).select_related("written_by").order_by("-written_at", "-pk")
    claims = Claim.objects.filter(request=asked).exclude(note="").select_related("holder", "begun_by")
    said = [Said("", note.text, note.written_by, note.written_at) for note in notes[:SHOWN]]
    said += [Said.with_claim(claim) for claim in claims.order_by("-claimed_at", "-pk")[:SHOWN]]
    return sorted(said, key=lambda one: one.moment, reverse=True)[:SHOWN]


def _take_over(sent: CaseForm | None) -> ClaimForm:
    """Here a word is needed, which who takes up a free case need not give."""
    form: ClaimForm = _shown(ClaimForm, sent)
    form.fields["note"].required = True
    return form


def _shown(kind: Any, sent: CaseForm | None, **about: Any) -> Any:
    return sent if isinstance(sent, kind) else kind(**about)
