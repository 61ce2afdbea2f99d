"""The word of an organization that what it posted still stands: by which acts and pages it is given, and by whom."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from coalition.shared.errors import Conflict, NotAllowed
from coalition.shared.logs import without_secrets
from members.models import Activity, Membership, Notice, Organization, OrganizationStatus, Person, Role
from resources import aging, confirm_links, leaving
from resources.confirming import confirm_all, confirm_posting
from resources.lifecycle import propose_match
from resources.models import Offer, Request
from resources.posting import edit_offer, reopen_offer, withdraw_offer
from tests.conftest import ClientOf
from tests.factories import MembershipFactory, OfferFactory, RequestFactory

pytestmark = pytest.mark.django_db


def ago(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


@pytest.fixture
def offer(cascade: Organization, olga: Person) -> Offer:
    """Cascade's, and not confirmed for 15 days."""
    return OfferFactory(organization=cascade, title="Pumps", confirmed_at=ago(15))


def path_of(row: Offer | Request, person: Person) -> str:
    return confirm_links.path_for(row, person, asked_on=clock.now().date())


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


# The verb


def test_every_act_of_its_owner_that_means_it_stands_confirms_an_offer(offer: Offer, olga: Person) -> None:
    for act in (
        lambda: confirm_posting(offer, actor=olga),
        lambda: edit_offer(offer, actor=olga, version=offer.version, quantity=offer.quantity + 1),
        lambda: reopen_offer(withdraw_offer(offer, actor=olga), actor=olga),
    ):
        Offer.objects.update(confirmed_at=ago(30), asked_on=ago(2).date())
        offer.refresh_from_db()
        assert (offer.is_stale, offer.is_asked) == (True, True)
        act()
        offer.refresh_from_db()
        assert (offer.is_stale, offer.is_asked) == (False, False)
        assert clock.now() - offer.confirmed_at < timedelta(minutes=1)


def test_an_edit_that_changes_nothing_says_nothing(offer: Offer, olga: Person) -> None:
    edit_offer(offer, actor=olga, version=1, quantity=offer.quantity)
    before = offer.confirmed_at
    offer.refresh_from_db()
    assert offer.confirmed_at == before


def test_confirming_twice_is_on_record_once_and_no_edit_meets_it(offer: Offer, olga: Person) -> None:
    confirm_posting(offer, actor=olga)
    first = Offer.objects.get().confirmed_at
    confirm_posting(offer, actor=olga)
    assert Offer.objects.get().confirmed_at == first
    assert Activity.objects.get(kind="offer.confirmed").actor == olga
    assert edit_offer(offer, actor=olga, version=1, quantity=7).version == 2


@pytest.mark.parametrize("who", ["oren", "rita", "cora", "ada"])
def test_only_who_writes_for_its_organization_confirms(who: str, offer: Offer, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        confirm_posting(offer, actor=person)
    with pytest.raises(NotAllowed):
        confirm_all(offer.organization, actor=person)


def test_what_has_ended_is_opened_again_rather_than_confirmed(offer: Offer, olga: Person) -> None:
    withdraw_offer(offer, actor=olga)
    with pytest.raises(Conflict, match="no longer open"):
        confirm_posting(offer, actor=olga)


def test_all_that_was_asked_about_is_confirmed_in_one_act_and_nothing_else(
    cascade: Organization, olga: Person, django_assert_num_queries: Any
) -> None:
    rows = [OfferFactory(organization=cascade, confirmed_at=ago(30), asked_on=ago(3).date()) for _ in range(3)]
    RequestFactory(organization=cascade, confirmed_at=ago(30), asked_on=ago(3).date())
    later = OfferFactory(organization=cascade, confirmed_at=ago(30), asked_on=ago(1).date())
    others = OfferFactory(confirmed_at=ago(30), asked_on=ago(3).date())
    assert confirm_all(cascade, actor=olga, asked_until=ago(2).date()) == 4
    assert set(Offer.objects.waiting()) == {later, others}
    assert Offer.objects.get(pk=rows[0].pk).is_stale is False
    assert confirm_all(cascade, actor=olga) == 1
    assert confirm_all(cascade, actor=olga) == 0
    assert Activity.objects.filter(kind="postings.confirmed").count() == 3


def test_one_act_for_all_costs_the_same_for_one_and_for_many(cascade: Organization, olga: Person) -> None:
    costs: list[int] = []
    confirm_all(cascade, actor=olga)  # from now on she knows of her memberships
    for many in (1, 40):
        for _ in range(many):
            OfferFactory(organization=cascade, confirmed_at=ago(30), asked_on=ago(3).date())
        with CaptureQueriesContext(
            connection,
        ) as found:
            confirm_all(cascade, actor=olga)
        costs.append(len(found))
    assert costs[0] == costs[1]


# The link in the letter


def test_looking_at_the_link_changes_nothing_and_one_press_confirms_without_signing_in(
    offer: Offer, olga: Person
) -> None:
    aging.ask_owners(clock.now())
    address, browser = path_of(offer, olga), Client(enforce_csrf_checks=True)
    page = text_of(browser, address)
    assert "It still stands" in page
    assert "You answer for Cascade Biomedical Reserve, as Olga" in page
    offer.refresh_from_db()
    assert offer.is_asked
    assert Notice.objects.open().filter(kind="notice.confirm_postings", person=olga).exists()
    assert "It is confirmed" in browser.post(address).content.decode()
    offer.refresh_from_db()
    assert not offer.is_asked
    assert not Notice.objects.open().filter(kind="notice.confirm_postings").exists()
    assert Activity.objects.get(kind="offer.confirmed").actor == olga


def test_a_link_used_before_says_so_kindly_and_does_nothing(offer: Offer, olga: Person) -> None:
    address = path_of(offer, olga)
    Client().post(address)
    for response in (Client().get(address), Client().post(address)):
        assert response.status_code == 200
        assert "It is confirmed already" in response.content.decode()
    assert Activity.objects.filter(kind="offer.confirmed").count() == 1


def test_a_link_of_long_ago_has_run_out(offer: Offer, olga: Person) -> None:
    address = confirm_links.path_for(offer, olga, asked_on=ago(46).date())
    for response in (Client().get(address), Client().post(address)):
        assert response.status_code == 410
        assert "This link has run out" in response.content.decode()
    assert not Activity.objects.filter(kind="offer.confirmed").exists()


def test_a_link_to_what_was_closed_meanwhile_says_how_to_open_it_again(offer: Offer, olga: Person) -> None:
    withdraw_offer(offer, actor=olga)
    response = Client().post(path_of(offer, olga))
    assert "Pumps is no longer open" in response.content.decode()
    assert Offer.objects.get().status == "withdrawn"


def test_who_only_reads_since_confirms_no_longer(offer: Offer, olga: Person) -> None:
    address = path_of(offer, olga)
    MembershipFactory(organization=offer.organization)  # somebody else represents it
    Membership.objects.filter(person=olga).update(role=Role.READER)
    response = Client().post(address)
    assert response.status_code == 410
    assert "You may not write for Cascade Biomedical Reserve now" in response.content.decode()
    assert Offer.objects.get().confirmed_at == offer.confirmed_at


def test_who_takes_an_offer_over_is_asked_anew(
    offer: Offer, cascade: Organization, lakeview: Organization, rita: Person, ada: Person
) -> None:
    aging.ask_owners(clock.now())
    leaving.pass_on(cascade, into=lakeview, actor=ada, reason="One house now")
    row = Offer.objects.get()
    assert (row.organization, row.asked_on, row.confirmed_at) == (lakeview, None, offer.confirmed_at)
    assert not Notice.objects.open().filter(kind="notice.confirm_postings").exists()
    assert aging.ask_owners(clock.now()) == 1
    assert Notice.objects.open().get(kind="notice.confirm_postings").person == rita


def test_a_link_is_of_no_use_once_the_offer_has_passed_on(offer: Offer, olga: Person, lakeview: Organization) -> None:
    address = path_of(offer, olga)
    MembershipFactory(person=olga, organization=lakeview, role=Role.REPRESENTATIVE)
    Offer.objects.update(organization=lakeview)
    assert Client().post(address).status_code == 410


def test_a_link_says_that_the_charter_waits_to_be_accepted(dora: Person, driftwood: Organization) -> None:
    offer = OfferFactory(organization=driftwood, confirmed_at=ago(15))
    response = Client().post(path_of(offer, dora))
    assert response.status_code == 410
    assert "has not accepted the new version of the charter in time" in response.content.decode()


def test_a_forged_link_leads_nowhere(offer: Offer, olga: Person) -> None:
    address = path_of(offer, olga)
    forged = address.replace(f"offer-{offer.pk}-", f"offer-{offer.pk + 1}-")
    assert forged != address
    for wrong in (forged, "/still-stands/x/", "/still-stands/offer-1-1-1-1-1:abc/"):
        assert Client().get(wrong).status_code == 404
        assert Client().post(wrong).status_code == 404


def test_no_log_keeps_a_link_that_confirms(offer: Offer, olga: Person) -> None:
    line = without_secrets(None, "info", {"request": f"POST {path_of(offer, olga)}"})
    assert line == {"request": "POST /still-stands/…/"}


def test_one_link_confirms_all_that_its_letter_asked(offer: Offer, olga: Person, cascade: Organization) -> None:
    RequestFactory(organization=cascade, title="Swabs", confirmed_at=ago(22))
    aging.ask_owners(clock.now())
    late = OfferFactory(organization=cascade, confirmed_at=ago(30), asked_on=(clock.now() + timedelta(days=1)).date())
    address = confirm_links.path_for_all(cascade, olga, asked_on=clock.now().date())
    page = text_of(Client(), address)
    assert "Pumps" in page
    assert "Swabs" in page
    assert "All 2 are confirmed" in Client().post(address).content.decode()
    assert [*Offer.objects.waiting(), *Request.objects.waiting()] == [late]
    assert "It is confirmed already" in text_of(Client(), address)


# The pages


def test_its_people_are_shown_the_question_and_others_the_mark(
    offer: Offer, client_of: ClientOf, olga: Person, oren: Person, rita: Person, cora: Person
) -> None:
    Offer.objects.update(confirmed_at=ago(22), asked_on=ago(8).date())
    address = offer.get_absolute_url()
    assert f'action="{address}confirm/"' in text_of(client_of(olga), address)
    assert "Does this still stand?" in text_of(client_of(olga), address)
    for person in (oren, rita, cora):
        page = text_of(client_of(person), address)
        assert "Not confirmed since" in page
        assert f"{address}confirm/" not in page


def test_the_owners_button_confirms(offer: Offer, client_of: ClientOf, olga: Person) -> None:
    client = client_of(olga)
    assert "It still stands" in text_of(client, offer.get_absolute_url())
    assert client.post(f"/offers/{offer.pk}/confirm/").url == offer.get_absolute_url()
    page = text_of(client, offer.get_absolute_url())
    assert "Thank you. The offer still stands." in page
    assert f"/offers/{offer.pk}/confirm/" not in page


def test_a_request_is_confirmed_by_its_owner(client_of: ClientOf, rita: Person, lakeview: Organization) -> None:
    asked = RequestFactory(organization=lakeview, confirmed_at=ago(22))
    assert "Not confirmed since" in text_of(client_of(rita), asked.get_absolute_url())
    client_of(rita).post(f"/requests/{asked.pk}/confirm/")
    assert "Not confirmed since" not in text_of(client_of(rita), asked.get_absolute_url())


def test_lists_mark_what_nobody_confirmed_and_can_leave_it_out(client_of: ClientOf, rita: Person) -> None:
    for factory, address in ((OfferFactory, "/offers/"), (RequestFactory, "/requests/")):
        factory(title="Old one", confirmed_at=ago(22))
        factory(title="New one")
        page = text_of(client_of(rita), address)
        assert page.count("Not confirmed since") == 1
        narrowed = text_of(client_of(rita), f"{address}?lately=on")
        assert "New one" in narrowed
        assert "Old one" not in narrowed


def test_the_search_and_the_organizations_page_say_what_nobody_confirmed(
    offer: Offer, client_of: ClientOf, rita: Person, cascade: Organization
) -> None:
    Offer.objects.update(confirmed_at=ago(22))
    for address in ("/search/?q=pumps", cascade.get_absolute_url()):
        assert text_of(client_of(rita), address).count("Not confirmed since") == 1


def test_what_waits_is_on_one_page_with_one_button_for_all(
    client_of: ClientOf, olga: Person, cascade: Organization, lakeview: Organization
) -> None:
    client = client_of(olga)
    assert "Nothing waits for your word" in text_of(client, "/unconfirmed/")
    for _ in range(2):
        OfferFactory(organization=cascade, confirmed_at=ago(22), asked_on=ago(8).date())
    OfferFactory(organization=lakeview, title="Theirs", confirmed_at=ago(22), asked_on=ago(8).date())
    page = text_of(client, "/unconfirmed/")
    assert "All 2 still stand" in page
    assert "Theirs" not in page
    assert client.post("/unconfirmed/confirm/", {"organization": lakeview.slug}).status_code == 404
    assert client.post("/unconfirmed/confirm/", {"organization": cascade.slug}).url == "/unconfirmed/"
    assert [offer.organization for offer in Offer.objects.waiting()] == [lakeview]


def test_the_page_of_what_waits_costs_the_same_for_one_and_for_many(
    client_of: ClientOf, olga: Person, cascade: Organization
) -> None:
    client, costs = client_of(olga), []
    for many in (1, 30):
        for _ in range(many):
            OfferFactory(organization=cascade, confirmed_at=ago(22), asked_on=ago(8).date())
        client.get("/unconfirmed/")
        with CaptureQueriesContext(connection) as found:
            client.get("/unconfirmed/")
        costs.append(len(found))
    assert costs[0] == costs[1]


def test_a_stale_offer_can_be_proposed_and_says_so_on_the_board(
    offer: Offer, client_of: ClientOf, cora: Person, lakeview: Organization, rita: Person
) -> None:
    Offer.objects.update(confirmed_at=ago(22))
    asked = RequestFactory(organization=lakeview, resource_type=offer.resource_type, confirmed_at=ago(23))
    page = text_of(client_of(cora), f"/board/?request={asked.pk}")
    assert "10 points off" in page
    assert page.count("Not confirmed since") >= 3  # in the queue, at the case, as a caution
    assert propose_match(offer, asked, actor=cora, quantity=1).quantity == 1


def test_an_inactive_organization_does_not_confirm(offer: Offer, olga: Person, cascade: Organization) -> None:
    address = path_of(offer, olga)
    Organization.objects.filter(pk=cascade.pk).update(status=OrganizationStatus.INACTIVE, confirm_by=clock.now())
    assert Client().post(address).status_code == 410
