"""Take a file of plans in, as the page does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition.management.importing import organization_of, person_of
from coalition.shared.errors import DomainError
from projects.plan_files import reading, taking_in
from projects.plan_files.report import REFUSED, WORDS


class Command(BaseCommand):
    help = "Change the plans and milestones that differ in an exported file, and post those without a number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="JSON or CSV in UTF-8, as the portal writes it")
        parser.add_argument(
            "--organization", required=True, metavar="SLUG", help="the member whose new plans these are"
        )
        parser.add_argument("--as", required=True, metavar="EMAIL", dest="person", help="who changes and posts them")
        parser.add_argument("--dry-run", action="store_true", help="do everything, tell the outcome, keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = taking_in.take_in(
                reading.read(options["file"].read_bytes()),
                organization=organization_of(options["organization"]),
                actor=person_of(options["person"]),
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(f"The file cannot be opened: {error.strerror}.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        for what, word in WORDS.items():
            self.stdout.write(f"  {report.count(what):>8,} {word}")
        for outcome in report.told:
            told = [*outcome.changed, *outcome.faults, *outcome.notes]
            self.stdout.write(f"{outcome.place}, {outcome.title}: {outcome.word}. {' '.join(told)}")
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was kept.")
        elif report.count(REFUSED):
            raise CommandError("What is told as refused stayed out; the rest was imported.")
