"""The verifier finds whatever was done to the trail behind the triggers' back, and exported heads find the rest."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from coalition.shared import clock
from members import activity, auditing, heads, kinds
from members.chains import hash_of
from members.models import AuditCheck, AuditEntry, Notice, Organization, OutgoingMail, Person
from members.tasks import export_audit_heads, verify_audit_trail
from tests.audit import trail

NOON = datetime(2026, 4, 12, 16, tzinfo=UTC)


@pytest.fixture
def chain(lakeview: Organization, cascade: Organization) -> list[AuditEntry]:
    """Five entries of Lakeview, and two of Cascade behind them that stay whole."""
    for step in range(5):
        activity.record(kinds.MEMBER_SUSPENDED, actor=None, organization=lakeview, title="x", after={"step": step})
    for _ in range(2):
        activity.record(kinds.MEMBER_SUSPENDED, actor=None, organization=cascade, title="y")
    trail()
    return list(AuditEntry.objects.filter(chain=lakeview.pk).order_by("seq"))


@pytest.fixture
def directory(tmp_path: Path, settings: Settings) -> Path:
    settings.AUDIT_HEADS_DIRECTORY = str(tmp_path / "heads")
    return tmp_path / "heads"


@contextmanager
def triggers_off() -> Iterator[None]:
    """As somebody can who owns the tables."""
    with connection.cursor() as cursor:
        for table in ("members_auditentry", "members_audithead"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in ("members_auditentry", "members_audithead"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def hash_anew(entry: AuditEntry) -> None:
    entry.hash = hash_of(entry)
    entry.save()


def change(chain: list[AuditEntry]) -> None:
    AuditEntry.objects.filter(pk=chain[2].pk).update(after={"step": 7})


def change_and_hash_anew(chain: list[AuditEntry]) -> None:
    chain[2].after = {"step": 7}
    hash_anew(chain[2])


def take_one_out(chain: list[AuditEntry]) -> None:
    chain[2].delete()


def take_the_first_out(chain: list[AuditEntry]) -> None:
    chain[0].delete()


def cut_the_tail(chain: list[AuditEntry]) -> None:
    chain[4].delete()


def cut_the_tail_and_put_the_head_back(chain: list[AuditEntry]) -> None:
    chain[4].delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE members_audithead SET seq = 4, hash = %s WHERE chain = %s", [chain[3].hash, chain[0].chain]
        )


def empty(chain: list[AuditEntry]) -> None:
    for entry in chain:
        entry.delete()


def lose_the_head(chain: list[AuditEntry]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM members_audithead WHERE chain = %s", [chain[0].chain])


def swap_two(chain: list[AuditEntry]) -> None:
    AuditEntry.objects.filter(pk=chain[1].pk).update(seq=99)
    AuditEntry.objects.filter(pk=chain[2].pk).update(seq=2)
    AuditEntry.objects.filter(pk=chain[1].pk).update(seq=3)


def move_the_last_entry(chain: list[AuditEntry]) -> None:
    chain[4].occurred_at = NOON
    hash_anew(chain[4])


def rewrite_the_whole_chain(chain: list[AuditEntry]) -> None:
    """From the third entry on, each hashed anew, the head with them: the chain holds together again."""
    previous = chain[1].hash
    for entry in chain[2:]:
        entry.previous_hash = previous
        entry.after = {"step": 7}
        hash_anew(entry)
        previous = entry.hash
    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_audithead SET hash = %s WHERE chain = %s", [previous, chain[0].chain])


def test_an_untouched_trail_is_whole(chain: list[AuditEntry]) -> None:
    verdict = auditing.verify()
    assert (verdict.chains, verdict.entries, verdict.faults) == (2, 7, [])


@pytest.mark.parametrize(
    ("attack", "seq", "what"),
    [
        (change, 3, "was changed"),
        (change_and_hash_anew, 4, "does not follow the one before"),
        (take_one_out, 3, "is missing"),
        (take_the_first_out, 1, "is missing"),
        (cut_the_tail, 5, "is missing at the end"),
        (empty, 1, "is missing at the end"),
        (lose_the_head, 5, "has no head"),
        (swap_two, 2, "was changed"),
        (move_the_last_entry, 5, "not what the head says"),
    ],
)
def test_the_verifier_names_the_first_broken_entry(
    chain: list[AuditEntry], attack: Callable[[list[AuditEntry]], None], seq: int, what: str
) -> None:
    number = chain[0].chain
    with triggers_off():
        attack(chain)
    (fault,) = auditing.verify().faults
    assert (fault.chain, fault.seq) == (number, seq)
    assert what in fault.what


@pytest.mark.parametrize(
    ("attack", "seq", "what"),
    [
        (rewrite_the_whole_chain, 5, "is not the one that was exported"),
        (cut_the_tail_and_put_the_head_back, 5, "more was exported"),
    ],
)
def test_what_holds_together_again_is_found_only_with_exported_heads(
    chain: list[AuditEntry],
    directory: Path,
    attack: Callable[[list[AuditEntry]], None],
    seq: int,
    what: str,
) -> None:
    export = heads.export()
    assert export is not None
    number = chain[0].chain
    with triggers_off():
        attack(chain)
    assert auditing.verify().is_whole
    (fault,) = auditing.verify(export.heads).faults
    assert (fault.chain, fault.seq) == (number, seq)
    assert what in fault.what


def test_a_chain_that_is_gone_altogether_is_found_with_exported_heads(chain: list[AuditEntry], directory: Path) -> None:
    export = heads.export()
    assert export is not None
    with triggers_off():
        empty(chain)
        lose_the_head(chain)
    assert auditing.verify().is_whole
    assert [fault.seq for fault in auditing.verify(export.heads).faults] == [1]


def test_a_trail_that_has_grown_since_the_export_is_whole(
    chain: list[AuditEntry], lakeview: Organization, directory: Path
) -> None:
    export = heads.export()
    assert export is not None
    activity.record(kinds.MEMBER_LEFT, actor=None, organization=lakeview, title="x")
    trail()
    assert auditing.verify(export.heads).is_whole


# The export


def test_the_export_is_made_once_a_day_and_mailed_once_to_each_admin(
    chain: list[AuditEntry], lakeview: Organization, ada: Person, rita: Person, directory: Path
) -> None:
    with clock.at(NOON):
        first = heads.export()
        activity.record(kinds.MEMBER_LEFT, actor=None, organization=lakeview, title="x")
        trail()
        assert heads.export() == first
        assert export_audit_heads() == (first.sha256 if first else None)
    assert [path.name for path in directory.iterdir()] == ["audit-heads-2026-04-12.txt"]
    (mail,) = OutgoingMail.objects.filter(kind="audit")
    assert mail.recipient == ada.email
    assert first is not None
    assert first.sha256 in mail.text


def test_a_mail_that_failed_is_made_up_for(chain: list[AuditEntry], ada: Person, directory: Path) -> None:
    heads.export()
    OutgoingMail.objects.all().delete()
    heads.export()
    assert OutgoingMail.objects.filter(kind="audit").count() == 1


def test_each_day_has_a_file(chain: list[AuditEntry], directory: Path) -> None:
    for day in (12, 13):
        with clock.at(NOON.replace(day=day)):
            heads.export()
    export = heads.latest()
    assert export is not None
    assert export.path.name == "audit-heads-2026-04-13.txt"


def test_the_file_holds_the_head_of_each_chain(chain: list[AuditEntry], directory: Path) -> None:
    export = heads.export()
    assert export is not None
    assert export.heads[chain[0].chain] == (5, chain[4].hash)
    assert len(export.heads) == 2
    lines = export.path.read_text().splitlines()
    assert lines[0] == "coalition audit heads"
    assert lines[-1].startswith("signed ")


def test_a_file_that_was_changed_is_refused(chain: list[AuditEntry], directory: Path) -> None:
    export = heads.export()
    assert export is not None
    export.path.write_text(export.text.replace(chain[4].hash, "0" * 64))
    with pytest.raises(heads.NotOurs):
        heads.read(export.path)
    (directory / "other.txt").write_text("something else")
    with pytest.raises(heads.NotOurs):
        heads.read(directory / "other.txt")


def test_a_file_signed_with_an_older_key_is_taken(chain: list[AuditEntry], directory: Path, settings: Settings) -> None:
    export = heads.export()
    assert export is not None
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert heads.read(export.path) == export


def test_without_a_directory_nothing_is_exported(chain: list[AuditEntry], ada: Person) -> None:
    assert heads.export() is None
    assert heads.latest() is None
    assert export_audit_heads() == ""
    assert not OutgoingMail.objects.exists()


# The command, and the check of each night


def test_the_command_says_that_the_trail_is_whole(chain: list[AuditEntry]) -> None:
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert "2 chains, 7 entries, compared with no exported heads." in out.getvalue()
    assert "The audit trail is whole." in out.getvalue()


def test_the_command_names_what_is_broken_and_ends_with_1(chain: list[AuditEntry]) -> None:
    with triggers_off():
        change(chain)
    errors = StringIO()
    with pytest.raises(CommandError, match="1 broken") as failure:
        call_command("audit", "verify", stdout=StringIO(), stderr=errors)
    assert failure.value.returncode == 1
    assert f"chain {chain[0].chain}, entry 3: was changed" in errors.getvalue()


def test_the_command_compares_with_a_file(chain: list[AuditEntry], directory: Path, settings: Settings) -> None:
    call_command("audit", "heads", stdout=StringIO())
    (file,) = directory.iterdir()
    settings.AUDIT_HEADS_DIRECTORY = ""
    with triggers_off():
        rewrite_the_whole_chain(chain)
    call_command("audit", "verify", stdout=StringIO())
    with pytest.raises(CommandError, match="1 broken"):
        call_command("audit", "verify", str(file), stdout=StringIO(), stderr=StringIO())


def test_the_command_refuses_what_is_no_export(db: None, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with pytest.raises(CommandError, match="no export of heads"):
        call_command("audit", "verify", str(tmp_path / "x"))
    with pytest.raises(CommandError, match="No such file"):
        call_command("audit", "verify", str(tmp_path / "y"))
    with pytest.raises(CommandError, match="AUDIT_HEADS_DIRECTORY"):
        call_command("audit", "heads")


def test_each_night_the_newest_export_is_compared(chain: list[AuditEntry], directory: Path) -> None:
    heads.export()
    with triggers_off():
        rewrite_the_whole_chain(chain)
    assert verify_audit_trail() == 1
    kept = AuditCheck.objects.get()
    assert (kept.chains, kept.entries, kept.broken, kept.is_whole) == (2, 7, 1, False)
    assert kept.compared.startswith("audit-heads-")
    assert kept.faults[0]["seq"] == 5


def test_the_admins_are_told_of_an_export_that_was_changed(
    chain: list[AuditEntry], ada: Person, directory: Path
) -> None:
    export = heads.export()
    assert export is not None
    export.path.write_text(export.text.replace(chain[4].hash, "0" * 64))
    assert verify_audit_trail() == 1
    assert "was changed since" in Notice.objects.get().title


def test_the_admins_are_told_of_a_broken_chain_until_it_is_whole_again(
    chain: list[AuditEntry], ada: Person, rita: Person
) -> None:
    with triggers_off():
        change(chain)
    auditing.check()
    auditing.check()
    (notice,) = Notice.objects.open()
    assert (notice.person, notice.kind) == (ada, "notice.audit_broken")
    with triggers_off():
        AuditEntry.objects.filter(pk=chain[2].pk).update(after={"step": 2})
    auditing.check()
    assert not Notice.objects.open().exists()
