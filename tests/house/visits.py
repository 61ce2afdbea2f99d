"""One browser for each person of the cast, with which every address is tried; whatever that changes is taken back."""

import json
from datetime import UTC, datetime

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from members.models import Organization, OrganizationStatus
from tests.house.bodies import BODIES
from tests.house.policy import COLUMNS
from tests.house.things import Things
from tests.signing_in import sign_in

FORM, JSON = "application/x-www-form-urlencoded", "application/json"

# Behind the stroke of a column: how Lakeview stands while it is asked.
STANDINGS: dict[str, dict[str, object]] = {
    "": {},
    "suspended": {"status": OrganizationStatus.SUSPENDED},
    "inactive": {"status": OrganizationStatus.INACTIVE, "confirm_by": datetime(2020, 1, 1, tzinfo=UTC)},
    "overdue": {"must_accept_by": datetime(2020, 1, 1, tzinfo=UTC)},
}


class Visits:
    """Asks as the person of a column."""

    def __init__(self, things: Things) -> None:
        self.things = things
        self._browsers = {name: self._browser_of(name) for name in {column.partition("/")[0] for column in COLUMNS}}

    def ask(self, column: str, method: str, name: str) -> HttpResponse:
        """The answer to an empty form, or in the API to the body of the act, else to an empty object."""
        who, _stroke, standing = column.partition("/")
        path = self.things.address(name)
        body, kind = "next=%2F", FORM
        if path.startswith("/api/"):
            body, kind = json.dumps(BODIES.get(f"{method} {name}", {})), JSON
        with transaction.atomic():
            if changed := STANDINGS[standing]:
                Organization.objects.filter(pk=self.things.lakeview.pk).update(**changed)
            answer: HttpResponse = self._browsers[who].generic(method, path, body, content_type=kind)
            transaction.set_rollback(True)
        return answer

    def _browser_of(self, name: str) -> Client:
        client = Client()
        if name != "visitor":
            sign_in(client, self.things.people[name])
        return client


def in_a_word(answer: HttpResponse) -> str:
    """The status; for a redirect where to: `login`, `apply`, or `on`."""
    if answer.status_code not in {301, 302, 303, 308}:
        return str(answer.status_code)
    target = answer["Location"]
    if target.startswith("/accounts/login/"):
        return "login"
    return "apply" if target == "/apply/" else "on"


def content_of(answer: HttpResponse) -> bytes:
    """The whole body, of one that is streamed as well."""
    return b"".join(answer) if answer.streaming else answer.content
