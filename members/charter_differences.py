"""What changed from one version of the charter to another, principle by principle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coalition.shared.differences import Fate, Piece, likeness, reworded
from members.drafting import Written
from members.models import CharterVersion

ALIKE = 0.5  # from here on a principle under another title is the same one, reworded


@dataclass(frozen=True, slots=True)
class Wording:
    """A version, or what somebody would make of it: what is compared."""

    title: str
    preamble: str
    principles: Sequence[Written]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one principle. `was` and `now` are its numbers; None where there is none.

    `has_moved` says that it stands in another order among those that stayed, not only that its number shifted.
    """

    was: int | None
    now: int | None
    title: list[Piece]
    text: list[Piece]
    has_moved: bool = False

    @property
    def kind(self) -> str:
        """One of added, removed, changed, moved (in place only) and kept."""
        if self.was is None:
            return "added"
        if self.now is None:
            return "removed"
        if not all(piece.is_kept for piece in (*self.title, *self.text)):
            return "changed"
        return "moved" if self.has_moved else "kept"

    @property
    def old_number(self) -> int | None:
        """The number it had, where it has another now."""
        return self.was if self.now is not None and self.was != self.now else None


@dataclass(frozen=True, slots=True)
class Difference:
    """One version against another."""

    title: list[Piece]
    preamble: list[Piece]
    principles: list[Change]

    @property
    def is_empty(self) -> bool:
        return not self.framing and all(change.kind == "kept" for change in self.principles)

    @property
    def framing(self) -> bool:
        """Whether title or preamble changed."""
        return not all(piece.is_kept for piece in (*self.title, *self.preamble))

    def count(self, kind: str) -> int:
        """How many principles this became of."""
        return sum(change.kind == kind for change in self.principles)

    @property
    def counts(self) -> dict[str, int]:
        return {kind: self.count(kind) for kind in ("changed", "added", "removed", "moved", "kept")}


def wording_of(charter: CharterVersion) -> Wording:
    """A version as it is written now."""
    principles = [Written(each.title, each.text) for each in charter.principles.all()]
    return Wording(charter.title, charter.preamble, principles)


def between(old: Wording, new: Wording) -> Difference:
    """How the old becomes the new: the principles in their new order, each removed one where it stood before."""
    pairs = dict(sorted(_pairs(old.principles, new.principles)))
    steady = _longest_rise(list(pairs.values()))
    changes = [
        _change(old.principles, new.principles, was=pairs.get(place), now=place, steady=steady)
        for place in range(len(new.principles))
    ]
    kept = set(pairs.values())
    for was in (place for place in range(len(old.principles)) if place not in kept):
        removed = _change(old.principles, new.principles, was=was, now=None, steady=steady)
        changes.insert(_place_of_removed(was, changes), removed)
    return Difference(
        title=_plainly(old.title, new.title), preamble=_plainly(old.preamble, new.preamble), principles=changes
    )


def _pairs(old: Sequence[Written], new: Sequence[Written]) -> Iterable[tuple[int, int]]:
    """New place and old place of the same principle: first by title, then by what is most alike of the rest."""
    free = list(range(len(old)))
    rest = []
    for now, written in enumerate(new):
        same = next((was for was in free if old[was].title.casefold() == written.title.casefold()), None)
        if same is None:
            rest.append(now)
            continue
        free.remove(same)
        yield now, same
    for now in rest:
        alike = max(free, key=lambda was: likeness(old[was].text, new[now].text), default=None)
        if alike is not None and likeness(old[alike].text, new[now].text) >= ALIKE:
            free.remove(alike)
            yield now, alike


def _longest_rise(places: Sequence[int]) -> set[int]:
    """The most of the old places that still stand in their old order: whatever else stayed has moved."""
    best: list[list[int]] = []
    for place in places:
        before = _longest([run for run in best if run[-1] < place])
        best.append([*before, place])
    return set(_longest(best))


def _longest(runs: list[list[int]]) -> list[int]:
    best: list[int] = []
    for run in runs:
        best = run if len(run) > len(best) else best
    return best


def _change(
    old: Sequence[Written], new: Sequence[Written], *, was: int | None, now: int | None, steady: set[int]
) -> Change:
    before = old[was] if was is not None else Written("", "")
    after = new[now] if now is not None else Written("", "")
    return Change(
        was=None if was is None else was + 1,
        now=None if now is None else now + 1,
        title=_plainly(before.title, after.title),
        text=_plainly(before.text, after.text),
        has_moved=was is not None and now is not None and was not in steady,
    )


def _place_of_removed(was: int, changes: Sequence[Change]) -> int:
    """Behind whatever stood before it."""
    before = [place for place, change in enumerate(changes) if change.was is not None and change.was <= was]
    return before[-1] + 1 if before else 0


def _plainly(old: str, new: str) -> list[Piece]:
    """Line ends are compared as they are hashed. A text that is there or not at all is one piece."""
    old, new = old.replace("\r\n", "\n"), new.replace("\r\n", "\n")
    if not old or not new:
        return [Piece(text, fate) for text, fate in ((old, Fate.GONE), (new, Fate.NEW)) if text]
    return reworded(old, new)
