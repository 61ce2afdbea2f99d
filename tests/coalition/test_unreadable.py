"""Requests that nobody can read are answered, and not with a 500."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client

from coalition.wsgi import application

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _the_connection_of_the_test_stays() -> Iterator[None]:
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def status_of(**environ: Any) -> tuple[str, dict[str, str]]:
    """What the server answers to a request as gunicorn hands it over."""
    answered: list[tuple[str, dict[str, str]]] = []
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/charter/",
        "QUERY_STRING": "a=b",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(b""),
        "wsgi.url_scheme": "http",
    }
    answer = application(asked | environ, lambda status, headers: answered.append((status, dict(headers))))
    b"".join(answer)
    return answered[0]


@pytest.mark.parametrize(
    "charset", ["hex", "undefined", "idna", "zlib", "punycode", "utf-16", "no such thing", '"hex"']
)
@pytest.mark.parametrize("path", ["/charter/", "/api/v1/offers", "/accounts/login/", "/nowhere/"])
def test_a_charset_that_is_none_is_a_bad_request(charset: str, path: str) -> None:
    status, headers = status_of(CONTENT_TYPE=f"text/html; charset={charset}", PATH_INFO=path)
    assert status == "400 Bad Request"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/html; charset=UTF-8", "text/html", "", "x", ";;;"])
def test_what_can_be_read_is_read(kind: str) -> None:
    assert status_of(CONTENT_TYPE=kind)[0] == "200 OK"


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "//[x]/"])
def test_an_address_of_a_page_that_is_none_is_a_bad_request(client: Client, address: str) -> None:
    for path in ("/people/", "/charter/", "/accounts/login/"):
        answer = client.get(path, headers={"HX-Request": "true", "HX-Current-URL": address})
        assert answer.status_code == 400


def test_the_address_of_the_page_leads_back_after_the_sign_in(client: Client) -> None:
    answer = client.get("/people/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/people/?q=1"})
    assert answer["HX-Redirect"] == "/accounts/login/?next=/people/%3Fq%3D1"
