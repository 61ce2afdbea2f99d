"""The sign-ins of the sample coalition, one for each role."""

import json
from collections.abc import Iterator
from pathlib import Path

from coalition.local.place import CHECKOUT

IN_PRODUCTION = (
    "Here the password is enough. In production coordinators and admins need a second step, others a mailed code."
)
FILE = CHECKOUT / "var" / "signins.json"  # written by `manage.py sample_coalition`


def lines(file: Path = FILE) -> Iterator[str]:
    """A line for each role, in columns."""
    try:
        people = json.loads(file.read_text())
    except (OSError, ValueError):
        return
    if not people:
        return
    columns = [[str(person[key]) for person in people] for key in ("role", "email", "password")]
    widths = [max(map(len, column)) for column in columns]
    yield "Sign in as"
    for row in zip(*columns, strict=True):
        yield "  " + "   ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
    yield IN_PRODUCTION
