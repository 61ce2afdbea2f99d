"""What time does to what nobody confirms: asked, marked, closed; each once, and never under a match."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from coalition.shared import clock
from members.models import Activity, Notice, Organization, OrganizationStatus, OutgoingMail, Person
from resources import aging, tasks
from resources.confirming import confirm_posting
from resources.lifecycle import decline_match
from resources.models import Offer, Request
from resources.posting import reopen_offer, withdraw_offer
from tests.factories import MatchFactory, OfferFactory, RequestFactory

pytestmark = pytest.mark.django_db


def ago(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


def letters() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="still-stands").order_by("pk"))


@pytest.fixture
def offer(cascade: Organization, olga: Person, otis: Person, oren: Person) -> Offer:
    """Cascade's, posted now. Olga and Otis write for it, Oren only reads."""
    return OfferFactory(organization=cascade, title="Pumps")


def test_an_offer_is_asked_about_then_stale_then_closed(offer: Offer, settings: Settings) -> None:
    settings.POSTING_CONFIRM_DAYS, settings.POSTING_STALE_DAYS, settings.POSTING_CLOSE_DAYS = 2, 4, 7
    told = {}
    for day in range(10):
        with clock.at(offer.confirmed_at + timedelta(days=day, minutes=1)):
            closed, asked = aging.close_unanswered(clock.now()), aging.ask_owners(clock.now())
            now = Offer.objects.get()
            told[day] = (asked, now.is_stale, closed, now.status)
    assert told == {
        0: (0, False, 0, "open"),
        1: (0, False, 0, "open"),
        2: (1, False, 0, "open"),
        3: (0, False, 0, "open"),
        4: (0, True, 0, "open"),
        5: (0, True, 0, "open"),
        6: (0, True, 0, "open"),
        7: (0, False, 1, "closed"),
        8: (0, False, 0, "closed"),
        9: (0, False, 0, "closed"),
    }


def test_those_who_write_for_it_are_asked_once_by_letter_and_by_notice(
    offer: Offer, olga: Person, otis: Person
) -> None:
    Offer.objects.update(confirmed_at=ago(14))
    assert [aging.ask_owners(clock.now()) for _ in range(3)] == [1, 0, 0]
    assert {letter.person for letter in letters()} == {olga, otis}
    assert {notice.person for notice in Notice.objects.open().filter(kind="notice.confirm_postings")} == {olga, otis}
    assert "Does this still stand at Cascade Biomedical Reserve?" in letters()[0].subject
    address = "/still-stands/" + letters()[0].text.partition("/still-stands/")[2].split()[0]
    assert "It still stands" in Client().get(address).content.decode()


def test_one_letter_lists_all_that_waits_with_a_link_for_each_and_one_for_all(
    cascade: Organization, olga: Person
) -> None:
    for days in range(2, 62):  # each on a day of its own
        OfferFactory(organization=cascade, title=f"Of {days} days", confirmed_at=ago(days))
    RequestFactory(organization=cascade, title="A request", confirmed_at=ago(70))
    assert aging.ask_owners(clock.now()) == 1
    (letter,) = letters()
    assert "Do these 56 still stand" in letter.subject
    assert letter.text.index("A request") < letter.text.index("Of 61 days") < letter.text.index("Of 60 days")
    assert letter.text.count("/still-stands/") == 51
    assert "And 6 more." in letter.text
    assert "still-stands/all-0-" in letter.text
    assert Offer.objects.waiting().count() == 55
    assert "Of 6 days" not in letter.text


def test_however_the_days_are_spread_half_of_the_period_lies_between_two_letters(
    cascade: Organization, olga: Person
) -> None:
    start = clock.now()
    for day in range(40):
        OfferFactory(organization=cascade, confirmed_at=start + timedelta(days=day - 20))
    asked = []
    for day in range(40):
        with clock.at(start + timedelta(days=day, minutes=1)):
            asked += [day] * aging.ask_owners(clock.now())
    assert asked == [0, 8, 16, 24, 32]
    assert len(letters()) == 5


def test_more_than_a_batch_is_marked_in_one_run_and_told_in_one_letter(
    cascade: Organization, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aging, "BATCH", 2)
    for _ in range(5):
        OfferFactory(organization=cascade, confirmed_at=ago(15))
    assert aging.ask_owners(clock.now()) == 1
    assert Offer.objects.waiting().count() == 5
    assert "Do these 5 still stand" in letters()[0].subject
    assert len(letters()) == 1


def test_who_may_not_act_is_not_asked(offer: Offer, cascade: Organization) -> None:
    Offer.objects.update(confirmed_at=ago(60))
    Organization.objects.filter(pk=cascade.pk).update(status=OrganizationStatus.INACTIVE, confirm_by=clock.now())
    assert aging.ask_owners(clock.now()) == 0
    assert aging.close_unanswered(clock.now()) == 0
    assert Offer.objects.get().is_open


def test_nothing_is_closed_before_its_owner_had_the_time_to_answer(offer: Offer) -> None:
    Offer.objects.update(confirmed_at=ago(400))  # the scheduler stood still, or the offer came from elsewhere
    assert tasks.age_postings() == {"closed": 0, "asked": 1}
    with clock.at(clock.now() + timedelta(days=30)):
        assert aging.close_unanswered(clock.now()) == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert aging.close_unanswered(clock.now()) == 1


def over(factory: Any, **fields: Any) -> Any:
    return factory(confirmed_at=ago(46), asked_on=ago(32).date(), **fields)


def test_what_was_closed_says_why_is_told_and_can_be_opened_again(
    cascade: Organization, olga: Person, lakeview: Organization
) -> None:
    offer = over(OfferFactory, organization=cascade)
    asked = over(RequestFactory, organization=lakeview)
    assert aging.close_unanswered(clock.now()) == 2
    row = Activity.objects.get(kind="offer.closed")
    assert (row.actor, row.organization, row.audience) == (None, cascade, "members")
    assert row.text.startswith("Nobody confirmed it since")
    assert "nobody confirmed it" in row.sentence
    assert Activity.objects.filter(kind="request.closed", organization=lakeview).exists()
    offer.refresh_from_db()
    asked.refresh_from_db()
    assert (offer.status, asked.status, offer.asked_on) == ("closed", "closed", None)
    offer = reopen_offer(offer, actor=olga)
    assert (offer.is_open, offer.is_stale) == (True, False)
    assert tasks.age_postings() == {"closed": 0, "asked": 0}


def test_what_a_match_holds_stays_open_says_so_and_is_asked_about_anew(
    cascade: Organization, lakeview: Organization, olga: Person, rita: Person
) -> None:
    match = MatchFactory(offer__organization=cascade, request__organization=lakeview)
    for model in (Offer, Request):
        model.objects.update(confirmed_at=ago(46), asked_on=ago(32).date())
    assert tasks.age_postings() == {"closed": 0, "asked": 2}
    assert {row.kind for row in Activity.objects.filter(kind__endswith=".kept_open")} == {
        "offer.kept_open",
        "request.kept_open",
    }
    row = Activity.objects.get(kind="offer.kept_open")
    assert "A match of it is under way" in row.text
    assert row.audience == "parties"
    assert len(letters()) == 2
    assert tasks.age_postings() == {"closed": 0, "asked": 0}
    decline_match(match, actor=olga, organization=cascade, reason="Given away")
    with clock.at(clock.now() + timedelta(days=32)):
        assert aging.close_unanswered(clock.now()) == 2


def test_the_time_of_an_organization_that_cannot_answer_begins_anew(cascade: Organization, olga: Person) -> None:
    offer = over(OfferFactory, organization=cascade)
    Organization.objects.filter(pk=cascade.pk).update(status=OrganizationStatus.INACTIVE, confirm_by=clock.now())
    assert aging.close_unanswered(clock.now()) == 0
    offer.refresh_from_db()
    assert (offer.is_open, offer.is_asked) == (True, False)
    Organization.objects.filter(pk=cascade.pk).update(status=OrganizationStatus.ADMITTED, confirm_by=None)
    assert tasks.age_postings() == {"closed": 0, "asked": 1}


def test_the_notice_goes_with_the_last_answer_whatever_it_is(offer: Offer, olga: Person, cascade: Organization) -> None:
    second = OfferFactory(organization=cascade)
    Offer.objects.update(confirmed_at=ago(15))
    aging.ask_owners(clock.now())
    waiting = Notice.objects.open().filter(kind="notice.confirm_postings", person=olga)
    confirm_posting(offer, actor=olga)
    assert waiting.exists()
    withdraw_offer(second, actor=olga)
    assert not waiting.exists()


def test_the_database_keeps_no_question_about_what_has_ended(offer: Offer) -> None:
    with pytest.raises(IntegrityError, match="asked_while_open"), transaction.atomic():
        Offer.objects.update(status="withdrawn", asked_on=clock.today())


def test_finding_what_is_due_costs_the_same_whatever_is_there(offer: Offer) -> None:
    costs = []
    for many in (1, 50):
        OfferFactory.create_batch(many)
        with CaptureQueriesContext(connection) as found:
            assert tasks.age_postings() == {"closed": 0, "asked": 0}
        costs.append(len(found))
    assert costs[0] == costs[1]


def test_the_command_says_what_it_did(offer: Offer, capsys: pytest.CaptureFixture[str]) -> None:
    Offer.objects.update(confirmed_at=ago(15))
    call_command("age_postings")
    assert capsys.readouterr().out == "0 closed, 1 organization asked.\n"
