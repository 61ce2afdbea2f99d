"""What is sent to the API goes through the verbs, and no state is written from outside."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from coalition.shared import clock
from members.models import Activity, KeptWording, Notice, Organization, Person
from projects.models import Project
from resources.models import Match, MatchStatus, Offer, Request
from tests.api.conftest import SystemOf, matches_the_document, problem
from tests.factories import (
    MatchFactory,
    OfferFactory,
    PersonFactory,
    ProjectFactory,
    RequestFactory,
    ResourceTypeFactory,
)

pytestmark = pytest.mark.django_db

Send = Callable[..., Any]


@pytest.fixture
def send() -> Send:
    """POSTs JSON (or PATCHes it) to /api/v1/."""

    def to(system: APIClient, address: str, body: Any = None, method: str = "post") -> Any:
        return getattr(system, method)(f"/api/v1/{address}", {} if body is None else body, format="json")

    return to


def an_offer(**changed: Any) -> dict[str, Any]:
    body = {
        "resource_type": "n95-respirator",
        "quantity": 500,
        "state": "OR",
        "available_from": str(clock.today()),
    }
    return body | changed


def a_request(**changed: Any) -> dict[str, Any]:
    body = {
        "resource_type": "n95-respirator",
        "quantity": 40,
        "state": "IL",
        "severity": "critical",
        "needed_by": str(clock.today() + timedelta(days=3)),
    }
    return body | changed


# Posting


def test_words_of_money_are_answered_with_every_passage_and_how_to_explain(
    system_of: SystemOf, send: Send, olga: Person
) -> None:
    system, body = system_of(olga), an_offer(title="N95 for sale", description="$4.50 each")
    told = problem(send(system, "offers", body), 422, "money")
    assert told["explain_in"] == "explanation"
    assert [error["pointer"] for error in told["errors"]] == ["#/title", "#/description"]
    assert told["passages"][1] == {"field": "description", "passage": "$4.50 each", "kind": "amount"}
    why = {"explanation": "Customs ask for it; nobody pays."}
    posted = send(system, "offers", body | why)
    assert posted.status_code == 201
    assert KeptWording.objects.count() == 2
    change = {"version": 1, "conditions": "A deposit of $5"}
    problem(send(system, f"offers/{posted.json()['id']}", change, "patch"), 422, "money")
    assert send(system, f"offers/{posted.json()['id']}", change | why, "patch").status_code == 200


def test_an_offer_is_posted_for_the_organization_of_the_token(
    system_of: SystemOf, send: Send, olga: Person, cascade: Organization
) -> None:
    system = system_of(olga)
    answer = send(system, "offers", an_offer(title="Small ones", least_lot=50, city="Portland"))
    assert answer.status_code == 201, answer.json()
    offer = Offer.objects.get()
    assert (offer.organization, offer.posted_by, offer.quantity, offer.status) == (cascade, olga, 500, "open")
    assert answer["Location"] == f"/api/v1/offers/{offer.pk}"
    matches_the_document(answer.json(), "Offer")
    assert system.get(answer["Location"]).json() == answer.json()
    assert Activity.objects.filter(kind="offer.posted", organization=cascade, actor=olga).count() == 1


def test_a_request_is_posted(system_of: SystemOf, send: Send, carl: Person, lakeview: Organization) -> None:
    system = system_of(carl)
    answer = send(system, "requests", a_request())
    assert answer.status_code == 201, answer.json()
    assert (Request.objects.get().organization, Request.objects.get().severity) == (lakeview, "critical")
    matches_the_document(answer.json(), "Request")
    assert system.get(answer["Location"]).json() == answer.json()


def test_a_plan_is_posted(system_of: SystemOf, send: Send, carl: Person, lakeview: Organization) -> None:
    system = system_of(carl)
    body = {"title": "Share ventilators", "purpose": "So that none stands idle.", "plan": "# Steps", "states": ["IL"]}
    answer = send(system, "projects", body | {"workgroup": "supply-chain"})
    assert answer.status_code == 201, answer.json()
    project = Project.objects.get()
    assert (project.organization, project.states, project.status) == (lakeview, ["IL"], "proposed")
    matches_the_document(answer.json(), "ProjectWithPlan")
    assert system.get(answer["Location"]).json() == answer.json()


@pytest.mark.parametrize(
    ("name", "body", "cost"),
    [
        ("offers", an_offer(), 7),
        ("requests", a_request(), 7),
        ("projects", {"title": "A", "purpose": "B"}, 15),
    ],
)
def test_posting_takes_few_queries(
    system_of: SystemOf, send: Send, rita: Person, name: str, body: dict[str, Any], cost: int
) -> None:
    system = system_of(rita)
    system.get("/api/v1/offers")  # notes the use of the token
    with CaptureQueriesContext(connection) as asked:
        assert send(system, name, body).status_code == 201
    assert len(asked) == cost, [query["sql"][:100] for query in asked]


@pytest.mark.parametrize("field", ["status", "committed", "organization", "posted_by", "version", "id", "source_key"])
def test_what_is_not_for_the_client_is_refused(system_of: SystemOf, send: Send, olga: Person, field: str) -> None:
    body = problem(send(system_of(olga), "offers", an_offer(**{field: 1})), 422, "invalid")
    assert body["errors"] == [
        {"pointer": f"#/{field}", "detail": "There is no such field to write.", "code": "unknown_field"}
    ]
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"quantity": 0}, "#/quantity"),
        ({"quantity": 10**10}, "#/quantity"),
        ({"quantity": "many"}, "#/quantity"),
        ({"quantity": None}, "#/quantity"),
        ({"state": "XX"}, "#/state"),
        ({"resource_type": "gold"}, "#/resource_type"),
        ({"available_from": "2026-13-45"}, "#/available_from"),
        ({"available_until": "2020-01-01"}, "#/available_until"),
        ({"terms": "sale"}, "#/terms"),
        ({"terms": "gift", "return_on": "2030-01-01"}, "#/return_on"),
        ({"least_lot": 501}, "#/least_lot"),
        ({"project": 10**9}, "#/project"),
        ({"latitude": 45.5}, "#/longitude"),
        ({"title": "t" * 201}, "#/title"),
    ],
)
def test_each_broken_rule_is_told_at_its_field(
    system_of: SystemOf, send: Send, olga: Person, wrong: dict[str, Any], pointer: str
) -> None:
    body = problem(send(system_of(olga), "offers", an_offer(**wrong)), 422, "invalid")
    assert pointer in [error["pointer"] for error in body["errors"]]
    assert not Offer.objects.exists()


def test_all_that_is_missing_is_told_at_once(system_of: SystemOf, send: Send, olga: Person) -> None:
    body = problem(send(system_of(olga), "offers"), 422, "invalid")
    missing = {error["pointer"] for error in body["errors"]}
    assert missing == {"#/resource_type", "#/quantity", "#/state", "#/available_from"}


def test_a_reader_of_an_organization_posts_nothing(system_of: SystemOf, send: Send, reed: Person) -> None:
    system = system_of(reed, may_write=False)
    for name, body in (("offers", an_offer()), ("requests", a_request()), ("projects", {"title": "A", "purpose": "B"})):
        problem(send(system, name, body), 403, "token_read_only")


# Changing


def test_an_offer_is_changed_in_the_fields_that_are_sent(
    system_of: SystemOf, send: Send, olga: Person, cascade: Organization
) -> None:
    offer = OfferFactory(organization=cascade, title="Before", quantity=100)
    answer = send(system_of(olga), f"offers/{offer.pk}", {"version": 1, "quantity": 80}, "patch")
    assert answer.status_code == 200, answer.json()
    matches_the_document(answer.json(), "Offer")
    assert (answer.json()["quantity"], answer.json()["title"], answer.json()["version"]) == (80, "Before", 2)


def test_nobody_overwrites_what_somebody_else_has_saved(
    system_of: SystemOf, send: Send, olga: Person, cascade: Organization
) -> None:
    offer, system = OfferFactory(organization=cascade), system_of(olga)
    send(system, f"offers/{offer.pk}", {"version": 1, "quantity": 80}, "patch")
    body = problem(send(system, f"offers/{offer.pk}", {"version": 1, "quantity": 90}, "patch"), 409, "version_conflict")
    assert body["version"] == 2
    offer.refresh_from_db()
    assert offer.quantity == 80


def test_a_change_without_a_version_is_refused(
    system_of: SystemOf, send: Send, rita: Person, lakeview: Organization
) -> None:
    rows = {
        "offers": OfferFactory(organization=lakeview),
        "requests": RequestFactory(organization=lakeview),
        "projects": ProjectFactory(organization=lakeview),
    }
    for name, row in rows.items():
        body = problem(send(system_of(rita), f"{name}/{row.pk}", {"title": "New"}, "patch"), 422, "invalid")
        assert [error["pointer"] for error in body["errors"]] == ["#/version"]


def test_a_request_and_a_plan_are_changed(
    system_of: SystemOf, send: Send, rita: Person, lakeview: Organization
) -> None:
    system = system_of(rita)
    request, project = RequestFactory(organization=lakeview), ProjectFactory(organization=lakeview)
    answer = send(system, f"requests/{request.pk}", {"version": 1, "severity": "low"}, "patch").json()
    assert (answer["severity"], answer["version"]) == ("low", 2)
    answer = send(system, f"projects/{project.pk}", {"version": 1, "plan": "# New"}, "patch").json()
    assert (answer["plan"], answer["version"]) == ("# New", 2)


def test_a_plan_says_what_it_is_about_and_who_owns_it(
    system_of: SystemOf, send: Send, rita: Person, lakeview: Organization
) -> None:
    system = system_of(rita)
    told = {"themes": ["testing", "supplies"], "help_wanted": "Drivers"}
    owned = send(system, "projects", {"title": "A", "purpose": "B", **told}).json()
    assert (owned["themes"], owned["help_wanted"]) == (["supplies", "testing"], "Drivers")
    assert owned["owners"] == [{"name": "Rita"}]
    idea = send(system, "projects", {"title": "C", "purpose": "D", "owned": False, "states": ["OR"]}).json()
    assert idea["owners"] == []
    problem(send(system, "projects", {"title": "A", "purpose": "B", "themes": ["money"]}), 422, "invalid")

    asked = {"without_owner=true": ["C"], "without_owner=false": ["A"], "theme=testing": ["A"], "region=1": ["A"]}
    for query, titles in {**asked, "region=10": ["C", "A"]}.items():
        found = system.get(f"/api/v1/projects?{query}").json()["results"]
        assert [row["title"] for row in found] == titles, query
    assert system.get("/api/v1/projects?region=11").status_code == 400


def test_who_changes_an_older_plan_is_told_what_it_says_now(
    system_of: SystemOf, send: Send, rita: Person, lakeview: Organization
) -> None:
    project, system = ProjectFactory(organization=lakeview), system_of(rita)
    send(system, f"projects/{project.pk}", {"version": 1, "plan": "# Theirs", "note": "First"}, "patch")
    mine = {"version": 1, "plan": "# Mine", "workgroup": None}
    body = problem(send(system, f"projects/{project.pk}", mine, "patch"), 409, "version_conflict")
    assert (body["version"], body["present"]) == (2, {"plan": "# Theirs", "workgroup": None})
    assert send(system, f"projects/{project.pk}", {**mine, "version": 2}, "patch").json()["plan"] == "# Mine"
    assert list(project.versions.values_list("number", "note")) == [(3, ""), (2, "First"), (1, "")]


def test_nobody_changes_what_belongs_to_others(
    system_of: SystemOf, send: Send, rita: Person, cascade: Organization
) -> None:
    system = system_of(rita)
    rows = {
        "offers": OfferFactory(organization=cascade),
        "requests": RequestFactory(organization=cascade),
        "projects": ProjectFactory(organization=cascade),
    }
    for name, row in rows.items():
        problem(send(system, f"{name}/{row.pk}", {"version": 1, "title": "Mine"}, "patch"), 403, "not_allowed")
    for name in ("offers", "requests"):
        problem(send(system, f"{name}/{rows[name].pk}/withdraw"), 403, "not_allowed")


def test_an_offer_is_withdrawn_and_opened_again(
    system_of: SystemOf, send: Send, olga: Person, cascade: Organization
) -> None:
    offer, system = OfferFactory(organization=cascade), system_of(olga)
    assert send(system, f"offers/{offer.pk}/withdraw", {"reason": "Sold out."}).json()["status"] == "withdrawn"
    problem(send(system, f"offers/{offer.pk}/withdraw"), 409, "illegal_transition")
    assert send(system, f"offers/{offer.pk}/reopen").json()["status"] == "open"


def test_a_request_is_withdrawn_and_opened_again(
    system_of: SystemOf, send: Send, rita: Person, lakeview: Organization
) -> None:
    request, system = RequestFactory(organization=lakeview), system_of(rita)
    assert send(system, f"requests/{request.pk}/withdraw").json()["status"] == "withdrawn"
    assert send(system, f"requests/{request.pk}/reopen").json()["status"] == "open"


def test_an_organization_stands_by_its_offer_and_its_request(
    system_of: SystemOf, send: Send, rita: Person, olga: Person, lakeview: Organization
) -> None:
    long_ago = clock.now() - timedelta(days=30)
    for name, factory in (("offers", OfferFactory), ("requests", RequestFactory)):
        row = factory(organization=lakeview, confirmed_at=long_ago)
        problem(send(system_of(olga), f"{name}/{row.pk}/confirm"), 403, "not_allowed")
        system = system_of(rita)
        assert [shown["id"] for shown in system.get(f"/api/v1/{name}?stale=true").json()["results"]] == [row.pk]
        shown = send(system, f"{name}/{row.pk}/confirm").json()
        assert (shown["stale"], shown["version"]) == (False, 1)
        assert send(system, f"{name}/{row.pk}/confirm").json() == shown
        assert [shown["id"] for shown in system.get(f"/api/v1/{name}?stale=false").json()["results"]] == [row.pk]


def test_an_offer_with_a_match_under_way_is_not_withdrawn(
    system_of: SystemOf, send: Send, olga: Person, cascade: Organization
) -> None:
    match = MatchFactory(offer__organization=cascade)
    body = problem(send(system_of(olga), f"offers/{match.offer_id}/withdraw"), 409, "matches_under_way")
    assert body["matches"] == [match.pk]


@pytest.mark.parametrize("method", ["put", "delete"])
def test_nothing_is_replaced_or_deleted(
    system_of: SystemOf, send: Send, olga: Person, cascade: Organization, method: str
) -> None:
    offer = OfferFactory(organization=cascade)
    problem(send(system_of(olga), f"offers/{offer.pk}", {}, method), 405, "method_not_allowed")


# Matches


@pytest.fixture
def match(lakeview: Organization, cascade: Organization) -> Match:
    """Ten units proposed from Cascade to Lakeview."""
    proposed: Match = MatchFactory(offer__organization=cascade, request__organization=lakeview)
    return proposed


def an_agreement(**changed: Any) -> dict[str, Any]:
    body = {
        "spoke_with": "Olga Reyes",
        "spoken_at": clock.now().isoformat(),
        "means": "phone",
        "terms": "Ten by Friday.",
    }
    return body | changed


def test_the_whole_way_of_a_match(
    system_of: SystemOf,
    send: Send,
    cora: Person,
    colin: Person,
    rita: Person,
    olga: Person,
    lakeview: Organization,
    cascade: Organization,
) -> None:
    kind = ResourceTypeFactory()
    offer = OfferFactory(organization=cascade, resource_type=kind, quantity=30)
    request = RequestFactory(organization=lakeview, resource_type=kind, quantity=20)
    coordinator = APIClient()
    coordinator.force_login(cora)
    receiver, giver = system_of(rita), system_of(olga)

    answer = send(coordinator, f"requests/{request.pk}/propose", {"offer": offer.pk, "quantity": 20, "reason": "Near."})
    assert answer.status_code == 201, answer.json()
    matches_the_document(answer.json(), "MatchWithCandidates")
    assert [candidate["offer"] for candidate in answer.json()["considered"]] == [offer.pk]
    way = answer["Location"].removeprefix("/api/v1/")
    assert Match.objects.get().considered[0]["offer"] == offer.pk

    answers = [
        send(receiver, f"{way}/agree", an_agreement()),
        send(giver, f"{way}/agree", an_agreement(spoke_with="Rita")),
        send(giver, f"{way}/ship", {"carrier": "Truck", "tracking": "7"}),
        send(receiver, f"{way}/receive", {"quantity": 18, "note": "Two broken."}),
        send(giver, f"{way}/close", {}),
    ]
    assert [answer.status_code for answer in answers] == [200] * 5, [answer.json() for answer in answers]
    assert [answer.json()["status"] for answer in answers] == ["agreed", "agreed", "shipped", "received", "closed"]
    for answer in answers:
        matches_the_document(answer.json(), "MatchWithCandidates")
    assert len(answers[-1].json()["agreements"]) == 2
    assert answers[-1].json()["received_quantity"] == 18
    assert giver.get(f"/api/v1/offers/{offer.pk}").json()["committed"] == 18
    assert receiver.get(f"/api/v1/requests/{request.pk}").json()["covered"] == 18
    assert not Notice.objects.open().exists()


def test_other_terms_a_loan_that_comes_back_and_a_dispute(
    system_of: SystemOf, send: Send, cora: Person, rita: Person, olga: Person, lakeview: Organization
) -> None:
    soon = clock.today() + timedelta(days=30)
    match = MatchFactory(
        offer=OfferFactory(organization=olga.memberships.get().organization, terms="loan", return_on=soon),
        request__organization=lakeview,
        request__resource_type=ResourceTypeFactory(),
        proposed_by=cora,
    )
    way, receiver, giver = f"matches/{match.pk}", system_of(rita), system_of(olga)
    other = APIClient()
    other.force_login(PersonFactory(is_coordinator=True))
    answers = [
        send(receiver, f"{way}/counter", {"quantity": 6, "deliver_by": soon.isoformat(), "note": "Enough."}),
        send(giver, f"{way}/accept", {}),
        send(receiver, f"{way}/agree", an_agreement()),
        send(receiver, f"{way}/receive", {"quantity": 6}),
        send(giver, f"{way}/return", {"quantity": 5, "note": "One is broken."}),
        send(receiver, f"{way}/dispute", {"text": "We gave back all six."}),
        send(other, f"{way}/settle", {"outcome": "stands", "resolution": "Five were scanned."}),
        send(receiver, f"{way}/close", {}),
        send(giver, f"{way}/feedback", {"went": "partly"}),
    ]
    assert [answer.status_code for answer in answers] == [200] * 9, [answer.json() for answer in answers]
    for answer in answers:
        matches_the_document(answer.json(), "MatchWithCandidates")
    last = answers[-1].json()
    assert [answer["kind"] for answer in last["answers"]] == ["counter", "accept"]
    assert (last["status"], last["received_quantity"], last["returned_quantity"]) == ("closed", 6, 5)
    assert last["disputes"][0]["outcome"] == "stands"
    problem(send(receiver, f"{way}/return", {"quantity": 1}), 403, "not_allowed")
    problem(send(other, f"{way}/settle", {"outcome": "stands", "resolution": "Again."}), 409, "settled")


def test_proposing_the_same_act_twice_makes_one_match(system_of: SystemOf, send: Send, cora: Person) -> None:
    kind = ResourceTypeFactory()
    offer, request = OfferFactory(resource_type=kind), RequestFactory(resource_type=kind)
    client = APIClient()
    client.force_login(cora)
    body = {"offer": offer.pk, "quantity": 5, "request_key": "abc"}
    first, second = (send(client, f"requests/{request.pk}/propose", body) for _time in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert Match.objects.count() == 1


def test_more_than_there_is_is_refused_with_what_there_is(send: Send, cora: Person) -> None:
    kind = ResourceTypeFactory()
    offer, request = OfferFactory(resource_type=kind, quantity=7), RequestFactory(resource_type=kind, quantity=9)
    client = APIClient()
    client.force_login(cora)
    body = problem(send(client, f"requests/{request.pk}/propose", {"offer": offer.pk, "quantity": 8}), 409, "too_few")
    assert body["open"] == 7
    assert body["errors"][0]["pointer"] == "#/quantity"


def test_only_coordinators_propose(system_of: SystemOf, send: Send, rita: Person, ada: Person) -> None:
    kind = ResourceTypeFactory()
    offer, request = OfferFactory(resource_type=kind), RequestFactory(resource_type=kind)
    admin = APIClient()
    admin.force_login(ada)
    for client in (system_of(rita), admin):
        answer = send(client, f"requests/{request.pk}/propose", {"offer": offer.pk, "quantity": 1})
        problem(answer, 403, "not_allowed")
    assert not Match.objects.exists()


def test_a_proposal_is_declined_with_a_reason(system_of: SystemOf, send: Send, rita: Person, match: Match) -> None:
    system = system_of(rita)
    problem(send(system, f"matches/{match.pk}/decline"), 422, "invalid")
    assert send(system, f"matches/{match.pk}/decline", {"reason": "Found some."}).json()["status"] == "declined"
    problem(send(system, f"matches/{match.pk}/agree", an_agreement()), 409, "illegal_transition")


def test_a_match_is_called_off(system_of: SystemOf, send: Send, olga: Person, match: Match) -> None:
    answer = send(system_of(olga), f"matches/{match.pk}/cancel", {"reason": "Recalled by the maker."})
    assert (answer.json()["status"], answer.json()["closing_note"]) == ("cancelled", "Recalled by the maker.")


def test_a_proposal_is_undone_by_who_made_it(
    send: Send, cora: Person, rita: Person, system_of: SystemOf, match: Match
) -> None:
    match.proposed_by = cora
    match.save()
    problem(send(system_of(rita), f"matches/{match.pk}/undo"), 403, "not_allowed")
    client = APIClient()
    client.force_login(cora)
    assert send(client, f"matches/{match.pk}/undo").json()["status"] == "undone"


@pytest.mark.parametrize(("act", "body"), [("ship", {}), ("receive", {"quantity": 10})])
def test_each_side_does_its_own_part(
    system_of: SystemOf, send: Send, rita: Person, olga: Person, match: Match, act: str, body: dict[str, Any]
) -> None:
    send(system_of(rita), f"matches/{match.pk}/agree", an_agreement())
    wrong, right = (rita, olga) if act == "ship" else (olga, rita)
    problem(send(system_of(wrong), f"matches/{match.pk}/{act}", body), 403, "not_allowed")
    assert send(system_of(right), f"matches/{match.pk}/{act}", body).status_code == 200


def test_a_coordinator_does_not_answer_for_the_parties(send: Send, cora: Person, match: Match) -> None:
    client = APIClient()
    client.force_login(cora)
    for act, body in (
        ("agree", an_agreement()),
        ("decline", {"reason": "x"}),
        ("ship", {}),
        ("receive", {"quantity": 1}),
    ):
        problem(send(client, f"matches/{match.pk}/{act}", body), 403, "not_allowed")
    match.refresh_from_db()
    assert match.status == MatchStatus.PROPOSED


def test_the_state_of_a_match_is_never_written(system_of: SystemOf, send: Send, rita: Person, match: Match) -> None:
    system = system_of(rita)
    for method in ("put", "patch", "delete"):
        problem(send(system, f"matches/{match.pk}", {"status": "received"}, method), 405, "method_not_allowed")
    body = problem(send(system, f"matches/{match.pk}/agree", an_agreement(status="received")), 422, "invalid")
    assert [error["pointer"] for error in body["errors"]] == ["#/status"]
    problem(send(system, "matches", {}), 405, "method_not_allowed")


@pytest.mark.parametrize("spoken_at", ["2999-01-01T00:00:00Z", "yesterday", "2026-13-45T00:00:00Z", None, 7])
def test_an_agreement_needs_a_moment_that_has_been(
    system_of: SystemOf, send: Send, rita: Person, match: Match, spoken_at: Any
) -> None:
    answer = send(system_of(rita), f"matches/{match.pk}/agree", an_agreement(spoken_at=spoken_at))
    assert [error["pointer"] for error in problem(answer, 422, "invalid")["errors"]] == ["#/spoken_at"]


@pytest.mark.parametrize("quantity", [-1, 11, 10**12, "ten", None, 1.5])
def test_no_more_arrives_than_was_agreed(
    system_of: SystemOf, send: Send, rita: Person, match: Match, quantity: Any
) -> None:
    system = system_of(rita)
    send(system, f"matches/{match.pk}/agree", an_agreement())
    answer = send(system, f"matches/{match.pk}/receive", {"quantity": quantity})
    assert problem(answer, 422, "invalid")["errors"][0]["pointer"] == "#/quantity"
