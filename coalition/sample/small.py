"""The small sample: about 40 organizations in 31 states, their people, and a history of eight weeks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Max

from coalition.sample import (
    applications,
    casework,
    charter,
    discussions,
    exchange,
    group_work,
    matches,
    newcomers,
    on_their_way,
    plans,
    posts,
    standings,
    unconfirmed,
)
from coalition.sample.cast import PASSWORD, Cast, admit_everybody, appoint_staff
from coalition.sample.stage import Stage, play
from coalition.shared import clock
from members.digests.due import period_of
from members.models import Activity, Digest, Notice, NoticeStatus, OutgoingMail, OutgoingMailState, Person


@dataclass(frozen=True, slots=True)
class SignIn:
    """One account to look around with."""

    role: str
    email: str
    password: str


@transaction.atomic
def tell(*, seed: int, password: str = PASSWORD) -> list[SignIn]:
    """Tell the small sample and return one sign-in for each role. The same seed on the same day tells the same."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    cast = Cast(rng=Random(seed), today=today)  # noqa: S311  # a story, not a secret
    appoint_staff(cast)
    admit_everybody(cast)
    stage = Stage(cast)
    told = (
        plans.events(stage),
        posts.events(stage),
        exchange.events(stage),
        matches.events(stage),
        discussions.events(stage),
        group_work.events(stage),
        unconfirmed.events(stage),
        on_their_way.events(stage),
        casework.events(stage),
    )
    play(chain(*told, applications.events(cast), newcomers.events(cast), charter.events(cast), standings.events(cast)))
    _catch_up()
    _deliver_todays_digests(to_all_but=[sign_in.email for sign_in in sign_ins(cast, password=password)])
    Person.objects.update(password=make_password(password))  # hashed once: it is the same for all
    return sign_ins(cast, password=password)


def _catch_up() -> None:
    """The weeks have passed: mail has arrived, and what was only to be known has been read."""
    OutgoingMail.objects.update(state=OutgoingMailState.SENT, sent_at=F("created_at"), attempt=1)
    old = Notice.objects.open().filter(must_act=False, created_at__lt=clock.now() - timedelta(days=3))
    old.update(status=NoticeStatus.DONE, closed_at=clock.now())


def _deliver_todays_digests(*, to_all_but: Collection[str]) -> None:
    """Everybody has had today's digest but those whom one signs in as: theirs comes while one looks."""
    high = Activity.objects.aggregate(high=Max("pk"))["high"] or 0
    digests = []
    for person in Person.objects.exclude(email__in=to_all_but):
        period = period_of(person, clock.now(), None)
        if period:
            digests.append(Digest(person=person, period=period.key, activity_until=high))
    Digest.objects.bulk_create(digests)


def sign_ins(cast: Cast, *, password: str) -> list[SignIn]:
    """One sign-in for each role."""
    lakeview = next(iter(cast.organizations))
    asks, gives = cast.representatives[lakeview], cast.representatives["cascade-biomedical"]
    contributor = cast.colleagues[lakeview][0]
    admin = cast.admin.email if cast.admin else ""
    people = {
        "Representative of Lakeview Health, which asks": asks.email,
        "Contributor of Lakeview Health": contributor.email,
        "Representative of Cascade Biomedical Reserve, which offers": gives.email,
        "Coordinator": cast.coordinators[0].email,
        "Admin": admin,
        "Applicant": "abel@northfork.example",
    }
    return [SignIn(role, email, password) for role, email in people.items()]
