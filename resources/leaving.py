"""What becomes of matches, offers and requests when their organization leaves, or becomes part of another.

Locks are taken in one order: all offers, all requests, all matches, each by number. It is the order of every verb on a
match, and the organization is locked before, so that no new match or posting of it arises meanwhile.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared.errors import Conflict
from members import activity
from members.departing import Commitment, Floor, Posted
from members.models import Audience, Organization, Person
from resources import kinds, waiting
from resources.lifecycle import duties
from resources.lifecycle.agreements import call_off
from resources.models import Match, MatchStatus, Offer, Request
from resources.models.match import MatchQuerySet
from resources.posting import withdraw_for_good

STATES = {
    MatchStatus.PROPOSED: gettext_lazy("Proposed"),
    MatchStatus.AGREED: gettext_lazy("Agreed"),
    MatchStatus.SHIPPED: gettext_lazy("On the way"),
}


def matches_of(organization: Organization) -> MatchQuerySet:
    """Matches under way to which the organization is a party."""
    ours = Q(offer__organization=organization) | Q(request__organization=organization)
    rows: MatchQuerySet = Match.objects.under_way().filter(ours)
    return rows


def open_commitments(organization: Organization) -> Iterator[Commitment]:
    """Matches under way. Units on the way cannot be handed back: they have to arrive first."""
    for match in matches_of(organization).with_parties().order_by("pk"):
        on_the_way = match.status == MatchStatus.SHIPPED
        gives = match.giver == organization
        yield Commitment(
            title=match.in_words,
            url=match.get_absolute_url(),
            state=STATES[MatchStatus(match.status)],
            outcome=_outcome(match, gives=gives),
            blocks=on_the_way,
            action=_("Record what arrived") if on_the_way and not gives else "",
            action_url=reverse("resources:match_receive", args=[match.pk]) if on_the_way and not gives else "",
        )


def open_postings(organization: Organization) -> Iterator[Posted]:
    """Open offers and requests."""
    for offer in organization.offers.open().select_related("resource_type").order_by("pk"):
        yield Posted(offer.in_words, offer.get_absolute_url(), _("Offer"))
    for request in organization.requests.open().select_related("resource_type").order_by("pk"):
        yield Posted(request.in_words, request.get_absolute_url(), _("Request"))


def hand_back(organization: Organization, *, actor: Person, reason: str, anyway: bool) -> None:
    """Cancel the matches under way, whose units go back to both sides, and withdraw what is open.

    Raises Conflict (`units_on_the_way`, with the `matches`) for units on the way, unless `anyway`.
    """
    offers, requests, matches = _locked(organization)
    on_the_way = [match for match in matches if match.status == MatchStatus.SHIPPED]
    if on_the_way and not anyway:
        raise Conflict(
            _("Units are on the way and cannot be handed back: %(match)s. Record first what arrived, or ask an admin.")
            % {"match": on_the_way[0].in_words},
            code="units_on_the_way",
            matches=[match.pk for match in on_the_way],
        )
    for match in matches:
        call_off(match, actor=actor, reason=reason)
    postings: list[Offer | Request] = [*offers, *requests]
    for posting in postings:
        if posting.organization_id == organization.pk and posting.is_open:
            withdraw_for_good(posting, actor=actor, reason=reason)


def pass_on(organization: Organization, *, into: Organization, actor: Person, reason: str) -> None:
    """Let what is open go on under the other organization; a match between the two is cancelled.

    What is over stays with the old organization, and so do its records of agreements: the new one is asked to confirm.
    """
    offers, requests, matches = _locked(organization)
    for match in matches:
        if into in match.parties:
            call_off(match, actor=actor, reason=reason)
    for postings in (offers, requests):
        _pass_postings(postings, organization=organization, into=into, actor=actor, reason=reason)
    for match in matches:
        if match.is_live:
            _pass_match(match, organization, into, actor=actor, reason=reason)


def _outcome(match: Match, *, gives: bool) -> str:
    if match.status == MatchStatus.SHIPPED:
        if gives:
            return _("%(name)s has to record what arrived first.") % {"name": match.receiver}
        return _("Record what arrived first.")
    other = match.receiver if gives else match.giver
    return _("Is cancelled: the units are given back, and %(name)s is told.") % {"name": other}


def _locked(organization: Organization) -> tuple[list[Offer], list[Request], list[Match]]:
    """Own open offers and requests, those of matches under way, and these matches, all locked and read afresh."""
    sides = list(matches_of(organization).values_list("offer", "request"))
    ours = Q(organization=organization, status="open")
    locked_offers = Offer.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    locked_requests = Request.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    related = ("organization", "resource_type", "project")
    offers = locked_offers.filter(ours | Q(pk__in=[offer for offer, _request in sides])).select_related(*related)
    requests = locked_requests.filter(ours | Q(pk__in=[request for _offer, request in sides])).select_related(*related)
    found = list(offers), list(requests)
    matches = matches_of(organization).select_for_update(no_key=True, of=("self",)).with_parties().order_by("pk")
    return *found, list(matches)


def _pass_postings(
    postings: Sequence[Offer | Request], *, organization: Organization, into: Organization, actor: Person, reason: str
) -> None:
    """Those of its postings that are open, or that a match under way still holds."""
    for posting in postings:
        if posting.organization_id == organization.pk and (posting.is_open or posting.matches.under_way().exists()):
            _pass_posting(posting, into, actor=actor, reason=reason)


def _pass_posting(posting: Offer | Request, into: Organization, *, actor: Person, reason: str) -> None:
    clashes = type(posting).objects.filter(organization=into, source_key=posting.source_key)
    if posting.source_key and clashes.exists():
        posting.source_key = None  # the other organization read another row under this key
    with waiting.settled(posting):
        posting.asked_on = None  # its new owner is asked anew
        posting.save(update_fields=["asked_on"])
    old, posting.organization = posting.organization, into
    posting.version += 1
    posting.save(update_fields=["organization", "source_key", "version"])
    activity.record(
        kinds.OFFER_PASSED_ON if isinstance(posting, Offer) else kinds.REQUEST_PASSED_ON,
        actor=actor,
        organization=into,
        title=posting.in_words,
        url=posting.get_absolute_url(),
        text=reason,
        topics=posting.topics,
        before={"organization": old},
        after={"organization": into},
    )


def _pass_match(match: Match, organization: Organization, into: Organization, *, actor: Person, reason: str) -> None:
    duties.release(match, organization)
    for side in (match.offer, match.request):
        if side.organization_id == organization.pk:
            side.organization = into
    because = activity.record(
        kinds.MATCH_PASSED_ON,
        actor=actor,
        organization=into,
        title=match.in_words,
        url=match.get_absolute_url(),
        text=reason,
        topics=[*match.topics, organization.topic],
        audience=Audience.PARTIES,
        before={"organization": organization},
        after={"organization": into},
    )
    duties.settle(match, because=because)


FLOOR = Floor(open_commitments, open_postings, hand_back, pass_on)
