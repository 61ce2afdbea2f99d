"""Keeping files that were looked into, and clearing away what nobody needs any more."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q

from members.models import Person
from projects.files.inspecting import Inspected
from projects.models import Attachment, Update
from projects.models.attachment import FOLDER

KEPT_AFTER_WITHDRAWAL = timedelta(days=30)  # for whoever withdrew by mistake, and asks an admin
SWEPT_DAYS = range(2, 31)  # ago: what came today or yesterday may belong to a transaction that is under way


def keep(file: Inspected, *, actor: Person, update: Update | None = None) -> Attachment:
    """Put the file into the storage and write its row, in the transaction of the verb that asks for it.

    When that transaction fails, the file lies there without a row until `sweep` finds it.
    """
    row = Attachment(
        update=update,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
        width=file.width,
        height=file.height,
        uploaded_by=actor,
    )
    row.file.save(file.name, ContentFile(file.content), save=False)
    row.save()
    return row


def sweep(now: datetime) -> int:
    """Delete files without a row of the last month, and those withdrawn a month ago; returns how many.

    May run twice without harm, also at the same time.
    """
    return sum(_delete_nameless(now.date())) + sum(_delete_withdrawn(now - KEPT_AFTER_WITHDRAWAL))


def _delete_nameless(today: date) -> Iterator[int]:
    for days in SWEPT_DAYS:
        folder = f"{FOLDER}/{today - timedelta(days=days):%Y/%m/%d}"
        kept = {f"{folder}/{name}" for name in _names_in(folder)}
        for place in sorted(kept - _with_row(kept)):
            default_storage.delete(place)
            yield 1


def _names_in(folder: str) -> list[str]:
    try:
        return list(default_storage.listdir(folder)[1])
    except FileNotFoundError:  # no file came that day; S3 knows no folders, and says that there is nothing in it
        return []


def _with_row(places: Iterable[str]) -> set[str]:
    return set(Attachment.objects.filter(file__in=places).values_list("file", flat=True))


def _delete_withdrawn(before: datetime) -> Iterator[int]:
    withdrawn = Q(removed_at__lt=before) | Q(update__withdrawn_at__lt=before) | Q(deliverable__withdrawn_at__lt=before)
    rows = Attachment.objects.filter(withdrawn).exclude(file="").values_list("pk", "file")
    for key, place in rows.iterator():
        default_storage.delete(place)  # no error where it is gone already
        Attachment.objects.filter(pk=key).update(file="")
        yield 1
