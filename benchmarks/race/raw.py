"""Writers that go past the verbs: plain SQL that checks nothing, and SQL that would falsify the books."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from random import Random

from django.db import DatabaseError, connection, transaction

from benchmarks.race.field import Field
from benchmarks.race.running import MOST, Told

MATCH = """
INSERT INTO resources_match (offer_id, request_id, quantity, status, proposed_by_id, proposed_at, reason, considered,
    answer_by, carrier, tracking, lots, closing_note, changed_at)
VALUES (%(offer)s, %(request)s, %(units)s, 'proposed', %(person)s, now(), '', '[]', now() + interval '3 days',
    '', '', '', '', now())
RETURNING id
"""
LINE = """
INSERT INTO resources_movement (match_id, offer_id, request_id, came_from, went_to, units, request_key, recorded_at)
VALUES (%(match)s, %(offer)s, %(request)s, %(came_from)s, %(went_to)s, %(units)s, %(key)s, now())
"""
# None of these may ever be done, whatever the database holds at the moment.
FALSE = {
    "half counted": "UPDATE resources_offer SET committed = committed / 2 WHERE id = %(offer)s AND committed > 1",
    "nothing counted": "UPDATE resources_offer SET committed = 0 WHERE id = %(offer)s AND committed > 0",
    "less counted as covered": "UPDATE resources_request SET covered = 0 WHERE id = %(request)s AND covered > 0",
    "fewer units than are promised": "UPDATE resources_offer SET quantity = 1 WHERE id = %(offer)s AND committed > 1",
    "a line changed": "UPDATE resources_movement SET units = 1 WHERE match_id = %(match)s",
    "a line deleted": "DELETE FROM resources_movement WHERE match_id = %(match)s",
    "a line said twice": """
        INSERT INTO resources_movement
            (match_id, offer_id, request_id, came_from, went_to, units, request_key, recorded_at)
        SELECT match_id, offer_id, request_id, came_from, went_to, units, request_key, now()
        FROM resources_movement WHERE match_id = %(match)s""",
}


def race(field: Field, *, writers: int, seconds: float) -> Told:
    """Let them write for so many seconds."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(writers) as pool:
        return sum(pool.map(lambda number: _write(field, number, until), range(writers)), Told())


def _write(field: Field, number: int, until: float) -> Told:
    rng, told, mine = Random(number), Told(), list[dict[str, int]]()
    person = field.coordinators[number].pk
    try:
        for turn in count():
            if time.monotonic() > until:
                return told
            key, choice = f"raw-{number}-{turn}", rng.random()
            if choice < 0.5 or not mine:
                _tried(told, lambda key=key: mine.append(_promised(field, rng, key=key, person=person)))
            elif choice < 0.8:
                _tried(told, lambda key=key: _given_back(rng.choice(mine), rng, key))
            else:
                _falsified(told, rng.choice(mine), rng)
    finally:
        connection.close()
    return told


def _promised(field: Field, rng: Random, *, key: str, person: int) -> dict[str, int]:
    """Units out of nowhere: nobody looks how many are left."""
    said = {"offer": rng.choice(field.offers), "request": rng.choice(field.requests), "units": rng.randint(1, MOST)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MATCH, {**said, "person": person})
        said["match"] = cursor.fetchone()[0]
        cursor.execute(LINE, {**said, "came_from": "open", "went_to": "proposed", "key": key})
    return said


def _given_back(match: dict[str, int], rng: Random, key: str) -> None:
    """Some units, often more than the match still has."""
    said = {**match, "units": rng.randint(1, MOST), "came_from": "proposed", "went_to": "open", "key": key}
    with connection.cursor() as cursor:
        cursor.execute(LINE, said)


def _falsified(told: Told, match: dict[str, int], rng: Random) -> None:
    name, statement = rng.choice(sorted(FALSE.items()))

    def falsify() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, match)
            if cursor.rowcount:
                told.faults.append(f"{name} was let through")

    _tried(told, falsify)


def _tried(told: Told, act: Callable[[], object]) -> None:
    try:
        act()
    except DatabaseError as refusal:
        told.counts += Counter(refused=1, deadlocks="deadlock" in str(refusal))
    else:
        told.counts["done"] += 1
