"""Digests a second, beside the same digests made one person at a time, each with its own queries."""

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from benchmarks.figures import Figure
from coalition.shared import clock
from members.digests import due
from members.digests.assembling import assemble, assemble_due
from members.digests.reading import edition_for
from members.models import Activity, Membership, Person

ACTIVITY = 5_000  # rows of one week
ALONE = 200  # people whose digests are made one at a time


def figures(sizes: dict[str, int]) -> Iterator[Figure]:
    """Assemble what is due for everybody: first some people one by one, then the rest as the portal does."""
    _let_a_week_pass()
    with clock.at(clock.now() + timedelta(days=1)):
        now = clock.now()
        high = Activity.objects.aggregate(high=Max("pk"))["high"]
        begin = time.perf_counter()
        alone = sum(assemble([pk], edition_for([pk], now=now, high=high)) for pk in due.people_due(now)[:ALONE])
        one_by_one = alone / (time.perf_counter() - begin)
        with CaptureQueriesContext(connection) as queries:
            begin = time.perf_counter()
            together = assemble_due(seconds=3600)
            seconds = time.perf_counter() - begin
    notes = {"people": together, "queries a digest": round(len(queries) / together, 3)}
    rate = together / seconds
    beside = f"one by one, {alone} people"
    yield Figure(
        "digests assembled", round(rate), "digests/s", beside, round(one_by_one), round(rate / one_by_one, 1), notes
    )


def _let_a_week_pass() -> None:
    """Rows of activity as the verbs write them, in the names of the sample's people."""
    rng = Random(1)
    memberships = list(Membership.objects.select_related("organization")[:2_000])
    Person.objects.update(digest_frequency="daily", digest_hour=7)
    kinds = ("offer.posted", "request.posted", "plan.posted", "match.agreed")
    rows = []
    for number in range(ACTIVITY):
        who = rng.choice(memberships)
        moment = clock.now() - timedelta(seconds=rng.randrange(7 * 86_400))
        topics = [who.organization.topic, f"state:{who.organization.state}"]
        rows.append(
            Activity(
                kind=rng.choice(kinds),
                occurred_at=moment,
                actor_id=who.person_id,
                organization=who.organization,
                title=f"Something {number}",
                url=f"/offers/{number}/",
                topics=topics,
            )
        )
    Activity.objects.bulk_create(rows, batch_size=1_000)
