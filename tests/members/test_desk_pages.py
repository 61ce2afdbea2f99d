"""The admins' desk."""

import pytest

from members.admission import withdraw_application
from members.models import Application, ApplicationStatus, Organization, Person
from tests.conftest import make_person
from tests.factories import OrganizationFactory
from tests.members.test_admission import admitted, waiting

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_desk_is_for_admins(client, client_of, rita, cora, nora):
    pk = waiting(nora).pk
    for path in ("/desk/", f"/desk/{pk}/"):
        assert client.get(path).status_code == 302
        assert client_of(nora).get(path).url == "/apply/"
        for person in (rita, cora):
            assert client_of(person).get(path).status_code == 403
    for path in (f"/desk/{pk}/admit/", f"/desk/{pk}/decline/"):
        for person in (rita, cora, nora):
            assert client_of(person).post(path, {"reason": "Mine."}).status_code in {302, 403}
    assert Application.objects.get().status == ApplicationStatus.SENT


def test_the_longest_waiting_comes_first_and_drafts_not_at_all(client_of, ada, abel, nora, rita):
    waiting(nora)
    later = waiting(rita)
    Organization.objects.filter(pk=later.organization_id).update(name="Another Clinic")
    page = client_of(ada).get("/desk/")
    assert [str(application) for application in page.context["page"]] == ["Harbor Clinic", "Another Clinic"]
    assert "The applicant proved no address at harborclinic.org." in words(page)


def test_an_empty_desk_says_so(client_of, ada):
    assert "No application waits" in words(client_of(ada).get("/desk/"))
    assert "No application was decided yet" in words(client_of(ada).get("/desk/?view=decided"))


def test_decided_ones_are_kept_in_view(client_of, ada, nora, rita):
    admitted(nora)
    page = client_of(ada).get("/desk/?view=decided")
    assert "by policy" in words(page)
    assert page.context["page"].paginator.count == 1


def test_an_admin_reads_all_that_helps_to_decide(client_of, ada, nora):
    page = words(client_of(ada).get(f"/desk/{waiting(nora).pk}/"))
    for said in ("nora@example.org", "example.org", "Two mobile X-ray units.", "accepted as “Chief executive”"):
        assert said in page


def test_a_draft_is_the_applicants_own(client_of, ada, abel):
    assert client_of(ada).get(f"/desk/{Application.objects.get().pk}/").status_code == 404


def test_an_admin_admits(client_of, ada, nora):
    pk = waiting(nora).pk
    page = client_of(ada).post(f"/desk/{pk}/admit/", follow=True)
    assert page.redirect_chain == [("/desk/", 302)]
    assert "Harbor Clinic is a member now." in words(page)
    assert Person.objects.get(pk=nora.pk).is_member


def test_admitting_twice_is_refused_in_words(client_of, ada, nora):
    pk = waiting(nora).pk
    browser = client_of(ada)
    browser.post(f"/desk/{pk}/admit/")
    page = browser.post(f"/desk/{pk}/admit/", follow=True)
    assert "This is “Admitted” and cannot become “Admitted”." in words(page)


def test_a_domain_that_another_holds_is_refused_in_words(client_of, ada, nora):
    pk = waiting(nora).pk
    OrganizationFactory(name="Elsewhere", domain="harborclinic.org")
    page = client_of(ada).post(f"/desk/{pk}/admit/", follow=True)
    assert "Elsewhere holds this web domain." in words(page)


def test_an_admin_declines_with_a_reason(client_of, ada, nora):
    pk = waiting(nora).pk
    assert client_of(ada).post(f"/desk/{pk}/decline/", {"reason": "We could\r\nnot reach you."}).url == "/desk/"
    assert Application.objects.get().reason == "We could\nnot reach you."


def test_without_a_reason_the_page_comes_back(client_of, ada, nora):
    page = client_of(ada).post(f"/desk/{waiting(nora).pk}/decline/", {"reason": " "})
    assert page.status_code == 422
    assert "reason" in page.context["form"].errors


def test_what_was_withdrawn_is_no_longer_decided(client_of, ada, nora):
    application = waiting(nora)
    withdraw_application(application, actor=nora)
    page = client_of(ada).post(f"/desk/{application.pk}/decline/", {"reason": "Too late."})
    assert page.status_code == 422
    assert "This is “Withdrawn” and cannot become “Declined”." in words(page)


@pytest.mark.parametrize("act", ["admit", "decline"])
def test_deciding_takes_a_form(client_of, ada, nora, act):
    assert client_of(ada).get(f"/desk/{waiting(nora).pk}/{act}/").status_code == 405


def test_the_desk_asks_the_database_no_more_for_many_than_for_one(client_of, ada, nora, django_assert_num_queries):
    browser = client_of(ada)
    waiting(nora)
    with django_assert_num_queries(6):
        browser.get("/desk/")
    for number in range(10):
        waiting(make_person(f"p{number}"))
    with django_assert_num_queries(6):
        browser.get("/desk/")
