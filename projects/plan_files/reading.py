"""Files of plans on their way in: whatever bytes they hold, the outcome is records and faults, never a guess."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid
from coalition.shared.sheets import BYTE_ORDER_MARK, raw_cell
from projects.plan_files.shape import (
    EDITION,
    FORMAT,
    LARGEST,
    MILESTONE,
    MOST_MILESTONES,
    MOST_PLANS,
    PLAN,
    Field,
    names,
)

Values = dict[str, Any]
MOST_DIGITS = 18
LONGEST_CELL = 200_000  # characters; a plan may have 40,000


@dataclass(slots=True)
class Record:
    """A plan or a milestone as a file gives it: where it stands there, and the values of the fields that it has.

    In JSON a milestone stands in its plan, which may be a new one.
    """

    place: str
    plan: "Record | None" = None
    values: Values = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Raise Invalid with all that is wrong with its values."""
        if self.faults:
            raise Invalid(" ".join(self.faults))

    @property
    def id(self) -> int | None:
        return self.values.get("id")

    @property
    def version(self) -> int | None:
        return self.values.get("version")


@dataclass(slots=True)
class PlanFile:
    """What a file holds."""

    plans: list[Record] = field(default_factory=list)
    milestones: list[Record] = field(default_factory=list)


def read(content: bytes) -> PlanFile:
    """The plans and milestones in a file that the portal wrote, or one of that shape, in UTF-8.

    Raises Invalid, for the field `file`, when it is too large or none of the three kinds; what is wrong with a single
    plan or milestone stands among its faults.
    """
    if len(content) > LARGEST:
        _refuse(
            _("The file is larger than %(n)s KB. Import fewer plans at once.") % {"n": f"{LARGEST // 1000:,}"},
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse(_("The file is not in UTF-8. Save it as “CSV UTF-8” or as JSON."))
    return read_text(text)


def read_text(text: str) -> PlanFile:
    """As `read`, of what was decoded already."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    found = _from_json(text) if text.lstrip().startswith(("{", "[")) else _from_csv(text)
    if len(found.plans) > MOST_PLANS or len(found.milestones) > MOST_MILESTONES:
        _refuse(_("That is too much for one file. Import fewer plans at once."))
    if not found.plans and not found.milestones:
        _refuse(_("There is no plan and no milestone in the file."))
    return found


def _refuse(message: str) -> NoReturn:
    raise Invalid(message, field="file")


def _from_json(text: str) -> PlanFile:
    try:
        document = json.loads(text, parse_constant=lambda word: _refuse(_("“%(word)s” is no value.") % {"word": word}))
    except (ValueError, RecursionError) as error:
        _refuse(_("This is no JSON: %(why)s.") % {"why": error})
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        _refuse(_("This JSON holds no plans. Its “format” must be “%(format)s”.") % {"format": FORMAT})
    if document.get("edition") != EDITION or not isinstance(document.get("plans"), list):
        _refuse(_("Its “edition” must be %(n)d, and “plans” a list.") % {"n": EDITION})
    found = PlanFile()
    for number, given in enumerate(document["plans"], start=1):
        place = _("plan %(n)d of the file") % {"n": number}
        steps = given.pop("milestones", []) if isinstance(given, dict) else []
        plan = _record(given, PLAN, place=place)
        found.plans.append(plan)
        if not isinstance(steps, list):
            plan.faults.append(_("“milestones” must be a list."))
            continue
        for step_number, step in enumerate(steps, start=1):
            at = _("%(place)s, milestone %(n)d") % {"place": place, "n": step_number}
            milestone = _record(step, MILESTONE, place=at)
            milestone.plan = plan
            found.milestones.append(milestone)
    return found


def _record(given: object, fields: tuple[Field, ...], *, place: str) -> Record:
    record = Record(place)
    if not isinstance(given, dict):
        record.faults.append(_("This must be an object with named values."))
        return record
    unknown = sorted(set(given) - set(names(fields)))
    if unknown:
        record.faults.append(_unknown(unknown[0], fields))
    _take(record, given, fields)
    return record


def _from_csv(text: str) -> PlanFile:
    lines = _lines(text)
    _number, columns = next(lines, (0, []))
    columns = [name.strip() for name in columns]
    fields = _fields_of(columns)
    found = PlanFile()
    for number, cells in lines:
        record = Record(_("line %(n)d") % {"n": number})
        if len(cells) == len(columns):
            _take(record, dict(zip(columns, map(raw_cell, cells), strict=True)), fields)
        else:
            told = {"n": len(cells), "all": len(columns)}
            record.faults.append(_("The row has %(n)d cells, the first row names %(all)d.") % told)
        (found.plans if fields is PLAN else found.milestones).append(record)
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds something, with the number of its first line."""
    before = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        while True:
            number = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        _refuse(_("Line %(n)d cannot be read: %(why)s.") % {"n": number, "why": error})
    finally:
        csv.field_size_limit(before)


def _fields_of(columns: Sequence[str]) -> tuple[Field, ...]:
    """Whether the table is one of milestones, which name their plan, or of plans."""
    fields = MILESTONE if "project" in columns else PLAN
    if "title" not in columns and "id" not in columns:
        _refuse(
            _("The first row must name columns, such as “id” and “title”. Begin with a file that you exported here.")
        )
    unknown = [name for name in columns if name not in names(fields)]
    if unknown:
        _refuse(_unknown(unknown[0], fields))
    if len(set(columns)) < len(columns):
        _refuse(_("The column “%(name)s” is there twice.") % {"name": max(columns, key=columns.count)})
    return fields


def _unknown(name: object, fields: tuple[Field, ...]) -> str:
    known = ", ".join(names(fields))
    return _("“%(name)s” is no name of a value here. Known are: %(known)s.") % {"name": str(name)[:60], "known": known}


def _take(record: Record, given: Mapping[str, Any], fields: tuple[Field, ...]) -> None:
    """Put the values that are in order into the record, and a sentence for each one that is not."""
    for each in fields:
        if each.name not in given:
            continue
        try:
            record.values[each.name] = _value(given[each.name], each)
        except ValueError as fault:
            record.faults.append(f"{each.name}: {fault}")


def _value(value: Any, field_: Field) -> Any:
    """The value as the portal holds it. Raises ValueError with what to do."""
    if field_.kind == "text":
        return _text(value)
    if field_.kind == "number":
        return _number(value)
    if field_.kind == "day":
        return _day(value)
    parts = value.split(";" if field_.name == "owners" else None) if isinstance(value, str) else value
    if value is None or not isinstance(parts, list):
        raise ValueError(_("Give a list."))
    return [_number(part) if field_.kind == "numbers" else _text(part).strip() for part in parts]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(_("Give a text."))  # noqa: TRY004  # the caller tells all faults of values alike
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError(_("The text is damaged: it holds characters that are none."))
    return value.replace("\r\n", "\n")  # a browser that hands it on ends lines so


def _number(value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,18}\s*", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**MOST_DIGITS:
        return value
    raise ValueError(_("Give a whole number."))


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
            return date.fromisoformat(value.strip())
    except ValueError:
        pass  # the 30th of February is told like any other day that is none
    raise ValueError(_("Give the day as in 2026-04-30."))
