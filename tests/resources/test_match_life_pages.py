"""The pages of a match beyond the agreement: other terms, a party's own proposal, the way back, the end, disputes."""

from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.urls import reverse

from coalition.shared import clock
from members.models import Organization, Person
from resources.lifecycle import propose_match, raise_dispute, record_agreement, record_receipt
from resources.models import Answer, Dispute, Feedback, Match, MatchStatus, Offer, Request, ResourceType, Terms
from tests.conftest import ClientOf, make_person
from tests.factories import OfferFactory, RequestFactory, ResourceTypeFactory
from tests.resources.lifecycle.words import agreed_words, counters


@pytest.fixture
def ventilator(db: None) -> ResourceType:
    return ResourceTypeFactory(slug="ventilator", label="Ventilator")


@pytest.fixture
def offer(ventilator: ResourceType, cascade: Organization) -> Offer:
    return OfferFactory(organization=cascade, resource_type=ventilator, quantity=20)


@pytest.fixture
def need(ventilator: ResourceType, lakeview: Organization) -> Request:
    return RequestFactory(organization=lakeview, resource_type=ventilator, quantity=40)


@pytest.fixture
def match(offer: Offer, need: Request, cora: Person, rita: Person, olga: Person) -> Match:
    return propose_match(offer, need, actor=cora, quantity=12)


@pytest.fixture
def received(match: Match, olga: Person, rita: Person, cascade: Organization) -> Match:
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    return record_receipt(match, actor=rita, quantity=9)


@pytest.fixture
def kim(db: None) -> Person:
    """A coordinator with no part in anything."""
    return make_person("kim", is_coordinator=True)


def address(name: str, row: Match | Offer | Request) -> str:
    return reverse(f"resources:{name}", args=[row.pk])


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def test_a_side_answers_with_other_terms_and_the_other_accepts(
    match: Match, rita: Person, olga: Person, client_of: ClientOf
) -> None:
    day = clock.today() + timedelta(days=4)
    answer = client_of(rita).post(
        address("match_counter", match), {"quantity": 9, "deliver_by": day.isoformat(), "note": "By rail."}
    )
    assert answer["Location"] == match.get_absolute_url()
    page = text_of(client_of(olga).get(match.get_absolute_url()))
    assert f"9 units, delivered by {day:%b} {day.day}, {day.year}. By rail." in page
    assert "Counter-offer, Rita for Lakeview Health" in page
    assert "Cascade Biomedical Reserve is asked to answer" in page
    client_of(olga).post(address("match_accept", match), {"note": ""})
    assert "to speak with the other side, and to record what is agreed" in text_of(
        client_of(olga).get(match.get_absolute_url())
    )
    assert Answer.objects.count() == 2


def test_terms_that_cannot_be_are_said_at_their_field_and_what_was_typed_is_kept(
    match: Match, rita: Person, client_of: ClientOf
) -> None:
    answer = client_of(rita).post(address("match_counter", match), {"quantity": 500, "note": "All of them."})
    assert answer.status_code == 409
    assert "This offer has only 20 left." in text_of(answer)
    assert (answer.context["form"]["quantity"].value(), answer.context["form"]["note"].value()) == (
        "500",
        "All of them.",
    )


def test_the_page_says_who_has_seen_it(match: Match, rita: Person, cora: Person, client_of: ClientOf) -> None:
    assert text_of(client_of(cora).get(match.get_absolute_url())).count("not opened yet") == 2
    assert text_of(client_of(rita).get(match.get_absolute_url())).count("not opened yet") == 1


def test_a_member_asks_for_what_is_offered(offer: Offer, need: Request, rita: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    assert address("offer_ask", offer) in text_of(client.get(offer.get_absolute_url()))
    form = client.get(address("offer_ask", offer)).context["form"]
    assert [label for _value, label in form.fields["own"].choices] == [need.in_words]
    data = {"own": need.pk, "quantity": 8, "reason": "For the new ward.", "key": form["key"].value()}
    first, again = (client.post(address("offer_ask", offer), data) for _time in range(2))
    made = Match.objects.get()
    assert first["Location"] == again["Location"] == made.get_absolute_url()
    assert (made.quantity, made.proposed_for, made.proposed_by) == (8, need.organization, rita)


def test_a_member_offers_what_is_asked_for(offer: Offer, need: Request, olga: Person, client_of: ClientOf) -> None:
    client = client_of(olga)
    refused = client.post(address("request_offer", need), {"own": offer.pk, "quantity": 21})
    assert "This offer has only 20 left." in text_of(refused)
    client.post(address("request_offer", need), {"own": offer.pk, "quantity": 20})
    assert counters(Match.objects.get()) == (20, 20)


def test_who_has_nothing_that_fits_is_led_to_posting_it(
    offer: Offer, rita: Person, olga: Person, client_of: ClientOf
) -> None:
    page = text_of(client_of(rita).get(address("offer_ask", offer)))
    assert "Lakeview Health has no open request that this would fill." in page
    assert "/requests/new/?type=ventilator" in page
    assert client_of(olga).get(address("offer_ask", offer))["Location"] == offer.get_absolute_url()


def test_the_other_side_confirms_and_both_say_how_it_went(
    received: Match, olga: Person, rita: Person, client_of: ClientOf
) -> None:
    assert client_of(rita).post(address("match_close", received)).status_code == 403, "the receiver recorded it"
    client_of(olga).post(address("match_close", received))
    assert Match.objects.get().status == MatchStatus.CLOSED
    assert client_of(olga).post(address("match_feedback", received), {"went": ""}).status_code == 422
    client_of(rita).post(address("match_feedback", received), {"went": "partly", "text": "Three were missing."})
    assert Feedback.objects.count() == 1
    page = text_of(client_of(olga).get(received.get_absolute_url()))
    for words in ("Partly, Rita for Lakeview Health", "Three were missing.", "Outcome:", "Delivered in part"):
        assert words in page


def test_a_loan_comes_back(received: Match, olga: Person, rita: Person, client_of: ClientOf) -> None:
    Offer.objects.update(terms=Terms.LOAN, return_on=clock.today() + timedelta(days=20))
    page = text_of(client_of(rita).get(received.get_absolute_url()))
    assert "Lakeview Health is asked to bring the loan back" in page
    answer = client_of(olga).post(address("match_return", received), {"quantity": 10})
    assert "Give a number from 0 to 9." in text_of(answer)
    client_of(olga).post(address("match_return", received), {"quantity": 8, "note": "One is broken."})
    client_of(rita).post(address("match_close", received))
    page = client_of(rita).get(received.get_absolute_url())
    assert [str(step["label"]) for step in page.context["steps"]][-2:] == ["Returned", "Closed"]
    assert "Delivered in part, part came back" in text_of(page)


def test_a_dispute_is_raised_and_settled_by_another_coordinator(
    received: Match, olga: Person, cora: Person, kim: Person, client_of: ClientOf
) -> None:
    client_of(olga).post(address("match_dispute", received), {"text": "We sent all twelve."})
    assert client_of(cora).get(address("match_settle", received)).status_code == 403
    page = client_of(kim).get(address("match_settle", received))
    assert "We sent all twelve." in text_of(page)
    assert [value for value, _label in page.context["form"].fields["outcome"].choices] == ["stands", "amended"]
    refused = client_of(kim).post(
        address("match_settle", received), {"outcome": "amended", "quantity": 13, "resolution": "So."}
    )
    assert "Give a number from 0 to 12." in text_of(refused)
    client_of(kim).post(
        address("match_settle", received), {"outcome": "amended", "quantity": 12, "resolution": "Three were found."}
    )
    assert Match.objects.get().received_quantity == 12
    page = text_of(client_of(olga).get(received.get_absolute_url()))
    assert "The number received is put right, Kim" in page
    assert "Three were found." in page


def test_where_nothing_is_disputed_there_is_nothing_to_settle(
    received: Match, kim: Person, client_of: ClientOf
) -> None:
    assert client_of(kim).get(address("match_settle", received))["Location"] == received.get_absolute_url()


def test_a_dispute_sent_twice_is_one(received: Match, olga: Person, client_of: ClientOf) -> None:
    raise_dispute(received, actor=olga, organization=received.giver, text="We sent all twelve.")
    again = client_of(olga).post(address("match_dispute", received), {"text": "We sent all twelve."})
    assert again.status_code == 409
    assert Dispute.objects.count() == 1
