"""What time does to offers and requests that nobody stands by: their owner is asked, and at last they are closed.

The scheduler runs both every ten minutes; what is due is found by indexes of its own. Either may run twice at once.
That an offer or request is stale is not written anywhere: it follows from `confirmed_at` (see `freshness`).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.locking import lock_name
from members import activity, notices
from members.models import Audience, Organization, OrganizationStatus
from resources import changes, freshness, history, kinds, letters, posting, waiting
from resources.models import Offer, Request

MODELS: tuple[type[Offer] | type[Request], ...] = (Offer, Request)
MOST_ORGANIZATIONS = 500  # asked in one run; the next run goes on
MOST_ROWS = 5000  # of each looked at in one run, for whose they are
MOST_CLOSED = 1000  # of each, in one run
BATCH = 1000  # rows marked in a transaction


def ask_owners(now: datetime) -> int:
    """Ask the organizations whose offers and requests were last confirmed `POSTING_CONFIRM_DAYS` ago; returns how many.

    Each in a transaction of its own, by one letter to each of its writers for all that waits. What would be due soon
    is asked along, so that half of the period lies between two letters.
    """
    with clock.at(now):
        due = list(_organizations_due(now))
        return sum(_ask(organization, now) for organization in due)


def close_unanswered(now: datetime) -> int:
    """Close what was not confirmed for `POSTING_CLOSE_DAYS`, though its owner was asked; returns how many.

    Each in a transaction of its own. What a match under way holds, and what belongs to an organization that may not
    act now, stays open, and its owner is asked anew.
    """
    with clock.at(now):
        return sum(_close(model, pk, now) for model in MODELS for pk in _over(model, now))


def _organizations_due(now: datetime) -> Iterator[Organization]:
    due: set[int] = set()
    for model in MODELS:
        rows = model.objects.to_be_asked(freshness.ask_before(now)).order_by("confirmed_at")
        able = rows.filter(organization__status=OrganizationStatus.ADMITTED)
        due.update(able.values_list("organization", flat=True)[:MOST_ROWS])
    yield from Organization.objects.filter(pk__in=sorted(due)[:MOST_ORGANIZATIONS]).order_by("pk")


def _ask(organization: Organization, now: datetime) -> bool:
    if not _ask_first(organization, now):
        return False
    for model in MODELS:
        while _mark(model, organization, now) == BATCH:
            pass
    return True


@transaction.atomic
def _ask_first(organization: Organization, now: datetime) -> bool:
    """The letter, the notice and the first rows; the others, should there be so many, in transactions of their own."""
    lock_name(f"asking:{organization.pk}")
    rows = [model.objects.to_be_asked(freshness.ask_before(now)).filter(organization=organization) for model in MODELS]
    if not any(found.exists() for found in rows):  # asked by another worker
        return False
    writers = notices.writers_of(organization)
    question = letters.question_to(organization, now)
    because = activity.record(
        kinds.POSTINGS_ASKED,
        actor=None,
        organization=organization,
        title=organization.name,
        url=reverse("resources:unconfirmed"),
        audience=Audience.PARTIES,
        after={"asked": question.count, "on": now.date()},
    )
    notices.tell(
        writers,
        kinds.CONFIRM_POSTINGS,
        title=organization.name,
        url=reverse("resources:unconfirmed"),
        subject=waiting.subject_of(organization),
        due_at=now + timedelta(days=freshness.answer_days()),
        because=because,
    )
    for person in writers:
        letters.does_it_stand(question, person=person)
    for model in MODELS:
        _mark(model, organization, now)
    return True


@transaction.atomic
def _mark(model: type[Offer] | type[Request], organization: Organization, now: datetime) -> int:
    rows = model.objects.to_be_asked(freshness.ask_along_before(now)).filter(organization=organization)
    keys = list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)[:BATCH])
    return model.objects.filter(pk__in=keys).update(asked_on=now.date()) if keys else 0


def _over(model: type[Offer] | type[Request], now: datetime) -> list[int]:
    asked_until = now.date() - timedelta(days=freshness.answer_days())
    rows = model.objects.waiting().filter(asked_on__lte=asked_until, confirmed_at__lte=freshness.close_before(now))
    return list(rows.order_by("asked_on", "confirmed_at").values_list("pk", flat=True)[:MOST_CLOSED])


@transaction.atomic
def _close(model: type[Offer] | type[Request], pk: int, now: datetime) -> bool:
    row: Offer | Request = model.objects.locked(pk)
    if row.closes_on is None or row.closes_on > now.date():  # confirmed since it was listed
        return False
    since = date_format(row.confirmed_at, "M j, Y")
    if reason := _why_not_now(row):
        _keep_open(row, reason=reason)
        return False
    posting.close_unconfirmed(
        row, reason=_("Nobody confirmed it since %(day)s. It can be opened again at any time.") % {"day": since}
    )
    return True


def _why_not_now(row: Offer | Request) -> str:
    if row.matches.under_way().exists():
        return _("A match of it is under way. Once that is over, it is closed unless it is confirmed.")
    if not row.organization.is_admitted:
        return _("Its organization cannot answer at present, so the question is put again later.")
    return ""


def _keep_open(row: Offer | Request, *, reason: str) -> None:
    """The question begins anew: its owner gets another letter, and as long as before to answer."""
    before = changes.on_record(row)
    with waiting.settled(row):
        row.asked_on = None
        row.save(update_fields=["asked_on"])
    kind = kinds.OFFER_KEPT_OPEN if isinstance(row, Offer) else kinds.REQUEST_KEPT_OPEN
    history.record(row, kind, actor=None, text=reason, before=before, audience=Audience.PARTIES)
