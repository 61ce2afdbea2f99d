"""What the board is made of: where one stands on it, the queue, and a case with the offers that fit it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from secrets import token_urlsafe
from typing import Any

from django.db.models import Prefetch
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coalition.shared import clock
from members.models import Person
from resources import permissions
from resources.forms.board import BoardFilters, ProposalForm
from resources.forms.casework import CaseForm
from resources.listing import listing
from resources.matching.candidates import Candidate, candidates_for
from resources.models import Claim, Match, MatchStatus, Request
from resources.queue import mark_of, queue_views
from resources.views.case_parts import work_on
from resources.views.parts import status_of

WORDS = ("view", "q", "severity", "group", "page", "sort")  # of the address, which say where one stands
SORTS = {"fit": gettext_lazy("Best fit"), "nearest": gettext_lazy("Nearest"), "soonest": gettext_lazy("Soonest")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a coordinator stands on the board: view, filters, page of the queue, order of the offers."""

    asked: QueryDict

    @classmethod
    def of(cls, given: QueryDict) -> "Place":
        """Read it from an address; words that say nothing of it are left out."""
        asked = QueryDict(mutable=True)
        asked.update({word: value for word in WORDS if (value := given.get(word)) and isinstance(value, str)})
        return cls(asked)

    @property
    def query(self) -> str:
        """For an address that goes on after it: “view=critical&”, or nothing."""
        return f"{self.asked.urlencode()}&" if self.asked else ""

    @property
    def sort(self) -> str:
        """The order of the offers."""
        chosen = self.asked.get("sort", "")
        return chosen if chosen in SORTS else "fit"

    def address_of(self, request: Request) -> str:
        """The board from here, with this request open."""
        return f"{reverse('resources:board')}?{self.query}request={request.pk}"

    def but(self, **changes: object) -> "Place":
        """This place with other words, those that are None left out."""
        asked = self.asked.copy()
        for word, value in changes.items():
            asked.pop(word, None)
            if value is not None:
                asked[word] = str(value)
        return Place(asked)


@dataclass(frozen=True, slots=True)
class Refused:
    """A proposal that was refused: of which offer, what was typed, the sentence, the status of a page that shows it.

    `explains` if it speaks of money, and the coordinator may say why that stays.
    """

    offer: str
    quantity: str
    reason: str
    explanation: str
    sentence: str
    status: int
    explains: bool

    @classmethod
    def of(cls, form: ProposalForm) -> "Refused":
        """Read it from a form with errors."""
        sentence = next(error for errors in form.errors.values() for error in errors)
        typed = {name: str(form.data.get(name, "")) for name in ("offer", "quantity", "reason", "explanation")}
        explains = bool(form.explains_at)
        return cls(**typed, sentence=str(sentence), status=status_of(form), explains=explains)


@dataclass(frozen=True, slots=True)
class Row:
    """An offer beside the case: with what stands in its fields, or why it cannot be proposed by this person."""

    candidate: Candidate
    quantity: str
    key: str
    barred: str = ""
    suggests: bool = False  # to a second coordinator, since this person cannot propose it
    refused: Refused | None = None


def queue_part(person: Person, place: Place) -> dict[str, Any]:
    """The queue as it is to be shown from here: tabs with counts, filters, one page of requests with who is on them."""
    filters, since = BoardFilters(place.asked), mark_of(clock.now())
    rows = Request.objects.prefetch_related(Prefetch("claims", Claim.objects.standing().select_related("holder")))
    shown = listing(rows, queue_views(person), narrow=filters.narrow, asked=place.asked, ours=None)
    page = shown.page
    return {
        "filters": filters,
        "since": since,
        "view": shown.view,
        "tabs": [replace(tab, url=f"{reverse('resources:board')}{tab.url}") for tab in shown.tabs],
        "page": page,
        "earlier": place.but(page=page.previous_page_number()).query if page.has_previous() else "",
        "later": place.but(page=page.next_page_number()).query if page.has_next() else "",
        "place": place,
    }


def case_part(
    person: Person,
    asked: Request | None,
    place: Place,
    *,
    refused: Refused | None = None,
    sent: CaseForm | None = None,
) -> dict[str, Any]:
    """One request with what is under way for it, who works on it, and the offers that fit what is still open of it."""
    if asked is None:
        return {"asked": None, "place": place}
    matches = list(Match.objects.filter(request=asked).live().with_parties())
    waiting = {match.offer_id for match in matches if match.status == MatchStatus.PROPOSED}
    work = work_on(person, asked, sent=sent)
    rows = [
        _row(person, candidate, asked=asked, waiting=waiting, refused=refused, may_suggest=work.may_suggest)
        for candidate in candidates_for(asked, order=place.sort)
    ]
    return {
        "asked": asked,
        "matches": matches,
        "work": work,
        "rows": rows,
        "employer": permissions.employer_among(person, asked.organization),
        "refusal": refused.sentence if refused and not any(row.refused for row in rows) else "",
        "sorts": [
            {
                "label": label,
                "url": place.but(sort=None if key == "fit" else key).address_of(asked),
                "current": key == place.sort,
            }
            for key, label in SORTS.items()
        ],
        "place": place,
    }


def reason_for(candidates: Sequence[Candidate], offer: int) -> str:
    """What is kept as the reason where the coordinator gives none: its rank, and what speaks for it."""
    for rank, candidate in enumerate(candidates, start=1):
        if candidate.offer.pk == offer:
            place = ngettext("The only offer that fits.", "Number %(rank)s of %(n)s shown.", len(candidates))
            return f"{place % {'rank': rank, 'n': len(candidates)}} {', '.join(candidate.reasons)}".strip()
    return ""


def _row(
    person: Person,
    candidate: Candidate,
    *,
    asked: Request,
    waiting: set[int],
    refused: Refused | None,
    may_suggest: bool,
) -> Row:
    offer, key = candidate.offer, token_urlsafe(12)
    barred = _bar(person, candidate, asked=asked, waiting=waiting)
    suggests = may_suggest and _is_kept_from(person, candidate, asked=asked, waiting=waiting)
    if refused and refused.offer == str(offer.pk):
        return Row(candidate, refused.quantity, key, barred, suggests, refused)
    return Row(candidate, str(candidate.suggested), key, barred, suggests)


def _is_kept_from(person: Person, candidate: Candidate, *, asked: Request, waiting: set[int]) -> bool:
    """Whether nothing but their employer keeps this person from proposing it, so that another might."""
    offer = candidate.offer
    if offer.pk in waiting or offer.organization_id == asked.organization_id:
        return False
    return permissions.can_flag(person, asked, offer)


def _bar(person: Person, candidate: Candidate, *, asked: Request, waiting: set[int]) -> str:
    """Why this person cannot propose this offer for this request now, in a sentence; nothing if they can."""
    offer = candidate.offer
    if offer.pk in waiting:
        return _("Proposed already; it waits for an answer.")
    if offer.organization_id == asked.organization_id:
        return _("Their own offer; there is nothing to match.")
    employer = permissions.employer_among(person, offer.organization, asked.organization)
    if employer:
        return _("You belong to %(organization)s. Another coordinator has to propose this.") % {
            "organization": employer
        }
    return ""
