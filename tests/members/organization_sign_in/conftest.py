"""Lakeview's own sign-in, run for real; and a person's browser that goes there and back."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.test import Client

from members.identity_providers import set_up_provider
from members.models import IdentityProvider, Organization, Person
from tests.members.organization_sign_in.provider import CLIENT, SECRET

SCRIPT = Path(__file__).with_name("provider.py")
CALLBACK = "http://testserver/accounts/oidc/lakeview/login/callback/"
Alter = Callable[[dict[str, str]], dict[str, str]]


def _run(folder: Path) -> Iterator[str]:
    environment = os.environ | {"OAUTHLIB_INSECURE_TRANSPORT": "1"}  # it listens on this machine only
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, str(SCRIPT), str(folder), CALLBACK]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, "The provider did not start."
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from _run(tmp_path_factory.mktemp("provider"))


@pytest.fixture(scope="session")
def other_issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another provider of the same make, with keys of its own."""
    yield from _run(tmp_path_factory.mktemp("other"))


@pytest.fixture
def provider(issuer: str, lakeview: Organization, ada: Person) -> IdentityProvider:
    """Lakeview's, set up for lakeviewhealth.org, at the address that it lets people come back to."""
    made = set_up_provider(
        lakeview, issuer=issuer, client_id=CLIENT, secret=SECRET, at=["lakeviewhealth.org"], actor=ada
    )
    made.app.provider_id = "lakeview"
    made.app.save()
    return made


@dataclass
class Traveller:
    """A person's browser: signs in at the provider as somebody, and follows from the portal there and back."""

    issuer: str
    client: Client

    def set_out(self, address: str = "rita@lakeviewhealth.org", **more: str) -> dict[str, str]:
        """Say the address at the portal; the parameters with which it sends one to the provider."""
        page = self.client.post("/accounts/organization/", {"email": address, **more})
        assert page.status_code == 200, page
        target = urlsplit(page.context["target"])
        assert f"{target.scheme}://{target.netloc}" == self.issuer
        return {name: values[0] for name, values in parse_qs(target.query).items()}

    def at_the_provider(self, user: str, asked: dict[str, str]) -> str:
        """Sign in there; the path by which it sends one back."""
        with requests.Session() as session:
            assert session.get(f"{self.issuer}/sign-in/?user={user}", timeout=10).ok
            address = f"{self.issuer}/identity/o/authorize?{urlencode(asked)}"
            answer = session.get(address, allow_redirects=False, timeout=10)
        return answer.headers["Location"].removeprefix("http://testserver")

    def go(self, user: str, alter: Alter = dict, **more: str) -> Any:
        """The whole way; what the portal answers in the end."""
        asked = alter(self.set_out(**more))
        return self.client.get(self.at_the_provider(user, asked))

    @property
    def is_in(self) -> bool:
        return "_auth_user_id" in self.client.session


@pytest.fixture
def traveller(issuer: str, provider: IdentityProvider, client: Client) -> Traveller:
    return Traveller(issuer, client)
