"""Digests as they are claimed, composed and put into the outbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Event, Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from coalition.shared import clock
from members import activity, notices, unsubscribing
from members.digests import assembling, due, editions
from members.digests.periods import Period
from members.digests.reading import Reader, edition_for, gather, preview, standing_of
from members.kinds import DECIDE_APPLICATION, MEMBER_ADMITTED, YOU_ARE_ADMITTED
from members.models import (
    Activity,
    Audience,
    Digest,
    Follow,
    Organization,
    OutgoingMail,
    Person,
)
from members.wording import Kind
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory

NEW_YORK = ZoneInfo("America/New_York")


TODAY = datetime(2026, 11, 19, 12, 0, tzinfo=NEW_YORK)  # a Thursday, past the hour of everybody's digest
MONDAY, TUESDAY = 4, 5


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """The cast joins at noon, so that each of them gets their first digest on the morning after."""
    with time_machine.travel(TODAY):
        yield


def morning(days: int, hour: int = 8) -> datetime:
    """A morning in New York, `days` after today."""
    return TODAY.replace(hour=hour) + timedelta(days=days)


def happen(
    title: str,
    *,
    at: datetime,
    organization: Organization | None = None,
    audience: Audience = Audience.MEMBERS,
    topics: tuple[str, ...] = (),
) -> Activity:
    with clock.at(at):
        return activity.record(
            MEMBER_ADMITTED,
            actor=None,
            title=title,
            organization=organization,
            url=f"/{title}/",
            topics=topics,
            audience=audience,
        )


def tell(person: Person, title: str, *, at: datetime, kind: Kind = DECIDE_APPLICATION, must_act: bool = True) -> None:
    with clock.at(at):
        notices.tell([person], kind, title=title, url="/desk/", subject=title, must_act=must_act)


def run(days: int, hour: int = 8) -> int:
    with clock.at(morning(days, hour)):
        return assembling.assemble_due()


def mail_to(person: Person) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(person=person).order_by("pk"))


# Who gets one, and when


def test_a_digest_comes_once_a_day_after_the_hour_chosen(rita: Person) -> None:
    happen("Cascade", at=morning(1, 5))
    assert run(1, hour=6) == 0
    assert run(1) == 1
    assert run(1, hour=9) == 0
    [digest] = Digest.objects.all()
    assert digest.period == "2026-11-20"
    assert digest.mail == mail_to(rita)[0]


def test_whoever_joined_after_the_hour_gets_the_first_one_the_next_day(rita: Person) -> None:
    Person.objects.update(date_joined=morning(1, 7))
    happen("Cascade", at=morning(1))
    assert run(1, hour=9) == 0
    assert run(2) == 1


def test_the_weekly_digest_comes_on_monday(rita: Person) -> None:
    Person.objects.update(digest_frequency="weekly")
    happen("Cascade", at=morning(MONDAY, 5))
    assert [run(days) for days in range(MONDAY, MONDAY + 7)] == [1, 0, 0, 0, 0, 0, 0]
    assert Digest.objects.get().period == "2026-W48"


@pytest.mark.parametrize("change", [{"digest_frequency": "off"}, {"is_active": False}])
def test_nobody_gets_one_who_wants_none_or_has_no_account(rita: Person, change: dict[str, object]) -> None:
    happen("Cascade", at=morning(1, 5))
    Person.objects.update(**change)
    assert run(1) == 0
    assert not Digest.objects.exists()


def test_an_empty_digest_takes_its_period_but_sends_nothing(rita: Person) -> None:
    assert run(1) == 0
    [digest] = Digest.objects.all()
    assert digest.mail is None
    happen("Cascade", at=morning(1, 9))
    assert run(1, hour=10) == 0
    assert not OutgoingMail.objects.exists()


def test_whoever_changes_to_weekly_in_the_middle_of_a_week_waits_for_monday(rita: Person) -> None:
    happen("Cascade", at=morning(TUESDAY, 5))
    assert run(TUESDAY) == 1
    happen("Lakeview", at=morning(TUESDAY, 9))
    Person.objects.update(digest_frequency="weekly")
    assert run(TUESDAY, hour=10) == 0
    assert run(TUESDAY + 6) == 1


def test_each_zone_has_its_own_morning(rita: Person, olga: Person) -> None:
    Person.objects.filter(pk=olga.pk).update(time_zone="America/Los_Angeles")
    happen("Cascade", at=morning(1, 5))
    assert run(1, hour=8) == 1
    assert run(1, hour=10) == 1
    assert len(mail_to(olga)) == 1


def test_a_day_without_a_run_is_made_up_for(rita: Person) -> None:
    happen("Cascade", at=morning(1, 5))
    run(1)
    happen("Lakeview", at=morning(1, 9))
    happen("Seaview", at=morning(3, 9))
    assert run(4) == 1
    assert "Lakeview" in mail_to(rita)[1].text
    assert "Seaview" in mail_to(rita)[1].text


# What is in it


def test_it_names_what_befell_my_organizations_what_i_follow_and_what_else_is_new(
    rita: Person, lakeview: Organization, cascade: Organization
) -> None:
    Follow.objects.create(person=rita, topic="project:5")
    happen("Ventilator plan", at=morning(1, 5), topics=("project:5",), organization=cascade)
    happen("Agreement with Cascade", at=morning(1, 5), organization=lakeview, audience=Audience.PARTIES)
    happen("Seaview", at=morning(1, 6))
    run(1)
    [mail] = mail_to(rita)
    order = ["YOUR ORGANIZATIONS", "Agreement", "WHAT YOU FOLLOW", "Ventilator plan", "NEW IN THE COALITION", "Seaview"]
    places = [mail.text.index(words) for words in order]
    assert places == sorted(places)
    assert mail.subject == "Agreement with Cascade joined the coalition, and 2 more"
    assert "http://localhost:8000/Seaview/" in mail.text
    assert 'href="http://localhost:8000/Seaview/"' in mail.html


def test_what_waits_stands_first_and_in_the_subject(ada: Person) -> None:
    happen("Cascade", at=morning(1, 5))
    tell(ada, "Northfork & Sons", at=morning(1, 5))
    run(1)
    [mail] = mail_to(ada)
    assert mail.subject == "Decide on the application of Northfork & Sons"
    assert mail.text.index("WAITS FOR YOU") < mail.text.index("NEW IN THE COALITION")
    assert "Northfork &amp; Sons" in mail.html


def test_what_waits_is_repeated_until_it_is_done_and_what_was_only_told_is_not(ada: Person) -> None:
    tell(ada, "Northfork", at=morning(1, 5))
    tell(ada, "Cascade", at=morning(1, 5), kind=YOU_ARE_ADMITTED, must_act=False)
    run(1)
    run(2)
    first, second = mail_to(ada)
    assert "Welcome: Cascade" in first.text
    assert "Welcome: Cascade" not in second.text
    assert "Northfork" in second.text
    notices.done("Northfork")
    assert run(3) == 0


def test_nothing_is_told_in_two_digests(rita: Person) -> None:
    happen("Cascade", at=morning(1, 5))
    run(1)
    happen("Seaview", at=morning(1, 9))
    run(2)
    first, second = mail_to(rita)
    assert ("Cascade" in first.text, "Seaview" in first.text) == (True, False)
    assert ("Cascade" in second.text, "Seaview" in second.text) == (False, True)


def test_the_first_digest_does_not_tell_the_whole_history(rita: Person) -> None:
    happen("Longago", at=morning(-10))
    happen("Yesterday", at=morning(0, 9))
    run(1)
    [mail] = mail_to(rita)
    assert "Longago" not in mail.text
    assert "Yesterday" in mail.text


def test_whoever_lost_access_since_reads_nothing_of_it(
    rita: Person, carl: Person, lakeview: Organization, cascade: Organization
) -> None:
    happen("Agreement", at=morning(1, 5), organization=lakeview, audience=Audience.PARTIES)
    happen("Seaview", at=morning(1, 5))
    carl.memberships.update(ended_at=clock.now())
    run(1)
    assert "Agreement" in mail_to(rita)[0].text
    assert not mail_to(carl)


def test_people_of_a_suspended_member_read_of_their_own_matters_only(sam: Person, seaview: Organization) -> None:
    happen("Agreement", at=morning(1, 5), organization=seaview, audience=Audience.PARTIES)
    happen("Cascade", at=morning(1, 5))
    run(1)
    [mail] = mail_to(sam)
    assert "Agreement" in mail.text
    assert "Cascade" not in mail.text


def test_the_preview_holds_exactly_what_then_comes(rita: Person, lakeview: Organization) -> None:
    happen("Agreement", at=morning(1, 5), organization=lakeview)
    happen("Cascade", at=morning(0, 9))
    tell(rita, "Northfork", at=morning(1, 5))
    with clock.at(morning(1, 6)):
        period, contents = preview(rita, clock.now())
    run(1, hour=7)
    [digest] = Digest.objects.all()
    assert period == Period(digest.period, morning(1, 7))
    assert contents.items == digest.items
    assert len(contents.items) == 3


def test_the_preview_of_somebody_without_digests_shows_a_day(rita: Person) -> None:
    rita.digest_frequency = "off"
    happen("Cascade", at=clock.now() - timedelta(hours=3))
    period, contents = preview(rita, clock.now())
    assert period is None
    assert contents.count == 1


def test_the_rule_of_what_may_be_seen_is_the_same_as_on_the_pages(
    rita: Person, olga: Person, cora: Person, colin: Person, ada: Person, sam: Person, nora: Person, abel: Person
) -> None:
    organizations = list(Organization.objects.all())
    for audience in Audience:
        happen(f"{audience} of nobody", at=clock.now(), audience=audience)
        for organization in organizations:
            happen(f"{audience} of {organization}", at=clock.now(), audience=audience, organization=organization)
    edition = editions.Edition(now=clock.now(), high=editions.present_mark(), low=0, since=clock.now())
    for person in (rita, olga, cora, colin, ada, sam, nora, abel):
        gather([person])
        standing = standing_of(Reader(person, Period("", clock.now()), None), edition)
        seen = {row.pk for row in edition.rows if standing.may_see(row)}
        assert seen == set(Activity.objects.visible_to(person).values_list("pk", flat=True)), person


def test_the_week_in_figures_adds_up_what_is_counted(rita: Person) -> None:
    for days in (0, -2, -9):
        happen(f"Member {days}", at=morning(days, 5))
    with clock.at(morning(0)):
        edition = edition_for([rita.pk], now=clock.now(), high=editions.present_mark())
    assert {figure.label: figure.number for figure in edition.figures}["Organizations joined"] == 2


def test_the_letter_carries_the_headers_of_a_list_and_says_how_to_stop_it(rita: Person) -> None:
    happen("Cascade", at=morning(1, 5))
    run(1)
    [mail] = mail_to(rita)
    page = "http://localhost:8000" + unsubscribing.path_for(rita, "digest")
    assert mail.headers == {
        "List-Unsubscribe": f"<{page}>, <mailto:u@localhost>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": "<digest.localhost>",
        "Auto-Submitted": "auto-generated",
    }
    for part in (mail.text, mail.html):
        assert page in part
        assert "every day at 7 AM, America/New York time" in part


# Never twice, never lost


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_make_one_digest_each() -> None:
    lakeview = OrganizationFactory()
    people = [MembershipFactory(person=PersonFactory(), organization=lakeview).person for _ in range(30)]
    happen("Cascade", at=morning(1, 5))
    together = Barrier(4)

    def run_too() -> None:
        together.wait()
        run(1)
        connection.close()

    rivals = [Thread(target=run_too) for _ in range(4)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    run(1)  # whoever a rival was busy with at that instant
    assert sorted(Digest.objects.values_list("person", flat=True)) == sorted(person.pk for person in people)
    assert sorted(OutgoingMail.objects.values_list("person", flat=True)) == sorted(person.pk for person in people)


def test_a_claim_taken_by_somebody_else_is_left_to_them(rita: Person) -> None:
    edition = edition_for([rita.pk], now=morning(1), high=0)
    reader = Reader(rita, Period("2026-11-23", morning(1, 7)), None)
    assert list(assembling.claim([reader], edition)) == [rita.pk]
    assert assembling.claim([reader], edition) == {}


@pytest.mark.django_db(transaction=True)
def test_what_a_slow_verb_writes_is_told_in_the_next_digest_not_lost() -> None:
    """The slow one takes its key first and commits last; a quick one in between must not hide it."""
    rita = MembershipFactory().person
    written, go_on = Event(), Event()

    def slow_verb() -> None:
        with transaction.atomic():
            happen("Slow", at=morning(1, 5))
            written.set()
            go_on.wait(10)
        connection.close()

    verb = Thread(target=slow_verb)
    verb.start()
    written.wait(10)
    happen("Quick", at=morning(1, 5))
    assert run(1) == 0  # it gives way to the verb instead of passing over it
    assert not Digest.objects.exists()
    go_on.set()
    verb.join()
    assert run(1) == 1
    [mail] = mail_to(rita)
    assert "Slow" in mail.text
    assert "Quick" in mail.text


def test_when_the_time_is_up_the_rest_is_left_to_another_run(
    rita: Person, carl: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembling, "BATCH", 1)
    happen("Cascade", at=morning(1, 5))
    with clock.at(morning(1)):
        assert assembling.assemble_due(seconds=-1) == 0
        assert assembling.assemble_due() == 2


def test_assembling_wakes_the_sender_on_commit(
    rita: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    happen("Cascade", at=morning(1, 5))
    with django_capture_on_commit_callbacks() as woken:
        run(1)
    assert len(woken) == 1


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.thorough
def test_many_digests_take_as_many_queries_as_one(
    lakeview: Organization, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        person = MembershipFactory(person=PersonFactory(), organization=lakeview).person
        Follow.objects.create(person=person, topic=f"project:{number}")
        tell(person, f"Notice {number}", at=morning(1, 5))
    happen("Cascade", at=morning(1, 5))
    people = due.people_due(morning(1))
    edition = edition_for(people, now=morning(1), high=editions.present_mark())
    with django_assert_num_queries(11):  # a savepoint and its end among them
        assert assembling.assemble(people, edition) == count


def test_nobody_due_costs_two_queries(rita: Person, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    run(1)
    with clock.at(morning(1)), django_assert_num_queries(2):
        assembling.assemble_due()
