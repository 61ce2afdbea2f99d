"""Delete accounts anew after a restore: the backup does not know of deletions that came later."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coalition.shared.errors import DomainError
from members.closing import delete_account
from members.models import Person


class Command(BaseCommand):
    """Takes the numbers that the log tells beside `account_deleted`."""

    help = "Delete accounts by number, as their owners asked for before the backup was restored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("numbers", nargs="+", type=int, metavar="NUMBER")

    def handle(self, *args: Any, numbers: list[int], **options: Any) -> None:
        for number in numbers:
            person = Person.objects.filter(pk=number).first()
            if person is None:
                raise CommandError(f"There is no account {number}.")
            try:
                delete_account(person, actor=person)
            except DomainError as refusal:
                raise CommandError(f"{number}: {refusal}") from refusal
            self.stdout.write(f"{number} is deleted.")
