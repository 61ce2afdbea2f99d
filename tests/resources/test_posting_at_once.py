"""Two at the same moment on one offer: what the locks of the verbs hold."""

from datetime import timedelta
from typing import Any

import pytest

from coalition.shared import clock
from members.models import Activity, Organization, OutgoingMail, Person
from resources import aging
from resources.confirming import confirm_posting
from resources.lifecycle import propose_match
from resources.models import Match
from resources.posting import edit_offer, post_offer, withdraw_offer
from tests.factories import OfferFactory, RequestFactory, ResourceTypeFactory
from tests.members.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8


def long_unconfirmed() -> dict[str, Any]:
    """When an offer was confirmed and asked about so that it is to be closed now."""
    now = clock.now()
    return {"confirmed_at": now - timedelta(days=50), "asked_on": (now - timedelta(days=36)).date()}


def test_of_edits_at_once_exactly_one_is_saved(cascade: Organization, olga: Person) -> None:
    for _ in range(ROUNDS):
        offer = OfferFactory(organization=cascade, quantity=100)
        refusals = at_once(
            lambda offer=offer: edit_offer(offer, actor=olga, version=1, quantity=200),
            lambda offer=offer: edit_offer(offer, actor=olga, version=1, quantity=300),
        )
        assert len(refusals) == 1
        assert "while you were editing" in refusals[0]
        offer.refresh_from_db()
        assert (offer.version, offer.quantity in {200, 300}) == (2, True)


def test_an_offer_is_never_withdrawn_from_under_a_proposal(cascade: Organization, olga: Person, cora: Person) -> None:
    for _ in range(ROUNDS):
        offer = OfferFactory(organization=cascade)
        asked = RequestFactory(resource_type=offer.resource_type)
        refusals = at_once(
            lambda offer=offer: withdraw_offer(offer, actor=olga),
            lambda offer=offer, asked=asked: propose_match(offer, asked, actor=cora, quantity=10),
        )
        assert len(refusals) == 1
        offer.refresh_from_db()
        assert (offer.status == "withdrawn") is not Match.objects.filter(offer=offer).exists()


def test_a_quantity_never_falls_below_a_proposal_made_meanwhile(
    cascade: Organization, olga: Person, cora: Person
) -> None:
    for _ in range(ROUNDS):
        offer = OfferFactory(organization=cascade, quantity=100)
        asked = RequestFactory(resource_type=offer.resource_type)
        at_once(
            lambda offer=offer: edit_offer(offer, actor=olga, version=1, quantity=50),
            lambda offer=offer, asked=asked: propose_match(offer, asked, actor=cora, quantity=80),
        )
        offer.refresh_from_db()
        assert offer.committed <= offer.quantity
        assert (offer.quantity, offer.committed) in {(50, 0), (100, 80)}


def test_a_source_key_comes_once_though_two_read_the_same_file(cascade: Organization, olga: Person) -> None:
    kind = ResourceTypeFactory()

    def post() -> None:
        post_offer(
            organization=cascade,
            actor=olga,
            resource_type=kind,
            quantity=5,
            state="OR",
            available_from=cascade.admitted_at.date(),  # type: ignore[union-attr]  # it is admitted
            source_key="file:1",
        )

    refusals = at_once(post, post, post)
    assert len(refusals) == 2
    assert cascade.offers.count() == 1


def test_what_is_confirmed_at_the_last_moment_is_closed_or_confirmed_but_not_both(
    cascade: Organization, olga: Person
) -> None:
    for _ in range(ROUNDS):
        offer = OfferFactory(organization=cascade, **long_unconfirmed())
        refusals = at_once(
            lambda offer=offer: confirm_posting(offer, actor=olga),
            lambda: aging.close_unanswered(clock.now()),
        )
        offer.refresh_from_db()
        assert offer.asked_on is None
        assert (offer.status == "closed") is bool(refusals)
        assert offer.is_stale is False
        assert Activity.objects.filter(topics__contains=[offer.topic]).count() == 1


def test_an_offer_is_never_closed_from_under_a_proposal(cascade: Organization, olga: Person, cora: Person) -> None:
    for _ in range(ROUNDS):
        offer = OfferFactory(organization=cascade, **long_unconfirmed())
        asked = RequestFactory(resource_type=offer.resource_type)
        at_once(
            lambda: aging.close_unanswered(clock.now()),
            lambda offer=offer, asked=asked: propose_match(offer, asked, actor=cora, quantity=10),
        )
        offer.refresh_from_db()
        assert (offer.status == "closed") is not Match.objects.filter(offer=offer).exists()


def test_two_workers_ask_once(cascade: Organization, olga: Person) -> None:
    for number in range(ROUNDS):
        now = clock.now() + timedelta(days=20 * number)
        with clock.at(now):
            offer = OfferFactory(organization=cascade, confirmed_at=now - timedelta(days=15))
        at_once(lambda now=now: aging.ask_owners(now), lambda now=now: aging.ask_owners(now))
        assert OutgoingMail.objects.filter(kind="still-stands", person=olga).count() == number + 1
        assert Activity.objects.filter(kind="postings.asked").count() == number + 1
        offer.refresh_from_db()
        assert offer.asked_on == now.date()
