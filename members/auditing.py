"""Whether the audit trail is whole: every chain is computed anew and compared with what was exported of it before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from members import chains, kinds, notices
from members.models import AuditCheck, AuditEntry, AuditHead

CHUNK = 2000  # rows in memory at a time
MOST_KEPT = 100  # faults kept with a check; the command prints all
SUBJECT = "audit-trail"
BEFORE_THE_FIRST = -1  # no chain has this number

Heads = Mapping[int, tuple[int, str]]  # chain: number of entries, hash of the last


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong with a chain; `seq` is the entry, or the first that is missing."""

    chain: int
    seq: int
    what: str

    def __str__(self) -> str:
        return f"chain {self.chain}, entry {self.seq}: {self.what}"


@dataclass
class Verdict:
    """What was looked at, and the first fault of each broken chain."""

    chains: int = 0
    entries: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify(exported: Heads | None = None) -> Verdict:
    """Go through all chains, a few rows in memory at a time.

    `exported` are heads that were carried out of the database: a chain that was rewritten from end to end holds
    together again, and only they tell.
    """
    verdict, walk = Verdict(), _Walk(exported or {})
    for entry in AuditEntry.objects.order_by("chain", "seq").iterator(chunk_size=CHUNK):
        verdict.entries += 1
        walk.step(entry)
    walk.end()
    verdict.chains, verdict.faults = len(walk.seen), sorted(walk.faults.values(), key=lambda fault: fault.chain)
    return verdict


def check(exported: Heads | None = None, *, compared: str = "") -> Verdict:
    """Verify, keep the outcome for the admins' desk, and put a notice before all admins when something is wrong.

    `compared` names the file whose heads were compared.
    """
    began = clock.now()
    verdict = verify(exported)
    faults = [{"chain": f.chain, "seq": f.seq, "what": f.what} for f in verdict.faults[:MOST_KEPT]]
    AuditCheck.objects.create(
        began_at=began,
        ended_at=clock.now(),
        chains=verdict.chains,
        entries=verdict.entries,
        broken=len(verdict.faults),
        faults=faults,
        compared=compared,
    )
    if verdict.is_whole:
        notices.done(SUBJECT)
    else:
        alarm(_("%(n)s broken chains") % {"n": len(verdict.faults)})
    return verdict


def alarm(what: str) -> None:
    """Put before all admins what is wrong with the trail, until a check finds it whole."""
    notices.tell(notices.admins(), kinds.AUDIT_BROKEN, title=what, url=reverse("members:desk_audit"), subject=SUBJECT)


class _Walk:
    """Goes from entry to entry, chain by chain, and notes the first fault of each."""

    def __init__(self, exported: Heads) -> None:
        self.exported = exported
        self.heads = {head.chain: (head.seq, head.hash) for head in AuditHead.objects.iterator(chunk_size=CHUNK)}
        self.faults: dict[int, Fault] = {}
        self.seen: set[int] = set()
        self.chain = BEFORE_THE_FIRST
        self.seq, self.hash = 0, ""

    def step(self, entry: AuditEntry) -> None:
        if entry.chain != self.chain:
            self._leave()
            self.seen.add(entry.chain)
            self.chain, self.seq, self.hash = entry.chain, 0, ""
        if wrong := next(self._wrong(entry), None):
            self._note(*wrong)
        self.seq, self.hash = entry.seq, entry.hash

    def end(self) -> None:
        """After the last entry: also the chains of which nothing is left."""
        self._leave()
        for chain in self.heads.keys() | (self.exported.keys() - self.seen):
            self.chain, self.seq, self.hash = chain, 0, ""
            self._check_end(self.heads.get(chain))

    def _wrong(self, entry: AuditEntry) -> Iterator[tuple[int, str]]:
        if entry.seq != self.seq + 1:
            yield self.seq + 1, "is missing"
        if entry.chain != (entry.organization_id or 0):
            yield entry.seq, "stands in the chain of another organization"
        if entry.hash != chains.hash_of(entry):
            yield entry.seq, "was changed: its hash is not that of its text"
        if entry.previous_hash != self.hash:
            yield entry.seq, "does not follow the one before, which was changed and hashed anew"
        told = self.exported.get(entry.chain)
        if told and told[0] == entry.seq and told[1] != entry.hash:
            yield entry.seq, "is not the one that was exported: the chain was rewritten"

    def _leave(self) -> None:
        """At the end of a chain: it must reach as far as its head and as was exported."""
        if self.chain != BEFORE_THE_FIRST:
            self._check_end(self.heads.pop(self.chain, None))

    def _check_end(self, head: tuple[int, str] | None) -> None:
        told = self.exported.get(self.chain)
        if told and self.seq < told[0]:
            self._note(self.seq + 1, "is missing: more was exported")
        if head is None and self.seq:
            self._note(self.seq, "is the last, and the chain has no head")
        elif head and head[0] > self.seq:
            self._note(self.seq + 1, "is missing at the end: the head counts more")
        elif head and head != (self.seq, self.hash):
            self._note(self.seq, "is the last, and not what the head says")

    def _note(self, seq: int, what: str) -> None:
        self.faults.setdefault(self.chain, Fault(self.chain, seq, what))
