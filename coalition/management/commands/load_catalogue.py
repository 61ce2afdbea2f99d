"""Bring the catalogue to what the project's data files say; may be repeated."""

from typing import Any

from django.core.management.base import BaseCommand

from resources import catalogue


class Command(BaseCommand):
    help = "Load resource types, substitutes and packs from the project's own data files. May be repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        self._say("Resource types", catalogue.load())
        self._say("Substitutes", catalogue.load_substitutes())
        self._say("Packs", catalogue.load_packs())

    def _say(self, what: str, counts: catalogue.Counts) -> None:
        self.stdout.write(f"{what}: {counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged.")
