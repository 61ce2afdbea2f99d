"""`@Name` in a comment: whom it means, among the people whom its author may know of and who may see the thing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid
from members.discussions import subjects
from members.discussions.subjects import Subject
from members.models import Activity, Comment, Membership, Person
from members.permissions import can_administer

MOST = 20  # people that one comment can mention
MOST_SHOWN = 60  # people that the page offers
LOOKED_BACK = 200  # comments, and rows of activity, whose people are known from them

# What somebody quotes, and code, calls nobody.
_NOT_SAID = re.compile(r"^[ ]{0,3}>.*$|(`+)(?:(?!\1).)+?\1", flags=re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"(?<![\w.@/+-])@(?=\w)")
_WORD = re.compile(r"[\w’'.-]*\w")
LONGEST_NAME = 260  # a name with an organization behind it


@dataclass(frozen=True, slots=True)
class Called:
    """Whom a text calls, and the names in it that mean nobody whom its author can call."""

    people: tuple[Person, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be mentioned, with the organizations by which people of one name are told apart."""

    person: Person
    organizations: tuple[str, ...]

    @property
    def label(self) -> str:
        """The name as it is told apart: “Rita Keller (Lakeview Health)”."""
        return f"{self.person} ({self.organizations[0]})" if self.organizations else str(self.person)


def mentionable(subject: Subject, *, actor: Person) -> "QuerySet[Person]":
    """Who may see the thing, and of whom the actor may know: admins know everybody.

    Others know the people of their own organizations, those who wrote or acted on the thing where they see it, whoever
    is concerned by it, and whom a page shows to every member.
    """
    readers = subject.readers().exclude(pk=actor.pk)
    if can_administer(actor):
        return readers
    return readers.filter(pk__in=_near(subject, actor).union(*subjects.known_to_all()))


def near(subject: Subject, *, actor: Person) -> list[Candidate]:
    """Those whom the actor is likely to mention, by name: the first of what `mentionable` holds."""
    readers = subject.readers().exclude(pk=actor.pk).filter(pk__in=_near(subject, actor))
    return _with_organizations(readers.order_by("name", "pk")[:MOST_SHOWN])


def called_in(text: str, subject: Subject, *, actor: Person) -> Called:
    """Whom the text calls by `@Name`: a whole name, or a first name that only one person has.

    Raises Invalid where a name means several people, or too many are called.
    """
    calls = _calls(text)
    if not calls:
        return Called((), ())
    first_words = {word.group().casefold() for call in calls if (word := _WORD.match(call))}
    if len(first_words) > MOST:
        raise Invalid(_("Mention at most %(most)d people in one comment.") % {"most": MOST}, field="text")
    people = _beginning_with(first_words, mentionable(subject, actor=actor))
    found, unknown = {}, []
    for call in calls:
        meant = _meant(call, people)
        if meant is None:
            unknown.append(_as_written(call))
        else:
            found[meant.pk] = meant
    return Called(tuple(found.values()), tuple(dict.fromkeys(unknown)))


def _calls(text: str) -> list[str]:
    """What follows each `@` that stands at the beginning of a word, and is neither quoted nor code."""
    said = _NOT_SAID.sub(" ", text)
    return [said[at.end() :][:LONGEST_NAME] for at in _CALL.finditer(said)]


def _meant(call: str, people: Sequence[Candidate]) -> Person | None:
    """The one whom a call means; None for nobody. Raises Invalid for several."""
    whole = [each for each in people if " " in each.person.name and _stands_in(call, each.person.name)]
    longest = max((len(each.person.name) for each in whole), default=0)
    fitting = [each for each in whole if len(each.person.name) == longest]
    if len(fitting) > 1:
        named = [
            each for each in fitting if any(_stands_in(call, f"{each.person.name} ({o})") for o in each.organizations)
        ]
        fitting = named or fitting
    if not whole:
        fitting = [each for each in people if _is_first_name(call, each.person.name)]
    if len(fitting) > 1:
        choice = "; ".join(f"@{each.label}" for each in fitting[:5])
        raise Invalid(
            _("“@%(name)s” could mean several people. Write one of these: %(people)s.")
            % {"name": _as_written(call), "people": choice},
            field="text",
            code="ambiguous_mention",
        )
    return fitting[0].person if fitting else None


def _stands_in(call: str, name: str) -> bool:
    """Whether the call begins with the whole name, in any case."""
    rest = call[len(name) :]
    return call[: len(name)].casefold() == name.casefold() and not re.match(r"\w", rest)


def _is_first_name(call: str, name: str) -> bool:
    """Whether the call is a first name alone: what follows does not look like another surname."""
    word = _WORD.match(call)
    if word is None or word.group().casefold() != name.partition(" ")[0].casefold():
        return False
    following = call[word.end() :]
    return not (following[:1] == " " and following[1:2].isupper())


def _as_written(call: str) -> str:
    """The name as the text has it: the word behind the @, and those behind it that begin with a capital."""
    found = re.match(r"[\w’'.-]*\w(?: [^\W\d_a-z][\w’'.-]*\w)?", call)
    return found.group() if found else ""


def _near(subject: Subject, actor: Person) -> "QuerySet[Person, int]":
    keys = set(subject.sort.concerned(subject.row))
    if subject.discussion:
        comments = Comment.objects.filter(discussion=subject.discussion).order_by("-created_at", "-pk")
        keys |= set(comments.values_list("author", flat=True)[:LOOKED_BACK])
    topic = f"{subject.sort.word}:{subject.row.pk}"
    happened = Activity.objects.visible_to(actor).about(topic).exclude(actor=None)
    keys |= {key for key in happened.values_list("actor", flat=True)[:LOOKED_BACK] if key}
    own = [membership.organization_id for membership in actor.active_memberships]
    colleagues = Membership.objects.active().filter(organization__in=own).order_by().values("person")
    known = Person.objects.filter(pk__in=keys).order_by().values("pk")
    return known.union(colleagues)  # type: ignore[return-value]  # keys of people, from two tables


def _beginning_with(first_words: Iterable[str], people: "QuerySet[Person]") -> list[Candidate]:
    condition = Q()
    for word in sorted(first_words):
        condition |= Q(name__istartswith=word)
    return _with_organizations(people.filter(condition).order_by("name", "pk"))


def _with_organizations(people: "QuerySet[Person]") -> list[Candidate]:
    memberships = Membership.objects.of_members().select_related("organization").order_by("joined_at", "pk")
    rows = people.prefetch_related(Prefetch("memberships", memberships, to_attr="employers"))
    return [Candidate(person, tuple(m.organization.name for m in person.employers)) for person in rows]
