r"""How the audit trail is hashed, so that anybody can compute it again without this portal.

The text of an entry is a JSON array of eleven values, in this order: number of the chain (the organization's number,
0 for the coalition), number in the chain from 1 on, moment in UTC (`2026-04-12T14:00:00.000000Z`), kind, number of the
person or null, number of the activity row or null, address of the page concerned, topics, fields before or null,
fields after or null, hash of the entry before ("" for the first).

It is written as PostgreSQL writes `jsonb`: `", "` between values, `": "` behind a key; the keys of an object sorted
by their length in bytes of UTF-8, then byte by byte; letters as they are, escaped only `"`, `\` and the controls
below U+0020 (`\b \f \n \r \t`, else `\u` with four lower-case digits). Numbers are whole. The hash is SHA-256 of
that text in UTF-8, as 64 lower-case hexadecimal digits.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from members.models import AuditEntry


def text_of(entry: AuditEntry) -> str:
    """The exact text that the entry's hash is computed from."""
    return _written(
        [
            entry.chain,
            entry.seq,
            entry.occurred_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            entry.kind,
            entry.actor_id,
            entry.activity_id,
            entry.subject,
            entry.topics,
            entry.before,
            entry.after,
            entry.previous_hash,
        ]
    )


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 of the entry's text: what stands in `hash` while nobody has touched the row."""
    return hashlib.sha256(text_of(entry).encode()).hexdigest()


def _written(value: Any) -> str:
    return json.dumps(_sorted(value), ensure_ascii=False, separators=(", ", ": "))


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value, key=_place)}
    return [_sorted(part) for part in value] if isinstance(value, list) else value


def _place(key: str) -> tuple[int, bytes]:
    written = key.encode()
    return len(written), written
