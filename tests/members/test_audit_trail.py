"""The audit trail keeps itself: whoever writes, and whatever somebody tries in SQL."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from members import activity, kinds
from members.chains import hash_of, text_of
from members.models import Activity, AuditEntry, AuditHead, Organization, OrganizationStatus, Person
from tests.audit import trail
from tests.factories import OrganizationFactory, PersonFactory


def record(organization: Organization | None, actor: Person | None = None, **fields: object) -> Activity:
    return activity.record(kinds.MEMBER_SUSPENDED, actor=actor, organization=organization, title="Lakeview", **fields)


def test_what_is_recorded_becomes_an_entry_with_before_and_after(lakeview: Organization, ada: Person) -> None:
    row = record(lakeview, ada, url="/here/", topics=["state:IL"], before={"status": "admitted"}, after={"a": 1})
    (entry,) = trail()
    assert (entry.chain, entry.seq, entry.kind, entry.actor_id) == (lakeview.pk, 1, "member.suspended", ada.pk)
    assert (entry.activity_id, entry.subject, entry.topics) == (row.pk, "/here/", ["state:IL", lakeview.topic])
    assert (entry.before, entry.after) == ({"status": "admitted"}, {"a": 1})
    assert entry.occurred_at == row.occurred_at


def test_each_organization_has_its_own_chain_and_the_coalition_one(
    lakeview: Organization, cascade: Organization
) -> None:
    for organization in (lakeview, None, cascade, lakeview, None):
        record(organization)
    places = [(entry.chain, entry.seq) for entry in trail()]
    assert places == [(lakeview.pk, 1), (0, 1), (cascade.pk, 1), (lakeview.pk, 2), (0, 2)]


def test_an_entry_is_chained_to_the_one_before(lakeview: Organization) -> None:
    record(lakeview)
    record(lakeview)
    first, second = trail()
    assert (first.previous_hash, second.previous_hash) == ("", first.hash)
    head = AuditHead.objects.get(chain=lakeview.pk)
    assert (head.seq, head.hash) == (2, second.hash)


def test_the_hash_can_be_computed_again_in_python(lakeview: Organization, ada: Person) -> None:
    odd = {
        "zz": 'a "quoted" \\ word',
        "é": "\t\n\x01\x7f\u2028 ✓ 🏥",
        "b": [1, True, None, {"bb": "", "a": -5}],
        "aaa": 2**53,
    }
    record(lakeview, ada, url="/ä/?q=1&r=2", topics=["a:b"], before=odd, after={})
    record(None)
    for entry in trail():
        assert entry.hash == hash_of(entry), text_of(entry)


def test_the_text_of_an_entry_is_written_as_described(lakeview: Organization) -> None:
    record(lakeview, after={"bb": 1, "c": "é"})
    (entry,) = trail()
    moment = entry.occurred_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert text_of(entry) == (
        f'[{lakeview.pk}, 1, "{moment}", "member.suspended", null, {entry.activity_id}, "", '
        f'["{lakeview.topic}"], null, {{"c": "é", "bb": 1}}, ""]'
    )


def test_an_entry_holds_no_name_and_no_text(lakeview: Organization, ada: Person) -> None:
    activity.record(kinds.PERSON_JOINED, actor=ada, organization=lakeview, title="Dana Kim", text="dana@example.org")
    (entry,) = trail()
    assert "Dana" not in text_of(entry)
    assert "dana" not in text_of(entry)


def test_values_are_kept_as_numbers_words_and_days(lakeview: Organization) -> None:
    after = {
        "organization": lakeview,
        "status": OrganizationStatus.LEFT,
        "on": date(2026, 4, 12),
        "latitude": Decimal("41.5"),
        "states": {"IL", "AK"},
    }
    row = record(lakeview, after=after)
    assert row.after == {
        "organization": lakeview.pk,
        "status": "left",
        "on": "2026-04-12",
        "latitude": "41.5",
        "states": ["AK", "IL"],
    }
    with pytest.raises(TypeError, match="float"):
        record(lakeview, after={"share": 0.5})


def test_what_is_taken_back_leaves_no_entry(lakeview: Organization, cascade: Organization) -> None:
    record(lakeview)
    with transaction.atomic():
        record(cascade)
        transaction.set_rollback(True)
    assert [entry.chain for entry in trail()] == [lakeview.pk]


def test_rows_written_in_sql_are_chained_too(lakeview: Organization) -> None:
    record(lakeview)
    trail()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO members_activity (kind, occurred_at, organization_id, title, url, text, topics, audience)"
            " VALUES ('by.hand', now(), %s, 'x', '', '', '{}', 'admins')",
            [lakeview.pk],
        )
        cursor.execute(
            "INSERT INTO members_auditentry (chain, seq, hash, occurred_at, kind, organization_id, subject, topics)"
            " VALUES (77, 99, 'forged', now(), 'forged', %s, '', '{}')",
            [lakeview.pk],
        )
    entries = trail()
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert {entry.chain for entry in entries} == {lakeview.pk}
    assert all(entry.hash == hash_of(entry) for entry in entries)


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE members_auditentry SET kind = 'nothing'",
        "UPDATE members_auditentry SET after = NULL",
        "DELETE FROM members_auditentry",
        "UPDATE members_audithead SET seq = seq - 1",
        "UPDATE members_audithead SET hash = repeat('0', 64), seq = seq + 1",
        "DELETE FROM members_audithead",
        "INSERT INTO members_audithead (chain, seq, hash) VALUES (4711, 0, '')",
        "UPDATE members_activity SET after = '{}'",
    ],
)
def test_the_database_refuses_to_change_it(attempt: str, lakeview: Organization) -> None:
    record(lakeview, after={"status": "left"})
    trail()
    with (
        pytest.raises(IntegrityError, match=r"kept as they were written|moves only when"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attempt)


@pytest.mark.parametrize("table", ["members_auditentry", "members_audithead"])
def test_the_database_refuses_to_empty_it(db: None, table: str) -> None:
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="kept as they were written"):
        cursor.execute(f"TRUNCATE {table}")


def test_the_entry_outlives_the_account(lakeview: Organization) -> None:
    person = PersonFactory()
    number = person.pk
    record(lakeview, person)
    trail()
    person.delete()
    (entry,) = trail()
    assert (entry.actor_id, entry.hash) == (number, hash_of(entry))
    assert AuditEntry.objects.select_related("actor").get().actor is None
    assert Activity.objects.get().actor is None


@pytest.mark.django_db(transaction=True)
def test_threads_that_record_for_the_same_organizations_in_any_order_never_wait_in_a_circle() -> None:
    organizations = [OrganizationFactory() for _ in range(4)]
    threads, rounds = 12, 8
    barrier, failures = Barrier(threads), []

    def work(number: int) -> None:
        barrier.wait()
        try:
            for turn in range(rounds):
                shift = (number + turn) % 4
                order = organizations[shift:] + organizations[:shift]
                with transaction.atomic():
                    for organization in order if number % 2 else reversed(order):
                        record(organization)
                    record(None)
        except Exception as error:  # noqa: BLE001  # a deadlock among them
            failures.append(error)
        finally:
            connection.close()

    workers = [Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    for chain in [0, *(organization.pk for organization in organizations)]:
        entries = list(AuditEntry.objects.filter(chain=chain).order_by("seq"))
        assert [entry.seq for entry in entries] == list(range(1, threads * rounds + 1))
        assert all(entry.hash == hash_of(entry) for entry in entries)
        assert [entry.previous_hash for entry in entries] == ["", *(entry.hash for entry in entries[:-1])]
