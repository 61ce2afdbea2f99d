"""What was published and signed is kept, whoever writes to the database, in whatever way."""

import threading
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, NotAllowed
from members.drafting import Written, begin_draft, edit_draft
from members.models import Acceptance, CharterVersion, Organization, Person, Principle
from members.signing import accept_charter, publish
from tests.conftest import make_person
from tests.factories import MembershipFactory, OrganizationFactory
from tests.members.test_at_once import again, at_once


def refused(statement: str, *values: object) -> bool:
    """Whether the database refuses a statement, as from somebody with psql. Nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if statement.startswith("TRUNCATE"):
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement, values)
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


PUBLISHED = [
    "UPDATE members_charterversion SET title = 'Other' WHERE status = 'published'",
    "UPDATE members_charterversion SET preamble = 'Other' WHERE status = 'published'",
    "UPDATE members_charterversion SET number = 99 WHERE status = 'published'",
    "UPDATE members_charterversion SET id = 99 WHERE status = 'published'",
    "UPDATE members_charterversion SET revision = 99 WHERE status = 'published'",
    "UPDATE members_charterversion SET text_sha256 = repeat('0', 64) WHERE status = 'published'",
    "UPDATE members_charterversion SET published_at = now() WHERE status = 'published'",
    "UPDATE members_charterversion SET status = 'draft' WHERE status = 'published'",
    "UPDATE members_charterversion SET status = 'superseded', title = 'Other' WHERE status = 'published'",
    "DELETE FROM members_charterversion WHERE status = 'published'",
    "INSERT INTO members_charterversion (number, title, preamble, status, text_sha256, published_at, revision)"
    " VALUES (99, 'Forged', '', 'superseded', repeat('0', 64), now(), 1)",
    "UPDATE members_principle SET text = 'Other'",
    "UPDATE members_principle SET title = 'Other' WHERE position = 1",
    "UPDATE members_principle SET position = position + 100",
    "DELETE FROM members_principle WHERE position = 5",
    "INSERT INTO members_principle (charter_id, position, title, text)"
    " SELECT id, 9, 'New', 'New' FROM members_charterversion WHERE status = 'published'",
    "TRUNCATE members_principle",
    "TRUNCATE members_charterversion CASCADE",
    "TRUNCATE members_acceptance",
    "TRUNCATE members_organization CASCADE",
    "TRUNCATE members_person CASCADE",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", PUBLISHED)
def test_no_statement_changes_what_was_published(statement):
    assert refused(statement)


SIGNED = [
    f"UPDATE members_acceptance SET {change}"
    for change in (
        "person_name = 'Somebody else'",
        "authority = 'None'",
        "address = NULL",
        "accepted_at = now()",
        "text_sha256 = repeat('0', 64)",
        "receipt = repeat('0', 64)",
        "organization_id = organization_id + 1",
        "charter_id = charter_id + 1",
        "person_id = person_id + 1",
    )
] + ["DELETE FROM members_acceptance", "TRUNCATE members_acceptance"]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", SIGNED)
def test_no_statement_changes_what_was_signed(statement, rita, lakeview):
    accept_charter(lakeview, actor=rita, authority="Chief executive")
    assert refused(statement)
    assert Acceptance.objects.get().person_name == "Rita"


@pytest.mark.django_db
def test_the_superseded_version_is_kept_as_well(ada, next_charter):
    publish(next_charter, actor=ada)
    for statement in (
        "UPDATE members_charterversion SET title = 'Other' WHERE number = 1",
        "UPDATE members_charterversion SET status = 'draft' WHERE number = 1",
        "UPDATE members_charterversion SET status = 'published' WHERE number = 1",
        "DELETE FROM members_charterversion WHERE number = 1",
        "UPDATE members_principle SET text = 'Other' WHERE charter_id = (SELECT min(id) FROM members_charterversion)",
    ):
        assert refused(statement)


@pytest.mark.django_db
def test_a_principle_is_not_moved_between_a_draft_and_what_was_published(next_charter):
    published = CharterVersion.objects.in_force().get()
    move = "UPDATE members_principle SET charter_id = %s, position = 50 WHERE charter_id = %s AND position = 1"
    assert refused(move, next_charter.pk, published.pk)
    assert refused(move, published.pk, next_charter.pk)


@pytest.mark.django_db
def test_a_draft_comes_into_force_only_with_the_hash_of_its_text(next_charter):
    """The database computes it as the model does, whatever the text holds."""
    publishing = (
        "UPDATE members_charterversion SET status = 'published', published_at = now(), text_sha256 = %s"
        " WHERE status = 'draft'"
    )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE members_charterversion DISABLE TRIGGER charter_is_kept")
        cursor.execute("UPDATE members_charterversion SET status = 'superseded' WHERE number = 1")
        cursor.execute("ALTER TABLE members_charterversion ENABLE TRIGGER charter_is_kept")
    Principle.objects.filter(charter=next_charter, position=2).update(text="Line\r\nof “Ünïcode” 𝒳 \\ and %s 'quotes'")
    next_charter = CharterVersion.objects.get(pk=next_charter.pk)
    assert refused(publishing, sha256(b"another text").hexdigest())
    assert refused("UPDATE members_charterversion SET status = 'superseded', published_at = now() WHERE number = 2")
    assert not refused(publishing, next_charter.hash_of_text())


@pytest.mark.django_db
def test_only_the_version_in_force_is_accepted_whoever_writes_it(rita, lakeview, ada, next_charter):
    accept = (
        "INSERT INTO members_acceptance (organization_id, charter_id, person_id, person_name, authority, text_sha256,"
        " accepted_at, receipt) SELECT %s, id, %s, 'Rita', 'None', {}, now(), repeat('b', 64)"
        " FROM members_charterversion WHERE number = {}"
    )
    who = (lakeview.pk, rita.pk)
    assert refused(accept.format("repeat('0', 64)", 1), *who)  # another text
    assert refused(accept.format("repeat('0', 64)", 2), *who)  # a draft
    publish(next_charter, actor=ada)
    assert refused(accept.format("text_sha256", 1), *who)  # superseded
    assert not refused(accept.format("text_sha256", 2), *who)


@pytest.mark.django_db
def test_nobody_else_publishes_and_nobody_accepts_for_another(
    rita, carl, olga, cora, sam, lakeview, cascade, next_charter
):
    for person in (rita, carl, cora, sam):
        with pytest.raises(NotAllowed):
            publish(next_charter, actor=person)
    with pytest.raises(NotAllowed):
        accept_charter(cascade, actor=rita, authority="Chief executive")
    assert not Acceptance.objects.exists()


def _member(name: str) -> tuple[Person, Organization]:
    organization = OrganizationFactory()
    return MembershipFactory(person=make_person(name), organization=organization).person, organization


def _draft(admin: Person) -> CharterVersion:
    draft = begin_draft(actor=admin)
    return edit_draft(
        draft, actor=admin, revision=1, title="Second", preamble="We act.", principles=[Written("One", "First.")]
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_does():
    admins = [make_person("ada", is_admin=True), make_person("adam", is_admin=True)]
    draft = _draft(admins[0])
    refusals = at_once(
        *[lambda a=a: publish(CharterVersion.objects.get(pk=draft.pk), actor=again(a), revision=2) for a in admins]
    )
    assert refusals == ["This is “In force” and cannot become “In force”."]
    assert list(CharterVersion.objects.values_list("number", "status")) == [(2, "published"), (1, "superseded")]


@pytest.mark.django_db(transaction=True)
def test_of_two_representatives_who_accept_at_once_one_does():
    rita, organization = _member("rita")
    ruth = MembershipFactory(person=make_person("ruth"), organization=organization).person
    publish(_draft(make_person("ada", is_admin=True)), actor=Person.objects.get(email="ada@example.org"))
    refusals = at_once(
        *[
            lambda p=p: accept_charter(
                Organization.objects.get(pk=organization.pk), actor=again(p), authority="Owner", version=2
            )
            for p in (rita, ruth)
        ]
    )
    assert len(refusals) == 1
    assert "already" in refusals[0]
    assert organization.acceptances.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_accepts_while_a_version_is_published_has_accepted_the_new_one_or_owes_it():
    """However the two fall, nobody is left with the old version accepted and no deadline."""
    ada = make_person("ada", is_admin=True)
    draft = _draft(ada)
    signers = [_member(f"signer{n}") for n in range(4)]
    at_once(
        lambda: publish(CharterVersion.objects.get(pk=draft.pk), actor=again(ada)),
        *[
            lambda o=organization, p=person: accept_charter(
                Organization.objects.get(pk=o.pk), actor=again(p), authority="Owner", version=1
            )
            for person, organization in signers
        ],
    )
    assert CharterVersion.objects.in_force().get().number == 2
    for _, organization in signers:
        organization.refresh_from_db()
        assert organization.must_accept_by is not None


@pytest.mark.django_db(transaction=True)
def test_no_principle_slips_into_a_version_that_is_being_published():
    """Somebody with psql adds one in a transaction that began before the publishing and ends after it."""
    ada = make_person("ada", is_admin=True)
    draft = _draft(ada)
    inserted, outcome = threading.Event(), []

    def slip_in() -> None:
        try:
            with transaction.atomic():
                clock.now()
                Principle.objects.create(charter_id=draft.pk, position=2, title="Slipped in", text="Slipped in.")
                inserted.set()
                threading.Event().wait(0.3)  # publish meets the open transaction
            outcome.append("inserted")
        finally:
            connection.close()

    thread = threading.Thread(target=slip_in)
    thread.start()
    inserted.wait(5)
    published = publish(CharterVersion.objects.get(pk=draft.pk), actor=again(ada))
    thread.join()
    stored = CharterVersion.objects.get(pk=draft.pk)
    assert outcome == ["inserted"]
    assert stored.hash_of_text() == stored.text_sha256 == published.text_sha256
    assert "Slipped in" in stored.text  # it came first, and so was hashed with the rest
    assert refused(
        "INSERT INTO members_principle (charter_id, position, title, text) VALUES (%s, 3, 'A', 'A')", stored.pk
    )


@pytest.mark.django_db
def test_a_second_publishing_and_a_second_acceptance_are_refused(ada, rita, lakeview, next_charter):
    publish(next_charter, actor=ada)
    with pytest.raises(IllegalTransition):
        publish(next_charter, actor=ada)
    accept_charter(lakeview, actor=rita, authority="Chief executive", version=2)
    acts: list[Callable[[], object]] = [
        lambda: accept_charter(lakeview, actor=rita, authority="Chief executive", version=2),
        lambda: accept_charter(lakeview, actor=rita, authority="Chief executive", version=1),
    ]
    for act in acts:
        with pytest.raises(Conflict):
            act()
