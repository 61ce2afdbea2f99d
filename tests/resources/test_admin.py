"""The admin of the second floor: every model is there, states and counters are only shown, actions call verbs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition.shared.errors import NotAllowed
from members.models import Activity, Organization, Person
from resources.models import Agreement, Match, Offer, ResourceType, Substitute
from resources.retiring import bring_back, retire
from tests.conftest import ClientOf
from tests.factories import MatchFactory, OfferFactory, RequestFactory, ResourceTypeFactory

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]

OURS = sorted(model._meta.model_name or "" for model in apps.get_app_config("resources").get_models())
KEPT = ["agreement", "match", "movement", "offer", "request"]


@pytest.fixture
def desk(client_of: ClientOf, ada: Person) -> Client:
    return client_of(ada)


def list_of(name: str) -> str:
    return reverse(f"admin:resources_{name}_changelist")


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def act(desk: Client, rows: list[Any], action: str, **more: str) -> HttpResponse:
    name = rows[0]._meta.model_name
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return desk.post(list_of(name), chosen, follow=True)


def one_more_of_everything() -> Match:
    match = MatchFactory()
    Agreement.objects.create(
        match=match,
        organization=match.giver,
        recorded_by=match.offer.posted_by,
        spoke_with="Dispatch",
        spoken_at=match.proposed_at,
        terms="As offered",
    )
    Substitute.objects.create(resource_type=match.offer.resource_type, substitute=ResourceTypeFactory(), note="Mind it")
    return match


def test_every_model_is_in_the_admin() -> None:
    assert {model._meta.model_name for model in admin.site._registry} >= set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_every_list_is_for_admins_and_costs_the_same_for_many(
    name: str, desk: Client, client_of: ClientOf, rita: Person
) -> None:
    assert client_of(rita).get(list_of(name)).status_code == 302
    counts = []
    for rows in (1, 5):
        for _ in range(rows):
            one_more_of_everything()
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(list_of(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", OURS)
def test_every_list_can_be_searched(name: str, desk: Client) -> None:
    one_more_of_everything()
    for text in ("test", "zzzz", "'\"%_\\"):
        assert desk.get(list_of(name), {"q": text}).status_code == 200


@pytest.mark.parametrize("name", KEPT)
def test_what_verbs_write_is_looked_at_only(name: str, desk: Client) -> None:
    match = one_more_of_everything()
    row = {"match": match, "offer": match.offer, "request": match.request}.get(name) or getattr(
        match, f"{name}s"
    ).first()
    page = desk.get(reverse(f"admin:resources_{name}_change", args=[row.pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in words(page)
    assert desk.post(page.request["PATH_INFO"], {"status": "received"}).status_code == 403
    assert desk.get(reverse(f"admin:resources_{name}_add")).status_code == 403
    assert desk.post(reverse(f"admin:resources_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_counters_and_states_are_on_the_page_of_an_offer(desk: Client) -> None:
    match = one_more_of_everything()
    page = words(desk.get(reverse("admin:resources_offer_change", args=[match.offer_id])))
    for name in ("Committed", "Status", "Version", "Posted by", "Key in the source"):
        assert name in page


# Actions


def test_offers_and_requests_are_withdrawn_for_a_reason_and_opened_again(desk: Client) -> None:
    for row in (OfferFactory(), RequestFactory()):
        assert "Reason, which the people concerned will read" in words(act(desk, [row], "withdraw"))
        row.refresh_from_db()
        assert row.status == "open"
        assert "Done for 1 row." in words(act(desk, [row], "withdraw", reason="Posted twice"))
        row.refresh_from_db()
        assert row.status == "withdrawn"
        assert Activity.objects.about(row.topic).get().text == "Posted twice"
        act(desk, [row], "reopen")
        row.refresh_from_db()
        assert row.status == "open"


def test_an_action_tells_each_refusal(desk: Client) -> None:
    match = MatchFactory()
    page = words(act(desk, [match.offer], "withdraw", reason="For order"))
    assert "Units are held by matches under way" in page
    assert Offer.objects.get(pk=match.offer_id).status == "open"


def test_a_match_is_cancelled_only_by_those_who_may(
    desk: Client, client_of: ClientOf, ada: Person, make: Callable[[], Match]
) -> None:
    match = make()
    assert "not allowed" in words(act(desk, [match], "cancel", reason="Both say so"))
    Person.objects.filter(pk=ada.pk).update(is_coordinator=True)
    assert "Done for 1 row." in words(act(client_of(ada), [match], "cancel", reason="Both say so"))
    match.refresh_from_db()
    assert match.status == "cancelled"


@pytest.fixture
def make(cascade: Organization, lakeview: Organization) -> Callable[[], Match]:
    return lambda: MatchFactory(offer__organization=cascade, request__organization=lakeview)


# The catalogue


def test_a_type_is_retired_and_brought_back_on_record(desk: Client, ada: Person, rita: Person) -> None:
    swab = ResourceType.objects.get(slug="swab")
    act(desk, [swab], "retire_types")
    swab.refresh_from_db()
    assert not swab.is_active
    assert "took Specimen swab out of the catalogue" in str(Activity.objects.about("type:swab").get().sentence)
    act(desk, [swab], "bring_types_back")
    assert bring_back(swab, actor=ada).is_active, "again changes nothing"
    assert Activity.objects.about("type:swab").count() == 2
    with pytest.raises(NotAllowed):
        retire(swab, actor=rita)


def test_unit_kind_and_code_of_a_type_stay(desk: Client) -> None:
    swab = ResourceType.objects.get(slug="swab")
    data = {
        "label": "Swab, sterile",
        "slug": "other",
        "unit": "box",
        "kind": "service",
        "group": swab.group_id,
        "expires": "on",
        "synonyms": "np swab,flocked swab",
        "codes": "{}",
        "packs-TOTAL_FORMS": "0",
        "packs-INITIAL_FORMS": "0",
        "substitutes-TOTAL_FORMS": "0",
        "substitutes-INITIAL_FORMS": "0",
    }
    response = desk.post(reverse("admin:resources_resourcetype_change", args=[swab.pk]), data)
    assert response.status_code == 302
    swab.refresh_from_db()
    assert (swab.label, swab.slug, swab.unit, swab.kind) == ("Swab, sterile", "swab", "each", "count")
    assert swab.synonyms == ["np swab", "flocked swab"]
    assert desk.post(reverse("admin:resources_resourcetype_delete", args=[swab.pk]), {"post": "yes"}).status_code == 403


def test_a_substitute_is_counted_in_the_same_unit(desk: Client) -> None:
    ids = dict(ResourceType.objects.values_list("slug", "pk"))
    address = reverse("admin:resources_substitute_add")
    data = {"resource_type": ids["inpatient-bed"], "substitute": ids["surge-bed"], "note": "A space only"}
    page = words(desk.post(address, data))
    assert "It is counted in bed, the other in bed-day." in page
    assert desk.post(address, data | {"substitute": ids["picu-bed"]}).status_code == 302
    assert Substitute.objects.filter(substitute_id=ids["picu-bed"]).exists()
