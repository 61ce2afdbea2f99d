"""The admins' list of organizations: which fit the filters, and what can be done with those chosen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared import clock, geography
from coalition.shared.forms import PlainText
from members import confirming, standing
from members.models import Membership, Organization, OrganizationKind, OrganizationStatus, Person
from members.models.organization import OrganizationQuerySet

LONGEST_REASON = 2000
MOST_CHOSEN = 100  # organizations in one act


CONFIRMED, ASKED, LAPSED = "confirmed", "asked", "lapsed"
CONFIRMATION = [
    ("", gettext_lazy("All")),
    (CONFIRMED, gettext_lazy("Confirmed")),
    (ASKED, gettext_lazy("Asked, no answer yet")),
    (LAPSED, gettext_lazy("Did not answer")),
]
CURRENT, IN_GRACE, OVERDUE = "current", "grace", "overdue"
CHARTER = [
    ("", gettext_lazy("All")),
    (CURRENT, gettext_lazy("Accepted")),
    (IN_GRACE, gettext_lazy("Has time to accept")),
    (OVERDUE, gettext_lazy("Overdue")),
]


class RosterForm(forms.Form):
    """The filters, read from the address. A field that cannot be read narrows nothing and says so."""

    q = forms.CharField(
        label=gettext_lazy("Name or web domain"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("All")), *OrganizationStatus.choices]
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *OrganizationKind.choices]
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *geography.STATE_CHOICES]
    )

    charter = forms.ChoiceField(label=gettext_lazy("Charter"), required=False, choices=CHARTER)
    confirmation = forms.ChoiceField(label=gettext_lazy("Yearly confirmation"), required=False, choices=CONFIRMATION)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.is_valid()


def found(form: RosterForm) -> OrganizationQuerySet:
    """The organizations that fit, by name, each with `people`, how many belong to it now."""
    said = form.cleaned_data
    rows: OrganizationQuerySet = Organization.objects.order_by("name", "pk")
    if words := said.get("q", "").strip():
        rows = rows.filter(Q(name__icontains=words) | Q(domain__icontains=words))
    chosen = {name: said[name] for name in ("status", "kind", "state") if said.get(name)}
    rows = _by_confirmation(rows.filter(**chosen), said.get("confirmation", ""))
    return _by_charter(rows, said.get("charter", "")).annotate(people=_people())


def _by_confirmation(rows: OrganizationQuerySet, state: str) -> OrganizationQuerySet:
    """Members by whether they said within the year that they are still in; the asked by their deadlines."""
    by_state = {
        CONFIRMED: rows.filter(status=OrganizationStatus.ADMITTED, confirm_by__isnull=True),
        ASKED: rows.filter(status=OrganizationStatus.ADMITTED, confirm_by__isnull=False).order_by("confirm_by", "pk"),
        LAPSED: rows.filter(status=OrganizationStatus.INACTIVE),
    }
    return by_state.get(state, rows)


def _by_charter(rows: OrganizationQuerySet, state: str) -> OrganizationQuerySet:
    """Those whom the charter binds, by whether they have accepted it; who is late comes in the order of lateness."""
    asked = rows.bound().filter(must_accept_by__isnull=False).order_by("must_accept_by", "pk")
    by_state = {
        CURRENT: rows.bound().filter(must_accept_by__isnull=True),
        IN_GRACE: asked.filter(must_accept_by__gt=clock.now()),
        OVERDUE: asked.filter(must_accept_by__lte=clock.now()),
    }
    return by_state.get(state, rows)


def _people() -> Coalesce:
    active = Membership.objects.active().filter(organization=OuterRef("pk")).order_by().values("organization")
    counted = active.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


COLUMNS = [
    "name",
    "address",
    "kind",
    "city",
    "state",
    "domain",
    "status",
    "accept by",
    "confirmed",
    "confirm by",
    "people",
    "member since",
]


def table(rows: OrganizationQuerySet) -> Iterator[Sequence[object]]:
    """The organizations as rows of a table."""
    for row in rows.iterator(chunk_size=2000):
        yield (
            row.name,
            row.slug,
            row.get_kind_display(),
            row.city,
            row.state,
            row.domain,
            row.get_status_display(),
            _day(row.must_accept_by),
            _day(row.confirmed_at),
            _day(row.confirm_by),
            row.people,  # type: ignore[attr-defined]  # annotated
            _day(row.admitted_at),
        )


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that an admin can do with a member; `reason` is the hint of a reason that it needs, "" for none."""

    name: str
    label: str | Promise
    does: Callable[..., object]
    done: str | Promise
    of: Sequence[str]  # the states that it can be done in
    reason: str | Promise = ""

    def do(self, organization: Organization, *, actor: Person, reason: str) -> None:
        """Call the verb. Raises what it raises."""
        if self.reason:
            self.does(organization, actor=actor, reason=reason)
        else:
            self.does(organization, actor=actor)


ACTS = {
    act.name: act
    for act in (
        Act(
            "suspend",
            gettext_lazy("Suspend"),
            standing.suspend,
            gettext_lazy("suspended"),
            [OrganizationStatus.ADMITTED, OrganizationStatus.INACTIVE],
            gettext_lazy("Sent to the people of each organization."),
        ),
        Act(
            "reinstate",
            gettext_lazy("Reinstate"),
            standing.reinstate,
            gettext_lazy("reinstated"),
            [OrganizationStatus.SUSPENDED],
        ),
        Act(
            "ask",
            gettext_lazy("Ask for confirmation"),
            confirming.ask_to_confirm,
            gettext_lazy("asked to confirm"),
            [OrganizationStatus.ADMITTED],
        ),
    )
}


def possible(organization: Organization) -> list[Act]:
    """What can be done with this organization as it stands."""
    return [act for act in ACTS.values() if organization.status in act.of]


class ActForm(forms.Form):
    """What to do, with which organizations, and why."""

    act = forms.ChoiceField(choices=[(act.name, act.label) for act in ACTS.values()])
    chosen = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": gettext_lazy("Choose at least one organization.")}
    )
    reason = PlainText(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act = ACTS.get(self.data.get("act", "")) if self.is_bound else None
        self.fields["reason"].required = act is None or bool(act.reason)
        self.fields["reason"].error_messages["required"] = _("Give a reason. It is sent to the organization.")
        asked = self.data.getlist("chosen") if isinstance(self.data, QueryDict) else []
        numbers = [value for value in asked if value.isdecimal() and len(value) < 19][:MOST_CHOSEN]
        known = Organization.objects.filter(pk__in=numbers).values_list("pk", flat=True) if numbers else []
        self.fields["chosen"].choices = [(pk, pk) for pk in known]  # type: ignore[attr-defined]  # a choice field
