"""JSON in and out."""

import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType

import pytest
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ParseError

from coalition.shared.wire import JSONParser, JSONRenderer


def test_what_django_has_is_written() -> None:
    eastern = timezone(timedelta(hours=-5))
    data = {
        "moment": datetime(2026, 3, 2, 3, 15, tzinfo=eastern),
        "utc": datetime(2026, 3, 2, 8, 15, tzinfo=UTC),
        "day": date(2026, 3, 2),
        "degrees": Decimal("45.52000"),
        "word": gettext_lazy("Open"),
        "facts": MappingProxyType({"open": 7}),
        "name": "Émile",
    }
    assert (
        JSONRenderer().render(data)
        == (
            '{"moment":"2026-03-02T03:15:00-05:00","utc":"2026-03-02T08:15:00Z","day":"2026-03-02","degrees":45.52,'
            '"word":"Open","facts":{"open":7},"name":"Émile"}'
        ).encode()
    )


def test_nothing_is_written_as_nothing() -> None:
    assert JSONRenderer().render(None) == b""


def test_what_has_no_form_in_json_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError, match="object"):
        JSONRenderer().render({"thing": object()})


@pytest.mark.parametrize("sent", [b"", b"{", b"NaN", b'"\\ud800"', b"\xff", b"1e400", b"[" * 2000 + b"]" * 2000])
def test_what_is_no_json_is_refused(sent: bytes) -> None:
    with pytest.raises(ParseError):
        JSONParser().parse(io.BytesIO(sent))


def test_json_is_read_as_utf_8() -> None:
    assert JSONParser().parse(io.BytesIO('{"name":"Émile"}'.encode())) == {"name": "Émile"}
