"""Could it be chance? A test of difference between groups, and what many tests at once ask for. Pure.

The question: if it made no difference to which group somebody belongs, how often would groups made by lot differ as
much? Where there are few ways to make them, all are gone through and the answer is exact; else they are drawn by lot,
from a fixed seed, so that everybody gets the same answer.

Sources: R. A. Fisher, "The Design of Experiments" (1935), and E. J. G. Pitman (1937) for tests by permutation;
P. H. Westfall and S. S. Young, "Resampling-Based Multiple Testing" (1993) for the greatest of several differences;
B. Phipson and G. K. Smyth, "Permutation P-values should never be zero" (2010) for counting the sample itself;
J. Besag and P. Clifford, "Sequential Monte Carlo p-values" (1991) for when to stop drawing;
S. Holm, "A simple sequentially rejective multiple test procedure" (1979).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise
from math import factorial, prod
from random import Random

FEWEST = 3  # values in a group that is compared
EXACT = 5_000  # so many ways at most are all gone through
DRAWS = 999
ENOUGH = 50  # draws that differ as much: chance has shown itself able, and no more are drawn
SEED = 1935


@dataclass(frozen=True, slots=True)
class Difference:
    """How far the group that differs most lies from all others together, and how often chance does as much."""

    group: str
    by: float  # its mean less the mean of all others, in the unit of the values
    p: float  # above 0, at most 1
    exact: bool


def greatest_difference(groups: Mapping[str, Sequence[int]]) -> Difference | None:
    """The group whose mean differs most from the mean of all others; None where there is too little to say.

    Values are whole numbers, so that equal differences are equal to the last bit. Groups with fewer than `FEWEST`
    values are left out. How far a group lies off is weighed by its number of values, as means of few scatter more.
    `p` is the share of ways to hand out the values to groups of these sizes in which the greatest difference is at
    least as great: it allows for having looked at every group.
    """
    kept = {name: list(values) for name, values in sorted(groups.items()) if len(values) >= FEWEST}
    if len(kept) < 2:
        return None
    sizes = [len(values) for values in kept.values()]
    pool = [value for values in kept.values() for value in values]
    seen = _distances(pool, sizes)
    greatest = max(seen)
    name = list(kept)[seen.index(greatest)]
    exact = _ways(sizes) <= EXACT
    ways = _all_ways(pool, sizes) if exact else _drawn(pool)
    as_great = (max(_distances(way, sizes)) >= greatest for way in ways)
    return Difference(name, _off(kept, name), _share(as_great) if exact else _estimate(as_great), exact)


def holm(ps: Sequence[float]) -> list[float]:
    """The same p, each raised for having made all these tests, so that none of them is more likely to mislead."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    raised = accumulate((min(1.0, (len(ps) - rank) * ps[at]) for rank, at in enumerate(order)), max)
    return [p for _at, p in sorted(zip(order, raised, strict=True))]


def _off(groups: Mapping[str, Sequence[int]], name: str) -> float:
    others = [value for other, values in groups.items() if other != name for value in values]
    return sum(groups[name]) / len(groups[name]) - sum(others) / len(others)


def _distances(pool: Sequence[int], sizes: Sequence[int]) -> list[float]:
    """Of each group in turn: the square of its distance from the others, in which all sizes weigh as they should.

    Division of whole numbers rounds correctly, so ways that are equally far off come out equal.
    """
    total, n = sum(pool), len(pool)
    bounds = pairwise(accumulate(sizes, initial=0))
    return [
        (sum(pool[begin:end]) * n - total * (end - begin)) ** 2 / ((end - begin) * (n - end + begin))
        for begin, end in bounds
    ]


def _share(of_all: Iterable[bool]) -> float:
    hits = list(of_all)
    return sum(hits) / len(hits)


def _estimate(of_draws: Iterable[bool]) -> float:
    """From draws, which end where enough of them hit; else the sample itself counts as one more."""
    hits = tried = 0
    for hit in of_draws:
        hits, tried = hits + hit, tried + 1
        if hits == ENOUGH:
            return hits / tried
    return (hits + 1) / (tried + 1)


def _ways(sizes: Sequence[int]) -> int:
    return factorial(sum(sizes)) // prod(map(factorial, sizes))


def _all_ways(pool: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Every way to hand out the values to groups of these sizes, once each."""
    if len(sizes) == 1:
        yield list(pool)
        return
    for chosen in combinations(range(len(pool)), sizes[0]):
        taken = set(chosen)
        rest = [value for at, value in enumerate(pool) if at not in taken]
        for others in _all_ways(rest, sizes[1:]):
            yield [pool[at] for at in chosen] + others


def _drawn(pool: Sequence[int]) -> Iterator[list[int]]:
    lot = Random(SEED)  # noqa: S311  # the same lot for everybody
    mixed = list(pool)
    for _ in range(DRAWS):
        lot.shuffle(mixed)
        yield mixed
