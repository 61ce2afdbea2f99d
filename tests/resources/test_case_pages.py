"""Two coordinators on the board: who is on a case, notes, hand-over, a second coordinator, and what is new."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coalition.shared import clock
from members.models import Organization, Person
from resources.casework import claim_case, flag_conflict, note_on_case, release_case
from resources.lifecycle import propose_match
from resources.models import CaseNote, Claim, Offer, Request
from resources.queue import mark_of
from tests.conftest import ClientOf, make_person
from tests.factories import OfferFactory, RequestFactory

BOARD = "/board/"
HTMX = {"HX-Request": "true", "HX-Target": "detail"}


@pytest.fixture
def offer(cascade: Organization) -> Offer:
    return OfferFactory(organization=cascade, quantity=20)


@pytest.fixture
def need(lakeview: Organization, offer: Offer) -> Request:
    return RequestFactory(organization=lakeview, resource_type=offer.resource_type, quantity=40)


@pytest.fixture
def kim(db: None) -> Person:
    """A second coordinator, whom nobody employs."""
    return make_person("kim", is_coordinator=True)


@pytest.fixture
def coordinator(client_of: ClientOf, cora: Person) -> Client:
    return client_of(cora)


def act(client: Client, name: str, need: Request, *, headers: Any = None, **data: Any) -> Any:
    return client.post(reverse(f"resources:board_{name}", args=[need.pk]), data, headers=headers or {})


def counts(client: Client) -> dict[str, str]:
    return {str(tab.label): tab.count for tab in client.get(BOARD).context["tabs"]}


def test_who_is_on_it_is_shown_to_the_others_in_the_queue_and_the_case(
    coordinator: Client, client_of: ClientOf, need: Request, kim: Person
) -> None:
    response = act(coordinator, "claim", need, place="view=critical")
    assert response.url == f"/board/?view=critical&request={need.pk}"
    assert coordinator.get(BOARD).content.decode().count("You are on it") >= 2
    others = client_of(kim).get(BOARD).content.decode()
    assert others.count("Cora is on it") == 2
    assert "Give it back" not in others
    assert "data-slot" in others, "the buttons to propose stay"


def test_by_htmx_the_case_the_queue_and_the_views_change(coordinator: Client, need: Request) -> None:
    text = act(coordinator, "claim", need, headers=HTMX).content.decode()
    assert "<html" not in text
    for part in ("Give it back", 'id="queue"', 'id="views"', 'id="news"', 'id="toasts"'):
        assert part in text


def test_mine_and_needs_a_second_coordinator_are_saved_views(
    coordinator: Client, client_of: ClientOf, need: Request, offer: Offer, cora: Person, colin: Person, kim: Person
) -> None:
    other = RequestFactory(title="Gowns")
    claim_case(other, actor=cora)
    flag_conflict(need, actor=colin, offer=offer)
    assert list(coordinator.get(BOARD, {"view": "mine"}).context["page"]) == [other]
    assert list(coordinator.get(BOARD, {"view": "second"}).context["page"]) == [need]
    assert list(client_of(kim).get(BOARD, {"view": "mine"}).context["page"]) == []
    shown = counts(coordinator)
    assert (shown["All open"], shown["Mine"], shown["Needs a second coordinator"]) == ("2", "1", "1")


def test_what_is_covered_for_now_stays_among_mine(coordinator: Client, need: Request, cora: Person) -> None:
    claim_case(need, actor=cora)
    propose_match(OfferFactory(resource_type=need.resource_type, quantity=40), need, actor=cora, quantity=40)
    assert counts(coordinator) == counts(coordinator) | {"All open": "0", "Mine": "1"}


def test_taking_over_without_a_word_asks_for_it_at_the_field(
    client_of: ClientOf, need: Request, cora: Person, kim: Person
) -> None:
    claim_case(need, actor=cora)
    client = client_of(kim)
    refused = act(client, "claim", need)
    assert refused.status_code == 409
    assert "Cora is on it. Say in a word why you take it over." in refused.content.decode()
    assert "Take it over" in refused.content.decode()
    assert act(client, "claim", need, note="She is off.").status_code == 302
    assert "Kim took it over" in client.get(BOARD).content.decode()


def test_a_case_is_handed_over_on_the_page(
    coordinator: Client, need: Request, cora: Person, kim: Person, rita: Person
) -> None:
    claim_case(need, actor=cora)
    refused = act(coordinator, "hand_over", need, to=rita.pk, note="Please look at it.")
    assert refused.status_code == 422
    assert "Please look at it." in refused.content.decode()
    part = act(coordinator, "hand_over", need, to="x", note="", headers=HTMX)
    assert part.status_code == 200
    assert 'aria-invalid="true"' in part.content.decode()
    assert act(coordinator, "hand_over", need, to=kim.pk, note="I leave.").status_code == 302
    assert Claim.objects.standing().get().holder == kim
    page = coordinator.get(BOARD).content.decode()
    assert "Kim is on it" in page
    assert "handed it to Kim" in page


def test_a_note_is_kept_and_a_bad_one_is_shown_again(coordinator: Client, need: Request) -> None:
    assert act(coordinator, "note", need, text="").status_code == 422
    long = act(coordinator, "note", need, text="y" * 501)
    assert long.status_code == 422
    assert "y" * 501 in long.content.decode()
    money = act(coordinator, "note", need, text="They ask $300 for it.")
    assert money.status_code == 422
    assert "Why this stays" in money.content.decode()
    assert act(coordinator, "note", need, text="The dock closes at <b>five</b>.").status_code == 302
    assert "The dock closes at &lt;b&gt;five" in coordinator.get(BOARD).content.decode()


def test_the_parties_read_nothing_of_it(
    client_of: ClientOf, need: Request, cora: Person, rita: Person, olga: Person, offer: Offer
) -> None:
    claim_case(need, actor=cora)
    note_on_case(need, actor=cora, text="Between coordinators only.")
    match = propose_match(offer, need, actor=cora, quantity=1)
    for person in (rita, olga):
        for address in (need.get_absolute_url(), match.get_absolute_url(), "/"):
            page = client_of(person).get(address).content.decode()
            assert "Between coordinators only" not in page
            assert "is on the case" not in page
            assert "left a note" not in page


def test_who_is_employed_by_the_giver_suggests_its_offer_to_a_second_coordinator(
    client_of: ClientOf, need: Request, offer: Offer, colin: Person, cora: Person
) -> None:
    client = client_of(colin)
    assert "Suggest it to a second coordinator" in client.get(BOARD).content.decode()
    assert act(client, "flag", need, offer=offer.pk).status_code == 302
    page = client.get(BOARD).content.decode()
    assert "Suggest it" not in page
    assert "Take that back" in page
    assert "I am on it" not in page
    second = client_of(cora).get(f"{BOARD}?view=second").content.decode()
    for words in ("Needs a second coordinator", "Suggested:", "conflict of interest", "I am on it"):
        assert words in second
    assert act(client, "flag", need, offer=offer.pk).status_code == 409
    assert act(client, "claim", need).status_code == 403
    assert act(client_of(cora), "flag", need, offer=offer.pk).status_code == 422
    assert act(client, "flag", need, offer="9" * 30).status_code == 422
    assert act(client, "flag", need, offer=999999).status_code == 404


def test_who_is_employed_by_who_asks_sees_the_button_to_ask_for_another(
    client_of: ClientOf, cascade: Organization, colin: Person
) -> None:
    theirs = RequestFactory(organization=cascade)
    client = client_of(colin)
    page = client.get(BOARD).content.decode()
    assert "Ask for a second coordinator" in page
    assert "I am on it" not in page
    act(client, "flag", theirs, note="It is urgent.")
    assert Claim.objects.waiting_for_another().get().note == "It is urgent."


def test_giving_back_what_one_does_not_hold_is_said_above_the_offers(coordinator: Client, need: Request) -> None:
    refused = act(coordinator, "release", need)
    assert refused.status_code == 409
    assert "You are not on this case now." in refused.content.decode()


# What is new


def news(client: Client, since: Any, **place: Any) -> Any:
    return client.get(f"{BOARD}news/", {"since": since, **place}, headers={"HX-Request": "true"})


def test_nothing_new_is_an_empty_answer_of_one_query(
    coordinator: Client, need: Request, django_assert_num_queries: Any
) -> None:
    mark = mark_of(clock.now())
    news(coordinator, mark)
    with django_assert_num_queries(4):  # of which three are the session, the person, and whom they act for
        response = news(coordinator, mark)
    assert (response.status_code, response.content) == (204, b"")


def test_what_is_new_or_changed_is_announced_once_it_is(
    coordinator: Client, need: Request, kim: Person, offer: Offer
) -> None:
    mark = mark_of(clock.now())
    RequestFactory.create_batch(3, severity="low")
    text = news(coordinator, mark).content.decode()
    assert "3 new requests." in text
    assert "Show them" in text
    claim_case(need, actor=kim)
    assert "1 has changed." in news(coordinator, mark).content.decode()
    later = mark_of(clock.now())
    release_case(need, actor=kim)
    assert "1 has changed." in news(coordinator, later).content.decode()
    latest = mark_of(clock.now())
    propose_match(offer, need, actor=kim, quantity=1)
    assert "1 has changed." in news(coordinator, latest).content.decode()


def test_news_are_of_the_view_and_the_filters_that_are_shown(coordinator: Client, need: Request) -> None:
    mark = mark_of(clock.now())
    RequestFactory(title="Gowns", severity="low")
    assert news(coordinator, mark, view="critical").status_code == 204
    assert news(coordinator, mark, severity="high").status_code == 204
    assert news(coordinator, mark, q="gowns").status_code == 200


@pytest.mark.parametrize("mark", ["", "x", "-1", "9" * 40, "１", "1e3"])
def test_a_mark_that_is_none_announces_nothing(mark: str, coordinator: Client, need: Request) -> None:
    assert news(coordinator, mark).status_code == 204


def test_the_queue_brings_the_mark_of_its_own_moment(coordinator: Client, need: Request) -> None:
    headers = {"HX-Request": "true", "HX-Target": "queue"}
    text = coordinator.get(BOARD, headers=headers).content.decode()
    assert 'id="news"' in text
    assert 'hx-swap-oob="true"' in text


@pytest.mark.thorough
def test_an_open_board_that_nobody_looks_at_does_not_keep_one_signed_in(
    coordinator: Client, need: Request, settings: Any
) -> None:
    start = clock.now()
    later, too_late = start + timedelta(hours=settings.STAFF_IDLE_HOURS / 2), start
    too_late = start + timedelta(hours=settings.STAFF_IDLE_HOURS, minutes=5)
    with clock.at(later):
        alone = {"HX-Request": "true", "Portal-Unattended": "1"}
        assert coordinator.get(f"{BOARD}news/", headers=alone).status_code == 204
    with clock.at(too_late):
        assert coordinator.get(BOARD).status_code == 302


@pytest.mark.thorough
def test_the_board_asks_the_same_few_queries_for_one_case_and_for_a_hundred(
    coordinator: Client, need: Request, cora: Person, kim: Person, colin: Person, django_assert_num_queries: Any
) -> None:
    claim_case(need, actor=cora)
    note_on_case(need, actor=cora, text="The dock closes at five.")
    coordinator.get(BOARD)
    with django_assert_num_queries(23):
        coordinator.get(BOARD)
    for number, case in enumerate(RequestFactory.create_batch(99, resource_type=need.resource_type)):
        claim_case(case, actor=(cora, kim)[number % 2])
        CaseNote.objects.create(request=need, text=f"Note {number}", written_by=kim)
    for number in range(5):
        make_person(f"lee{number}", is_coordinator=True)
    with django_assert_num_queries(23):
        coordinator.get(BOARD)
