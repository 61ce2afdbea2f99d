"""`manage.py sample_coalition`: fill an empty database with an invented coalition to look around in."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coalition.sample import large, small
from members import auditing
from members.models import Organization

SIGN_INS = "signins.json"


class Command(BaseCommand):
    """Tells the small sample through the verbs, or copies the large one in bulk."""

    help = "Fill an empty database with an invented coalition. The same seed gives the same coalition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=["small", "large"], default="small")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--organizations", type=int, default=2_000, help="large only")
        parser.add_argument("--people", type=int, default=5_000, help="large only")
        parser.add_argument("--offers", type=int, default=100_000, help="large only")
        parser.add_argument("--requests", type=int, default=20_000, help="large only")

    def handle(self, *args: Any, **options: Any) -> None:
        if Organization.objects.exists():
            raise CommandError("There are organizations already. The sample is for an empty database: try make reset.")
        if settings.PRODUCTION:
            raise CommandError("The sample's passwords are known to everybody; it is never loaded in production.")
        if options["size"] == "large":
            sizes = {name: options[name] for name in ("organizations", "people", "offers", "requests")}
            self.stdout.write(f"Loaded {large.copy(seed=options['seed'], **sizes)}")
            return
        found = small.tell(seed=options["seed"])
        auditing.check()  # so that the desk says at once that the trail is whole
        path = Path(settings.BASE_DIR) / "var" / SIGN_INS
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps([asdict(sign_in) for sign_in in found], indent=1), encoding="utf-8")
        for sign_in in found:
            self.stdout.write(f"{sign_in.role}: {sign_in.email}, password {sign_in.password}")
