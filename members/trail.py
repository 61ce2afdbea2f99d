"""The audit trail as the admins read it: which entries, how to leaf, and what changed in each."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import wording
from members.models import AuditEntry, Organization, Person

PER_PAGE = 50
HASH = re.compile("[0-9a-f]{64}")
Rows = QuerySet[AuditEntry]


class TrailForm(forms.Form):
    """The filters, read from the address. A field that cannot be read finds nothing and says so."""

    organization = forms.CharField(
        label=gettext_lazy("Organization"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Its name, or its address in the portal."),
    )
    actor = forms.CharField(
        label=gettext_lazy("Who"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("An e-mail address, or the number of a person."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        kinds = [(name, name.replace(".", ": ").replace("_", " ")) for name in wording.recorded()]
        self.fields["kind"].choices = [("", _("All kinds")), *kinds]  # type: ignore[attr-defined]  # a choice field
        self.is_valid()

    def clean_organization(self) -> Organization | None:
        words = self.cleaned_data["organization"].strip()
        if not words:
            return None
        found = Organization.objects.filter(Q(slug=words) | Q(name__iexact=words)).order_by("pk").first()
        if found is None:
            raise forms.ValidationError(_("There is no organization of this name."))
        return found

    def clean_actor(self) -> int | None:
        words = self.cleaned_data["actor"].strip()
        if not words:
            return None
        if words.isdecimal() and len(words) < 19:  # numbers of deleted accounts are still in the trail
            return int(words)
        person = Person.objects.filter(email__iexact=words).values_list("pk", flat=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has this address."))
        return person


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the trail, the latest first; `older` is the mark of the next page, if there is one."""

    entries: Sequence[AuditEntry]
    older: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an entry, before and after, as people read it."""

    label: str
    before: str
    after: str


def found(form: TrailForm) -> Rows:
    """The entries that fit, the latest first; none when a filter could not be read."""
    rows = told(AuditEntry.objects.all())
    if form.errors:
        return rows.none()
    said = form.cleaned_data
    if said["organization"]:
        rows = rows.filter(topics__contains=[said["organization"].topic])
    if said["actor"] is not None:
        rows = rows.filter(actor_id=said["actor"])
    if said["kind"]:
        rows = rows.filter(kind=said["kind"])
    if said["since"]:
        rows = rows.filter(occurred_at__gte=_midnight(said["since"]))
    if said["until"]:
        rows = rows.filter(occurred_at__lt=_midnight(said["until"] + timedelta(days=1)))
    return rows


def told(rows: Rows) -> Rows:
    """The rows with all that tells them, the latest first."""
    return rows.select_related("actor", "organization", "activity").order_by("-occurred_at", "-pk")


def leaf(rows: Rows, mark: str | None, *, per_page: int = PER_PAGE) -> Leaf:
    """The page that begins behind the mark (the first without one). A mark that cannot be read is the first page."""
    if place := _read(mark or ""):
        moment, pk = place
        rows = rows.filter(Q(occurred_at__lt=moment) | Q(occurred_at=moment, pk__lt=pk), occurred_at__lte=moment)
    entries = list(rows[: per_page + 1])
    last = entries[per_page - 1] if len(entries) > per_page else None
    return Leaf(entries[:per_page], f"{last.occurred_at.isoformat()}~{last.pk}" if last else None)


def tell_changes(entries: Iterable[AuditEntry]) -> None:
    """Give each entry its `changes`: what is not after as it was before, and people by name. One query for all."""
    entries = list(entries)
    numbers = {number for entry in entries for said in (entry.before, entry.after) if (number := _person_in(said))}
    names = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}
    for entry in entries:
        entry.changes = list(changes_of(entry, names))  # type: ignore[attr-defined]  # for the template


def changes_of(entry: AuditEntry, names: Mapping[int, str]) -> Iterator[Change]:
    """Field by field: what differs, and what says whom or what it is about."""
    before, after = entry.before or {}, entry.after or {}
    for field in dict.fromkeys([*before, *after]):
        old, new = before.get(field), after.get(field)
        if field == "person":
            number = _person_in(entry.after) or _person_in(entry.before) or 0
            told = names.get(number, _("Person %(number)s") % {"number": number})
            yield Change(_("person"), "", told)
        elif old != new:
            yield Change(field.replace("_", " "), "" if entry.before is None else _shown(old), _shown(new))


COLUMNS = ["when", "chain", "number", "kind", "person", "organization", "address", "before", "after", "hash"]


def table(rows: Rows) -> Iterator[Sequence[object]]:
    """The entries as rows of a table."""
    for entry in rows.iterator(chunk_size=2000):
        yield (
            entry.occurred_at.isoformat(),
            entry.chain,
            entry.seq,
            entry.kind,
            entry.actor_id,
            entry.organization or "",
            entry.subject,
            entry.before if entry.before is not None else "",
            entry.after if entry.after is not None else "",
            entry.hash,
        )


def _shown(value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value)
    return f"{text[:16]}…" if HASH.fullmatch(text) else text.replace("_", " ")


def _person_in(said: Any) -> int | None:
    number = said.get("person") if isinstance(said, dict) else None
    return number if isinstance(number, int) else None


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _read(mark: str) -> tuple[datetime, int] | None:
    moment, _tilde, pk = mark.partition("~")
    try:
        read = datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return None
    return read if timezone.is_aware(read[0]) and abs(read[1]) < 2**63 else None
