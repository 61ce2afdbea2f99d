"""The small sample tells the product by itself: everything happens, and the books add up."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from pytest_django.plugin import DjangoDbBlocker

from coalition.sample import small
from members import auditing
from members.models import (
    Activity,
    Application,
    ApplicationStatus,
    Notice,
    Organization,
    OrganizationKind,
    OutgoingMail,
    Person,
)
from projects.models import Attachment, Deliverable, Highlights, Milestone, PlanVersion, Project, ProjectStatus, Update
from projects.plan_files.reading import read
from projects.plan_files.report import SAME
from projects.plan_files.taking_in import take_in
from resources.models import CaseNote, Claim, ImportBatch, ImportRow, Match, MatchStatus, Offer, Request
from tests.audit import trail
from tests.projects.plan_files.exported import exported

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[small.SignIn]]:
    """The sample, told once for this module and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield small.tell(seed=1)
        transaction.set_rollback(True)


def test_the_sample_has_every_kind_of_organization_in_twenty_states(told: list[small.SignIn]) -> None:
    admitted = Organization.objects.admitted()
    assert admitted.count() == 40
    assert set(admitted.values_list("kind", flat=True)) == set(OrganizationKind.values) - {"other"}
    assert len(set(admitted.values_list("state", flat=True))) >= 20


def test_a_file_is_on_its_way_with_errors_of_several_kinds(told: list[small.SignIn]) -> None:
    found = Counter(ImportRow.objects.values_list("state", flat=True))
    assert found == {"good": 1, "bad": 6}
    assert ImportBatch.objects.get().state == "ready"


def test_the_sample_has_matches_in_every_state_that_time_brings(told: list[small.SignIn]) -> None:
    found = Counter(Match.objects.values_list("status", flat=True))
    assert set(found) == set(MatchStatus.values) - {MatchStatus.UNDONE}
    assert found["closed"] >= 15


def test_a_coordinator_is_on_one_case_and_another_needs_a_second_one(told: list[small.SignIn]) -> None:
    assert Claim.objects.held().count() == 1
    assert Claim.objects.waiting_for_another().count() == 1
    assert CaseNote.objects.count() == 1


def test_the_sample_has_plans_in_every_state_but_closed_with_milestones(told: list[small.SignIn]) -> None:
    assert set(Project.objects.values_list("status", flat=True)) == set(ProjectStatus.values) - {"closed"}
    assert Milestone.objects.count() >= 50


def test_the_sample_tells_decides_and_releases(told: list[small.SignIn]) -> None:
    assert Update.objects.count() >= 15
    assert Update.objects.decisions().count() >= 5
    assert Attachment.objects.filter(width__gt=0).exists()
    assert Deliverable.objects.current().count() == 4
    assert Deliverable.objects.get(title="Community vulnerability map", is_current=True).versions().count() == 2


def test_the_sample_has_a_member_of_another_name_and_one_that_did_not_answer(told: list[small.SignIn]) -> None:
    renamed = Organization.objects.get(former_names__name="Bluegrass Distillers Guild")
    assert renamed.name == "Bluegrass Sanitizer Cooperative"
    assert Organization.objects.get(status="inactive").name == "Juniper Flats Clinic"


def test_the_sample_has_an_offer_that_was_asked_about_one_stale_and_one_closed(told: list[small.SignIn]) -> None:
    asked = {offer.title: offer.is_stale for offer in Offer.objects.waiting()}
    assert asked == {"Infusion pumps, checked": False, "Transport ventilators, pool": True}
    closed = Offer.objects.get(status="closed")
    row = Activity.objects.get(kind="offer.closed")
    assert (closed.title, row.title.startswith("Bridge ventilators")) == ("Bridge ventilators", True)
    assert not Request.objects.waiting().exists()
    letters = OutgoingMail.objects.filter(kind="still-stands", text__contains="Infusion pumps, checked")
    assert letters.filter(person__email="olga@cascadebiomedical.example").count() <= 1 <= letters.count()


def test_the_sample_shares_plans(told: list[small.SignIn]) -> None:
    assert [project.title for project in Project.objects.without_owner()] == ["Night shift for RT-PCR in Tennessee"]
    assert Project.objects.filter(owner_count=2).count() == 1
    assert Highlights.objects.get().text.startswith("Two things to look at this week")
    assert PlanVersion.objects.filter(number=2).exclude(note="").exists()
    assert not Project.objects.filter(themes=[]).exists()


def test_in_the_sample_the_counters_equal_the_ledger(told: list[small.SignIn]) -> None:
    for model, counter, free in ((Offer, "committed", ["open", "returned"]), (Request, "covered", ["open"])):
        taken = Coalesce(Sum("movements__units", filter=Q(movements__came_from="open")), 0)
        freed = Coalesce(Sum("movements__units", filter=Q(movements__went_to__in=free)), 0)
        assert not model.objects.annotate(moved=taken - freed).exclude(**{counter: F("moved")}).exists()


def test_the_sample_has_a_history_of_weeks_none_of_it_in_the_future(told: list[small.SignIn]) -> None:
    moments = Activity.objects.order_by("occurred_at").values_list("occurred_at", flat=True)
    first, last = moments.first(), moments.last()
    assert first is not None
    assert last is not None
    assert (last - first).days > 50


def test_something_waits_for_the_people_of_the_sample(told: list[small.SignIn]) -> None:
    assert Notice.objects.open().filter(must_act=True).count() >= 5
    assert Application.objects.waiting().count() == 1


def test_the_sample_has_an_application_in_every_state_and_talk_on_one(told: list[small.SignIn]) -> None:
    found = Counter(Application.objects.values_list("status", flat=True))
    assert set(found) == set(ApplicationStatus.values)
    waiting = Application.objects.waiting().get()
    assert waiting.is_late
    assert {message.side for message in waiting.messages.all()} == {"applicant", "admins"}
    assert "the web domain of Cascade Biomedical Reserve" in Application.objects.get(status="asked").held_because


def test_all_that_happened_is_in_the_audit_trail_and_the_trail_is_whole(told: list[small.SignIn]) -> None:
    entries = trail()
    verdict = auditing.verify()
    assert verdict.faults == []
    assert verdict.entries == len(entries) == Activity.objects.count()
    assert verdict.chains > 40


def test_there_is_one_sign_in_for_each_role_and_it_works(told: list[small.SignIn]) -> None:
    assert len({sign_in.role for sign_in in told}) == len(told) == 6
    for sign_in in told:
        assert Person.objects.get(email=sign_in.email).check_password(sign_in.password)


def test_the_sample_is_never_loaded_over_an_existing_coalition(told: list[small.SignIn]) -> None:
    with pytest.raises(CommandError, match="empty database"):
        call_command("sample_coalition")


def test_its_plans_go_out_and_come_in_again_and_nothing_is_changed(told: list[small.SignIn]) -> None:
    writing = Person.objects.filter(memberships__role="representative", memberships__organization__status="admitted")
    actor = writing.order_by("pk")[0]
    organization = actor.active_memberships[0].organization
    files, before = exported(), (Activity.objects.count(), PlanVersion.objects.count())
    reports = [take_in(read(file), organization=organization, actor=actor) for file in files]
    plans, steps = Project.objects.count(), Milestone.objects.count()
    assert [report.count(SAME) for report in reports] == [plans + steps, plans, steps]
    assert [report.told for report in reports] == [[], [], []]
    assert exported() == files
    assert (Activity.objects.count(), PlanVersion.objects.count()) == before
