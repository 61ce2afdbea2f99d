"""The guide to the API is true: each of its examples is run as it stands, by curl, against a real server."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from coalition import api
from coalition.shared.problem_kinds import KINDS
from members.models import Person
from members.tokens import issue_token
from resources.asking import OfferParameters, RequestParameters
from resources.models import Match, MatchStatus, Offer, Request
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"^```sh\n(.+?)^```", GUIDE, re.MULTILINE | re.DOTALL)
KEPT = re.compile(r"# The answer's id is (\w+)\.")


def token_of(person: Person) -> str:
    organization = person.active_memberships[0].organization
    return issue_token(person=person, organization=organization, name="Guide", may_write=True, days=1)[1]


def answer_to(example: str, known: dict[str, str]) -> dict[str, Any]:
    """What curl prints for an example; a refusal fails the test."""
    command = example.replace("curl ", "curl --silent --show-error --fail-with-body ", 1)
    done = subprocess.run(
        ["/bin/sh", "-c", command], env=os.environ | known, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (example, done.stdout, done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")
@pytest.mark.django_db(transaction=True)
def test_the_walk_through_ends_with_a_delivery(
    live_server: LiveServer, rita: Person, olga: Person, time_machine: Any
) -> None:
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))
    independent = MembershipFactory(
        person=PersonFactory(is_coordinator=True), organization=OrganizationFactory()
    ).person
    known = {
        "SITE": live_server.url,
        "GIVER": token_of(olga),
        "RECEIVER": token_of(rita),
        "COORDINATOR": token_of(independent),
    }
    for example in EXAMPLES:
        answer = answer_to(example, known)
        if kept := KEPT.search(example):
            known[kept[1]] = str(answer["id"])
    match = Match.objects.get()
    assert (match.status, match.received_quantity) == (MatchStatus.CLOSED, 11)
    assert (Offer.objects.get().committed, Request.objects.get().covered) == (11, 11)


def test_the_guide_names_the_filters_there_are() -> None:
    named = set(re.findall(r"`(\w+)(?:=\w+)?`", GUIDE.partition("The filters are")[2].partition("```")[0]))
    assert named == {*OfferParameters().fields, *RequestParameters().fields}


def test_the_guide_speaks_of_addresses_that_there_are() -> None:
    routes = [re.sub(r"<\w+:\w+>", "[^/]+", str(entry.pattern)) for entry in api.router.urls] + ["search"]
    for address in re.findall(r"/api/v1/([^\s\"?`]+)", GUIDE):
        assert any(re.fullmatch(route, address) for route in routes), address


def test_the_guide_knows_the_statuses_of_problems() -> None:
    table = GUIDE.partition("| status | when |")[2].partition("## Changing")[0]
    told = {int(status) for status in re.findall(r"\b[45]\d\d\b", table)}
    assert told <= {kind.status.value for kind in KINDS.values()}
