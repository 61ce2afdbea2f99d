"""The charter: accepted on record for good, published once and never changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from coalition.shared.states import check
from members.models import Acceptance, Activity, CharterStatus, CharterVersion, Notice, NoticeStatus, Principle
from members.models.charter import TRANSITIONS
from members.signing import accept_charter, publish, receipt_of
from members.standing import leave_coalition
from tests.factories import MembershipFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def test_a_representative_accepts_for_the_organization(rita, lakeview):
    moment = datetime(2020, 3, 23, 9, 30, tzinfo=UTC)
    with clock.at(moment):
        acceptance = accept_charter(lakeview, actor=rita, authority=" Chief executive ", address="192.0.2.7")
    charter = CharterVersion.objects.in_force().get()
    assert acceptance.charter == charter
    assert acceptance.text_sha256 == charter.text_sha256 == charter.hash_of_text()
    assert (acceptance.person, acceptance.person_name, acceptance.authority) == (rita, "Rita", "Chief executive")
    assert (acceptance.address, acceptance.accepted_at) == ("192.0.2.7", moment)
    assert Activity.objects.visible_to(rita).get().sentence == "Rita accepted the charter for Lakeview Health"


def test_the_receipt_can_be_computed_from_the_record(rita, lakeview):
    receipt = accept_charter(lakeview, actor=rita, authority="Chief executive").receipt
    stored = Acceptance.objects.get()
    assert receipt == stored.receipt == receipt_of(stored)
    assert len(receipt) == 64
    stored.authority = "Janitor"
    assert receipt_of(stored) != receipt


def test_a_new_name_of_the_person_does_not_spoil_the_receipt(rita, lakeview):
    accept_charter(lakeview, actor=rita, authority="Chief executive")
    rita.name = "Rita Married"
    rita.save()
    stored = Acceptance.objects.get()
    assert receipt_of(stored) == stored.receipt


def test_the_acceptance_of_an_applicant_is_not_told_to_the_members(abel, northfork, rita, ada):
    accept_charter(northfork, actor=abel, authority="Owner")
    assert not Activity.objects.visible_to(rita).exists()
    assert Activity.objects.visible_to(ada).exists()


def test_only_a_representative_accepts(carl, reed, olga, ada, lakeview):
    for person in (carl, reed, olga, ada):
        with pytest.raises(NotAllowed):
            accept_charter(lakeview, actor=person, authority="Chief executive")


def test_an_authority_has_to_be_stated(rita, lakeview):
    with pytest.raises(Invalid) as refused:
        accept_charter(lakeview, actor=rita, authority="   ")
    assert refused.value.field == "authority"


def test_a_version_is_accepted_once(rita, lakeview):
    accept_charter(lakeview, actor=rita, authority="Chief executive")
    with pytest.raises(Conflict, match="already"):
        accept_charter(lakeview, actor=rita, authority="Chief executive")


def test_one_signs_the_version_one_has_read(rita, lakeview, ada, next_charter):
    publish(next_charter, actor=ada)
    with pytest.raises(Conflict, match="while you read"):
        accept_charter(lakeview, actor=rita, authority="Chief executive", version=1)
    assert accept_charter(lakeview, actor=rita, authority="Chief executive", version=2).charter == next_charter


def test_who_left_does_not_sign(rita, lakeview):
    leave_coalition(lakeview, actor=rita)
    with pytest.raises(Conflict):
        accept_charter(lakeview, actor=rita, authority="Chief executive")


def test_an_acceptance_is_neither_changed_nor_deleted(rita, lakeview):
    acceptance = accept_charter(lakeview, actor=rita, authority="Chief executive")
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.update(person_name="Somebody else")
    with pytest.raises(IntegrityError), transaction.atomic():
        acceptance.delete()


def test_publishing_puts_a_version_in_the_place_of_the_one_before(ada, rita, next_charter):
    publish(next_charter, actor=ada)
    statuses = CharterVersion.objects.order_by("number").values_list("number", "status")
    assert list(statuses) == [(1, CharterStatus.SUPERSEDED), (2, CharterStatus.PUBLISHED)]
    assert next_charter.text_sha256 == next_charter.hash_of_text()
    assert (
        Activity.objects.visible_to(rita).get(kind="charter.published").title == "Charter of the coalition, version 2"
    )


def test_a_new_version_is_put_before_the_representatives_of_members(ada, rita, carl, sam, abel, next_charter, lakeview):
    publish(next_charter, actor=ada)
    assert set(Notice.objects.values_list("person__name", flat=True)) == {"Rita", "Sam"}
    notice = Notice.objects.get(person=rita)
    lakeview.refresh_from_db()
    assert (notice.kind, notice.url) == ("notice.accept_charter", "/apply/agreement/?for=lakeview-health")
    assert notice.due_at == lakeview.must_accept_by == next_charter.published_at + timedelta(days=30)
    accept_charter(lakeview, actor=rita, authority="Chief executive")
    notice.refresh_from_db()
    assert notice.status == NoticeStatus.DONE
    lakeview.refresh_from_db()
    assert lakeview.must_accept_by is None


def test_publishing_asks_each_of_many_members_without_asking_the_database_about_each_person(
    ada, next_charter, django_assert_max_num_queries
):
    for _ in range(6):
        organization = OrganizationFactory()
        MembershipFactory(organization=organization)
        MembershipFactory(organization=organization)
    with django_assert_max_num_queries(20):
        publish(next_charter, actor=ada)
    assert Notice.objects.count() == 12


def test_only_an_admin_publishes(rita, cora, next_charter):
    for person in (rita, cora):
        with pytest.raises(NotAllowed):
            publish(next_charter, actor=person)


def test_a_charter_without_principles_is_not_published(ada):
    charter = CharterVersion.objects.create(number=2, title="Empty", preamble="Nothing.")
    with pytest.raises(Invalid):
        publish(charter, actor=ada)


def test_a_version_is_published_once(ada, next_charter):
    publish(next_charter, actor=ada)
    with pytest.raises(IllegalTransition):
        publish(next_charter, actor=ada)


def test_a_published_version_cannot_be_changed_even_in_the_database(db):
    charter = CharterVersion.objects.in_force().get()
    for change in (
        lambda: CharterVersion.objects.filter(pk=charter.pk).update(preamble=F("title")),
        lambda: Principle.objects.filter(charter=charter).update(text="Other."),
        lambda: Principle.objects.create(charter=charter, position=9, title="New", text="New."),
        lambda: charter.principles.first().delete(),
        charter.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize("old", CharterStatus.values)
@pytest.mark.parametrize("new", CharterStatus.values)
def test_the_states_of_a_charter(old, new):
    if (old, new) in {("draft", "published"), ("published", "superseded")}:
        check(TRANSITIONS, CharterStatus, old=old, new=new)
    else:
        with pytest.raises(IllegalTransition):
            check(TRANSITIONS, CharterStatus, old=old, new=new)
