"""The heads of the audit trail's chains, carried out of the database once a day.

Whoever can write the database can rewrite a chain from end to end so that it holds together. They cannot rewrite a file
on another machine, and not the mail in the admins' mailboxes that names the file's SHA-256.

A file is text: `coalition audit heads`, `day YYYY-MM-DD`, `made` and the moment, then for each chain its number, the
number of entries and the hash of the last; at the end `signed` and the HMAC-SHA256 of all above by the portal's key.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coalition.shared import clock
from members import notices, outbox
from members.auditing import Heads
from members.models import AuditHead

TITLE = "coalition audit heads"
SALT = "members.heads"


class NotOurs(ValueError):
    """A file that is no export of heads, or one that was changed."""


@dataclass(frozen=True, slots=True)
class Export:
    """One day's file."""

    path: Path
    text: str

    @property
    def sha256(self) -> str:
        """What the mail to the admins says of the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def heads(self) -> Heads:
        """The heads in the file."""
        rows = (line.split(" ") for line in self.text.splitlines()[3:-1])
        return {int(chain): (int(seq), head) for chain, seq, head in rows}


def export() -> Export | None:
    """Write today's file and mail its SHA-256 to all admins, each once a day; None when no directory is set.

    Called again, it finds the file and the mail there and leaves both as they are.
    """
    if not settings.AUDIT_HEADS_DIRECTORY:
        return None
    day = clock.today().isoformat()
    path = Path(settings.AUDIT_HEADS_DIRECTORY) / f"audit-heads-{day}.txt"
    if not path.exists():
        _write(path, _signed("".join(_lines(day))))
    made = read(path)
    _mail(made, day)
    return made


def latest() -> Export | None:
    """The newest file in the directory, if there is one. Raises NotOurs when it was changed."""
    if not settings.AUDIT_HEADS_DIRECTORY:
        return None
    files = sorted(Path(settings.AUDIT_HEADS_DIRECTORY).glob("audit-heads-*.txt"))
    return read(files[-1]) if files else None


def read(path: Path) -> Export:
    """A file with its signature checked. Raises NotOurs, or OSError when it cannot be read."""
    text = path.read_text(encoding="utf-8")
    body, _mark, signature = text.rpartition("signed ")
    if not body.startswith(TITLE) or not _is_ours(body, signature.strip()):
        raise NotOurs(f"{path.name} is no export of heads, or was changed since")
    return Export(path, text)


def _lines(day: str) -> Iterator[str]:
    yield f"{TITLE}\nday {day}\nmade {clock.now().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n"
    for chain, seq, head in AuditHead.objects.order_by("chain").values_list("chain", "seq", "hash").iterator():
        yield f"{chain} {seq} {head}\n"


def _signed(body: str) -> str:
    return f"{body}signed {salted_hmac(SALT, body, algorithm='sha256').hexdigest()}\n"


def _is_ours(body: str, signature: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(
        constant_time_compare(salted_hmac(SALT, body, secret=key, algorithm="sha256").hexdigest(), signature)
        for key in keys
    )


def _write(path: Path, text: str) -> None:
    """Whole or not at all; of two that write at once, one is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".", delete=False) as file:
        file.write(text)
    draft = Path(file.name)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _mail(made: Export, day: str) -> None:
    heads = made.heads
    text = _(
        "%(chains)s chains with %(entries)s entries. The SHA-256 of the file %(name)s is:\n\n%(sha)s\n\n"
        "Keep this message: whoever changes the trail and the file cannot change it."
    ) % {
        "chains": len(heads),
        "entries": sum(seq for seq, _hash in heads.values()),
        "name": made.path.name,
        "sha": made.sha256,
    }
    context = {
        "sentence": _("Audit trail of %(day)s") % {"day": date_format(clock.today(), "M j, Y")},
        "text": text,
        "url": reverse("members:desk_audit"),
        "action": _("See the audit trail"),
        "why": _("You get this because you are an admin of the coalition. It comes once a day."),
    }
    for person in notices.admins():
        dedup = f"audit-heads:{day}:{person.pk}"
        outbox.enqueue(person, template="notice", context=context, kind="audit", dedup=dedup)
