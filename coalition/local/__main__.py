"""The commands of `python -m coalition.local`."""

import argparse
import sys

from coalition.local import errand, place, portal, servers, signals, supervisor, throwaway
from coalition.local.problems import CannotStart, Stopped
from coalition.local.progress import complain, say


def run(_arguments: argparse.Namespace) -> int:
    """Run the whole portal until Ctrl-C."""
    portal.run(place.of_checkout())
    return 0


def execute(arguments: argparse.Namespace) -> int:
    """Run a command beside PostgreSQL and Redis, and give its exit code."""
    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    if not command:
        raise CannotStart("Name a command: python -m coalition.local exec -- COMMAND")
    if not arguments.fresh:
        with servers.available(place.of_checkout()) as addresses:
            return errand.run(command, errand.environment_for(addresses, default="development"))
    with throwaway.place(durable=arguments.durable) as here, servers.available(here) as addresses:
        return errand.run(command, errand.environment_for(addresses, default="test"))


def reset(_arguments: argparse.Namespace) -> int:
    """Delete the data in var/ and load a fresh sample."""
    portal.reset(place.of_checkout())
    return 0


def status(_arguments: argparse.Namespace) -> int:
    """Say which programs of this checkout run."""
    here = place.of_checkout()
    found = supervisor.states(servers.crew_of(here)) | supervisor.states(portal.crew_of(here))
    for name, state in found.items():
        if name != "watch":
            say(f"{name:10} {state.lower()}")
    if not found:
        say("Nothing of this checkout runs.")
    return 0


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    reading = argparse.ArgumentParser(prog="python -m coalition.local", description=__doc__)
    commands = reading.add_subparsers(required=True, metavar="COMMAND")
    for does in (run, execute, reset, status):
        name = "exec" if does is execute else does.__name__
        command = commands.add_parser(name, help=does.__doc__, description=does.__doc__)
        command.set_defaults(does=does)
        if does is execute:
            command.add_argument("--fresh", action="store_true", help="with servers of its own, thrown away afterwards")
            command.add_argument("--durable", action="store_true", help="with --fresh: they lose nothing when killed")
            command.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    return reading


def main() -> int:
    """Run a command; say in one sentence why it could not be."""
    arguments = parser().parse_args()
    try:
        with signals.stopping():
            return int(arguments.does(arguments))
    except CannotStart as problem:
        complain(f"\n{problem}")
        return 1
    except Stopped as stop:
        return 128 + stop.signal_number


if __name__ == "__main__":
    sys.exit(main())
