"""The charter, the roll and the receipts, which everybody may see."""

import html
import re
from hashlib import sha256

import pytest
from django.urls import reverse

from members.models import Acceptance
from members.signing import accept_charter, publish
from members.standing import suspend
from tests.factories import MembershipFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(response.content.decode().split())


def sign(organization, **person):
    representative = MembershipFactory(organization=organization, **person).person
    return accept_charter(organization, actor=representative, authority="Chief executive")


def test_a_visitor_reads_the_charter_in_force(client):
    page = client.get("/charter/")
    assert page.status_code == 200
    for title in ("For the benefit of the country only", "Nobody is paid", "Agree to these terms and you are in"):
        assert title in words(page)
    assert page.context["charter"].text_sha256 in words(page)


def test_older_versions_stay_readable_and_say_so(client, ada, next_charter):
    assert client.get("/charter/2/").status_code == 404
    publish(next_charter, actor=ada)
    assert client.get("/charter/").context["charter"] == next_charter
    older = client.get("/charter/1/")
    assert older.status_code == 200
    assert "A later version is in force" in words(older)


def test_there_is_no_version_zero(client):
    assert client.get("/charter/0/").status_code == 404


def test_the_roll_names_each_member_with_the_latest_version(client, ada, next_charter):
    beacon, aurora = OrganizationFactory(name="Beacon"), OrganizationFactory(name="Aurora")
    sign(beacon)
    sign(aurora)
    publish(next_charter, actor=ada)
    sign(beacon)
    rows = client.get("/signatories/").context["page"].object_list
    assert [(row.name, row.acceptances.all()[0].charter.number) for row in rows] == [("Aurora", 1), ("Beacon", 2)]
    assert "Version 2" in words(client.get("/signatories/?q=beacon"))


def test_the_roll_shows_members_only(client, abel, northfork, ada, lakeview, rita):
    accept_charter(northfork, actor=abel, authority="Owner")
    accept_charter(lakeview, actor=rita, authority="Owner")
    assert "Northfork" not in words(client.get("/signatories/"))
    suspend(lakeview, actor=ada, reason="Sold what it was given.")
    assert "Lakeview" not in words(client.get("/signatories/"))


def test_the_roll_keeps_people_to_itself(client, rita, lakeview):
    acceptance = accept_charter(lakeview, actor=rita, authority="Chief executive", address="192.0.2.7")
    page = words(client.get("/signatories/"))
    for private in ("Rita", "Chief executive", "192.0.2.7", acceptance.receipt):
        assert private not in page


def test_the_roll_is_searched_by_name(client):
    for name in ("Beacon", "Aurora"):
        sign(OrganizationFactory(name=name))
    found = client.get("/signatories/?q=AUR")
    assert "Aurora" in words(found)
    assert "Beacon" not in words(found)
    assert "No signatory has this in its name" in words(client.get("/signatories/?q=zzz"))


def test_an_empty_roll_invites(client):
    assert "Nobody has signed yet" in words(client.get("/signatories/"))


@pytest.mark.thorough
def test_the_roll_asks_the_database_no_more_for_many_than_for_one(client, django_assert_num_queries):
    sign(OrganizationFactory())
    with django_assert_num_queries(3):
        client.get("/signatories/")
    for _ in range(60):
        sign(OrganizationFactory())
    with django_assert_num_queries(3):
        page = client.get("/signatories/")
    assert len(page.context["page"].object_list) == 50
    assert len(client.get("/signatories/?page=2").context["page"].object_list) == 11


def test_anybody_checks_a_receipt(client, rita, lakeview):
    acceptance = accept_charter(lakeview, actor=rita, authority="Chief executive", address="192.0.2.7")
    page = client.get(reverse("members:receipt", args=[acceptance.receipt]))
    assert page.status_code == 200
    for said in ("Lakeview Health", "Rita, Chief executive", acceptance.text_sha256):
        assert said in words(page)
    assert "192.0.2.7" not in words(page)
    assert client.get(f"/receipts/{acceptance.receipt.upper()}/").status_code == 200


def test_a_receipt_that_nobody_has_is_not_genuine(client, rita, lakeview):
    receipt = accept_charter(lakeview, actor=rita, authority="Chief executive").receipt
    forged = ("0" if receipt[0] != "0" else "1") + receipt[1:]
    page = client.get(f"/receipts/{forged}/")
    assert page.status_code == 404
    assert "There is no such receipt" in words(page)


def test_a_row_that_somebody_wrote_past_the_verb_has_no_genuine_receipt(client, rita, lakeview):
    true = accept_charter(lakeview, actor=rita, authority="Chief executive")
    other = OrganizationFactory()
    Acceptance.objects.create(
        organization=other,
        charter=true.charter,
        person=rita,
        person_name="Rita",
        authority="Chief executive",
        text_sha256=true.text_sha256,
        receipt="a" * 64,
    )
    assert client.get(f"/receipts/{'a' * 64}/").status_code == 404


def test_a_receipt_may_be_pasted_with_blanks_and_line_ends(client, rita, lakeview):
    receipt = accept_charter(lakeview, actor=rita, authority="Chief executive").receipt
    assert client.get("/receipts/").status_code == 200
    pasted = f" {receipt[:32].upper()}\r\n{receipt[32:]} "
    assert client.get("/receipts/", {"receipt": pasted}).url == f"/receipts/{receipt}/"


@pytest.mark.parametrize("typed", ["../../admin", "a/b", "%00", "x" * 500])
def test_nonsense_for_a_receipt_is_no_receipt(client, typed):
    assert client.get("/receipts/", {"receipt": typed}, follow=True).status_code in {200, 404}


# What changed


def test_with_one_version_there_is_nothing_to_compare(client):
    assert "There is one version so far" in words(client.get("/charter/difference/"))


def test_the_last_two_versions_are_compared_unless_others_are_asked_for(client, ada, next_charter):
    publish(next_charter, actor=ada)
    page = client.get("/charter/difference/")
    assert (page.context["old"].number, page.context["new"].number) == (1, 2)
    assert "<del>" in words(page)
    assert "[put in:" in words(page)
    back = client.get("/charter/difference/?old=2&new=1")
    assert (back.context["old"].number, back.context["new"].number) == (2, 1)
    assert "Not a word differs" in words(client.get("/charter/difference/?old=2&new=2"))
    assert "/charter/difference/?old=1&amp;new=2" in words(client.get("/charter/"))


@pytest.mark.parametrize("query", ["old=1&new=9", "old=1", "old=x&new=1", "old=%00&new=1", f"old=1&new={'9' * 99}"])
def test_versions_that_are_not_there_are_not_compared(client, query):
    assert client.get(f"/charter/difference/?{query}").status_code == 404


def test_a_draft_is_nobodys_to_compare(client, client_of, ada, next_charter):
    assert client.get("/charter/difference/?old=1&new=2").status_code == 404
    assert client_of(ada).get("/charter/difference/?old=1&new=2").status_code == 404
    assert client.get("/charter/2/text/").status_code == 404


def test_the_representative_sees_what_changed_since_the_version_accepted(client_of, rita, lakeview, ada, next_charter):
    accept_charter(lakeview, actor=rita, authority="Chief executive")
    publish(next_charter, actor=ada)
    page = words(client_of(rita).get("/apply/agreement/?for=lakeview-health"))
    assert "You accepted version 1" in page
    assert "/charter/difference/?old=1&amp;new=2" in page


def test_the_exact_text_is_taken_out_and_hashed(client):
    answer = client.get("/charter/1/text/")
    assert sha256(answer.content).hexdigest() == client.get("/charter/").context["charter"].text_sha256
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_the_page_of_a_receipt_tells_all_that_it_is_computed_from(client, rita, lakeview):
    acceptance = accept_charter(lakeview, actor=rita, authority="Chief executive")
    page = client.get(f"/receipts/{acceptance.receipt}/")
    lines = html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", page.content.decode(), re.DOTALL)[1])
    assert sha256(lines.encode()).hexdigest() == acceptance.receipt


def test_the_network_address_is_shown_to_its_own_people_and_admins_only(client_of, client, rita, carl, olga, ada):
    lakeview = rita.active_memberships[0].organization
    acceptance = accept_charter(lakeview, actor=rita, authority="Chief executive", address="192.0.2.7")
    address = f"/receipts/{acceptance.receipt}/"
    for browser in (client_of(rita), client_of(carl), client_of(ada)):
        assert "192.0.2.7" in words(browser.get(address))
    for browser in (client, client_of(olga)):
        assert "192.0.2.7" not in words(browser.get(address))
