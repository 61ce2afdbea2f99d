"""What the database holds after a race, against what the writers were told."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection

from benchmarks import books
from benchmarks.race.field import Field
from benchmarks.race.running import Told
from resources.models import Match

# From the ledger alone, whatever the counters say.
PROMISED = """
SELECT count(*) FROM resources_offer WHERE id = ANY(%s) AND quantity < (
    SELECT sum(CASE WHEN came_from = 'open' THEN units ELSE 0 END)
         - sum(CASE WHEN went_to IN ('open', 'returned') THEN units ELSE 0 END)
    FROM resources_movement WHERE offer_id = resources_offer.id)
"""
HOLDS = """
SELECT request_key, match_id, offer_id, request_id, units FROM resources_movement
WHERE offer_id = ANY(%s) AND came_from = 'open' AND went_to = 'proposed' AND request_key LIKE 'propose:%%'
"""
PLAIN_OVER = """
SELECT count(*) FROM plain_offer
WHERE quantity < (SELECT sum(units) FROM plain_hold WHERE offer_id = plain_offer.id)
"""
PLAIN_DOUBLED = "SELECT count(*) FROM (SELECT FROM plain_hold GROUP BY request_key HAVING count(*) > 1) AS twice"
ENDED = {"undo": "undone", "decline": "declined"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Offers promised beyond what they have; acts acknowledged and not there; acts done twice; books out of balance."""

    over: int
    lost: int = 0
    doubled: int = 0
    unbalanced: int = 0
    faults: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not (self.over or self.lost or self.doubled or self.unbalanced or self.faults)


def judged(field: Field, told: Told) -> Verdict:
    """After a race by the verbs or the API."""
    found: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for key, *terms in _rows(HOLDS, field.offers):
        found[key.split(":", 2)[2]].append(tuple(terms))
    lost = [f"{key} is lost" for key, terms in told.proposed.items() if found.get(key) != [terms]]
    now = {
        row[0]: row[1:] for row in Match.objects.filter(offer__in=field.offers).values_list("pk", "status", "quantity")
    }
    for match, (how, quantity) in told.ended.items():
        kept = now.get(match, ("", 0))
        ended_otherwise = how in ENDED and kept[0] != ENDED[how]
        if ended_otherwise or (how == "counter" and kept[1] != quantity):
            lost.append(f"{how} of match {match} is lost")
    wrong = books.errors()
    return Verdict(
        over=_rows(PROMISED, field.offers)[0][0],
        lost=len(lost),
        doubled=len(now) - len(told.proposed),  # a match that nobody was told of is an act done once more
        unbalanced=len(wrong),
        faults=(*told.faults[:5], *lost[:5], *wrong[:5]),
    )


def judged_raw(field: Field, told: Told) -> Verdict:
    """After plain SQL, which says nothing of the states of matches."""
    wrong = [error for error in books.errors() if not error.startswith("match") or "units, has" not in error]
    over = _rows(PROMISED, field.offers)[0][0]
    return Verdict(over=over, unbalanced=len(wrong), faults=(*told.faults[:5], *wrong[:5]))


def judged_control() -> Verdict:
    """After the race of the careless."""
    return Verdict(over=_rows(PLAIN_OVER)[0][0], doubled=_rows(PLAIN_DOUBLED)[0][0])


def _rows(statement: str, *given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)
        return cursor.fetchall()
