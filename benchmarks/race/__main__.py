"""`make race`: 32 writers at once want more than there is, while PostgreSQL is killed. Nothing may be promised twice.

By the verbs, by the API on a real server, and by plain SQL past both; beside a control that is written as one writes it
without thinking of others, which has to fail, or else the race is none. It needs an empty database of its own, whose
keeper starts it again when it is killed, and which loses nothing then.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from benchmarks import figures
from benchmarks.race import raw
from benchmarks.race.field import OFFERS, REQUESTS, Field, laid_out
from benchmarks.race.judging import Verdict, judged, judged_control, judged_raw
from benchmarks.race.killing import killed
from benchmarks.race.running import Told, race
from benchmarks.race.ways import ByApi, ByVerbs, Carelessly, Way, tokens_for
from benchmarks.server import gunicorn

Result = tuple[str, Told, float, Verdict, list[float]]


def main() -> None:
    """Run all races, print and write what came of them. Ends with 1 when a promise was broken, or none could be."""
    options = _options()
    call_command("migrate", verbosity=0)
    fields = laid_out(5, writers=options.writers)
    results: list[Result] = []
    for result in _races(options, fields):
        results.append(result)
        print(_line(result), flush=True)
    (_name, control, seconds, verdict, _none), *others = results
    rate = control.acts / seconds
    found = [_figure(result, other=rate, over=verdict.over) for result in others]
    print(figures.show(found))
    sizes = {"writers": options.writers, "seconds": options.seconds, "offers": OFFERS, "requests": REQUESTS}
    print(f"Written to {figures.write(found, sizes=sizes, server=figures.postgresql())}")
    broken = [f"{name}: {judged}" for name, _told, _seconds, judged, _outages in others if not judged.is_clean]
    if not verdict.over:
        broken.append("The control promised nothing twice, so that this race proves nothing. Let it run longer.")
    sys.exit("\n".join(broken) or 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make race", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long each of the five races is; %(default)s")
    parser.add_argument("--writers", type=int, default=32, help="%(default)s")
    parser.add_argument("--kills", type=int, default=4, help="of PostgreSQL, in two of the races; %(default)s")
    return parser.parse_args()


def _races(options: argparse.Namespace, fields: list[Field]) -> Iterator[Result]:
    how = {"writers": options.writers, "seconds": options.seconds}
    told, seconds = race(fields[0], _entering(Carelessly, fields[0]), name="control", **how)
    yield "control", told, seconds, judged_control(), []
    told, seconds = race(fields[1], _entering(ByVerbs, fields[1]), name="verbs", **how)
    yield "verbs", told, seconds, judged(fields[1], told), []
    with killed(options.kills, seconds=options.seconds) as outages:
        told, seconds = race(fields[2], _entering(ByVerbs, fields[2]), name="killed", **how)
    yield "verbs, PostgreSQL killed", told, seconds, judged(fields[2], told), outages
    tokens, field = tokens_for(fields[3]), fields[3]
    connection.close()
    with (
        gunicorn("coalition.settings", workers=2, threads=options.writers // 2) as port,
        killed(options.kills, seconds=options.seconds) as outages,
    ):
        told, seconds = race(field, lambda n: ByApi(field, n, port=port, tokens=tokens), name="api", **how)
    yield "API, PostgreSQL killed", told, seconds, judged(field, told), outages
    told = raw.race(fields[4], **how)
    yield "plain SQL", told, float(options.seconds), judged_raw(fields[4], told), []


def _entering(way: Callable[[Field, int], Way], field: Field) -> Callable[[int], Way]:
    return lambda number: way(field, number)


def _line(result: Result) -> str:
    name, told, seconds, verdict, outages = result
    return f"{name}: {told.acts:,} acts in {seconds:.0f} s, {dict(told.counts)}, {verdict}, outages of s {outages}"


def _figure(result: Result, *, other: float, over: int) -> figures.Figure:
    name, told, seconds, verdict, outages = result
    rate = told.acts / seconds
    notes: dict[str, object] = {
        "done": told.counts["done"],
        "refused": told.counts["refused"],
        "keys repeated": told.counts["repeated"],
        "asked again for want of an answer": told.counts["unknown"],
        "deadlocks": told.counts["deadlocks"],
        "over-committed offers": verdict.over,
        "over-committed by the control": over,
        "acknowledged and lost": verdict.lost,
        "doubled": verdict.doubled,
        "books out of balance": verdict.unbalanced,
        "PostgreSQL killed": len(outages),
    }
    compared = "without locks, bounds and keys"
    return figures.Figure(
        f"race, {name}", round(rate, 1), "acts/s", compared, round(other, 1), round(rate / other, 3), notes
    )


if __name__ == "__main__":
    main()
