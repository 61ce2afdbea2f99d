"""One address, one account: in whatever case, and in letters that look alike."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from members.addresses import one_spelling
from members.models import OutgoingMail, Person

pytestmark = pytest.mark.django_db

SIGN_UP = {"name": "Somebody else", "password1": "a long pass phrase of hers"}
LOOK_ALIKE = {
    "fullwidth": "ｒita@example.org",
    "cyrillic": "ritа@example.org",
    "dotless i": "rıta@example.org",
    "dotted I": "rİta@example.org",
    "combining": "rita\u0301@example.org",
    "zero width": "ri\u200bta@example.org",
    "long s and kelvin": "ſK@example.org",
}
FOLDED = ["RITA@example.org", "Rita@Example.ORG", " rita@example.org ", "rita@ｅxample.org", "rita@example.org."]


@pytest.mark.parametrize("address", LOOK_ALIKE.values(), ids=LOOK_ALIKE)
def test_the_form_refuses_letters_that_look_like_others(client: Client, rita: Person, address: str) -> None:
    page = client.post(reverse("account_signup"), SIGN_UP | {"email": address})
    assert "email" in page.context["form"].errors
    assert Person.objects.count() == 1


@pytest.mark.parametrize("address", FOLDED[:3])
def test_the_form_takes_other_spellings_for_the_same_address(client: Client, rita: Person, address: str) -> None:
    answer = client.post(reverse("account_signup"), SIGN_UP | {"email": address})
    assert answer.url == reverse("account_email_verification_sent")
    assert Person.objects.count() == 1
    assert OutgoingMail.objects.get().recipient == rita.email


@pytest.mark.parametrize("address", LOOK_ALIKE.values(), ids=LOOK_ALIKE)
def test_the_verb_refuses_letters_that_look_like_others(address: str) -> None:
    with pytest.raises(ValidationError):
        Person.objects.create_user(address, name="Somebody else")


@pytest.mark.parametrize("address", FOLDED)
def test_the_verb_refuses_other_spellings_of_an_address_that_is_there(rita: Person, address: str) -> None:
    with pytest.raises(ValidationError):
        Person.objects.create_user(address, name="Somebody else")


@pytest.mark.parametrize("address", [*LOOK_ALIKE.values(), "RITA@example.org", "new@EXAMPLE.org", "new@bücher.example"])
def test_the_database_refuses_them_all(rita: Person, address: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE members_person SET email = %s WHERE id = %s", [address, rita.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailAddress.objects.create(user=rita, email=address, verified=True)


def test_the_database_refuses_a_second_account_with_the_address(rita: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO members_person (password, email, name, time_zone, is_active, is_coordinator, is_admin, "
            "keyboard_shortcuts, digest_frequency, digest_hour, date_joined) "
            "SELECT password, email, 'Copy', time_zone, true, false, false, true, 'daily', 7, now() "
            "FROM members_person WHERE id = %s",
            [rita.pk],
        )


@pytest.mark.parametrize("address", FOLDED)
def test_every_spelling_is_folded_into_one(address: str) -> None:
    assert one_spelling(address) == "rita@example.org"


def test_a_tag_is_another_mailbox() -> None:
    assert one_spelling("Rita+Portal@example.org") == "rita+portal@example.org"


def test_a_domain_in_other_letters_is_another_domain() -> None:
    assert one_spelling("rita@exаmple.org") == "rita@xn--exmple-4nf.org"


@pytest.mark.parametrize("address", ["", "@example.org", "rita", "rita@" + "a" * 64 + ".org"])
def test_what_is_no_address_has_no_spelling(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        one_spelling(address)


@pytest.mark.parametrize("address", list(LOOK_ALIKE.values()))
@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_request_login_code"])
def test_no_letter_goes_to_an_address_that_only_looks_alike(
    client: Client, rita: Person, name: str, address: str
) -> None:
    page = client.post(reverse(name), {"email": address, "login": address, "password": "x"})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not OutgoingMail.objects.exists()
