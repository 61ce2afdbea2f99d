"""The word of an organization that its offers and requests still stand. It can be given again and again."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict
from coalition.shared.locking import hold
from members import activity, overdue
from members.models import Audience, Organization, Person
from members.models.organization import STANDING
from resources import changes, history, kinds, permissions, waiting
from resources.models import Offer, Request

JUST_NOW = timedelta(days=1)
BATCH = 1000  # rows in a transaction
MOST_BATCHES = 20  # in one act; another one goes on


@transaction.atomic
def confirm_posting(posting: Offer | Request, *, actor: Person) -> Offer | Request:
    """Say for its organization that an open offer or request still stands as it is.

    Doing it again within a day changes nothing. Raises NotAllowed, or Conflict (`not_open`).
    """
    posting = type(posting).objects.locked(posting.pk)
    _check_may_confirm(posting.organization, actor)
    if not posting.is_open:
        raise Conflict(_("This is no longer open. Open it again if you still mean it."), code="not_open")
    if confirmed_just_now(posting):
        return posting
    before = changes.on_record(posting)
    with waiting.settled(posting):
        posting.stand()
        posting.save(update_fields=["confirmed_at", "asked_on"])
    kind = kinds.OFFER_CONFIRMED if isinstance(posting, Offer) else kinds.REQUEST_CONFIRMED
    history.record(posting, kind, actor=actor, before=before)
    return posting


def confirm_all(organization: Organization, *, actor: Person, asked_until: date | None = None) -> int:
    """Say that all offers and requests still stand of which the organization was asked (until that day, if given).

    Returns how many there were: at most 20,000 of each, the others in another act. Raises NotAllowed.
    """
    return sum(
        _confirm_some(model, organization, actor=actor, asked_until=asked_until or date.max)
        for model in (Offer, Request)
    )


def confirmed_just_now(posting: Offer | Request) -> bool:
    """Whether there is nothing to add to what its owner said within the last day."""
    return posting.asked_on is None and clock.now() - posting.confirmed_at < JUST_NOW


def _confirm_some(
    model: type[Offer] | type[Request], organization: Organization, *, actor: Person, asked_until: date
) -> int:
    done = 0
    for _batch in range(MOST_BATCHES):
        confirmed = _confirm_batch(model, organization, actor=actor, asked_until=asked_until)
        done += confirmed
        if confirmed < BATCH:
            break
    return done


@transaction.atomic
def _confirm_batch(
    model: type[Offer] | type[Request], organization: Organization, *, actor: Person, asked_until: date
) -> int:
    hold(organization, reading=STANDING)
    _check_may_confirm(organization, actor)
    asked = model.objects.waiting().filter(organization=organization, asked_on__lte=asked_until)
    keys = list(asked.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)[:BATCH])
    if not keys:
        return 0
    model.objects.filter(pk__in=keys).update(confirmed_at=clock.now(), asked_on=None)
    waiting.settle(organization)
    activity.record(
        kinds.POSTINGS_CONFIRMED,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=reverse("resources:unconfirmed"),
        audience=Audience.PARTIES,
        after={f"{model._meta.model_name}s": keys, "confirmed": clock.now()},
    )
    return len(keys)


def _check_may_confirm(organization: Organization, actor: Person) -> None:
    if not permissions.can_post(actor, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("Only people who may write for %(name)s can say that this still stands.")
            % {"name": organization},
        )
