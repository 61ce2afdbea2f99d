"""Pages of long lists. They count no further than people leaf, so that a million rows open as fast as ten."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.functional import cached_property

CAP = 1000


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are, or `number` with `more` when there are more than were counted."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        """The number with its thousands set apart, and a plus when there are more: “1,000+”."""
        return number_format(self.number, decimal_pos=0, force_grouping=True) + ("+" if self.more else "")


def counted(rows: "QuerySet[Any, Any]", *, cap: int = CAP) -> Count:
    """Count the rows, but stop at `cap`: one query that finds at most `cap` + 1 rows.

    In the order of the list, so that the database walks the list's own index and not the whole table.
    """
    number = rows[: cap + 1].count()
    return Count(min(number, cap), more=number > cap)


class CappedPaginator(Paginator[Any]):
    """A paginator over the first `CAP` rows; `capped` says whether there are more."""

    def __init__(self, rows: "QuerySet[Any, Any]", per_page: int = 25, *more: Any, known: Count | None = None) -> None:
        super().__init__(rows, per_page, *more)
        if known is not None:
            self.capped = known

    @cached_property
    def capped(self) -> Count:
        return counted(self.object_list)  # type: ignore[arg-type]  # always a queryset here

    @cached_property
    def count(self) -> int:
        return self.capped.number
