"""No input makes the portal fail: poison in every parameter, path segment, header and leaf of a body.

The places are taken from the routes and the serializers themselves, so that a new one is tried without being listed.
"""

from typing import Any

import pytest
from django.urls import URLPattern
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from coalition import api
from coalition.shared.bodies import Body
from members.discussion_api import CommentBody, CommentChanges, WithdrawalBody
from members.discussions import subjects
from members.discussions.writing import write_comment
from members.models import Organization, Person
from projects.serializers import ProjectBody, ProjectChanges
from resources import asking
from resources.models import Match
from tests.api.conftest import SystemOf
from tests.factories import MatchFactory, ProjectFactory

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]

TEXTS = [
    "a\x00b",
    "\u202e\U0010ffff",
    "1e400",
    "1" * 5000,
    "9223372036854775808",
    "２０",
    "2026-13-45",
    "0000-00-00",
    "0001-01-01T00:00:00+14:00",
    "' OR 1=1 --",
    "%_\\",
    "é" * 3000,
]
LEAVES: list[Any] = [
    "a\x00b",
    "1" * 5000,
    "0001-01-01T00:00:00+14:00",
    "0000-00-00",
    None,
    True,
    -1,
    2**63,
    1e308,
    {"a": {"\x00": 1}},
    [["a\x00b"]],
    ["\x00"],
]
ACTS: dict[str, type[Body]] = {
    "offers": asking.OfferBody,
    "requests": asking.RequestBody,
    "projects": ProjectBody,
    "requests/{request}/propose": asking.ProposalBody,
    "matches/{match}/agree": asking.AgreementBody,
    "matches/{match}/accept": asking.NoteBody,
    "matches/{match}/counter": asking.CounterBody,
    "matches/{match}/return": asking.ReturnBody,
    "matches/{match}/feedback": asking.FeedbackBody,
    "matches/{match}/dispute": asking.DisputeBody,
    "matches/{match}/settle": asking.SettlementBody,
    "matches/{match}/decline": asking.ReasonBody,
    "matches/{match}/cancel": asking.ReasonBody,
    "matches/{match}/ship": asking.ShipmentBody,
    "matches/{match}/receive": asking.ReceiptBody,
    "offers/{offer}/withdraw": asking.OptionalReasonBody,
    "requests/{request}/withdraw": asking.OptionalReasonBody,
    "discussions/offer/{offer}/comments": CommentBody,
    "comments/{comment}/withdraw": WithdrawalBody,
}
CHANGES: dict[str, type[Body]] = {
    "offers/{offer}": asking.OfferChanges,
    "requests/{request}": asking.RequestChanges,
    "projects/{project}": ProjectChanges,
    "comments/{comment}": CommentChanges,
}
FILLED = {"discussions/<slug:word>/<int:subject>/comments": "discussions/offer/{offer}/comments"}


def listing() -> list[tuple[str, Any]]:
    """The address and the view of each list of the API."""
    views = [(prefix, view) for prefix, view, _name in api.router.registry if hasattr(view, "list")]
    return [(FILLED.get(prefix, prefix), view) for prefix, view in views]


def lists() -> list[tuple[str, str]]:
    """Each list of the API with each of its parameters."""
    found = []
    for prefix, viewset in listing():
        parameters = getattr(viewset, "parameters", None)
        declared = list(parameters().fields) if parameters else []
        found += [(prefix, name) for name in [*declared, "cursor", "page_size", "unknown"]]
    return found


def paths() -> list[str]:
    """Each route of the API that has a variable part."""
    routes = [str(entry.pattern) for entry in api.router.urls if isinstance(entry, URLPattern)]
    return sorted({route for route in routes if "<" in route})


@pytest.fixture
def system(system_of: SystemOf, colin: Person, cascade: Organization) -> APIClient:
    """Of a coordinator who may write for an organization: whoever may do most."""
    colin.memberships.update(role="representative")
    colin.forget_memberships()
    return system_of(colin)


@pytest.fixture
def keys(cascade: Organization, colin: Person) -> dict[str, int]:
    match: Match = MatchFactory(offer__organization=cascade)
    project = ProjectFactory(organization=cascade)
    subject = subjects.find("offer", match.offer_id, reader=colin)
    assert subject is not None
    comment = write_comment(subject, actor=colin, organization=None, text="Are they sealed?").comment
    return {
        "offer": match.offer_id,
        "request": match.request_id,
        "match": match.pk,
        "project": project.pk,
        "comment": comment.pk,
    }


def survived(response: Any) -> bool:
    """Answered, and if refused, refused as a problem."""
    if response.status_code >= 400:
        return response.status_code < 500 and response["Content-Type"] == "application/problem+json"
    return True


@pytest.mark.parametrize(("name", "parameter"), lists())
def test_poison_in_a_parameter(system: APIClient, keys: dict[str, int], name: str, parameter: str) -> None:
    answers = {text: system.get(f"/api/v1/{name.format(**keys)}", {parameter: text}) for text in TEXTS}
    assert [text for text, answer in answers.items() if not survived(answer)] == []
    assert {answer.status_code for answer in answers.values()} <= {200, 400}
    if parameter == "unknown":
        assert {answer.status_code for answer in answers.values()} == {400}


@pytest.mark.parametrize("name", [prefix for prefix, _view in listing()])
def test_poison_as_the_name_of_a_parameter(system: APIClient, keys: dict[str, int], name: str) -> None:
    address = f"/api/v1/{name.format(**keys)}"
    for text in TEXTS:
        assert system.get(address, {text: "1"}).status_code == 400
    assert system.get(f"{address}?page_size=2&page_size=3").status_code == 400
    assert system.get(f"{address}?%ff=%ff&%").status_code == 400


@pytest.mark.parametrize("route", paths())
def test_poison_in_a_path(system: APIClient, route: str) -> None:
    head, _open, rest = route.partition("<")
    for text in (*TEXTS[:5], ".", "/", " "):
        address = f"/api/v1/{head}{text}{rest.partition('>')[2]}"
        for response in (system.get(address), system.post(address, {}, format="json")):
            assert survived(response), address
            assert response.status_code in {200, 308, 404, 405}, address


@pytest.mark.parametrize("address", [*ACTS, *CHANGES])
def test_poison_in_each_leaf_of_a_body(system: APIClient, keys: dict[str, int], address: str) -> None:
    body, send = (ACTS[address], system.post) if address in ACTS else (CHANGES[address], system.patch)
    base = sound(keys) if address in ACTS else {"version": 1}
    fields = body().fields
    for field in fields:
        for leaf in LEAVES:
            sent = {name: value for name, value in {**base, field: leaf}.items() if name in fields}
            assert survived(send(f"/api/v1/{address.format(**keys)}", sent, format="json")), (field, leaf)


def sound(keys: dict[str, int]) -> dict[str, Any]:
    """A value for every field that any body has, so that the poison in one of them reaches the verb."""
    return {
        "resource_type": "n95-respirator",
        "quantity": 1,
        "state": "IL",
        "severity": "low",
        "available_from": "2030-01-01",
        "needed_by": "2030-01-01",
        "title": "T",
        "purpose": "P",
        "offer": keys["offer"],
        "spoke_with": "S",
        "spoken_at": "2020-01-01T00:00:00Z",
        "terms": "gift",
        "reason": "R",
        "text": "T",
    }


@pytest.mark.parametrize(
    "name", ["Accept", "Accept-Language", "Authorization", "Cookie", "X-CSRFToken", "Range", "HX-Request"]
)
def test_poison_in_a_header(system: APIClient, name: str) -> None:
    for text in TEXTS:
        printable = text.encode("ascii", "ignore").decode().replace("\x00", "")
        assert survived(system.get("/api/v1/offers", headers={name: printable})), (name, text)


def test_members_named_twice_or_by_poison(system: APIClient) -> None:
    for body in (b'{"quantity":1,"quantity":2}', b'{"\\u0000":1}', b'{"":1}', b'{"__proto__":{}}'):
        assert survived(system.post("/api/v1/offers", body, content_type="application/json"))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200))
def test_any_bytes_as_a_body(system: APIClient, raw: bytes) -> None:
    assert survived(system.post("/api/v1/offers", raw, content_type="application/json"))


def test_every_route_of_the_api_is_tried() -> None:
    acts = {route.rpartition(">")[2].strip("/") for route in paths()} - {""}
    tried = {address.rpartition("/")[2] for address in ACTS if "{" in address}
    assert acts - tried == {"close", "confirm", "reopen", "undo"}  # these take no body


@pytest.mark.parametrize("method", ["options", "head", "patch", "put", "delete", "trace"])
def test_no_method_makes_an_address_fail(system: APIClient, keys: dict[str, int], method: str) -> None:
    addresses = [f"/api/v1/{prefix.format(**keys)}" for prefix, _view in listing()]
    addresses += [f"/api/v1/{address.format(**keys)}" for address in [*ACTS, *CHANGES]] + ["/api/v1/", "/api/nothing"]
    for address in addresses:
        response = system.generic(method.upper(), address)
        assert response.status_code < 500, address
