"""The admins' desk."""

from datetime import timedelta

import pytest

from coalition.shared import clock
from members.admission import decline, send_application, start_application, withdraw_application
from members.conversation import say
from members.models import Application, ApplicationStatus, Organization, Person
from tests.conftest import make_person
from tests.factories import OrganizationFactory
from tests.members.test_admission import HARBOR, admitted, waiting

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
    assert "No address at harborclinic.org was proved." in words(page)


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


@pytest.mark.parametrize("act", ["admit", "decline", "ask", "message"])
def test_deciding_takes_a_form(client_of, ada, nora, act):
    assert client_of(ada).get(f"/desk/{waiting(nora).pk}/{act}/").status_code == 405


@pytest.mark.thorough
def test_the_desk_asks_the_database_no_more_for_many_than_for_one(client_of, ada, nora, django_assert_num_queries):
    browser = client_of(ada)
    waiting(nora)
    with django_assert_num_queries(7):
        browser.get("/desk/")
    for number in range(10):
        waiting(make_person(f"p{number}"))
    with django_assert_num_queries(7):
        browser.get("/desk/")


def test_what_waits_too_long_says_so(client_of, ada, nora):
    waiting(nora)
    with clock.at(clock.now() + timedelta(hours=23)):
        assert "Late" not in words(client_of(ada).get("/desk/"))
    with clock.at(clock.now() + timedelta(hours=25)):
        assert "Late" in words(client_of(ada).get("/desk/"))


def test_an_admin_asks_back_and_finds_it_under_its_own_view(client_of, ada, nora):
    pk = waiting(nora).pk
    browser = client_of(ada)
    assert browser.post(f"/desk/{pk}/ask/", {"question": "Which clinic?"}).url == "/desk/"
    assert not browser.get("/desk/").context["page"].object_list
    assert "The applicant has to answer." in words(browser.get("/desk/?view=asked"))
    page = words(browser.get(f"/desk/{pk}/"))
    assert "Which clinic?" in page
    assert f"/desk/{pk}/ask/" not in page
    assert f"/desk/{pk}/decline/" in page


@pytest.mark.parametrize(("path", "field"), [("ask", "question"), ("message", "text"), ("decline", "reason")])
def test_without_words_the_page_comes_back_with_the_error_at_its_field(client_of, ada, nora, path, field):
    page = client_of(ada).post(f"/desk/{waiting(nora).pk}/{path}/", {field: " "})
    assert page.status_code == 422
    assert f'href="#id_{field}"' in words(page)


def test_an_admin_writes_and_reads_the_answer(client_of, ada, nora):
    application = waiting(nora)
    browser = client_of(ada)
    assert browser.post(f"/desk/{application.pk}/message/", {"text": "We <b>try</b> to call."}).status_code == 302
    say(application, actor=nora, text="Here I am.")
    page = words(browser.get(f"/desk/{application.pk}/"))
    assert page.index("Here I am.") < page.index("We &lt;b&gt;try&lt;/b&gt; to call.")


def test_what_was_decided_is_no_longer_written_on(client_of, ada, nora):
    application = waiting(nora)
    withdraw_application(application, actor=nora)
    page = client_of(ada).post(f"/desk/{application.pk}/message/", {"text": "Wait!"})
    assert page.status_code == 422
    assert "The application is decided, or not sent." in words(page)


def test_an_unknown_view_is_the_queue(client_of, ada, nora):
    waiting(nora)
    assert client_of(ada).get("/desk/?view=zzz").context["view"] == "waiting"


def test_a_long_conversation_has_pages(client_of, ada, nora, django_assert_num_queries):
    application = waiting(nora)
    browser = client_of(ada)
    for count in (1, 30):
        for number in range(count):
            application.messages.create(author=nora, side="applicant", text=f"Word {number}")
        with django_assert_num_queries(17):
            page = browser.get(f"/desk/{application.pk}/")
    assert len(page.context["thread"].object_list) == 20
    assert len(browser.get(f"/desk/{application.pk}/?page=2").context["thread"].object_list) == 11


def test_an_admin_sees_whom_the_applicant_resembles_and_what_they_said_to_that(client_of, ada, nora, lakeview):
    application = waiting(nora)
    Organization.objects.filter(pk=application.organization_id).update(name="Lakeview Health")
    application.set_apart_from.add(lakeview)
    page = words(client_of(ada).get(f"/desk/{application.pk}/"))
    assert "Members much like it" in page
    assert 'says that theirs is another organization: <a href="/organizations/lakeview-health/">' in page


def test_an_admin_sees_what_was_decided_before(client_of, ada, nora):
    decline(waiting(nora), actor=ada, reason="We could not reach you.")
    again = send_application(start_application(person=nora, **HARBOR), actor=nora)
    browser = client_of(ada)
    assert "Applied before" in words(browser.get("/desk/"))
    assert "We could not reach you." in words(browser.get(f"/desk/{again.pk}/"))
