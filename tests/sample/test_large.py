"""The large sample goes in by COPY, and the same constraints hold."""

import pytest
from django.db import transaction

from coalition.sample import large
from members.models import Membership, Organization
from resources.models import Offer, Request

SIZES = {"organizations": 20, "people": 50, "offers": 400, "requests": 200}

pytestmark = pytest.mark.django_db


def test_the_large_sample_has_the_sizes_that_were_asked_for() -> None:
    assert str(large.copy(seed=1, **SIZES)) == "20 organizations, 50 people, 400 offers, 200 requests"
    assert Organization.objects.admitted().count() == 20
    assert Membership.objects.filter(role="representative").count() == 20
    assert Offer.objects.with_units_left().count() == 400
    assert Request.objects.uncovered().count() == 200


def test_rows_of_the_large_sample_satisfy_what_the_forms_ask() -> None:
    large.copy(seed=2, **SIZES)
    for posting in [*Offer.objects.all()[:50], *Request.objects.all()[:50]]:
        posting.full_clean(exclude=["latitude", "longitude"])


def test_the_same_seed_copies_the_same() -> None:
    found = []
    for seed in (5, 5, 6):
        with transaction.atomic():
            large.copy(seed=seed, **SIZES)
            found.append(list(Offer.objects.order_by("pk").values_list("quantity", "state", "terms")))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]
