"""`manage.py lapse_proposals`: what the scheduler does every five minutes, by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from coalition.shared import clock
from resources.lifecycle import lapse_unanswered


class Command(BaseCommand):
    help = "Let the proposals lapse that nobody answered in time."

    def handle(self, *args: Any, **options: Any) -> None:
        count = lapse_unanswered(clock.now())
        self.stdout.write(f"{count} proposal{'' if count == 1 else 's'} lapsed.")
