"""What the commands `import_offers` and `import_requests` have in common: their words and what they tell."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition.shared.errors import DomainError
from members.models import Organization, Person
from resources.importing import mapping
from resources.importing.report import Report, write_rejects
from resources.importing.running import run

MOST_REASONS = 20  # told; the file of rejects has every one


def add_arguments(parser: ArgumentParser, side: str) -> None:
    """The arguments of the command."""
    parser.add_argument("file", type=Path, help="a CSV file in UTF-8 whose first row names the columns")
    parser.add_argument(
        "--organization", required=True, metavar="SLUG", help="the member in whose name they are posted"
    )
    parser.add_argument(
        "--as", required=True, metavar="EMAIL", dest="person", help="who posts; may write for the member"
    )
    parser.add_argument(
        "--map",
        default="",
        metavar="MAPPING",
        help=f"a ready-made mapping ({', '.join(mapping.names())}), a TOML file, or field=column,… with the fields "
        f"{', '.join(mapping.FIELDS[side])}; without it the columns are called as the fields are",
    )
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="where the rejected rows go (FILE-rejected.csv)")
    parser.add_argument("--dry-run", action="store_true", help="do everything, tell the outcome, keep nothing")


def import_file(command: BaseCommand, side: str, **options: Any) -> None:
    """Run the import, write the rejected rows and tell the counts. Raises CommandError when it cannot begin."""
    path: Path = options["file"]
    try:
        report = run(
            path,
            side,
            given=options["map"],
            organization=organization_of(options["organization"]),
            actor=person_of(options["person"]),
            dry_run=options["dry_run"],
        )
    except DomainError as error:
        raise CommandError(str(error)) from error
    rejects = options["rejects"] or Path(f"{path.stem}-rejected.csv")
    if report.rejections:
        write_rejects(report, rejects)
    _tell(command, side, report=report, path=path, rejects=rejects)
    if options["dry_run"]:
        command.stdout.write("A dry run: nothing was kept.")


def organization_of(slug: str) -> Organization:
    """The organization with this slug. Raises CommandError."""
    found = Organization.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no organization with the address “{slug}”.")
    return found


def person_of(email: str) -> Person:
    """Whose account has this address. Raises CommandError."""
    found = Person.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"There is no account with the address {email}.")
    return found


def _tell(command: BaseCommand, side: str, *, report: Report, path: Path, rejects: Path) -> None:
    say = command.stdout.write
    say(f"{path.name}: {report.rows:,} rows")
    say(f"  {report.posted_rows:>8,} rows imported, as {report.posted:,} {side}")
    say(f"  {report.known_rows:>8,} rows known already, as {report.known:,} {side}")
    say(f"  {len(report.rejections):>8,} rows rejected" + (f", written to {rejects}" if report.rejections else ""))
    for note in report.notes:
        say(f"Note: {note}")
    reasons = report.reasons()
    if reasons:
        say("Why rows were rejected (a row may have several reasons):")
    for reason, times in reasons[:MOST_REASONS]:
        say(f"  {times:>8,} {reason}")
    if len(reasons) > MOST_REASONS:
        say(f"  and {len(reasons) - MOST_REASONS} more reasons; the file of rejects has them all")
    if not report.adds_up:
        raise CommandError("The counts do not add up: this is a fault of the importer. Please report it.")
