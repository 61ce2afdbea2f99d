"""`manage.py forget_second_step ADDRESS`: for an admin who lost phone and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.lost_steps import forget_second_step
from members.models import Person


class Command(BaseCommand):
    """Takes a person's second step out of use, so that they set up another at their next sign-in."""

    help = "Takes a person's second step out of use, so that they set up another at their next sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's address")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = Person.objects.get_by_natural_key(options["email"])
        except Person.DoesNotExist as error:
            raise CommandError(f"Nobody has the address {options['email']}.") from error
        count = forget_second_step(person, actor=None)
        said = f"{count} taken out of use, and every session ended." if count else "There was none."
        self.stdout.write(f"Second step of {person}: {said}")
