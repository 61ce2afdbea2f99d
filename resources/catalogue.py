"""Loading the catalogue: the resource types and their allowed substitutes, from data files of our own.

A load may be repeated: it adds what is missing, mends what differs, and leaves alone what the file does not name.
It takes the registry of models, so that a migration can run it on the tables as they were.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.db import transaction
from django.db.models import Model

DATA = Path(__file__).parent / "data"
TYPES = DATA / "resource_types.csv"
SUBSTITUTES = DATA / "substitutes.csv"
PACKS = DATA / "packs.csv"

# Column of the file, and the name under which its code is kept. A blank cell means that no code was verified.
CODES = {
    "unspsc_v7_0901": "unspsc",
    "unspsc_title": "unspsc_title",
    "snomed_as_in_saner": "snomed",
    "saner_or_safr": "saner",
    "loinc_safr_unoccupied": "loinc",
    "edxl_have_bedtype": "edxl_bed_type",
}

Row = dict[str, str]


class Counts(NamedTuple):
    """How many rows a load added, changed, and found as they should be."""

    added: int
    changed: int
    unchanged: int


@transaction.atomic
def load(path: Path = TYPES, *, registry: Apps = current_apps) -> Counts:
    """Bring groups and resource types to what the CSV file says. Retired types stay retired."""
    groups: dict[str, Model] = {}
    outcomes = []
    for row in _rows(path):
        name = row["group"]
        if name not in groups:
            position = {"position": len(groups) + 1}
            groups[name] = _group(registry).objects.get_or_create(name=name, defaults=position)[0]
        outcomes.append(_upsert(_type(registry), {"slug": row["slug"]}, _type_fields(row, groups[name])))
    return _count(outcomes)


@transaction.atomic
def load_substitutes(path: Path = SUBSTITUTES, *, registry: Apps = current_apps) -> Counts:
    """Bring the substitutes to what the CSV file says.

    Raises ValueError for a pair counted in different units, since a substitute is given unit for unit.
    """
    types = {row.slug: row for row in _type(registry).objects.all()}
    outcomes = []
    for row in _rows(path):
        asked, given = types[row["resource_type"]], types[row["substitute"]]
        if asked.unit != given.unit:
            raise ValueError(f"{given.slug} is counted in {given.unit}, {asked.slug} in {asked.unit}.")
        pair = {"resource_type": asked, "substitute": given}
        outcomes.append(_upsert(registry.get_model("resources", "Substitute"), pair, {"note": row["note"]}))
    return _count(outcomes)


@transaction.atomic
def load_packs(path: Path = PACKS, *, registry: Apps = current_apps) -> Counts:
    """Add the packs that the CSV file names and that are not there; those that an admin keeps beside them stay."""
    types = {row.slug: row for row in _type(registry).objects.all()}
    outcomes = []
    for row in _rows(path):
        pack = {"resource_type": types[row["resource_type"]], "name": row["pack"], "size": int(row["size"])}
        outcomes.append(_upsert(registry.get_model("resources", "Pack"), pack, {}))
    return _count(outcomes)


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _type_fields(row: Row, group: Model) -> dict[str, Any]:
    return {
        "group": group,
        "label": row["label"],
        "unit": row["unit"],
        "kind": row["kind"],
        "expires": row["expires"] == "Y",
        "synonyms": [word for word in row["synonyms"].split(";") if word],
        "codes": {name: row[column] for column, name in CODES.items() if row[column]},
    }


def _upsert(model: Any, key: dict[str, Any], fields: dict[str, Any]) -> str:
    row, is_new = model.objects.get_or_create(**key, defaults=fields)
    if is_new:
        return "added"
    different = [name for name, value in fields.items() if getattr(row, name) != value]
    if not different:
        return "unchanged"
    for name in different:
        setattr(row, name, fields[name])
    row.save(update_fields=different)
    return "changed"


def _count(outcomes: list[str]) -> Counts:
    return Counts(*(outcomes.count(field) for field in Counts._fields))


def _type(registry: Apps) -> Any:
    return registry.get_model("resources", "ResourceType")


def _group(registry: Apps) -> Any:
    return registry.get_model("resources", "ResourceGroup")
