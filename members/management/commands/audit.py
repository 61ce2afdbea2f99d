"""`manage.py audit verify [FILE...]` and `manage.py audit heads`: the audit trail in the hands of an operator."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members import auditing, heads


class Command(BaseCommand):
    """Verifies the chains of the audit trail, or carries their heads out of the database."""

    help = "Verifies the chains of the audit trail, or carries their heads out of the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        verify = ways.add_parser("verify", help="compute every chain anew; ends with 1 when one is broken")
        verify.add_argument("file", nargs="?", type=Path, help="exported heads to compare with; the newest without one")
        ways.add_parser("heads", help="write today's heads to AUDIT_HEADS_DIRECTORY, and mail their SHA-256")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["way"] == "heads":
            self.heads()
        else:
            self.verify(options["file"])

    def heads(self) -> None:
        """Export, once a day."""
        made = heads.export()
        if made is None:
            raise CommandError("Say in AUDIT_HEADS_DIRECTORY where the heads are to be written.")
        self.stdout.write(f"{made.path}: {len(made.heads)} chains, SHA-256 {made.sha256}")

    def verify(self, path: Path | None) -> None:
        """Verify, and say what is wrong with each broken chain."""
        try:
            export = heads.read(path) if path else heads.latest()
        except (heads.NotOurs, OSError) as error:
            raise CommandError(str(error)) from error
        name = export.path.name if export else ""
        verdict = auditing.check(export.heads if export else None, compared=name)
        for fault in verdict.faults:
            self.stderr.write(str(fault))
        against = f"compared with {name}" if name else "compared with no exported heads"
        self.stdout.write(f"{verdict.chains} chains, {verdict.entries} entries, {against}.")
        if not verdict.is_whole:
            raise CommandError(f"{len(verdict.faults)} broken.", returncode=1)
        self.stdout.write("The audit trail is whole.")
