"""Who may do what on the second floor. Small questions; what is possible *now* the states say, not these."""

from members.models import Organization, Person
from members.models.person import Reader
from members.permissions import can_administer, can_coordinate, can_write_for, membership_in
from resources.models import Match, Offer, Request

# Offers and requests


def can_post(reader: Reader, organization: Organization) -> bool:
    """Whether the reader may post offers and requests for the organization."""
    return can_write_for(reader, organization)


def can_edit_posting(reader: Reader, posting: Offer | Request) -> bool:
    """Whether the reader may change the offer or request: a writer of its organization."""
    return can_write_for(reader, posting.organization)


def can_withdraw(reader: Reader, posting: Offer | Request) -> bool:
    """Whether the reader may withdraw or reopen it: its organization, and admins for order."""
    return can_edit_posting(reader, posting) or can_administer(reader)


def writes_for(reader: Person) -> list[Organization]:
    """The organizations that the person may post and answer for."""
    own = (membership.organization for membership in reader.active_memberships)
    return [organization for organization in own if can_post(reader, organization)]


# Matches


def employer_among(reader: Reader, *organizations: Organization) -> Organization | None:
    """The first of the organizations that the reader belongs to, in whatever role."""
    return next((each for each in organizations if membership_in(reader, each)), None)


def can_propose(reader: Reader, offer: Offer, request: Request) -> bool:
    """Whether the reader may match the two: a coordinator whom neither party employs."""
    return can_coordinate(reader) and employer_among(reader, offer.organization, request.organization) is None


def can_propose_for(reader: Reader, organization: Organization, *sides: Offer | Request) -> bool:
    """Whether the reader may propose the two `sides` for a party: a writer of that party."""
    return organization in {side.organization for side in sides} and can_write_for(reader, organization)


def can_undo(reader: Reader, match: Match) -> bool:
    """Whether the reader may take the proposal back: the coordinator who made it; for a party's own, its writers."""
    if match.proposed_for:
        return can_write_for(reader, match.proposed_for)
    return can_coordinate(reader) and match.proposed_by_id == reader.pk


def can_answer_for(reader: Reader, match: Match, organization: Organization) -> bool:
    """Whether the reader may agree or decline for this party to the match."""
    return organization in match.parties and can_write_for(reader, organization)


def can_cancel(reader: Reader, match: Match) -> bool:
    """Whether the reader may call the match off: a writer of either party, or a coordinator whom neither employs."""
    if any(can_write_for(reader, party) for party in match.parties):
        return True
    return can_coordinate(reader) and employer_among(reader, *match.parties) is None


def can_ship(reader: Reader, match: Match) -> bool:
    """Whether the reader may record that the units are on the way: a writer of the giving side."""
    return can_write_for(reader, match.giver)


def can_receive(reader: Reader, match: Match) -> bool:
    """Whether the reader may record what arrived: a writer of the receiving side."""
    return can_write_for(reader, match.receiver)


def can_return(reader: Reader, match: Match) -> bool:
    """Whether the reader may record what of a loan came back: a writer of the giving side."""
    return can_write_for(reader, match.giver)


def confirming(match: Match) -> Organization | None:
    """The party whose word closes the match: of what arrived it is the giver's, of what came back the receiver's."""
    if match.status == Match.Status.RETURNED:
        return match.receiver
    return match.giver if match.status == Match.Status.RECEIVED and not match.is_lent else None


def can_confirm(reader: Reader, match: Match) -> bool:
    """Whether the reader may close the match by confirming what the other side recorded."""
    party = confirming(match)
    return party is not None and can_write_for(reader, party)


# Disputes


def can_settle(reader: Reader, match: Match) -> bool:
    """Whether the reader may settle a dispute: a coordinator or admin with no part in the match on either side."""
    return (
        (can_coordinate(reader) or can_administer(reader))
        and match.proposed_by_id != reader.pk
        and employer_among(reader, *match.parties) is None
    )


# Cases on the board


def can_take_case(reader: Reader, request: Request, offer: Offer | None = None) -> bool:
    """Whether the reader may be on the case: a coordinator whom neither who asks nor the offer suggested employs."""
    return can_coordinate(reader) and _employer_of_case(reader, request, offer) is None


def can_flag(reader: Reader, request: Request, offer: Offer | None = None) -> bool:
    """Whether the reader may ask for a second coordinator: a coordinator whom a party employs."""
    return can_coordinate(reader) and _employer_of_case(reader, request, offer) is not None


def _employer_of_case(reader: Reader, request: Request, offer: Offer | None) -> Organization | None:
    return employer_among(reader, request.organization, *([offer.organization] if offer else []))
