"""A figure: what was measured, and what it is compared with."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from django.db import connection

RESULTS = Path(__file__).parent / "results.json"
PACKAGES = ("django", "djangorestframework", "psycopg", "gunicorn", "celery")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    `ratio` is how many times better than `compared_with` it is: above 1 is better, whichever way the unit goes.
    """

    name: str
    value: float
    unit: str
    compared_with: str = ""
    other: float | None = None
    ratio: float | None = None
    notes: dict[str, Any] = field(default_factory=dict)


def rate(name: str, value: float, *, other: float, compared_with: str, **notes: Any) -> Figure:
    """A figure in requests a second, where more is better."""
    return Figure(name, round(value, 1), "requests/s", compared_with, round(other, 1), round(value / other, 2), notes)


def show(figures: Sequence[Figure]) -> str:
    """The figures as a table for a terminal."""
    head = ("what", "value", "unit", "beside it", "ratio", "notes")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    beside = f"{figure.other:,} ({figure.compared_with})" if figure.other is not None else ""
    notes = ", ".join(f"{key} {value}" for key, value in figure.notes.items())
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
    return figure.name, f"{figure.value:,}", figure.unit, beside, ratio, notes


def write(figures: Sequence[Figure], *, sizes: dict[str, int], server: str) -> Path:
    """Write `results.json`: one entry a figure, each with the sizes and versions it was measured at.

    What is measured takes the place of the same figure at the same sizes; the others stay.
    """
    versions = {"python": python_version(), "postgresql": server} | {name: version(name) for name in PACKAGES}
    entries = [asdict(figure) | {"sizes": sizes, "versions": versions} for figure in figures]
    names = {figure.name for figure in figures}
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    kept = [entry for entry in before if entry["name"] not in names or entry["sizes"] != sizes]
    RESULTS.write_text(json.dumps(kept + entries, indent=1) + "\n", encoding="utf-8")
    return RESULTS


def postgresql() -> str:
    """The version of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
