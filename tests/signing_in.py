"""Browsers in which somebody has just signed in."""

import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from coalition.shared import clock
from members import sessions
from members.models import Person


def sign_in(client: Client, person: Person, *, ago: float = 0) -> None:
    """Sign the person in, `ago` seconds ago by the password; allauth notes when, to ask again before what matters.

    Writes the session as signing in leaves it, in one statement: most tests sign somebody in.
    """
    now = int(clock.now().timestamp())
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
            sessions.SIGNED_IN: now,
            sessions.SEEN: now,
            "account_authentication_methods": [{"method": "password", "at": time.time() - ago}],
            "account_authentication_methods_user": str(person.pk),
        }
    )
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
