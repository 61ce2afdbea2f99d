"""What can be discussed, and by whom. Each floor registers its sorts of things when it starts.

The thing points down to its discussion by a key of its own; the questions about the thing are answered by plain
functions of the floor that it stands on, so that this floor knows none of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from coalition.shared.errors import Text
from members.models import Audience, Discussion, Membership, Organization, Person
from members.models.person import Reader


def _never(_thing: Any) -> str:
    return ""


def _own_address(thing: Any) -> str:
    address: str = thing.get_absolute_url()
    return address


def _nobody(_thing: Any) -> tuple[Any, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of things that are discussed.

    `word` stands in addresses and in the row of the discussion. `rows` gives the things, each with all that the other
    functions look at; its queryset knows `visible_to`. `title` tells a thing in words, `topics` are those of its
    activity. `closed` says why nobody writes there any more, "" while they may. `parties` are the organizations whose
    people alone see the thing, besides coordinators and admins; none where every member does. `concerned` gives the
    keys of the people who are told of each new comment, whether or not they follow. `audience` says who reads it.
    """

    word: str
    nav: str
    rows: Callable[[], Any]
    title: Callable[[Any], str]
    topics: Callable[[Any], Iterable[str]]
    audience: Text
    url: Callable[[Any], str] = _own_address
    closed: Callable[[Any], Text] = _never
    parties: Callable[[Any], Sequence[Organization]] = _nobody
    concerned: Callable[[Any], Iterable[int]] = _nobody


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is discussed."""

    sort: Sort
    row: Any

    @property
    def discussion(self) -> Discussion | None:
        """Its discussion, once there is one."""
        found: Discussion | None = self.row.discussion
        return found

    @property
    def title(self) -> str:
        return self.sort.title(self.row)

    @property
    def url(self) -> str:
        """Where it stands, with its discussion."""
        return self.sort.url(self.row)

    @property
    def topics(self) -> list[str]:
        """The words under which comments on it are followed; they name the parties, where it is for these."""
        return [*self.sort.topics(self.row), *(party.topic for party in self.parties)]

    @property
    def parties(self) -> Sequence[Organization]:
        return self.sort.parties(self.row)

    @property
    def closed(self) -> Text:
        """Why nobody writes there any more; "" while they may."""
        return self.sort.closed(self.row)

    @property
    def audience(self) -> Audience:
        return Audience.PARTIES if self.parties else Audience.MEMBERS

    def readers(self) -> "QuerySet[Person]":
        """Everybody who may see it now; the same as `visible_to` says of each of them."""
        belonging = Membership.objects.of_members()
        if self.parties:
            belonging = belonging.filter(organization__in=self.parties)
        serving = Q(is_coordinator=True) | Q(is_admin=True)
        return Person.objects.filter(serving | Q(pk__in=belonging.order_by().values("person")), is_active=True)


_sorts: dict[str, Sort] = {}
_known: list[Callable[[], "QuerySet[Any, Any]"]] = []


def register(*sorts: Sort) -> None:
    """Take in what a floor lets be discussed. Raises ValueError when a word is taken already."""
    for sort in sorts:
        if sort.word in _sorts:
            raise ValueError(f"{sort.word!r} is discussed already.")
        _sorts[sort.word] = sort


def register_known(people: Callable[[], "QuerySet[Any, Any]"]) -> None:
    """Take in the keys of people whom a page of the floor shows to every member, so that they can be mentioned."""
    _known.append(people)


def known_to_all() -> list["QuerySet[Any, Any]"]:
    """The keys of people whom every member sees somewhere."""
    return [people() for people in _known]


def words() -> list[str]:
    """The words of all sorts."""
    return list(_sorts)


def find(word: str, pk: int, *, reader: Reader) -> Subject | None:
    """The thing, if there is one of that sort and the reader may see it."""
    sort = _sorts.get(word)
    return _first(sort, reader, pk=pk) if sort else None


def of_discussion(discussion: Discussion, *, reader: Reader) -> Subject | None:
    """What the discussion is about, if the reader may see that."""
    sort = _sorts.get(discussion.subject)
    return _first(sort, reader, discussion=discussion) if sort else None


def subject_of(word: str, row: Any) -> Subject:
    """A thing that is in hand already, of the sort of that word. Raises KeyError for a word that is none."""
    return Subject(_sorts[word], row)


def fresh(subject: Subject) -> Subject:
    """The same as it stands now."""
    return Subject(subject.sort, subject.sort.rows().get(pk=subject.row.pk))


def _first(sort: Sort, reader: Reader, **condition: Any) -> Subject | None:
    row = sort.rows().visible_to(reader).filter(**condition).first()
    return Subject(sort, row) if row is not None else None
