"""Packs: a posting keeps the unit it was posted in, exactly; quantities count the type's unit everywhere."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Invalid
from members.models import Activity, Organization, Person
from resources import catalogue
from resources.models import Offer, Pack, Request, ResourceType
from resources.posting import edit_offer, post_offer
from tests.api.conftest import SystemOf, problem, system_of
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db
__all__ = ["system_of"]


@pytest.fixture
def n95() -> ResourceType:
    return ResourceType.objects.get(slug="n95-respirator")


@pytest.fixture
def offer(cascade: Organization, olga: Person, n95: ResourceType) -> Offer:
    return post_offer(
        organization=cascade,
        actor=olga,
        resource_type=n95,
        quantity=14400,
        pack="case-240",
        state="OR",
        available_from=clock.today(),
    )


def sent(**changed: Any) -> dict[str, Any]:
    data = {"resource_type": "n95-respirator", "quantity": "60", "pack": "n95-respirator:case-240", "state": "IL"}
    needed = (clock.today() + timedelta(days=2)).isoformat()
    return data | {"severity": "high", "needed_by": needed} | changed


def test_a_posting_keeps_pack_size_and_number_beside_the_quantity(offer: Offer) -> None:
    offer.refresh_from_db()
    assert (offer.quantity, offer.pack, offer.pack_size, offer.packs) == (14400, "case-240", 240, 60)
    assert offer.amount == "60 cases of 240 (14,400 units)"
    assert str(Activity.objects.about(offer.topic).get().sentence).endswith(
        "offers N95 respirator, 60 cases of 240 (14,400 units)"
    )


def test_a_pack_that_changes_or_goes_changes_nothing_that_was_posted(
    offer: Offer, olga: Person, n95: ResourceType
) -> None:
    Pack.objects.filter(resource_type=n95, name="case").update(size=160)
    offer.refresh_from_db()
    assert offer.amount == "60 cases of 240 (14,400 units)"
    edited = edit_offer(offer, actor=olga, version=1, quantity=2400)
    assert edited.amount == "10 cases of 240 (2,400 units)", "the pack that was chosen then still counts it"
    Pack.objects.filter(resource_type=n95).delete()
    edited = edit_offer(edited, actor=olga, version=2, title="Small")
    assert edited.amount == "10 cases of 240 (2,400 units)"
    with pytest.raises(Invalid) as caught:
        edit_offer(edited, actor=olga, version=3, pack="box-20")
    assert caught.value.field == "pack"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"quantity": 14401}, "quantity"),
        ({"pack": "case-100"}, "pack"),
        ({"pack": "crate-240"}, "pack"),
        ({"pack": "nothing \x00"}, "pack"),
        ({"pack": "x" * 30}, "pack"),
    ],
)
def test_a_quantity_is_a_whole_number_of_a_pack_that_the_type_has(
    fields: dict[str, Any], field: str, offer: Offer, olga: Person
) -> None:
    with pytest.raises(Invalid) as caught:
        edit_offer(offer, actor=olga, version=1, **fields)
    assert caught.value.field == field


def test_another_type_needs_a_pack_of_its_own(offer: Offer, olga: Person) -> None:
    mask = ResourceType.objects.get(slug="surgical-mask")
    with pytest.raises(Invalid) as caught:
        edit_offer(offer, actor=olga, version=1, resource_type=mask)
    assert "It comes as: box-50, case-2000" in str(caught.value.message)
    edited = edit_offer(offer, actor=olga, version=1, resource_type=mask, pack="")
    assert (edited.pack, edited.pack_size, edited.packs, edited.amount) == ("", 1, None, "14,400 units")


@pytest.mark.parametrize(
    "values",
    [
        "quantity = 14401",
        "packs = 61",
        "packs = NULL",
        "pack_size = 241",
        "pack_size = 480, packs = 30",
        "pack = ''",
        "pack = '', pack_size = 1",
        "pack = 'case-24'",
    ],
)
def test_the_database_refuses_what_is_not_exact(values: str, offer: Offer) -> None:
    with pytest.raises(IntegrityError, match="packed_exactly"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE resources_offer SET {values} WHERE id = %s", [offer.pk])


def test_the_form_counts_packs(client_of: ClientOf, rita: Person) -> None:
    client = client_of(rita)
    page = client.get("/requests/new/").content.decode()
    assert '<optgroup label="N95 respirator">' in page
    assert 'value="n95-respirator:case-240" data-type="n95-respirator" data-size="240">Case of 240' in page
    assert client.post("/requests/new/", sent()).status_code == 302
    asked = Request.objects.get()
    assert (asked.quantity, asked.packs, asked.pack) == (14400, 60, "case-240")
    assert "60 cases of 240 (14,400 units)" in client.get(asked.get_absolute_url()).content.decode()
    assert "60 cases of 240" in client.get("/requests/").content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"pack": "surgical-mask:box-50"}, "pack"),
        ({"pack": "case-240"}, "pack"),
        ({"quantity": "9999999"}, "quantity"),
        ({"quantity": ""}, "quantity"),
    ],
)
def test_a_wrong_pack_is_said_at_its_field_and_what_was_typed_is_kept(
    changed: dict[str, str], field: str, client_of: ClientOf, rita: Person
) -> None:
    response = client_of(rita).post("/requests/new/", sent(**changed, description="For the night shift"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "For the night shift" in response.content.decode()


def test_an_edit_begins_with_the_packs_and_touches_nothing_else(
    client_of: ClientOf, olga: Person, offer: Offer
) -> None:
    Pack.objects.all().delete()
    client = client_of(olga)
    form = client.get(f"/offers/{offer.pk}/edit/").context["form"]
    assert (form["quantity"].value(), form["pack"].value(), form.counts_by) == (
        60,
        "n95-respirator:case-240",
        "× 240 units",
    )
    begun = {
        f"initial-{field.name}": field.field.widget.format_value(field.value()) or ""
        for field in form
        if field.field.show_hidden_initial
    }
    begun = {name: value[0] if isinstance(value, list) else value for name, value in begun.items()}
    shown = {name.removeprefix("initial-"): value for name, value in begun.items()}
    assert client.post(f"/offers/{offer.pk}/edit/", begun | shown | {"quantity": "10"}).status_code == 302
    offer.refresh_from_db()
    assert (offer.quantity, offer.packs, offer.version) == (2400, 10, 2)
    assert Activity.objects.about(offer.topic).first().text == "Quantity: 14,400 → 2,400"


def test_the_form_sent_twice_posts_once(client_of: ClientOf, rita: Person) -> None:
    client = client_of(rita)
    for _time in range(2):
        assert client.post("/requests/new/", sent(key="once")).status_code == 302
    assert Request.objects.count() == 1


def test_the_api_takes_and_tells_the_pack(system_of: SystemOf, olga: Person) -> None:
    system = system_of(olga)
    body = {"resource_type": "n95-respirator", "quantity": 14400, "pack": "case-240", "state": "OR"}
    body["available_from"] = str(clock.today())
    shown = system.post("/api/v1/offers", body, format="json").json()
    assert (shown["quantity"], shown["pack"], shown["pack_size"], shown["packs"]) == (14400, "case-240", 240, 60)
    refused = system.post("/api/v1/offers", body | {"quantity": 100}, format="json")
    assert "whole number of packs" in problem(refused, 422, "invalid")["errors"][0]["detail"]
    types = system.get("/api/v1/resource-types/n95-respirator").json()
    assert types["packs"] == [{"code": "box-20", "size": 20}, {"code": "case-240", "size": 240}]


def test_an_import_counts_packs_by_code_by_words_and_by_name(
    tmp_path: Path, cascade: Organization, olga: Person
) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(
        "type,quantity,pack,state\n"
        "n95-respirator,60,case-240,OR\n"
        "n95-respirator,3,Cases of 240,OR\n"
        "n95-respirator,2,boxes,OR\n"
        "n95-respirator,7,each,OR\n"
        "hand-sanitizer,9,L,OR\n"
        "n95-respirator,5,pallet,OR\n"
        "icu-ventilator,5,box,OR\n"
    )
    rejects = tmp_path / "rejects.csv"
    call_command("import_offers", path, organization=cascade.slug, person=olga.email, rejects=rejects)
    assert list(Offer.objects.order_by("pk").values_list("quantity", "pack", "packs")) == [
        (14400, "case-240", 60),
        (720, "case-240", 3),
        (40, "box-20", 2),
        (7, "", None),
        (9, "", None),
    ]
    told = rejects.read_text()
    assert "N95 respirator comes as: box-20, case-240." in told
    assert "ICU ventilator has no packs. Count it in its own unit." in told


def test_packs_come_with_the_tables_and_a_load_adds_what_is_missing(n95: ResourceType) -> None:
    assert [str(pack) for pack in n95.packs.all()] == ["Box of 20", "Case of 240"]
    Pack.objects.create(resource_type=n95, name="pallet", size=9600)
    n95.packs.filter(name="box").delete()
    assert catalogue.load_packs().added == 1
    assert n95.packs.count() == 3
