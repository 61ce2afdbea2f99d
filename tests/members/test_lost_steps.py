"""Phone and codes lost: an admin, or an operator, has the second step forgotten."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from coalition.shared.errors import NotAllowed
from members.lost_steps import forget_second_step
from members.models import Activity, Person
from tests.conftest import ClientOf
from tests.members.second_steps import by_password, give_app, give_codes, give_password, is_in

pytestmark = pytest.mark.django_db


def test_an_admin_has_it_forgotten_and_every_session_ends(client: Client, rita: Person, ada: Person) -> None:
    give_password(rita)
    by_password(client, rita)
    give_app(rita)
    give_codes(rita)
    assert forget_second_step(rita, actor=ada) == 2
    assert not Authenticator.objects.filter(user=rita).exists()
    assert client.get("/settings/").status_code == 302
    row = Activity.objects.latest("pk")
    assert row.sentence == "Ada had the second step of Rita forgotten"
    assert (row.before, row.after) == ({"person": rita.pk, "steps": 2}, {"person": rita.pk, "steps": 0})
    by_password(client, rita)
    assert is_in(client)


@pytest.mark.parametrize("who", ["rita", "carl", "cora"])
def test_nobody_else_does_not_even_their_own(request: pytest.FixtureRequest, rita: Person, who: str) -> None:
    give_app(rita)
    with pytest.raises(NotAllowed):
        forget_second_step(rita, actor=request.getfixturevalue(who))
    assert Authenticator.objects.exists()


def test_an_admin_cannot_forget_their_own(ada: Person) -> None:
    give_app(ada)
    with pytest.raises(NotAllowed):
        forget_second_step(ada, actor=ada)


def test_with_none_nothing_changes(rita: Person, ada: Person) -> None:
    assert forget_second_step(rita, actor=ada) == 0
    assert not Activity.objects.exists()


def test_the_admin_of_django_has_it_as_an_action(client_of: ClientOf, rita: Person, ada: Person) -> None:
    give_app(rita)
    chosen = {"action": "forget_second_step", "_selected_action": [rita.pk]}
    client_of(ada).post(reverse("admin:members_person_changelist"), chosen)
    assert not Authenticator.objects.exists()


def test_an_operator_has_it_as_a_command(ada: Person, capsys: pytest.CaptureFixture[str]) -> None:
    give_app(ada)
    call_command("forget_second_step", "ADA@example.org")
    assert "1 taken out of use" in capsys.readouterr().out
    call_command("forget_second_step", ada.email)
    assert "There was none." in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("forget_second_step", "nobody@example.org")
