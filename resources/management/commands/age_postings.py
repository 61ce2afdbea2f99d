"""`manage.py age_postings`: what the scheduler does every ten minutes, by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from coalition.shared import clock
from resources import aging


class Command(BaseCommand):
    help = "Close the offers and requests that nobody confirmed in time, and ask whether others still stand."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        closed, asked = aging.close_unanswered(now), aging.ask_owners(now)
        self.stdout.write(f"{closed} closed, {asked} organization{'' if asked == 1 else 's'} asked.")
