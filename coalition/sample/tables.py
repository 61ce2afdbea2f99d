"""The sample's tables, as they are kept in `coalition/sample/data/`."""

import csv
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"

Row = dict[str, str]


def rows(name: str) -> Iterator[Row]:
    """The rows of `data/NAME.csv`, each a mapping of column to text."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def plans() -> dict[str, str]:
    """The Markdown text of each project's plan, by the project's key."""
    chapters = (DATA / "plans.md").read_text(encoding="utf-8").split("\n# ")
    titled = (chapter.removeprefix("# ").partition("\n") for chapter in chapters)
    return {key.strip(): text.strip() for key, _, text in titled}
