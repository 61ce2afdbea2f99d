"""What the writers race for: 100 offers of 100 units, requests for a little more, and who may match and answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from coalition.sample import large
from members.models import Membership, Organization, Person
from resources.models import Offer, Request

OFFERS, UNITS = 100, 100
REQUESTS, LACKING = 200, 60
PARTIES, OTHERS = 20, 20  # organizations: ten give, ten ask, and the coordinators belong to the others

SAME_FOR_ALL = """
UPDATE resources_{side} SET quantity = {quantity},
    resource_type_id = (SELECT min(resource_type_id) FROM resources_offer),
    organization_id = (%s::bigint[])[1 + id %% 10]
"""


@dataclass(frozen=True, slots=True)
class Field:
    """The keys of the postings of one race, who coordinates, one a writer, and who writes for each organization."""

    offers: list[int]
    requests: list[int]
    coordinators: list[Person]
    writers: Mapping[int, Membership]


def laid_out(races: int, *, writers: int) -> list[Field]:
    """As many fields as races, each with offers and requests of its own; the people are the same."""
    large.copy(
        seed=1, organizations=PARTIES + OTHERS, people=4 * writers, offers=OFFERS * races, requests=REQUESTS * races
    )
    keys = list(Organization.objects.order_by("-pk").values_list("pk", flat=True)[: PARTIES + OTHERS])
    givers, askers = keys[:10], keys[10:PARTIES]
    with connection.cursor() as cursor:
        cursor.execute(SAME_FOR_ALL.format(side="offer", quantity=UNITS) + ", least_lot = 1", [givers])
        cursor.execute("UPDATE resources_offer SET available_from = current_date, available_until = NULL")
        cursor.execute(SAME_FOR_ALL.format(side="request", quantity=LACKING), [askers])
    belong = Membership.objects.filter(organization__in=keys[PARTIES:], role="contributor")
    Person.objects.filter(pk__in=belong.order_by("pk").values("person")[:writers]).update(is_coordinator=True)
    coordinators = list(Person.objects.filter(is_coordinator=True).order_by("pk"))
    if len(coordinators) < writers:
        raise RuntimeError(f"{writers} coordinators are needed, and there are {len(coordinators)}")
    speak = Membership.objects.filter(organization__in=keys[:PARTIES], role="representative")
    by_party = {row.organization_id: row for row in speak.select_related("person", "organization")}
    offers = list(Offer.objects.order_by("pk").values_list("pk", flat=True))
    requests = list(Request.objects.order_by("pk").values_list("pk", flat=True))
    return [
        Field(
            offers=offers[n * OFFERS : (n + 1) * OFFERS],
            requests=requests[n * REQUESTS : (n + 1) * REQUESTS],
            coordinators=coordinators,
            writers=by_party,
        )
        for n in range(races)
    ]
