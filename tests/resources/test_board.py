"""The board: who sees it, what it shows, and what a coordinator does there, as whole pages and as fragments."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from coalition.shared import clock
from members.models import Organization, Person
from resources.lifecycle import decline_match, propose_match
from resources.models import Match, MatchStatus, Offer, Request, ResourceType, Severity
from tests.conftest import ClientOf
from tests.factories import OfferFactory, RequestFactory, ResourceGroupFactory, ResourceTypeFactory
from tests.resources.lifecycle.words import counters

BOARD = "/board/"


@pytest.fixture
def ventilator(db: None) -> ResourceType:
    return ResourceTypeFactory(slug="ventilator", label="Ventilator")


@pytest.fixture
def offer(ventilator: ResourceType, cascade: Organization) -> Offer:
    return OfferFactory(organization=cascade, resource_type=ventilator, quantity=20)


@pytest.fixture
def need(ventilator: ResourceType, lakeview: Organization) -> Request:
    return RequestFactory(organization=lakeview, resource_type=ventilator, quantity=40, severity=Severity.CRITICAL)


@pytest.fixture
def coordinator(client_of: ClientOf, cora: Person) -> Client:
    return client_of(cora)


def fragment(client: Client, address: str, into: str) -> str:
    response = client.get(address, headers={"HX-Request": "true", "HX-Target": into})
    assert response.status_code == 200
    return response.content.decode()


def propose(client: Client, need: Request, offer: Offer, quantity: object, **more: Any) -> Any:
    headers = more.pop("headers", {})
    data = {"offer": offer.pk, "quantity": quantity, **more}
    return client.post(reverse("resources:board_propose", args=[need.pk]), data, headers=headers)


HTMX = {"HX-Request": "true", "HX-Target": "detail"}


# Who sees it


@pytest.mark.parametrize(("who", "status"), [("rita", 403), ("reed", 403), ("ada", 403), ("cora", 200), ("colin", 200)])
def test_the_board_is_for_coordinators(
    who: str, status: int, need: Request, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    assert client_of(request.getfixturevalue(who)).get(BOARD).status_code == status


def test_a_visitor_signs_in_first_and_an_outsider_goes_to_their_application(client_of: ClientOf, nora: Person) -> None:
    assert client_of(None).get(BOARD).url == f"/accounts/login/?next={BOARD}"
    assert client_of(nora).get(BOARD).url == "/apply/"


@pytest.mark.parametrize("who", ["rita", "ada"])
def test_nobody_else_proposes_or_undoes(
    who: str, need: Request, offer: Offer, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert propose(client, need, offer, 5).status_code == 403
    assert client.post("/board/undo/?match=1").status_code == 403
    assert counters(offer, need) == (0, 0)


# What it shows


def test_the_most_urgent_comes_first_and_is_open_beside_the_queue(coordinator: Client, need: Request) -> None:
    later = RequestFactory(severity=Severity.LOW, title="Gowns")
    page = coordinator.get(BOARD)
    assert list(page.context["page"]) == [need, later]
    assert page.context["asked"] == need
    assert "<h2><a" in page.content.decode()


def test_a_case_has_its_address(coordinator: Client, need: Request) -> None:
    other = RequestFactory(title="Gowns")
    assert coordinator.get(f"{BOARD}?request={other.pk}").context["asked"] == other


@pytest.mark.parametrize("key", ["0", "99999", "abc", "-1", "9" * 30, "１"])
def test_an_address_of_no_request_is_not_found(key: str, coordinator: Client, need: Request) -> None:
    assert coordinator.get(BOARD, {"request": key}).status_code == 404


def test_an_offer_says_why_it_fits_how_far_it_is_and_how_many_to_propose(
    coordinator: Client, need: Request, offer: Offer
) -> None:
    page = coordinator.get(BOARD).content.decode()
    for words in ("Exact item", "Covers 50 % of the gap", "Ready today", "of 20 left", 'value="20"', "0 mi"):
        assert words in page


def test_saved_views_hold_what_they_say_and_count_it(coordinator: Client, need: Request) -> None:
    soon = RequestFactory(severity=Severity.LOW, needed_by=clock.today() + timedelta(days=1))
    RequestFactory(severity=Severity.HIGH, needed_by=clock.today() + timedelta(days=20))
    page = coordinator.get(BOARD, {"view": "soon"})
    assert list(page.context["page"]) == [soon]
    assert [(str(tab.label), tab.count, tab.current) for tab in page.context["tabs"]] == [
        ("All open", "3", False),
        ("Critical", "1", False),
        ("Due in three days", "1", True),
        ("Nothing covered yet", "3", False),
        ("Mine", "0", False),
        ("Needs a second coordinator", "0", False),
    ]


def test_the_queue_is_narrowed_by_words_severity_and_group(coordinator: Client, need: Request) -> None:
    gowns = RequestFactory(
        title="Gowns for Alaska",
        severity=Severity.LOW,
        resource_type=ResourceTypeFactory(group=ResourceGroupFactory(name="Linen")),
    )
    for narrow in ({"q": "gowns"}, {"severity": "low"}, {"group": gowns.resource_type.group_id}):
        assert list(coordinator.get(BOARD, narrow).context["page"]) == [gowns]
    assert list(coordinator.get(BOARD, {"q": "lakeview"}).context["page"]) == [need]


@pytest.mark.parametrize(
    "narrow", [{"severity": "dire"}, {"group": "x"}, {"group": "9" * 40}, {"view": "x"}, {"page": "x"}]
)
def test_unusable_filters_narrow_nothing(narrow: dict[str, str], coordinator: Client, need: Request) -> None:
    assert list(coordinator.get(BOARD, narrow).context["page"]) == [need]


@pytest.mark.parametrize("word", ["q", "view", "severity", "group", "page", "sort", "request"])
@pytest.mark.thorough
def test_no_address_breaks_the_board(word: str, coordinator: Client, need: Request) -> None:
    for value in ("\x00", "' OR 1=1", "1e400", "<script>", "𝟙"):
        assert coordinator.get(BOARD, {word: value}).status_code in {200, 404}


def test_an_empty_queue_and_an_empty_filter_say_why(coordinator: Client, need: Request) -> None:
    assert "No request fits this filter" in coordinator.get(BOARD, {"q": "zzz"}).content.decode()
    need.delete()
    page = coordinator.get(BOARD).content.decode()
    assert "Every request is covered." in page
    assert "No request is chosen" in page


def test_a_request_without_an_offer_says_so_and_a_covered_one_too(
    coordinator: Client, need: Request, cora: Person
) -> None:
    assert "No offer fits yet" in coordinator.get(BOARD).content.decode()
    propose_match(OfferFactory(resource_type=need.resource_type), need, actor=cora, quantity=40)
    covered = coordinator.get(f"{BOARD}?request={need.pk}").content.decode()
    assert "Nothing is open any longer" in covered
    assert "answer due" in covered


def test_the_queue_comes_in_pages_that_keep_the_filters(coordinator: Client) -> None:
    kind = ResourceTypeFactory()
    RequestFactory.create_batch(26, resource_type=kind)
    first = coordinator.get(BOARD, {"severity": "high"})
    assert len(first.context["page"]) == 25
    assert "severity=high&amp;page=2" in first.content.decode()
    assert len(coordinator.get(BOARD, {"severity": "high", "page": "2"}).context["page"]) == 1


def test_the_order_of_the_offers_is_in_the_address(coordinator: Client, need: Request, offer: Offer) -> None:
    far_and_many = OfferFactory(resource_type=need.resource_type, quantity=500, latitude="45.00000")
    fit = coordinator.get(BOARD).context["rows"]
    nearest = coordinator.get(BOARD, {"sort": "nearest"}).context["rows"]
    assert [row.candidate.offer for row in fit] == [far_and_many, offer]
    assert [row.candidate.offer for row in nearest] == [offer, far_and_many]


def test_fragments_come_from_the_same_address(coordinator: Client, need: Request, offer: Offer) -> None:
    case = fragment(coordinator, f"{BOARD}?request={need.pk}", "detail")
    assert case.lstrip().startswith("<article")
    assert "Propose" in case
    queue = fragment(coordinator, f"{BOARD}?q=vent", "queue")
    assert 'id="views" hx-swap-oob="true"' in queue
    assert "<html" not in case + queue
    assert "HX-Request" in coordinator.get(BOARD)["Vary"]


@pytest.mark.parametrize(("address", "queries"), [(BOARD, 22), ("/board/?q=vent", 24)])
@pytest.mark.thorough
def test_the_board_asks_the_same_few_queries_for_one_and_for_many(
    address: str,
    queries: int,
    coordinator: Client,
    need: Request,
    offer: Offer,
    cora: Person,
    django_assert_num_queries: Any,
) -> None:
    coordinator.get(address)
    with django_assert_num_queries(queries):
        coordinator.get(address)
    for _ in range(12):
        extra = OfferFactory(resource_type=need.resource_type)
        propose_match(extra, need, actor=cora, quantity=1)
        RequestFactory(resource_type=need.resource_type)
    with django_assert_num_queries(queries):
        coordinator.get(address)


# Proposing


def test_a_proposal_by_a_plain_form_leads_back_to_the_place(coordinator: Client, need: Request, offer: Offer) -> None:
    response = propose(coordinator, need, offer, 12, place="view=critical&q=vent&request=7&evil=1")
    assert response.status_code == 302
    assert response.url == f"/board/?view=critical&q=vent&request={need.pk}"
    match = Match.objects.get()
    assert (match.offer, match.request, match.quantity) == (offer, need, 12)
    (message,) = get_messages(response.wsgi_request)
    assert str(message) == "Proposed 12 units from Cascade Biomedical Reserve to Lakeview Health."
    assert message.extra_tags == f"undo:/board/undo/?view=critical&q=vent&match={match.pk}"


def test_by_htmx_the_case_the_queue_the_views_and_the_message_change(
    coordinator: Client, need: Request, offer: Offer
) -> None:
    response = propose(coordinator, need, offer, 12, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    for part in ("12 of 40 units", 'id="queue"', 'id="views"', 'id="toasts"', "data-undo", "8 left."):
        assert part in text


def test_by_htmx_one_stands_where_the_browser_is(coordinator: Client, need: Request, offer: Offer) -> None:
    """The queue may have been narrowed since the case came, so that the form no longer knows."""
    headers = {**HTMX, "HX-Current-URL": f"http://testserver/board/?q=zzz&request={need.pk}"}
    text = propose(coordinator, need, offer, 12, place="view=critical", headers=headers).content.decode()
    assert "No request fits this filter" in text
    assert "undo/?q=zzz&amp;match=" in text


def test_the_candidates_shown_and_the_reason_stay_with_the_match(
    coordinator: Client, need: Request, offer: Offer
) -> None:
    second = OfferFactory(resource_type=need.resource_type, quantity=5)
    propose(coordinator, need, second, 5)
    match = Match.objects.get()
    assert [candidate["offer"] for candidate in match.considered] == [offer.pk, second.pk]
    assert match.reason.startswith("Number 2 of 2 shown. Exact item")
    propose(coordinator, need, offer, 5, reason="They ship today.")
    assert Match.objects.get(offer=offer).reason == "They ship today."


@pytest.mark.parametrize(
    ("quantity", "sentence", "status"),
    [
        ("21", "This offer has only 20 left.", 409),
        ("0", "Give a whole number of at least 1.", 422),
        ("-3", "Give a whole number of at least 1.", 422),
        ("twelve", "Give a whole number.", 422),
        ("", "Give a whole number.", 422),
        ("1.5", "Give a whole number.", 422),
    ],
)
def test_a_refusal_is_shown_at_the_quantity_with_what_was_typed(
    quantity: str, sentence: str, status: int, coordinator: Client, need: Request, offer: Offer
) -> None:
    whole = propose(coordinator, need, offer, quantity, place="view=critical")
    part = propose(coordinator, need, offer, quantity, headers=HTMX)
    assert (whole.status_code, part.status_code) == (status, 200)
    for text in (whole.content.decode(), part.content.decode()):
        assert sentence in text
        assert f'value="{quantity}" aria-invalid="true"' in text
    assert whole.context["view"].key == "critical"
    assert counters(offer, need) == (0, 0)


def test_thousands_may_be_set_apart(coordinator: Client, need: Request) -> None:
    Request.objects.update(quantity=5000)
    many = OfferFactory(resource_type=need.resource_type, quantity=5000)
    assert propose(coordinator, need, many, "1,200").status_code == 302
    assert Match.objects.get().quantity == 1200


def test_an_offer_that_is_gone_meanwhile_is_said_above_the_offers(
    coordinator: Client, need: Request, offer: Offer
) -> None:
    Offer.objects.update(status="withdrawn")
    response = propose(coordinator, need, offer, 5, headers=HTMX)
    assert 'role="alert"' in response.content.decode()
    assert "no longer open" in response.content.decode()


def test_a_form_without_an_offer_is_refused(coordinator: Client, need: Request) -> None:
    response = coordinator.post(reverse("resources:board_propose", args=[need.pk]), {"quantity": "1"})
    assert response.status_code == 422


def test_an_offer_or_request_that_is_none_is_not_found(coordinator: Client, need: Request, offer: Offer) -> None:
    assert coordinator.post("/board/99999/propose/", {"offer": offer.pk, "quantity": 1}).status_code == 404
    response = coordinator.post(f"/board/{need.pk}/propose/", {"offer": 99999, "quantity": 1})
    assert response.status_code == 404


def test_sending_the_same_form_twice_proposes_once(coordinator: Client, need: Request, offer: Offer) -> None:
    for _ in range(2):
        assert propose(coordinator, need, offer, 12, key="k1").status_code == 302
    assert counters(offer, need) == (12, 12)


def test_what_is_proposed_already_shows_no_form(coordinator: Client, need: Request, offer: Offer, cora: Person) -> None:
    propose_match(offer, need, actor=cora, quantity=5)
    page = coordinator.get(BOARD).content.decode()
    assert "it waits for an answer" in page
    assert "data-slot" not in page


def test_a_coordinator_of_a_party_sees_the_offers_but_no_button(
    client_of: ClientOf, colin: Person, need: Request, offer: Offer, cascade: Organization
) -> None:
    other = OfferFactory(resource_type=need.resource_type)
    rows = {row.candidate.offer: row.barred for row in client_of(colin).get(BOARD).context["rows"]}
    assert "You belong to Cascade Biomedical Reserve" in rows[offer]
    assert rows[other] == ""
    refused = propose(client_of(colin), need, offer, 1)
    assert refused.status_code == 403
    assert "Another coordinator has to propose it." in refused.content.decode()
    theirs = RequestFactory(organization=cascade, resource_type=need.resource_type)
    page = client_of(colin).get(f"{BOARD}?request={theirs.pk}")
    assert page.context["employer"] == cascade
    assert "data-slot" not in page.content.decode()


def test_their_own_offer_is_shown_and_cannot_be_proposed(coordinator: Client, need: Request) -> None:
    OfferFactory(organization=need.organization, resource_type=need.resource_type)
    (row,) = coordinator.get(BOARD).context["rows"]
    assert "Their own offer" in row.barred


# Undoing


def test_undo_takes_the_proposal_back_and_stays_at_the_place(
    coordinator: Client, need: Request, offer: Offer, cora: Person
) -> None:
    match = propose_match(offer, need, actor=cora, quantity=12)
    response = coordinator.post(f"/board/undo/?view=critical&match={match.pk}")
    assert parse_qs(urlsplit(response.url).query) == {"view": ["critical"], "request": [str(need.pk)]}
    assert Match.objects.get().status == MatchStatus.UNDONE
    assert counters(offer, need) == (0, 0)


def test_undo_after_an_answer_says_that_it_is_too_late(
    coordinator: Client, need: Request, offer: Offer, cora: Person, rita: Person, lakeview: Organization
) -> None:
    match = propose_match(offer, need, actor=cora, quantity=12)
    decline_match(match, actor=rita, organization=lakeview, reason="no")
    response = coordinator.post(f"/board/undo/?match={match.pk}", follow=True)
    assert "cannot become" in response.content.decode()


def test_another_coordinator_does_not_undo_it(
    client_of: ClientOf, colin: Person, need: Request, offer: Offer, cora: Person
) -> None:
    match = propose_match(offer, need, actor=cora, quantity=12)
    client_of(colin).post(f"/board/undo/?match={match.pk}")
    assert Match.objects.get().status == MatchStatus.PROPOSED


def test_undo_of_nothing_is_not_found_and_only_a_form_undoes(coordinator: Client) -> None:
    assert coordinator.post("/board/undo/").status_code == 404
    assert coordinator.get("/board/undo/?match=1").status_code == 405
