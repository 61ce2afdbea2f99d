"""The digest as a letter."""

from datetime import datetime, time

from django.urls import reverse

from coalition.shared import mail
from members import outbox, unsubscribing
from members.digests.composing import Contents
from members.digests.reading import Reader
from members.models import DigestFrequency, OutgoingMail, Person


def letter_for(reader: Reader, contents: Contents, now: datetime) -> OutgoingMail:
    """The digest as a row of the outbox."""
    return outbox.addressed(
        reader.person,
        rendered(reader.person, contents, now),
        kind=unsubscribing.DIGEST,
        dedup=f"digest:{reader.person.pk}:{reader.period.key}",
        headers=unsubscribing.headers_for(reader.person, unsubscribing.DIGEST),
    )


def rendered(person: Person, contents: Contents, now: datetime) -> mail.Letter:
    """The digest as it reads."""
    context = {
        "contents": contents,
        "now": now,
        "weekly": person.digest_frequency == DigestFrequency.WEEKLY,
        "hour": time(person.digest_hour),
        "zone": person.zone.key.replace("_", " "),
        "notices_path": reverse("members:notices"),
        "settings_path": reverse("members:settings"),
        "unsubscribe_path": unsubscribing.path_for(person, unsubscribing.DIGEST),
    }
    return outbox.render_for(person, "digest", context)
