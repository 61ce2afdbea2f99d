"""Browsers in which somebody has just signed in."""

import time

from django.test import Client

from members.models import Person


def sign_in(client: Client, person: Person, *, ago: float = 0) -> None:
    """Sign the person in, `ago` seconds ago by the password; allauth notes when, to ask again before what matters."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
