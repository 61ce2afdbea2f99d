"""The cast of the sample is the same for the same seed."""

from random import Random

import pytest
from django.db import transaction

from coalition.sample import tables
from coalition.sample.cast import Cast, admit_organization, appoint_staff, bring_colleagues
from coalition.shared import clock
from members.models import Membership

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]


def _people(seed: int) -> list[tuple[object, ...]]:
    moment = clock.now().replace(hour=12)
    with clock.at(moment), transaction.atomic():
        cast = Cast(rng=Random(seed), today=moment.replace(hour=0))
        appoint_staff(cast)
        for row in list(tables.rows("organizations"))[:6]:
            admit_organization(cast, row)
            bring_colleagues(cast, row["slug"], "example.org")
        found = list(Membership.objects.order_by("pk").values_list("person__email", "role", "organization__slug"))
        transaction.set_rollback(True)
    return found


def test_the_same_seed_casts_the_same_people_and_another_seed_others() -> None:
    first = _people(3)
    assert first == _people(3)
    assert first != _people(4)


def test_every_offer_and_request_of_the_tables_comes_after_its_organization() -> None:
    joined = {row["slug"]: int(row["days_ago"]) for row in tables.rows("organizations")}
    for name in ("offers", "requests", "projects"):
        late = [row["key"] for row in tables.rows(name) if int(row["days_ago"]) >= joined[row["organization"]]]
        assert late == []


def test_every_plan_has_its_text() -> None:
    assert {row["key"] for row in tables.rows("projects")} == set(tables.plans())
