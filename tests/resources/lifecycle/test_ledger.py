"""No unit is promised twice, whoever writes and however many write at once: against the real PostgreSQL."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from benchmarks import books
from coalition.shared.errors import Conflict, DomainError
from members.models import Organization, Person
from resources.lifecycle import (
    counter_match,
    lapse_unanswered,
    propose_match,
    record_agreement,
    undo_proposal,
)
from resources.models import Match, Offer, Request, ResourceType
from tests.factories import OfferFactory, RequestFactory
from tests.resources.lifecycle.words import agreed_words, counters

THREADS = 8
at_once = pytest.mark.django_db(transaction=True)


INSERT = """
    INSERT INTO resources_movement
        (match_id, offer_id, request_id, came_from, went_to, units, request_key, recorded_at)
"""
AGAIN = f"{INSERT} SELECT match_id, offer_id, request_id, {{}}, now() FROM resources_movement"  # with other words


def in_threads(work: Callable[[int], object]) -> list[object]:
    """What each of the threads returns, all having begun together."""
    barrier = threading.Barrier(THREADS)

    def begun(number: int) -> object:
        barrier.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begun, range(THREADS)))


@at_once
def test_many_at_once_never_promise_more_than_there_is(ventilator: ResourceType, cora: Person) -> None:
    offers = [OfferFactory(resource_type=ventilator, quantity=100) for _ in range(3)]
    needs = [[RequestFactory(resource_type=ventilator, quantity=60) for _ in range(6)] for _ in range(THREADS)]

    def propose(number: int) -> Counter[str]:
        rng = random.Random(number)
        seen: Counter[str] = Counter()
        for need in needs[number]:
            for offer in rng.sample(offers, len(offers)):
                try:
                    match = propose_match(offer, need, actor=cora, quantity=rng.randint(1, 25))
                    seen["proposed"] += 1
                    if rng.random() < 0.2:
                        undo_proposal(match, actor=cora)
                except Conflict as refusal:
                    seen[refusal.code] += 1
        return seen

    seen: Counter[str] = sum(in_threads(propose), Counter())
    assert seen["too_few"], "there was not more asked than there is: this proves nothing"
    assert sum(seen.values()) == THREADS * 6 * 3, "every attempt ended in one of the ways it may"
    assert books.errors() == []


@at_once
def test_a_key_repeated_by_many_at_once_holds_once(offer: Offer, need: Request, cora: Person) -> None:
    keys = {
        match.pk for match in in_threads(lambda _n: propose_match(offer, need, actor=cora, quantity=3, request_key="k"))
    }
    assert len(keys) == 1
    assert counters(offer, need) == (3, 3)


def test_a_key_repeated_after_a_counter_offer_gives_the_same_match(
    offer: Offer, need: Request, cora: Person, olga: Person, cascade: Organization
) -> None:
    first = propose_match(offer, need, actor=cora, quantity=3, request_key="k")
    counter_match(first, actor=olga, organization=cascade, quantity=5)
    assert propose_match(offer, need, actor=cora, quantity=3, request_key="k") == first
    with pytest.raises(Conflict, match="used for another act"):
        propose_match(offer, need, actor=cora, quantity=5, request_key="k")
    assert counters(offer, need) == (5, 5)


@at_once
def test_of_an_answer_and_a_lapse_at_once_one_wins(
    match: Match, olga: Person, cascade: Organization, cora: Person
) -> None:
    def act(number: int) -> str:
        try:
            if number % 2:
                return "lapsed" if lapse_unanswered(match.answer_by) else ""
            record_agreement(match, actor=olga, organization=cascade, **agreed_words())
        except DomainError:
            return ""
        return "agreed"

    winners = [outcome for outcome in in_threads(act) if outcome]
    assert winners == [Match.objects.get(pk=match.pk).status]
    assert books.errors() == []


@at_once
def test_without_lock_and_trigger_the_same_race_over_commits(db: None) -> None:
    """The control: if this fails, the race above is none, and the tests around it prove nothing."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain_offer (quantity int)")
        cursor.execute("CREATE TABLE plain_hold (units int)")
        cursor.execute("INSERT INTO plain_offer VALUES (100)")

    def read_check_write(number: int) -> None:
        for _ in range(10):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT quantity - (SELECT coalesce(sum(units), 0) FROM plain_hold) FROM plain_offer")
                if cursor.fetchone()[0] >= 5:
                    cursor.execute("SELECT pg_sleep(0.002)")
                    cursor.execute("INSERT INTO plain_hold VALUES (5)")

    try:
        in_threads(read_check_write)
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(units) FROM plain_hold")
            assert cursor.fetchone()[0] > 100
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE plain_offer, plain_hold")


@at_once
def test_the_same_carelessness_against_the_ledger_is_refused(match: Match) -> None:
    """Read, check and write without a lock, past the verbs: the counter's bound stops what the check let through."""
    insert = f"{INSERT} VALUES (%s, %s, %s, 'open', 'proposed', 1, %s, now())"

    def hold_carelessly(number: int) -> int:
        refused = 0
        for turn in range(5):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("SELECT quantity - committed FROM resources_offer WHERE id = %s", [match.offer_id])
                    left = cursor.fetchone()[0]
                    cursor.execute("SELECT pg_sleep(0.002)")
                    if left:
                        cursor.execute(insert, [match.pk, match.offer_id, match.request_id, f"{number}-{turn}"])
            except DatabaseError:
                refused += 1
        return refused

    refused = sum(in_threads(hold_carelessly))
    assert refused, "nothing slipped past the check: this proves nothing"
    assert counters(match) == (20, 20)


@pytest.fixture
def raw() -> Callable[[str], None]:
    def run(statement: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE resources_offer SET committed = quantity + 1",
        "UPDATE resources_offer SET committed = -1",
        "UPDATE resources_offer SET committed = committed - 1",
        "UPDATE resources_request SET covered = covered - 1",
        "UPDATE resources_offer SET quantity = 11",
        "UPDATE resources_request SET covered = quantity + 1",
        "UPDATE resources_movement SET units = 1",
        "DELETE FROM resources_movement",
        "UPDATE resources_match SET quantity = 0",
        "UPDATE resources_match SET status = 'received'",
        "UPDATE resources_match SET status = 'paid'",
        AGAIN.format("came_from, went_to, 9, 'more'"),
        AGAIN.format("came_from, went_to, -1, 'sign'"),
        AGAIN.format("'proposed', 'delivered', 1, 'leap'"),
        AGAIN.format("'proposed', 'open', 13, 'more back'"),
        AGAIN.format("'agreed', 'open', 1, 'not there'"),
        AGAIN.format("came_from, went_to, 1, request_key"),
    ],
)
def test_the_database_refuses_what_breaks_the_books(statement: str, match: Match, raw: Callable[[str], None]) -> None:
    with pytest.raises(DatabaseError):
        raw(statement)
    assert books.errors() == []


def test_a_movement_names_the_offer_of_its_match(match: Match, raw: Callable[[str], None]) -> None:
    other = OfferFactory(resource_type=match.offer.resource_type)
    with pytest.raises(DatabaseError, match="names the offer"):
        raw(f"{INSERT} VALUES ({match.pk}, {other.pk}, {match.request_id}, 'open', 'proposed', 1, 'x', now())")
