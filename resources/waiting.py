"""The question that waits for an organization while it has been asked whether what it posted still stands."""

from collections.abc import Iterator
from contextlib import contextmanager

from members import notices
from members.models import Organization
from resources.models import Offer, Request


def subject_of(organization: Organization) -> str:
    """The word by which notices speak of the question. There is one for all that an organization posted."""
    return f"{organization.topic}:postings"


@contextmanager
def settled(posting: Offer | Request) -> Iterator[None]:
    """Close the notice at the end, should what is saved within be the last answer that was missing."""
    was_asked = posting.asked_on is not None
    yield
    if was_asked and posting.asked_on is None:
        settle(posting.organization)


def settle(organization: Organization) -> None:
    """Close the notice unless something still waits."""
    if not any(model.objects.waiting().filter(organization=organization).exists() for model in (Offer, Request)):
        notices.done(subject_of(organization))
