"""How the pages are read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from members.models import Person
from tests.conftest import ClientOf

Page = Callable[..., Any]


@pytest.fixture
def read(client_of: ClientOf) -> Page:
    """The page at an address as the person reads it; None for a visitor."""

    def get(person: Person | None, address: str, **parameters: str) -> Any:
        return client_of(person).get(address, parameters)

    return get


@pytest.fixture
def send(client_of: ClientOf) -> Page:
    """What comes of sending a form to an address as the person."""

    def post(person: Person | None, address: str, data: dict[str, Any] | None = None) -> Any:
        client: Client = client_of(person)
        return client.post(address, data or {})

    return post
