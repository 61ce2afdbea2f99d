"""The one search as the page and the command palette show it. What is asked of the database, `members.finding` asks."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from coalition.shared.paging import Count
from members import finding, sources
from members.finding import Found, Hit, cleaned
from members.models import Organization, Person
from projects.models import Workgroup

PER_PAGE = 20
AT_MOST = 5  # of each kind in the palette
MOST_FACETS = 8
LOOKED_AT = 50  # of each kind, to find the best for the palette


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind."""

    label: str | Promise
    hits: list[Hit]


def find(words: str, *, reader: Person) -> list[Group]:
    """Groups of at most `AT_MOST` hits each, empty groups left out; nothing for fewer than two letters."""
    everything = sources.registered()
    found = finding.find(words, reader=reader, sources=everything, cap=LOOKED_AT, unfinished=True)
    best = [
        place
        for source in everything
        for place in [each for each in found.places if each.kind == source.kind][:AT_MOST]
    ]
    hits = finding.hits(best, found.typed, reader=reader, sources=everything, marked=False)
    groups = (Group(each.label, [hit for hit in hits if hit.kind == each.kind]) for each in everything)
    return [group for group in groups if group.hits]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to narrow by, or one that narrows now: its name, how much it leaves, and the address that does it."""

    label: str | Promise
    url: str
    count: int | None = None


@dataclass
class Search:
    """One question, as the address puts it."""

    asked: QueryDict
    reader: Person
    per_page: int = PER_PAGE
    kinds: list[str] = field(default_factory=lambda: [source.kind for source in sources.registered()])

    @cached_property
    def typed(self) -> str:
        """The words, fit to be asked for."""
        return cleaned(self.asked.get("q", ""))

    @cached_property
    def kind(self) -> str:
        """The one kind that is shown, or "" for all."""
        kind = self.asked.get("kind", "")
        return kind if kind in self.kinds else ""

    @cached_property
    def organization(self) -> Organization | None:
        """The organization whose things alone are shown."""
        slug = self.asked.get("organization", "").replace("\x00", "")
        return Organization.objects.visible_to(self.reader).filter(slug=slug).first() if slug else None

    @cached_property
    def workgroup(self) -> Workgroup | None:
        """The workgroup whose things alone are shown."""
        slug = self.asked.get("workgroup", "").replace("\x00", "")
        return Workgroup.objects.visible_to(self.reader).filter(slug=slug).first() if slug else None

    @cached_property
    def found(self) -> Found:
        """All that was found, of whatever kind."""
        return finding.find(
            self.typed,
            reader=self.reader,
            sources=sources.registered(),
            organization=self.organization.pk if self.organization else None,
            workgroup=self.workgroup.pk if self.workgroup else None,
        )

    @property
    def is_asking(self) -> bool:
        """Whether enough was typed to look for."""
        return len(self.typed) >= finding.SHORTEST

    @property
    def is_narrowed(self) -> bool:
        """Whether less than everything is looked through."""
        return bool(self.kind or self.organization or self.workgroup)

    @cached_property
    def is_too_common(self) -> bool:
        """Whether only such words were typed as stand in every text."""
        return self.is_asking and not self.found.places and not finding.has_words(self.typed)

    @cached_property
    def page(self) -> Page[Any]:
        """The page that the address asks for: places only."""
        places = [place for place in self.found.places if not self.kind or place.kind == self.kind]
        return Paginator(places, self.per_page).get_page(self.asked.get("page"))

    @cached_property
    def hits(self) -> list[Hit]:
        """What stands on the page, with what fits marked in it."""
        return finding.hits(list(self.page), self.typed, reader=self.reader, sources=sources.registered())

    def tabs(self) -> list[dict[str, Any]]:
        """The kinds of which something was found, with how much, and all of them."""
        counts = self.found.counts()
        known = [source for source in sources.registered() if source.kind in counts or source.kind == self.kind]
        numbers = counts.values()
        everything = Count(sum(each.number for each in numbers), more=any(each.more for each in numbers))
        tabs = [{"label": _("All"), "url": self._with("kind", ""), "count": str(everything), "current": not self.kind}]
        for source in known:
            count = str(counts.get(source.kind, Count(0)))
            current = source.kind == self.kind
            url = self._with("kind", source.kind)
            tabs.append({"label": source.label, "url": url, "count": count, "current": current})
        return tabs

    def chips(self) -> list[Choice]:
        """What narrows now besides the kind, each with the address without it."""
        chosen = (("organization", self.organization), ("workgroup", self.workgroup))
        return [Choice(str(value), self._with(name, "")) for name, value in chosen if value]

    def facets(self) -> list[dict[str, Any]]:
        """The organizations and workgroups that most of it belongs to; of what narrows already, nothing."""
        whose: Any = (
            ("organization", _("Organization"), self.organization, finding.organizations_called),
            ("workgroup", _("Workgroup"), self.workgroup, Workgroup.objects.in_bulk),
        )
        return [
            {"name": name, "label": label, "choices": choices}
            for name, label, chosen, fetch in whose
            if not chosen and len(choices := self._choices(name, fetch)) > 1
        ]

    def _choices(self, name: str, fetch: Any) -> list[Choice]:
        most = self.found.most(name, at_most=MOST_FACETS)
        things = fetch([key for key, _ in most])
        return [
            Choice(things[key].name, self._with(name, things[key].slug), number)
            for key, number in most
            if key in things
        ]

    def everything(self) -> str:
        """The address of the same words, narrowed by nothing."""
        address = QueryDict(mutable=True)
        address["q"] = self.typed
        return f"?{address.urlencode()}"

    def _with(self, name: str, value: str) -> str:
        """The present question, from its first page, with this changed."""
        address = self.asked.copy()
        for each in ("page", name):
            address.pop(each, None)
        if value:
            address[name] = value
        return f"?{address.urlencode()}"
