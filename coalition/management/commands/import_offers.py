"""Import offers from a CSV file; rows that cannot be are written out with line, column and reason."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coalition.management import importing
from resources.importing.mapping import OFFERS


class Command(BaseCommand):
    help = "Import offers from a CSV file for a member. A second import of the same file adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        importing.add_arguments(parser, OFFERS)

    def handle(self, *args: Any, **options: Any) -> None:
        importing.import_file(self, OFFERS, **options)
