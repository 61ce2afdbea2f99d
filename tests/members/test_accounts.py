"""Signing up, proving an address, and where one lands; the letters of the account."""

import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from members import outbox
from members.models import OutgoingMail, Person

pytestmark = pytest.mark.django_db
ANN = {"name": "Ann Doe", "email": "ann@example.net", "password1": "a long pass phrase of hers"}


def code_in_mail(address: str) -> str:
    mail = OutgoingMail.objects.filter(recipient=address).latest("pk")
    (code,) = re.findall(r"^    (\S+)$", mail.text, flags=re.MULTILINE)
    assert code in mail.html
    return code


def sign_up(client, **fields: str):
    """Sign up and prove the address with the code out of the mail. Returns the last answer."""
    said = ANN | fields
    client.post(reverse("account_signup"), said)
    return client.post(reverse("account_email_verification_sent"), {"code": code_in_mail(said["email"].lower())})


def test_whoever_signs_up_proves_the_address_and_lands_on_the_application(client):
    assert sign_up(client).url == "/apply/"
    person = Person.objects.get()
    assert (person.name, person.email) == ("Ann Doe", "ann@example.net")
    assert client.get("/apply/").context["user"] == person


def test_the_name_is_asked_first_and_needed(client):
    page = client.get(reverse("account_signup"))
    assert list(page.context["form"].fields) == ["name", "email", "password1"]
    page = client.post(reverse("account_signup"), ANN | {"name": " "})
    assert "name" in page.context["form"].errors
    assert not Person.objects.exists()


def test_a_next_is_kept_through_sign_up_and_proof(client):
    assert sign_up(client, next="/charter/").url == "/charter/"


def test_a_next_that_leads_elsewhere_is_dropped(client):
    assert sign_up(client, next="https://evil.example/").url == "/apply/"


def test_before_the_proof_nobody_is_in(client):
    client.post(reverse("account_signup"), ANN)
    assert client.get("/apply/organization/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("spelling", ["ANN@Example.NET", "Ann@example.net"])
def test_a_second_account_under_another_spelling_is_not_made_and_not_told(client, client_of, spelling):
    sign_up(client)
    stranger = client_of(None)
    answer = stranger.post(reverse("account_signup"), ANN | {"email": spelling, "name": "Somebody else"})
    assert answer.url == reverse("account_email_verification_sent")
    assert Person.objects.count() == 1
    mail = OutgoingMail.objects.latest("pk")
    assert (mail.recipient, mail.subject) == ("ann@example.net", "You have an account already")


def test_letters_that_only_look_like_others_are_refused_before_the_at(client):
    page = client.post(reverse("account_signup"), ANN | {"email": "ａnn@example.net"})
    assert "email" in page.context["form"].errors
    assert not Person.objects.exists()


def test_a_unicode_domain_is_kept_in_ascii(client):
    client.post(reverse("account_signup"), ANN | {"email": "ann@bücher.example"})
    assert Person.objects.get().email == "ann@xn--bcher-kva.example"


@pytest.mark.parametrize("spelling", ["RITA@example.org", "rita@EXAMPLE.org"])
def test_one_signs_in_with_the_address_in_any_case(client, rita, spelling):
    rita.set_password("correct horse battery")
    rita.save()
    answer = client.post(reverse("account_login"), {"login": spelling, "password": "correct horse battery"})
    assert answer.url == "/"


def test_an_outsider_who_signs_in_lands_on_the_application(client, nora):
    nora.set_password("correct horse battery")
    nora.save()
    form = {"login": nora.email, "password": "correct horse battery"}
    assert client.post(reverse("account_login"), form).url == "/apply/"


def test_a_page_asked_for_comes_after_the_sign_in(client, rita):
    rita.set_password("correct horse battery")
    rita.save()
    form = {"login": rita.email, "password": "correct horse battery", "next": "/people/"}
    assert client.post(reverse("account_login"), form).url == "/people/"


def test_somebody_barred_does_not_get_in(client, rita):
    rita.set_password("correct horse battery")
    rita.is_active = False
    rita.save()
    form = {"login": rita.email, "password": "correct horse battery"}
    assert client.post(reverse("account_login"), form).url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_a_new_password_is_asked_for_by_mail(client, rita):
    client.post(reverse("account_reset_password"), {"email": rita.email})
    mail = OutgoingMail.objects.get()
    assert (mail.subject, mail.kind) == ("Set a new password", "account")
    (address,) = set(re.findall(r"http://testserver(/accounts/password/reset/key/\S+?)[\"\s]", mail.text))
    assert address in mail.html
    assert client.get(address, follow=True).status_code == 200


def test_whether_an_address_has_an_account_is_told_to_the_address_only(client, client_of, rita):
    answers = [
        client_of(None).post(reverse("account_reset_password"), {"email": address})
        for address in (rita.email, "nobody@example.org")
    ]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert OutgoingMail.objects.get(recipient="nobody@example.org").subject == "There is no account with this address"


def test_a_changed_password_is_told_with_when_and_from_where(client_of, rita):
    rita.set_password("correct horse battery")
    rita.save()
    browser = client_of(None)
    browser.post(reverse("account_login"), {"login": rita.email, "password": "correct horse battery"})
    form = {
        "oldpassword": "correct horse battery",
        "password1": "battery of horses 1",
        "password2": "battery of horses 1",
    }
    browser.post(reverse("account_change_password"), form, headers={"User-Agent": "Browser <b>"})
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Your password was changed"
    assert "127.0.0.1" in mail.text
    assert "Browser <b>" in mail.text
    assert "Browser &lt;b&gt;" in mail.html


LETTERS = sorted(
    path.name.removesuffix("_subject.txt")
    for app in ("account", "mfa", "socialaccount")
    for path in (Path(allauth.__file__).parent / "templates" / app / "email").glob("*_subject.txt")
)


@pytest.mark.parametrize("name", LETTERS)
def test_every_message_of_the_accounts_has_words_of_ours(name):
    context = {"letter": f"emails/account/{name}", "email": "ann@example.net", "code": "ABC123"}
    mail = outbox.enqueue("ann@example.net", template="account", context=context, kind="account", dedup=name)
    assert mail is not None
    assert "Hello from" not in mail.text
    assert mail.subject in mail.html
    assert Path(get_template(f"emails/account/{name}.words.txt").origin.name).is_relative_to(settings.BASE_DIR)


@pytest.mark.parametrize("name", ["account_login", "account_signup"])
def test_signing_in_and_up_begin_with_the_address_that_was_invited(client, name):
    page = client.get(reverse(name), {"email": "mina@lakeviewhealth.org"}).content.decode()
    assert 'value="mina@lakeviewhealth.org"' in page


@pytest.mark.parametrize("name", ["\u202eatiR", "\ufffd\ufffd", "--"])
def test_nobody_takes_a_name_that_cannot_be_read(client, client_of, rita, name):
    said = {"name": name, "email": "nina@lakeviewhealth.org", "password1": "correct horse battery"}
    assert client.post(reverse("account_signup"), said).status_code in {200, 422}
    assert not Person.objects.filter(email="nina@lakeviewhealth.org").exists()
    assert client_of(rita).post(reverse("members:profile"), {"name": name}).status_code == 422
