"""`python -m benchmarks`: load the large sample at a stated size, measure, print a table, write results.json.

It needs an empty database of its own: `make bench` starts one and throws it away.
"""

import argparse
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")

import django

django.setup()

from django.core.management import call_command

from benchmarks import digests, figures, listing, searching, starting, web
from coalition.sample import large

SIZES = {
    "organizations": 2_000,
    "people": 5_000,
    "offers": 100_000,
    "requests": 20_000,
    "plans": 100_000,
    "updates": 1_000_000,
}
SUITES = {
    "web": web,
    "starting": starting,
    "digests": digests,
    "listing": listing,
    "searching": searching,
}


def main() -> None:
    """Run the suites that are asked for, all of them by default."""
    options = _options()
    sizes = {name: getattr(options, name) for name in ("organizations", "people", "offers", "requests")}
    written = {name: getattr(options, name) for name in ("plans", "updates")}
    call_command("migrate", verbosity=0)
    begin = time.perf_counter()
    print(f"Loading {large.copy(seed=1, **sizes)}", flush=True)
    rows = sum(sizes.values())
    seconds = time.perf_counter() - begin
    found = [figures.Figure("loading the sample by COPY", round(rows / seconds), "rows/s", notes={"rows": rows})]
    for name in options.suites or SUITES:
        print(f"Measuring {name}", flush=True)
        found += SUITES[name].figures(sizes | written)
    print(figures.show(found))
    print(f"Written to {figures.write(found, sizes=sizes | written, server=figures.postgresql())}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", choices=[*SUITES, []], help="which suites; all by default")
    for name, size in SIZES.items():
        parser.add_argument(f"--{name}", type=int, default=size)
    return parser.parse_args()


if __name__ == "__main__":
    main()
