"""Impartiality on record: what a match was proposed on never changes, and when it was agreed and received is kept."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from coalition.shared import clock
from members.models import Person
from resources import matching
from resources.lifecycle import propose_match, record_agreement, record_receipt
from resources.models import Match, MatchStatus, Offer, Request
from tests.conftest import ClientOf
from tests.resources.lifecycle.words import agreed_words


def test_a_proposal_keeps_the_version_of_the_engine(match: Match) -> None:
    match.refresh_from_db()
    assert match.engine_version == matching.VERSION


@pytest.mark.parametrize(
    "changed",
    [
        {"considered": [{"offer": 1, "organization": "Another", "score": 99}]},
        {"reason": "Another"},
        {"engine_version": "9"},
        {"proposed_at": clock.now() - timedelta(days=9)},
    ],
)
def test_what_it_was_proposed_on_cannot_be_changed_by_anybody(match: Match, changed: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="kept as it was written"), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(**changed)


def test_it_keeps_when_the_first_side_agreed_and_when_it_was_received(match: Match, rita: Person, olga: Person) -> None:
    moments = [clock.now() + timedelta(days=days) for days in (1, 2, 5)]
    with clock.at(moments[0]):
        record_agreement(match, actor=olga, organization=match.giver, **agreed_words())
    with clock.at(moments[1]):
        record_agreement(match, actor=rita, organization=match.receiver, **agreed_words())
    match.refresh_from_db()
    assert (match.agreed_at, match.received_at) == (moments[0], None)
    with clock.at(moments[2]):
        record_receipt(match, actor=rita, quantity=3)
    match.refresh_from_db()
    assert (match.agreed_at, match.received_at) == (moments[0], moments[2])


def test_a_row_saved_whole_from_an_older_reading_does_not_lose_the_moments(match: Match, olga: Person) -> None:
    older = Match.objects.get(pk=match.pk)
    record_agreement(match, actor=olga, organization=match.giver, **agreed_words())
    older.status = MatchStatus.AGREED
    older.save()
    match.refresh_from_db()
    assert match.agreed_at is not None


def test_what_was_before_gets_its_moments_from_the_records(match: Match, rita: Person, olga: Person) -> None:
    with clock.at(clock.now() + timedelta(days=1)):
        agreement = record_agreement(match, actor=olga, organization=match.giver, **agreed_words())
        record_receipt(match, actor=rita, quantity=3)
    migration = import_module("resources.migrations.0013_impartial_matches")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE resources_match DISABLE TRIGGER match_on_record")
        cursor.execute("UPDATE resources_match SET agreed_at = NULL, received_at = NULL")
        cursor.execute(migration.MOMENTS)
        cursor.execute("ALTER TABLE resources_match ENABLE TRIGGER match_on_record")
    match.refresh_from_db()
    assert (match.agreed_at, match.received_at) == (agreement.recorded_at, match.changed_at)


def test_the_page_shows_the_version_or_that_none_was_kept(
    offer: Offer, need: Request, cora: Person, client_of: ClientOf
) -> None:
    shown = [{"offer": offer.pk, "organization": "Cascade", "score": 80, "km": 10}]
    match = propose_match(offer, need, actor=cora, quantity=1, considered=shown)
    page = client_of(cora).get(match.get_absolute_url()).content.decode()
    assert f"Ranked by version {matching.VERSION} of the engine." in page
    older = Match.objects.create(
        **{name: getattr(match, name) for name in ("offer", "request", "quantity", "proposed_by", "considered")},
        answer_by=match.answer_by,
        status=MatchStatus.LAPSED,
    )
    page = client_of(cora).get(older.get_absolute_url()).content.decode()
    assert "Ranked before versions of the engine were kept." in page
