"""When phone, passkeys and recovery codes are lost: the second step is forgotten, and set up anew."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared.errors import NotAllowed
from coalition.shared.locking import lock
from members import activity, kinds, permissions
from members.models import Audience, Person


@transaction.atomic
def forget_second_step(person: Person, *, actor: Person | None) -> int:
    """Take every app, passkey and recovery code of the person out of use, and end their sessions.

    `actor` is None for an operator at the command line. Returns how many were taken out; with none nothing changes.
    Raises NotAllowed for others than admins, and for an admin's own: whoever finds a browser open could do that.
    """
    if actor is not None and (actor == person or not permissions.can_administer(actor)):
        raise NotAllowed(_("Another admin of the coalition can do this."))
    lock(person)
    taken = Authenticator.objects.filter(user=person)
    count = taken.count()
    if count:
        taken.delete()
        for session in UserSession.objects.filter(user=person):
            session.end()
        activity.record(
            kinds.SECOND_STEP_FORGOTTEN,
            actor=actor,
            title=person.name,
            audience=Audience.ADMINS,
            before={"person": person, "steps": count},
            after={"person": person, "steps": 0},
        )
    return int(count)
