"""The window of time that a timeline over many projects shows, chosen in its address."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from projects.models import Milestone
from projects.models.milestone import UNFINISHED
from projects.models.project import ProjectQuerySet

WEEKS = {6: _("6 weeks"), 13: _("3 months"), 26: _("6 months"), 52: _("A year")}
USUAL, BEFORE = 13, 2  # weeks shown, and those of them before this one
LONGEST = timedelta(days=366)  # work that is seen in windows before that in which it is due
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """From a day on, so many weeks."""

    first: date
    weeks: int

    @property
    def last(self) -> date:
        return self.first + timedelta(weeks=self.weeks, days=-1)

    @property
    def earlier(self) -> date:
        """Where the window before begins: half of this one is seen in it still."""
        return max(FIRST, self.first - timedelta(days=self.weeks * 7 // 2))

    @property
    def later(self) -> date:
        return min(LAST, self.first + timedelta(days=self.weeks * 7 // 2))

    def holds(self, milestone: Milestone, *, expected_on: date, today: date) -> bool:
        """Whether something of the milestone lies in it."""
        if self._is_late(milestone, today):
            return True
        begins = milestone.starts_on or milestone.due_on
        return begins <= self.last and max(expected_on, milestone.due_on) >= self.first

    def _is_late(self, milestone: Milestone, today: date) -> bool:
        return milestone.is_late(today) and self.first <= today <= self.last

    def narrow(self, projects: ProjectQuerySet, *, today: date) -> ProjectQuerySet:
        """The projects with a milestone planned in it or, where it holds today, late."""
        near = Q(due_on__gte=self.first, due_on__lte=self.last + LONGEST)  # which an index answers
        planned = near & (Q(due_on__lte=self.last) | Q(starts_on__lte=self.last))
        if self.first <= today <= self.last:
            planned |= Q(due_on__lt=today, status__in=UNFINISHED)
        return projects.filter(Exists(Milestone.objects.filter(planned, project=OuterRef("pk"))))


def usual(today: date) -> Window:
    """Three months, from two weeks before this one on."""
    return Window(today - timedelta(days=today.weekday(), weeks=BEFORE), USUAL)


class WindowForm(forms.Form):
    """Which window; a part that is left out or wrong is the usual one."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    weeks = forms.TypedChoiceField(label=_("Shown"), choices=list(WEEKS.items()), coerce=int)

    def __init__(self, data: QueryDict, *, today: date) -> None:
        self.usual = usual(today)
        filled = data.copy()
        filled.setdefault("first", self.usual.first.isoformat())
        filled.setdefault("weeks", str(self.usual.weeks))
        super().__init__(filled)

    @property
    def window(self) -> Window:
        self.is_valid()
        first = self.cleaned_data.get("first") or self.usual.first
        return Window(min(max(first, FIRST), LAST), self.cleaned_data.get("weeks") or self.usual.weeks)
