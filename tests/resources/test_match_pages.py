"""The pages of matches: who sees them, what they show, and the acts of the two sides."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from coalition.shared import clock
from members.models import Organization, Person
from resources.lifecycle import confirm_outcome, propose_match, record_agreement, record_receipt, record_shipment
from resources.models import Match, MatchStatus, Request, ResourceType
from tests.conftest import ClientOf
from tests.factories import MatchFactory, MembershipFactory, OfferFactory, RequestFactory, ResourceTypeFactory
from tests.resources.lifecycle.words import agreed_words, counters

ACTS = ["match_agree", "match_decline", "match_cancel", "match_ship", "match_receive"]


@pytest.fixture
def ventilator(db: None) -> ResourceType:
    return ResourceTypeFactory(slug="ventilator", label="Ventilator")


@pytest.fixture
def match(
    ventilator: ResourceType, cascade: Organization, lakeview: Organization, cora: Person, rita: Person, olga: Person
) -> Match:
    """Cora proposed 12 of Cascade's 20 for Lakeview's 40."""
    offer = OfferFactory(organization=cascade, resource_type=ventilator, quantity=20)
    need = RequestFactory(organization=lakeview, resource_type=ventilator, quantity=40)
    considered = [
        {"offer": offer.pk, "organization": "Cascade Biomedical Reserve", "score": 83, "km": 1609, "formula": 1},
        {"offer": 999, "organization": "Elsewhere", "score": 40},
    ]
    return propose_match(offer, need, actor=cora, quantity=12, reason="They ship today.", considered=considered)


def address(name: str, match: Match) -> str:
    return reverse(f"resources:{name}", args=[match.pk])


def said(**changes: Any) -> dict[str, Any]:
    """The form of an agreement as a browser sends it."""
    spoken = clock.now().astimezone(ZoneInfo("America/New_York")) - timedelta(hours=2)
    return {
        "spoke_with": "Rita, purchasing",
        "spoken_at": spoken.strftime("%Y-%m-%dT%H:%M"),
        "means": "phone",
        "terms": "Twelve by Friday.",
        **changes,
    }


# Who sees them


@pytest.mark.parametrize(
    ("who", "status"),
    [("rita", 200), ("reed", 200), ("olga", 200), ("cora", 200), ("colin", 200), ("ada", 200), ("mia", 404)],
)
def test_a_match_is_seen_by_its_parties_the_coordinators_and_admins_only(
    who: str, status: int, match: Match, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    reader = request.getfixturevalue(who)
    assert client_of(reader).get(match.get_absolute_url()).status_code == status
    listed = client_of(reader).get("/matches/").context["page"]
    assert (match in listed) == (status == 200)


@pytest.fixture
def mia(db: None) -> Person:
    """Representative of a third member."""
    return MembershipFactory().person


@pytest.mark.parametrize("name", ["match", *ACTS])
def test_visitors_sign_in_and_those_who_do_not_see_it_find_nothing(
    name: str, match: Match, mia: Person, client_of: ClientOf
) -> None:
    path = address(name, match)
    assert client_of(None).get(path).url == f"/accounts/login/?next={path}"
    assert client_of(mia).get(path).status_code == 404
    if name != "match":
        assert client_of(mia).post(path, said()).status_code == 404


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("reed", set()),
        ("ada", set()),
        ("colin", set()),
        ("cora", {"match_cancel"}),
        ("rita", {"match_agree", "match_decline", "match_cancel", "match_receive"}),
        ("olga", {"match_agree", "match_decline", "match_cancel", "match_ship"}),
    ],
)
def test_each_act_is_for_those_it_concerns(
    who: str, allowed: set[str], match: Match, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))
    statuses = {name: client.get(address(name, match)).status_code for name in ACTS}
    assert statuses == {name: 200 if name in allowed else 403 for name in ACTS}


@pytest.mark.parametrize("who", ["reed", "ada", "colin"])
def test_who_may_not_act_cannot_by_sending_the_form_either(
    who: str, match: Match, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))
    for name in ACTS:
        data = {**said(), "reason": "no", "quantity": "1"}
        assert client.post(address(name, match), data).status_code == 403
    assert Match.objects.get().status == MatchStatus.PROPOSED


# What they show


def test_the_page_shows_both_sides_the_units_the_reason_and_the_candidates(
    match: Match, rita: Person, client_of: ClientOf
) -> None:
    page = client_of(rita).get(match.get_absolute_url()).content.decode()
    for words in (
        "Cascade Biomedical Reserve",
        "Lakeview Health",
        "20 offered, 8 left",
        "40 asked for, 28 still open",
        "They ship today.",
        "2 offers were considered, in this order",
        "Elsewhere",
        "1,000",
        "Cora proposed it",
        "Lakeview Health is asked to answer",
        "Record the agreement",
        "Decline",
    ):
        assert words in page


def test_the_history_tells_every_step_newest_first(
    match: Match, rita: Person, olga: Person, client_of: ClientOf
) -> None:
    record_agreement(match, actor=olga, organization=match.giver, **agreed_words())
    record_agreement(match, actor=rita, organization=match.receiver, **agreed_words())
    record_shipment(match, actor=olga, carrier="Keystone")
    record_receipt(match, actor=rita, quantity=9, note="One box was wet.")
    page = client_of(rita).get(match.get_absolute_url())
    assert [entry["sentence"] for entry in page.context["history"]] == [
        "Rita recorded the receipt",
        "Olga sent the units",
        "Rita confirmed the agreement",
        "Olga recorded the verbal agreement",
        "Cora proposed it",
    ]
    assert [step["state"] for step in page.context["steps"]] == ["done"] * 4 + ["next"]
    assert "9 of 12 arrived. One box was wet." in page.content.decode()
    assert len(page.context["agreements"]) == 2


def test_what_came_to_nothing_ends_where_it_did(match: Match, rita: Person, client_of: ClientOf) -> None:
    client_of(rita).post(address("match_decline", match), {"reason": "We found some nearer."})
    page = client_of(rita).get(match.get_absolute_url())
    assert [(str(step["label"]), step["state"]) for step in page.context["steps"]] == [
        ("Proposed", "done"),
        ("Declined", "ended"),
    ]
    assert "We found some nearer." in page.content.decode()
    assert not any(page.context["may"].values())


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("rita", {"accept", "counter", "agree", "decline"}),
        ("olga", {"accept", "counter", "agree", "decline"}),
        ("cora", {"undo", "cancel"}),
        ("reed", set()),
        ("colin", set()),
    ],
)
def test_the_buttons_of_a_proposal(
    who: str, may: set[str], match: Match, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    page = client_of(request.getfixturevalue(who)).get(match.get_absolute_url())
    assert {name for name, allowed in page.context["may"].items() if allowed} == may


def test_the_buttons_follow_the_state(match: Match, rita: Person, olga: Person, client_of: ClientOf) -> None:
    def may(person: Person) -> set[str]:
        return {n for n, yes in client_of(person).get(match.get_absolute_url()).context["may"].items() if yes}

    record_agreement(match, actor=olga, organization=match.giver, **agreed_words())
    assert (may(olga), may(rita)) == ({"ship", "cancel", "dispute"}, {"agree", "receive", "cancel", "dispute"})
    record_shipment(match, actor=olga)
    assert (may(olga), may(rita)) == ({"cancel", "dispute"}, {"agree", "receive", "cancel", "dispute"})
    record_receipt(match, actor=rita, quantity=12)
    assert (may(olga), may(rita)) == ({"close", "dispute", "feedback"}, {"dispute", "feedback"})
    confirm_outcome(match, actor=olga)
    assert (may(olga), may(rita)) == ({"dispute", "feedback"}, {"dispute", "feedback"})


def test_the_list_is_by_state_with_counts(match: Match, rita: Person, client_of: ClientOf) -> None:
    MatchFactory()
    page = client_of(rita).get("/matches/", {"view": "waiting"})
    assert list(page.context["page"]) == [match]
    assert [(str(tab["label"]), tab["count"]) for tab in page.context["tabs"]][:3] == [
        ("All", 1),
        ("Waiting for an answer", 1),
        ("Agreed", 0),
    ]
    assert list(client_of(rita).get("/matches/", {"view": "ended"}).context["page"]) == []
    assert list(client_of(rita).get("/matches/", {"view": "nonsense"}).context["page"]) == [match]


@pytest.mark.parametrize(("path", "queries"), [("/matches/", 7), ("match", 11)])
@pytest.mark.thorough
def test_the_same_few_queries_for_one_and_for_many(
    path: str,
    queries: int,
    match: Match,
    rita: Person,
    olga: Person,
    client_of: ClientOf,
    django_assert_num_queries: Any,
) -> None:
    path = match.get_absolute_url() if path == "match" else path
    client = client_of(rita)
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
    record_agreement(match, actor=olga, organization=match.giver, **agreed_words())
    for _ in range(5):
        need = RequestFactory(organization=match.receiver, resource_type=match.offer.resource_type)
        MatchFactory(offer=OfferFactory(resource_type=need.resource_type), request=need)
    with django_assert_num_queries(queries):
        client.get(path)


# What the two sides do


def test_a_side_records_the_agreement_with_the_words_on_the_form(
    match: Match, olga: Person, client_of: ClientOf
) -> None:
    page = client_of(olga).get(address("match_agree", match))
    assert "you answer for Cascade Biomedical Reserve" in page.content.decode()
    response = client_of(olga).post(address("match_agree", match), said())
    assert response.url == match.get_absolute_url()
    agreement = match.agreements.get()
    assert (agreement.organization, agreement.spoke_with, agreement.means) == (match.giver, "Rita, purchasing", "phone")
    assert Match.objects.get().status == MatchStatus.AGREED


def test_the_hour_is_the_readers_own(match: Match, olga: Person, client_of: ClientOf) -> None:
    olga.time_zone = "America/Los_Angeles"
    olga.save()
    client_of(olga).post(address("match_agree", match), said(spoken_at="2026-01-05T08:30"))
    assert match.agreements.get().spoken_at.isoformat() == "2026-01-05T16:30:00+00:00"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"spoke_with": ""}, "spoke_with"),
        ({"terms": ""}, "terms"),
        ({"means": "letter"}, "means"),
        ({"spoken_at": "yesterday"}, "spoken_at"),
        ({"spoken_at": "2199-01-01T00:00"}, "spoken_at"),
    ],
)
def test_an_error_is_at_its_field_and_the_input_is_kept(
    changes: dict[str, str], field: str, match: Match, olga: Person, client_of: ClientOf
) -> None:
    response = client_of(olga).post(address("match_agree", match), said(**changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    if field != "terms":
        assert "Twelve by Friday." in response.content.decode()
    assert not match.agreements.exists()


def test_recording_twice_is_told_as_a_conflict(match: Match, olga: Person, client_of: ClientOf) -> None:
    client_of(olga).post(address("match_agree", match), said())
    again = client_of(olga).post(address("match_agree", match), said())
    assert again.status_code == 409
    assert "has recorded this agreement already" in again.content.decode()


def test_the_other_side_sees_what_was_recorded_before_it_confirms(
    match: Match, olga: Person, rita: Person, client_of: ClientOf
) -> None:
    client_of(olga).post(address("match_agree", match), said())
    assert "Twelve by Friday." in client_of(rita).get(address("match_agree", match)).content.decode()
    client_of(rita).post(address("match_agree", match), said(means="video"))
    assert match.agreements.count() == 2


def test_declining_and_cancelling_ask_for_a_reason(match: Match, rita: Person, client_of: ClientOf) -> None:
    for name in ("match_decline", "match_cancel"):
        assert client_of(rita).post(address(name, match), {"reason": " "}).status_code == 422
    assert client_of(rita).post(address("match_cancel", match), {"reason": "Not needed."}).status_code == 302
    assert counters(match) == (0, 0)


def test_the_giver_sends_with_or_without_a_carrier(match: Match, olga: Person, client_of: ClientOf) -> None:
    client_of(olga).post(address("match_agree", match), said())
    assert client_of(olga).post(address("match_ship", match), {}).status_code == 302
    assert Match.objects.get().status == MatchStatus.SHIPPED


def test_the_receiver_counts_what_arrived(match: Match, olga: Person, rita: Person, client_of: ClientOf) -> None:
    client_of(olga).post(address("match_agree", match), said())
    form = client_of(rita).get(address("match_receive", match)).content.decode()
    assert 'value="12"' in form
    assert "Of 12 units." in form
    too_many = client_of(rita).post(address("match_receive", match), {"quantity": "13"})
    assert too_many.status_code == 422
    assert "Give a number from 0 to 12." in too_many.content.decode()
    assert client_of(rita).post(address("match_receive", match), {"quantity": "9"}).status_code == 302
    assert counters(match) == (9, 9)
    assert Request.objects.get(pk=match.request.pk).still_open == 31


def test_an_act_out_of_turn_is_told_as_a_conflict(match: Match, olga: Person, client_of: ClientOf) -> None:
    response = client_of(olga).post(address("match_ship", match), {})
    assert response.status_code == 409
    assert "cannot become" in response.content.decode()


def test_who_answers_for_both_sides_answers_for_the_one_they_act_for(
    match: Match, olga: Person, client_of: ClientOf, lakeview: Organization
) -> None:
    MembershipFactory(person=olga, organization=lakeview)
    client = client_of(olga)
    session = client.session
    session["acting_for"] = lakeview.pk
    session.save()
    client.post(address("match_agree", match), said())
    assert match.agreements.get().organization == lakeview


@pytest.mark.parametrize("act", ["agree", "decline", "cancel", "receive"])
def test_who_comes_to_a_match_that_is_over_reads_so_before_filling_anything_in(
    act: str, match: Match, rita: Person, client_of: ClientOf
) -> None:
    browser, page = client_of(rita), reverse(f"resources:match_{act}", args=[match.pk])
    assert browser.get(page).status_code == 200
    Match.objects.filter(pk=match.pk).update(status=MatchStatus.CANCELLED)
    answer = browser.get(page, follow=True)
    assert answer.redirect_chain == [(match.get_absolute_url(), 302)]
    assert "This match is “Cancelled”; there is nothing left to do." in answer.content.decode()
