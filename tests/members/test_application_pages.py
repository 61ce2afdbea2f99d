"""The pages of an application, from the visitor's first look to the decision."""

import pytest
from allauth.account.models import EmailAddress

from members.admission import decline
from members.conversation import ask_back, say
from members.models import Acceptance, Application, ApplicationStatus, Contact, Organization
from members.signing import accept_charter, publish
from members.standing import suspend
from tests.factories import MembershipFactory
from tests.members.test_admission import CONTACT, HARBOR, admitted, ready_to_send, waiting

pytestmark = pytest.mark.django_db
SIGNED = {"authority": "Chief executive", "agreed": "on", "version": "1"}


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_visitor_reads_what_joining_takes_and_comes_back_here_after_signing_up(client):
    page = client.get("/apply/")
    assert page.status_code == 200
    assert 'href="/accounts/signup/?next=/apply/"' in words(page)


@pytest.mark.parametrize("path", ["/apply/organization/", "/apply/agreement/", "/apply/answers/"])
def test_the_steps_are_for_people_with_an_account(client, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", ["/apply/send/", "/apply/withdraw/"])
def test_nothing_is_sent_or_withdrawn_by_following_a_link(client_of, abel, path):
    assert client_of(abel).get(path).status_code == 405


def test_somebody_new_finds_the_first_step(client_of, nora):
    page = client_of(nora).get("/apply/")
    assert "Apply for your organization" in words(page)
    assert 'href="/apply/organization/"' in words(page)
    assert 'href="/apply/agreement/"' not in words(page)


def test_the_whole_way_to_admission(client_of, nora):
    EmailAddress.objects.create(user=nora, email="nora@harborclinic.org", verified=True)
    browser = client_of(nora)
    assert browser.post("/apply/organization/", HARBOR).url == "/apply/contacts/"
    assert 'value="nora@example.org"' in words(browser.get("/apply/contacts/"))
    assert browser.post("/apply/contacts/", CONTACT).url == "/apply/agreement/"
    assert browser.post("/apply/agreement/", SIGNED).url == "/apply/answers/"
    answers = browser.get("/apply/answers/")
    assert "Two mobile X-ray units." in words(answers)
    assert "Chief executive" in words(answers)
    assert browser.post("/apply/send/").url == "/"
    assert Organization.objects.get().is_admitted
    assert "You are in" in words(browser.get("/apply/"))


def test_what_is_held_waits_for_the_admins_and_says_why(client_of, nora):
    waiting(nora)
    page = words(client_of(nora).get("/apply/"))
    assert "An admin of the coalition has a look" in page
    assert "No address at harborclinic.org was proved." in page


def test_a_form_that_says_too_little_comes_back_with_what_was_said(client_of, nora):
    page = client_of(nora).post("/apply/organization/", HARBOR | {"name": "", "brings": "", "needs": ""})
    assert page.status_code == 422
    assert "There are 2 problems to mend" in words(page)
    assert "https://www.HarborClinic.org/" in words(page)
    assert not Application.objects.exists()


def test_a_refusal_of_the_verb_stands_at_its_field(client_of, nora):
    page = client_of(nora).post("/apply/organization/", HARBOR | {"domain": "intranet"})
    assert page.status_code == 422
    assert page.context["form"].errors["domain"] == ["Give a web domain such as lakeviewhealth.org, or leave it empty."]


def test_a_draft_is_taken_up_again(client_of, nora):
    browser = client_of(nora)
    browser.post("/apply/organization/", HARBOR)
    assert 'value="Harbor Clinic"' in words(browser.get("/apply/organization/"))
    browser.post("/apply/organization/", HARBOR | {"name": "Harbor Clinics"})
    assert Organization.objects.get().name == "Harbor Clinics"
    assert Application.objects.count() == 1


def test_another_name_after_signing_is_refused_at_the_name(client_of, nora):
    ready_to_send(nora)
    page = client_of(nora).post("/apply/organization/", HARBOR | {"name": "Mayo Clinic"})
    assert page.status_code == 422
    assert "name" in page.context["form"].errors
    assert Organization.objects.get().name == "Harbor Clinic"


def test_over_posting_changes_nothing_else(client_of, nora):
    client_of(nora).post("/apply/organization/", HARBOR | {"status": "admitted", "is_founding": "on", "slug": "mine"})
    organization = Organization.objects.get()
    assert (organization.status, organization.is_founding, organization.slug) == ("applicant", False, "harbor-clinic")


def test_what_was_sent_is_not_changed(client_of, nora):
    waiting(nora)
    browser = client_of(nora)
    assert browser.get("/apply/organization/").url == "/apply/"
    assert browser.post("/apply/organization/", HARBOR | {"name": "Other"}).url == "/apply/"
    assert Organization.objects.get().name == "Harbor Clinic"


def test_one_describes_before_one_signs(client_of, nora):
    assert client_of(nora).get("/apply/agreement/").url == "/apply/organization/"


def test_one_signs_before_one_checks(client_of, nora):
    browser = client_of(nora)
    assert browser.get("/apply/answers/").url == "/apply/"
    browser.post("/apply/organization/", HARBOR)
    assert browser.get("/apply/answers/").url == "/apply/contacts/"
    browser.post("/apply/contacts/", CONTACT)
    assert browser.get("/apply/answers/").url == "/apply/agreement/"


def test_the_box_has_to_be_ticked_and_the_authority_stated(client_of, abel):
    page = client_of(abel).post("/apply/agreement/", {"version": "1"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"authority", "agreed"}
    assert not Acceptance.objects.exists()


def test_the_address_of_the_browser_is_kept_with_the_acceptance(client_of, abel):
    client_of(abel).post("/apply/agreement/", SIGNED, REMOTE_ADDR="203.0.113.9", headers={"X-Forwarded-For": "9.9.9.9"})
    assert Acceptance.objects.get().address == "203.0.113.9"


def test_who_read_an_older_version_is_asked_to_read_again(client_of, abel, ada, next_charter):
    publish(next_charter, actor=ada)
    page = client_of(abel).post("/apply/agreement/", SIGNED)
    assert page.status_code == 422
    assert "A new version came into force while you read" in words(page)


def test_signing_twice_shows_the_first_acceptance(client_of, abel, northfork):
    browser = client_of(abel)
    browser.post("/apply/agreement/", SIGNED)
    page = browser.post("/apply/agreement/", SIGNED)
    assert page.status_code == 200
    assert Acceptance.objects.count() == 1
    assert f"/receipts/{Acceptance.objects.get().receipt}/" in words(page)


def test_a_representative_of_a_member_accepts_a_new_version_here(client_of, rita, lakeview, ada, next_charter):
    accept_charter(lakeview, actor=rita, authority="Chief executive")
    publish(next_charter, actor=ada)
    browser = client_of(rita)
    assert "The charter has a new version: accept it for Lakeview Health" in words(browser.get("/charter/"))
    answer = browser.post("/apply/agreement/", SIGNED | {"version": "2"})
    assert answer.url == f"/receipts/{lakeview.acceptances.get(charter=next_charter).receipt}/"
    assert "The charter has a new version" not in words(browser.get("/charter/"))


def test_one_signs_for_the_organization_that_the_address_names(client_of, rita, lakeview, cascade, ada, next_charter):
    """Whichever one acts for; and for no organization that one does not represent."""
    other = MembershipFactory(person=rita, organization__slug="other").organization
    publish(next_charter, actor=ada)
    browser = client_of(rita)
    assert browser.get("/apply/agreement/?for=other").context["organization"] == other
    browser.post("/apply/agreement/?for=other", SIGNED | {"version": "2"})
    assert list(Acceptance.objects.values_list("organization__slug", flat=True)) == ["other"]
    for slug in (cascade.slug, "nowhere", "%00"):
        assert browser.post(f"/apply/agreement/?for={slug}", SIGNED | {"version": "2"}).status_code == 404
    assert Acceptance.objects.count() == 1


def test_a_suspended_organization_accepts_as_well(client_of, sam, seaview, ada, next_charter):
    publish(next_charter, actor=ada)
    browser = client_of(sam)
    assert "accept it for Seaview Labs" in words(browser.get("/apply/"))
    browser.post("/apply/agreement/?for=seaview-labs", SIGNED | {"version": "2"})
    assert seaview.acceptances.get().charter == next_charter


def test_a_contributor_is_not_offered_to_sign(client_of, carl, lakeview):
    assert client_of(carl).get("/apply/agreement/").url == "/apply/organization/"
    assert "has not accepted" not in words(client_of(carl).get("/charter/"))


def test_somebody_else_sends_and_withdraws_nothing(client_of, rita, abel, northfork):
    for path in ("/apply/send/", "/apply/withdraw/"):
        assert client_of(rita).post(path).status_code == 404
    assert northfork.applications.get().status == ApplicationStatus.DRAFT


def test_sending_too_early_says_what_is_missing(client_of, abel):
    page = client_of(abel).post("/apply/send/", follow=True)
    assert "Say first what your organization brings or needs." in words(page)


def test_the_applicant_withdraws_and_may_begin_anew(client_of, nora):
    waiting(nora)
    page = client_of(nora).post("/apply/withdraw/", follow=True)
    assert "The application of Harbor Clinic is withdrawn" in words(page)
    assert 'href="/apply/organization/"' in words(page)


def test_a_declined_applicant_reads_why_and_applies_again(client_of, nora, ada):
    decline(waiting(nora), actor=ada, reason="We could <not> reach you.")
    browser = client_of(nora)
    assert "We could &lt;not&gt; reach you." in words(browser.get("/apply/"))
    assert browser.post("/apply/organization/", HARBOR).url == "/apply/answers/"


def test_people_of_a_suspended_member_read_why(client_of, nora, ada):
    suspend(admitted(nora).organization, actor=ada, reason="Sold what it was given.")
    page = words(client_of(nora).get("/organizations/", follow=True))
    assert "Sold what it was given." in page
    assert "Harbor Clinic is suspended. That page is for members only." in page


def test_a_member_may_apply_for_another_organization(client_of, rita, lakeview):
    assert "You belong to Lakeview Health, which is a member already." in words(client_of(rita).get("/apply/"))


# Contacts


def test_each_contact_is_saved_by_itself_and_can_be_changed(client_of, nora):
    browser = client_of(nora)
    assert browser.get("/apply/contacts/").url == "/apply/organization/"
    browser.post("/apply/organization/", HARBOR)
    assert browser.post("/apply/contacts/", CONTACT | {"another": "1"}).url == "/apply/contacts/"
    contact = Contact.objects.get()
    assert browser.post(f"/organization/contacts/{contact.pk}/", CONTACT | {"function": "Night desk"}).url == (
        "/apply/contacts/"
    )
    assert "Night desk" in words(browser.get("/apply/contacts/"))
    assert browser.post(f"/organization/contacts/{contact.pk}/remove/").url == "/apply/contacts/"
    assert not Contact.objects.exists()


def test_a_contact_that_cannot_be_reached_is_refused_at_the_field(client_of, nora):
    browser = client_of(nora)
    browser.post("/apply/organization/", HARBOR)
    page = browser.post("/apply/contacts/", CONTACT | {"email": ""})
    assert page.status_code == 422
    assert "Give an e-mail address, or below a phone number." in words(page)
    assert 'value="Iris Dell"' in words(page)


def test_after_sending_the_contacts_stay(client_of, nora):
    contact = waiting(nora).organization.contacts.get()
    browser = client_of(nora)
    assert browser.get("/apply/contacts/").url == "/apply/"
    for path in (f"/organization/contacts/{contact.pk}/", f"/organization/contacts/{contact.pk}/remove/"):
        assert browser.post(path, CONTACT).status_code == 403
    assert Contact.objects.count() == 1


def test_a_representative_keeps_the_contacts_that_every_member_reads(client_of, rita, olga, lakeview):
    browser = client_of(rita)
    assert browser.post("/organization/contacts/", CONTACT).url == "/organization/contacts/"
    again = browser.post("/organization/contacts/", CONTACT)
    assert again.status_code == 422
    assert "in the list already" in words(again)
    last = browser.post(f"/organization/contacts/{Contact.objects.get().pk}/remove/", follow=True)
    assert "Somebody has to be reached." in words(last)
    page = words(client_of(olga).get("/organizations/lakeview-health/"))
    assert "iris@harborclinic.org" in page
    assert "/organization/contacts/" not in page
    assert "/organization/contacts/" in words(browser.get("/organizations/lakeview-health/"))


# Members that may be meant


def test_a_member_that_may_be_meant_is_shown_before_a_second_is_made(client_of, nora, lakeview):
    browser = client_of(nora)
    page = browser.post("/apply/organization/", HARBOR | {"name": "Lakeview Health"})
    assert page.status_code == 200
    assert "Is it one of these?" in words(page)
    assert 'href="/organizations/lakeview-health/join/"' in words(page)
    assert f'name="another" value="{lakeview.pk}"' in words(page)
    assert 'name="brings" value="Two mobile X-ray units."' in words(page)
    assert not Application.objects.exists()


def test_mine_is_another_organization_is_remembered_and_not_asked_again(client_of, nora, lakeview):
    browser = client_of(nora)
    said = HARBOR | {"name": "Lakeview Health", "another": str(lakeview.pk)}
    assert browser.post("/apply/organization/", said).url == "/apply/contacts/"
    assert list(Application.objects.get().set_apart_from.all()) == [lakeview]
    assert browser.post("/apply/organization/", HARBOR | {"name": "Lakeview Health"}).url == "/apply/contacts/"


def test_what_was_not_shown_is_not_set_apart(client_of, nora, lakeview, northfork):
    said = HARBOR | {"another": [str(northfork.pk), "zzz", "9" * 30, "-1"]}
    assert client_of(nora).post("/apply/organization/", said).url == "/apply/contacts/"
    assert not Application.objects.get(applicant=nora).set_apart_from.exists()


def test_one_goes_back_and_changes_what_one_wrote(client_of, nora, lakeview):
    page = client_of(nora).post("/apply/organization/", HARBOR | {"name": "Lakeview Health", "edit": "1"})
    assert page.status_code == 200
    assert 'value="Lakeview Health"' in words(page)
    assert "Is it one of these?" not in words(page)
    assert not Application.objects.exists()


def test_applicants_are_not_shown_to_others(client_of, nora, northfork):
    assert client_of(nora).post("/apply/organization/", HARBOR | {"name": "Northfork Clinic"}).url == "/apply/contacts/"


def test_without_a_proved_address_no_name_is_tried(client_of, nora, lakeview):
    EmailAddress.objects.filter(user=nora).update(verified=False)
    page = client_of(nora).post("/apply/organization/", HARBOR | {"name": "Lakeview Health"})
    assert page.status_code == 422
    assert "Prove your e-mail address first." in words(page)
    assert "Is it one of these?" not in words(page)
    assert not Application.objects.exists()


# Talking with the admins


def test_the_applicant_writes_to_the_admins(client_of, nora, ada):
    waiting(nora)
    browser = client_of(nora)
    assert "We <i>moved</i>." not in words(browser.post("/apply/message/", {"text": "We <i>moved</i>."}, follow=True))
    assert "We &lt;i&gt;moved&lt;/i&gt;." in words(browser.get("/apply/"))


def test_an_empty_message_comes_back(client_of, nora):
    waiting(nora)
    page = client_of(nora).post("/apply/message/", {"text": ""})
    assert page.status_code == 422
    assert "text" in page.context["form"].errors


def test_a_question_is_answered_after_mending(client_of, nora, ada):
    application = waiting(nora)
    ask_back(application, actor=ada, question="Which clinic is it?")
    browser = client_of(nora)
    page = words(browser.get("/apply/"))
    assert "Which clinic is it?" in page
    assert 'href="/apply/organization/"' in page
    assert browser.post("/apply/organization/", HARBOR | {"city": "Bangor"}).url == "/apply/"
    assert browser.post("/apply/contacts/", CONTACT | {"name": "Ted"}).url == "/apply/"
    done = browser.post("/apply/message/", {"text": "The one in Bangor."}, follow=True)
    assert "The admins have your answer." in words(done)
    assert Application.objects.get().status == ApplicationStatus.SENT
    assert Organization.objects.get().city == "Bangor"


def test_somebody_else_writes_nothing(client_of, nora, rita):
    waiting(nora)
    assert client_of(rita).post("/apply/message/", {"text": "Let them in."}).status_code == 404


def test_the_declined_still_read_what_was_said(client_of, nora, ada):
    application = waiting(nora)
    say(application, actor=ada, text="We try to call you.")
    decline(application, actor=ada, reason="No answer.")
    assert "We try to call you." in words(client_of(nora).get("/apply/"))
