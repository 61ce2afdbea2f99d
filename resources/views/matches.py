"""The matches of the reader: a list, and a page for each with both sides, every step and the whole history."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from coalition.shared.geography import KM_PER_MILE
from members.acting import MemberRequest, members_only
from members.discussions.pages import talk_about
from members.models import Activity, Person
from resources import kinds, permissions
from resources.lifecycle import note_seen
from resources.lifecycle.answers import in_words
from resources.lifecycle.disputes import DISPUTABLE
from resources.lifecycle.duties import duties_of
from resources.lifecycle.history import in_short
from resources.models import Agreement, Answer, Dispute, Feedback, Match, MatchStatus, Seen, Terms
from resources.models.match import ARRIVED, GIVEN_BACK, MatchQuerySet

PAGE = 25  # matches
RECORDS = (
    Prefetch("agreements", Agreement.objects.select_related("organization", "recorded_by")),
    Prefetch("answers", Answer.objects.select_related("organization", "answered_by")),
    Prefetch("disputes", Dispute.objects.select_related("organization", "raised_by", "settled_by")),
    Prefetch("feedback", Feedback.objects.select_related("organization", "given_by")),
    Prefetch("seen", Seen.objects.select_related("person")),
)

# The saved views of the list: their word in the address, their name, the states they hold.
VIEWS = {
    "": (_("All"), tuple(MatchStatus)),
    "waiting": (_("Waiting for an answer"), (MatchStatus.PROPOSED,)),
    "agreed": (_("Agreed"), (MatchStatus.AGREED,)),
    "shipped": (_("On the way"), (MatchStatus.SHIPPED,)),
    "received": (_("Received"), (MatchStatus.RECEIVED, MatchStatus.RETURNED)),
    "closed": (_("Closed"), (MatchStatus.CLOSED,)),
    "ended": (_("Came to nothing"), GIVEN_BACK),
}


# The way of a match: its states, and the kinds of activity that lead to them.
WAY = (
    (MatchStatus.PROPOSED, kinds.MATCH_PROPOSED),
    (MatchStatus.AGREED, kinds.MATCH_AGREED),
    (MatchStatus.SHIPPED, kinds.MATCH_SHIPPED),
    (MatchStatus.RECEIVED, kinds.MATCH_RECEIVED),
    (MatchStatus.RETURNED, kinds.MATCH_RETURNED),
    (MatchStatus.CLOSED, kinds.MATCH_CLOSED),
)


@require_safe
@members_only
def match_list(request: MemberRequest) -> HttpResponse:
    """The matches that the reader may see, newest first, by state."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ""
    visible = Match.objects.visible_to(request.user)
    name, states = VIEWS[view]
    return render(
        request,
        "resources/match_list.html",
        {
            "nav": "exchange",
            "tabs": _tabs(visible, view),
            "view_label": name,
            "page": Paginator(visible.filter(status__in=states).with_parties(), PAGE).get_page(request.GET.get("page")),
            "sees_all": request.user.is_coordinator or request.user.is_admin,
        },
    )


def _tabs(visible: MatchQuerySet, chosen: str) -> list[dict[str, Any]]:
    """The saved views with how many matches each holds: one query."""
    of_state = dict(visible.order_by().values_list("status").annotate(n=Count("pk")))
    path = reverse("resources:match_list")
    return [
        {
            "label": name,
            "url": f"{path}?view={key}" if key else path,
            "count": sum(of_state.get(state, 0) for state in states),
            "current": key == chosen,
        }
        for key, (name, states) in VIEWS.items()
    ]


@require_safe
@members_only
def match(request: MemberRequest, pk: int) -> HttpResponse:
    """One match, for its parties and the coordinators; nobody else learns that it is there."""
    visible = Match.objects.visible_to(request.user).with_parties().prefetch_related(*RECORDS)
    row = get_object_or_404(visible, pk=pk)
    if request.method == "GET" and note_seen(row, actor=request.user):
        row = visible.get(pk=pk)
    happened = Activity.objects.visible_to(request.user).about(row.topic).news()
    history = list(happened.select_related("actor", "organization"))
    context = {
        "nav": "exchange",
        "match": row,
        "steps": steps_of(row, history),
        "duties": duties_of(row),
        "agreements": row.agreements.all(),
        "answers": [(answer, in_words(answer)) for answer in row.answers.all()],
        "sight": _sight(row),
        "dispute": next((each for each in row.disputes.all() if each.is_open), None),
        "history": told(history),
        "considered": considered(row),
        "may": what_may(request.user, row),
        "talk": talk_about("match", row, request),
    }
    return render(request, "resources/match.html", context)


def _sight(match: Match) -> list[dict[str, Any]]:
    """For each party, since when it has seen the match; None for one that has not."""
    moments = {seen.organization_id: seen.seen_at for seen in match.seen.all()}
    return [{"organization": party, "moment": moments.get(party.pk)} for party in match.parties]


def told(history: list[Activity]) -> list[dict[str, Any]]:
    """What happened, for the timeline, in short sentences without the way to this very page."""
    return [
        {
            "sentence": in_short(row),
            "occurred_at": row.occurred_at,
            "text": row.text,
            "organization": row.organization,
        }
        for row in history
    ]


def considered(match: Match) -> list[dict[str, Any]]:
    """The candidates as the coordinator saw them, with miles."""
    return [
        {
            **candidate,
            "miles": round(candidate["km"] / KM_PER_MILE) if candidate.get("km") is not None else None,
            "chosen": candidate.get("offer") == match.offer_id,
        }
        for candidate in match.considered
    ]


def steps_of(match: Match, history: list[Activity]) -> list[dict[str, Any]]:
    """The way from proposal to receipt, each step done, next or later; one that came to nothing ends where it did."""
    moments = {row.kind: row.occurred_at for row in history}
    lent = match.offer.terms == Terms.LOAN
    stops = [stop for stop in WAY if lent or stop[0] != MatchStatus.RETURNED]
    way = [status for status, _kind in stops]
    here = way.index(MatchStatus(match.status)) if match.status in way else None
    steps = []
    for number, (status, kind) in enumerate(stops):
        moment = moments.get(kind.name)
        if here is None and moment is None:
            break
        state = "done" if here is None or number <= here else "next" if number == here + 1 else "later"
        steps.append({"label": status.label, "state": state, "moment": moment, "current": number == here})
    if here is None:
        ended = {"label": match.get_status_display(), "state": "ended", "moment": match.changed_at, "current": True}
        steps.append(ended)
    return steps


def what_may(person: Person, match: Match) -> dict[str, bool]:
    """What the person may do with the match as it stands, for its buttons."""
    recorded = {agreement.organization_id for agreement in match.agreements.all()}
    answers_for = [party for party in match.parties if permissions.can_answer_for(person, match, party)]
    proposed = match.status == MatchStatus.PROPOSED
    disputed = any(each.is_open for each in match.disputes.all())
    said = {each.organization_id for each in match.feedback.all()}
    return {
        "accept": proposed and any(party.pk not in match.accepted_by for party in answers_for),
        "counter": proposed and bool(answers_for),
        "agree": match.can_become(MatchStatus.CANCELLED) and any(party.pk not in recorded for party in answers_for),
        "decline": proposed and bool(answers_for),
        "return": match.is_lent and permissions.can_return(person, match),
        "close": not disputed and permissions.can_confirm(person, match),
        "dispute": match.status in DISPUTABLE and not disputed and bool(answers_for),
        "settle": disputed and permissions.can_settle(person, match),
        "feedback": match.status in ARRIVED and any(party.pk not in said for party in answers_for),
        "ship": match.can_become(MatchStatus.SHIPPED) and permissions.can_ship(person, match),
        "receive": match.can_become(MatchStatus.RECEIVED) and permissions.can_receive(person, match),
        "undo": proposed and permissions.can_undo(person, match),
        "cancel": match.can_become(MatchStatus.CANCELLED)
        and not (proposed and answers_for)
        and permissions.can_cancel(person, match),
    }
