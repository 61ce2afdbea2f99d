"""The directory, the page of an organization, its people, and whom one acts for."""

import pytest

from members import activity, kinds
from members.models import Audience, Organization, Role
from tests.factories import MembershipFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(response.content.decode().split())


def names(response) -> list[str]:
    return [organization.name for organization in response.context["page"]]


PAGES = ["/organizations/", "/organizations/lakeview-health/", "/people/"]


@pytest.mark.parametrize("path", PAGES)
def test_visitors_are_sent_to_sign_in(client, lakeview, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", PAGES)
def test_outsiders_are_sent_to_their_application(client_of, nora, abel, sam, lakeview, path):
    for person in (nora, abel, sam):
        assert client_of(person).get(path).url == "/apply/"


def test_the_directory_lists_members_and_suspended_ones_by_name(client_of, reed, lakeview, cascade, seaview, northfork):
    page = client_of(reed).get("/organizations/")
    assert names(page) == ["Cascade Biomedical Reserve", "Lakeview Health", "Seaview Labs"]
    assert "Suspended" in words(page)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("q=VIEW", ["Lakeview Health", "Seaview Labs"]),
        ("q=100%25", []),
        ("kind=manufacturer", ["Cascade Biomedical Reserve"]),
        ("state=OR", ["Cascade Biomedical Reserve"]),
        ("state=IL&kind=hospital&q=lake", ["Lakeview Health"]),
        ("state=XX&kind=bakery", ["Cascade Biomedical Reserve", "Lakeview Health", "Seaview Labs"]),
        ("q=lake\x00view", ["Cascade Biomedical Reserve", "Lakeview Health", "Seaview Labs"]),
        ("page=99", ["Cascade Biomedical Reserve", "Lakeview Health", "Seaview Labs"]),
        ("page=x", ["Cascade Biomedical Reserve", "Lakeview Health", "Seaview Labs"]),
    ],
)
def test_the_directory_is_filtered(client_of, reed, lakeview, cascade, seaview, filters, found):
    page = client_of(reed).get(f"/organizations/?{filters}")
    assert page.status_code == 200
    assert names(page) == found


def test_filters_that_leave_nothing_say_so(client_of, reed):
    assert "No member fits these filters" in words(client_of(reed).get("/organizations/?q=zzz"))


def test_the_directory_asks_the_database_no_more_for_many_than_for_one(client_of, cora, django_assert_num_queries):
    OrganizationFactory()
    browser = client_of(cora)
    with django_assert_num_queries(10):
        assert len(names(browser.get("/organizations/?q=org"))) == 1
    OrganizationFactory.create_batch(30)
    with django_assert_num_queries(10):
        assert len(names(browser.get("/organizations/?q=org"))) == 24
    assert len(names(browser.get("/organizations/?page=2"))) == 7


def test_the_page_of_an_organization_says_what_it_brings_and_needs(client_of, olga, lakeview):
    Organization.objects.update(brings="Two wards.", needs="Gowns & <b>masks</b>.")
    page = words(client_of(olga).get("/organizations/lakeview-health/"))
    assert "Two wards." in page
    assert "Gowns &amp; &lt;b&gt;masks&lt;/b&gt;." in page
    assert "Our people" not in page.split("<main")[1]


def test_the_page_of_an_applicant_is_not_there(client_of, olga, northfork):
    assert client_of(olga).get("/organizations/northfork-clinic/").status_code == 404


def test_an_admin_sees_an_applicant_and_the_way_to_administer_it(client_of, ada, northfork):
    page = words(client_of(ada).get("/organizations/northfork-clinic/"))
    assert f"/admin/members/organization/{northfork.pk}/change/" in page


def test_the_page_tells_what_happened_around_the_organization(client_of, olga, rita, lakeview, cascade):
    joined = {"actor": rita, "title": "Lakeview Health", "organization": lakeview}
    activity.record(kinds.MEMBER_ADMITTED, **joined)
    activity.record(kinds.PERSON_JOINED, **joined | {"title": "Somebody private"}, audience=Audience.PARTIES)
    activity.record(kinds.MEMBER_ADMITTED, **joined | {"title": "Cascade", "organization": cascade})
    theirs = words(client_of(olga).get("/organizations/lakeview-health/"))
    assert "Lakeview Health joined the coalition" in theirs
    assert "Somebody private" not in theirs
    assert "Cascade joined the coalition" not in theirs
    assert "Somebody private" in words(client_of(rita).get("/organizations/lakeview-health/"))


def test_activity_of_other_floors_is_told_by_its_topic(client_of, olga, rita, lakeview):
    activity.record(kinds.MEMBER_LEFT, actor=rita, title="A match", topics=[lakeview.topic])
    assert "A match left the coalition" in words(client_of(olga).get("/organizations/lakeview-health/"))


def test_the_page_asks_the_database_no_more_for_many_rows_than_for_one(
    client_of, olga, rita, lakeview, django_assert_num_queries
):
    browser = client_of(olga)
    for rows in (1, 29):
        for _ in range(rows):
            activity.record(kinds.CHARTER_ACCEPTED, actor=rita, title="Lakeview", organization=lakeview)
        with django_assert_num_queries(18):
            page = browser.get("/organizations/lakeview-health/")
    assert len(page.context["page"].object_list) == 20


def test_members_see_the_people_of_their_own_organization_only(client_of, rita, carl, reed, olga):
    page = words(client_of(reed).get("/people/"))
    for name in ("rita@example.org", "carl@example.org", "Representative"):
        assert name in page
    assert "olga@example.org" not in page


def test_who_has_left_is_not_listed(client_of, rita, carl):
    carl.memberships.update(ended_at="2099-01-01T00:00Z")
    assert "carl@example.org" not in words(client_of(rita).get("/people/"))


def test_who_acts_for_nobody_has_no_people(client_of, cora):
    page = client_of(cora).get("/people/")
    assert page.status_code == 403
    assert "You act for no organization" in words(page)


def test_the_people_page_asks_the_database_no_more_for_many_than_for_one(
    client_of, rita, lakeview, django_assert_num_queries
):
    browser = client_of(rita)
    with django_assert_num_queries(8):
        browser.get("/people/")
    MembershipFactory.create_batch(30, organization=lakeview)
    with django_assert_num_queries(8):
        page = browser.get("/people/")
    assert len(page.context["page"].object_list) == 25


def test_one_chooses_whom_to_act_for(client_of, rita, lakeview, cascade):
    MembershipFactory(person=rita, organization=cascade, role=Role.READER)
    browser = client_of(rita)
    assert browser.get("/people/").context["organization"] == lakeview
    answer = browser.post("/acting/", {"organization": cascade.pk, "next": "/people/"})
    assert answer.url == "/people/"
    page = browser.get("/people/")
    assert page.context["organization"] == cascade
    assert "You act for Cascade Biomedical Reserve now." in words(page)


def test_one_does_not_act_for_somebody_elses_organization(client_of, rita, cascade):
    browser = client_of(rita)
    for wanted in (str(cascade.pk), "0", "", "x"):
        assert browser.post("/acting/", {"organization": wanted}).status_code == 404
    assert browser.get("/people/").context["organization"].name == "Lakeview Health"


def test_choosing_leads_nowhere_else(client_of, rita, lakeview):
    answer = client_of(rita).post("/acting/", {"organization": lakeview.pk, "next": "https://evil.example/"})
    assert answer.url == "/"


def test_choosing_takes_a_form(client_of, rita, client):
    assert client_of(rita).get("/acting/").status_code == 405
    assert client.post("/acting/").url == "/accounts/login/?next=/"
