"""`manage.py digests due|preview|send [--as-of MOMENT]`: the digest in the hands of an operator."""

from argparse import ArgumentParser, ArgumentTypeError
from contextlib import nullcontext
from datetime import datetime
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coalition.shared import clock
from members import sending
from members.digests import assembling, due, letters, reading
from members.models import Person


class Command(BaseCommand):
    """Says who is due a digest, shows what one would hold, or assembles and sends all that are due."""

    help = "Says who is due a digest, shows what one would hold, or assembles and sends all that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        commands = {
            "due": ways.add_parser("due", help="list who is due a digest, and for which period"),
            "preview": ways.add_parser("preview", help="print the digest that a person would get"),
            "send": ways.add_parser("send", help="assemble the digests that are due, and send all mail that is"),
        }
        commands["preview"].add_argument("email", help="the person's address")
        for command in commands.values():
            command.add_argument(
                "--as-of", type=moment, metavar="MOMENT", help="act as at 2026-11-23T08:00, in the portal's time zone"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"]
        with clock.at(as_of) if as_of else nullcontext():
            match options["way"]:
                case "due":
                    self.due()
                case "preview":
                    self.preview(options["email"])
                case "send":
                    self.send()

    def due(self) -> None:
        """List who is due."""
        people = Person.objects.in_bulk(due.people_due(clock.now()))
        last = due.last_digests(people)
        for key, person in people.items():
            period = due.period_of(person, clock.now(), last.get(key))
            if period:
                self.stdout.write(f"{period.key}  {person.email}")
        self.stdout.write(f"{len(people)} due.")

    def preview(self, email: str) -> None:
        """Print what the person's next digest holds."""
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        period, contents = reading.preview(person, clock.now())
        self.stdout.write(f"{period.key if period else 'No digest wanted'}, {len(contents.items)} items")
        if contents:
            letter = letters.rendered(person, contents, clock.now())
            self.stdout.write(f"\n{letter.subject}\n\n{letter.text}")

    def send(self) -> None:
        """Assemble and send."""
        made = assembling.assemble_due(seconds=inf)
        sent = sending.send_due(seconds=inf)
        self.stdout.write(f"{made} digests assembled, {sent} messages sent.")


def moment(text: str) -> datetime:
    """A moment as an operator writes it. Raises ArgumentTypeError when it is none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a moment such as 2026-11-23T08:00.") from error
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(settings.PORTAL_TIME_ZONE))
