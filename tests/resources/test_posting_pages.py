"""The pages of one offer and one request: what they show to whom, writing, editing, withdrawing and taking it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members.models import Organization, Person
from resources.models import MatchStatus, Offer, Request, ResourceType
from resources.posting import edit_offer, edit_request, post_offer, post_request
from tests.conftest import ClientOf
from tests.factories import MatchFactory, OfferFactory, ProjectFactory, RequestFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cascade: Organization, olga: Person) -> Offer:
    n95 = ResourceType.objects.get(slug="n95-respirator")
    return post_offer(
        organization=cascade,
        actor=olga,
        resource_type=n95,
        quantity=12000,
        state="OR",
        available_from=clock.today(),
        title="N95, small",
        description="Sealed boxes of 20",
        contact="Dispatch, 555 0100",
    )


@pytest.fixture
def asked(lakeview: Organization, rita: Person) -> Request:
    vents = ResourceType.objects.get(slug="icu-ventilator")
    return post_request(
        organization=lakeview,
        actor=rita,
        resource_type=vents,
        quantity=40,
        state="IL",
        severity="critical",
        needed_by=clock.today() + timedelta(days=2),
    )


def offer_data(**changed: Any) -> dict[str, Any]:
    data = {
        "resource_type": "n95-respirator",
        "title": "N95, small",
        "quantity": "12000",
        "least_lot": "1",
        "description": "Sealed boxes of 20",
        "terms": "gift",
        "available_from": clock.today().isoformat(),
        "city": "",
        "state": "OR",
        "contact": "Dispatch, 555 0100",
    }
    return data | changed


def request_data(**changed: Any) -> dict[str, Any]:
    needed = (clock.today() + timedelta(days=2)).isoformat()
    data = {"resource_type": "icu-ventilator", "quantity": "40", "severity": "critical", "needed_by": needed}
    return data | {"state": "IL"} | changed


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def said(response: HttpResponse) -> list[Any]:
    return list(get_messages(response.wsgi_request))


# Reading


def test_every_member_reads_an_offer_and_nobody_else(
    offer: Offer, client_of: ClientOf, reed: Person, nora: Person, sam: Person
) -> None:
    page = text_of(client_of(reed).get(f"/offers/{offer.pk}/"))
    for part in ("N95, small", "Cascade Biomedical Reserve", "12,000", "Sealed boxes of 20", "Dispatch, 555 0100"):
        assert part in page
    assert "Every member of the coalition sees this offer" in page
    assert client_of(None).get(f"/offers/{offer.pk}/").status_code == 302
    for outsider in (nora, sam):
        assert client_of(outsider).get(f"/offers/{offer.pk}/").status_code == 302
    assert client_of(reed).get("/offers/0/").status_code == 404


def test_a_request_says_asked_covered_and_still_open(client_of: ClientOf, olga: Person) -> None:
    match = MatchFactory(request__quantity=400, quantity=150, offer__quantity=1000)
    page = text_of(client_of(olga).get(f"/requests/{match.request_id}/"))
    for name, value in (("Asked for", 400), ("Covered", 150), ("Still open", 250)):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in page
    assert client_of(olga).get("/requests/0/").status_code == 404


def test_matches_are_shown_to_those_concerned_only(
    client_of: ClientOf, cascade: Organization, olga: Person, rita: Person, cora: Person
) -> None:
    match = MatchFactory(offer__organization=cascade)
    for person, sees in ((olga, True), (cora, True), (rita, False)):
        page = text_of(client_of(person).get(f"/offers/{match.offer_id}/"))
        assert (f'href="{match.get_absolute_url()}"' in page) is sees
        assert ("With whom the units are matched" in page) is not sees


def test_the_page_offers_what_the_reader_may_do(
    offer: Offer,
    asked: Request,
    client_of: ClientOf,
    olga: Person,
    rita: Person,
    reed: Person,
    cora: Person,
    ada: Person,
) -> None:
    def may(person: Person, address: str) -> set[str]:
        return {name for name, can in client_of(person).get(address).context["may"].items() if can}

    assert may(olga, f"/offers/{offer.pk}/") == {"edit", "withdraw"}
    assert may(rita, f"/offers/{offer.pk}/") == {"answer"}
    assert may(ada, f"/offers/{offer.pk}/") == {"withdraw"}
    assert may(reed, f"/offers/{offer.pk}/") == may(cora, f"/offers/{offer.pk}/") == set()
    assert may(rita, f"/requests/{asked.pk}/") == {"edit", "withdraw"}
    assert "Match on the board" in text_of(client_of(cora).get(f"/requests/{asked.pk}/"))
    assert "Match on the board" not in text_of(client_of(rita).get(f"/requests/{asked.pk}/"))


def test_substitutes_are_named_in_their_direction(
    offer: Offer, asked: Request, client_of: ClientOf, rita: Person
) -> None:
    assert "Transport ventilator" in text_of(client_of(rita).get(f"/requests/{asked.pk}/"))
    page = text_of(client_of(rita).get(f"/offers/{offer.pk}/"))
    assert "Can stand in for" in page
    assert "Surgical or procedure mask" in page


@pytest.mark.parametrize(("side", "queries"), [("offer", 8), ("request", 8)])
@pytest.mark.thorough
def test_a_page_costs_the_same_with_one_match_and_with_many(
    side: str, queries: int, client_of: ClientOf, cora: Person
) -> None:
    posting = {"offer": OfferFactory, "request": RequestFactory}[side](quantity=1000)
    other = {"offer": RequestFactory, "request": OfferFactory}[side]
    client = client_of(cora)
    client.get(posting.get_absolute_url())

    def add_match() -> None:
        sides = {
            side: posting,
            {"offer": "request", "request": "offer"}[side]: other(resource_type=posting.resource_type),
        }
        MatchFactory(resource_type=posting.resource_type, quantity=1, **sides)

    for matches in (1, 9):
        for _ in range(matches):
            add_match()
        with CaptureQueriesContext(connection) as counted:
            assert client.get(posting.get_absolute_url()).status_code == 200
        assert len(counted) == queries


# Writing


def test_an_offer_is_written_down(client_of: ClientOf, olga: Person, cascade: Organization) -> None:
    response = client_of(olga).post("/offers/new/", offer_data())
    offer = Offer.objects.get()
    assert (offer.organization, offer.quantity, offer.posted_by) == (cascade, 12000, olga)
    assert response.url == offer.get_absolute_url()
    assert str(said(response)[0]) == "Your offer is posted. Every member sees it."


def test_a_request_is_written_down(client_of: ClientOf, rita: Person, lakeview: Organization) -> None:
    project = ProjectFactory(organization=lakeview)
    response = client_of(rita).post("/requests/new/", request_data(project=project.pk, city="Chicago"))
    asked = Request.objects.get()
    assert (asked.organization, asked.quantity, asked.severity, asked.project) == (lakeview, 40, "critical", project)
    assert response.url == asked.get_absolute_url()


@pytest.mark.parametrize("address", ["/offers/new/", "/requests/new/"])
def test_only_writers_open_the_form(
    address: str, client_of: ClientOf, reed: Person, nora: Person, cora: Person
) -> None:
    for person, status in ((None, 302), (nora, 302), (reed, 403), (cora, 403)):
        assert client_of(person).get(address).status_code == status
        assert client_of(person).post(address, request_data()).status_code == status
    assert not Request.objects.exists()


def test_the_form_begins_with_what_is_known(client_of: ClientOf, rita: Person, lakeview: Organization) -> None:
    project = ProjectFactory(organization=lakeview, title="Vent pool")
    form = client_of(rita).get(f"/requests/new/?type=swab&project={project.pk}").context["form"]
    assert (form["state"].value(), form["city"].value()) == ("IL", "Chicago")
    assert (form["resource_type"].value(), form["project"].value(), form.unit) == ("swab", str(project.pk), "units")
    page = text_of(client_of(rita).get("/offers/new/?type=hand-sanitizer&project=x"))
    assert '<option value="hand-sanitizer" selected data-unit="L" data-words="alcohol gel hand rub">' in page
    assert '<span class="suffix">L</span>' in page
    assert client_of(rita).get("/offers/new/?type=%00&project=%00").status_code == 200


def test_the_form_says_who_will_see_it(client_of: ClientOf, rita: Person) -> None:
    for address in ("/offers/new/", "/requests/new/"):
        assert "Every member of the coalition sees this" in text_of(client_of(rita).get(address))


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("resource_type", {"resource_type": ""}),
        ("resource_type", {"resource_type": "money"}),
        ("resource_type", {"resource_type": "nul \x00"}),
        ("quantity", {"quantity": ""}),
        ("quantity", {"quantity": "0"}),
        ("quantity", {"quantity": "2e14"}),
        ("quantity", {"quantity": "199999999999998"}),
        ("state", {"state": "ZZ"}),
        ("least_lot", {"least_lot": "12001"}),
        ("return_on", {"terms": "loan"}),
        ("return_on", {"terms": "gift", "return_on": "2030-01-01"}),
        ("available_until", {"available_until": "2020-01-01"}),
        ("title", {"title": "x" * 201}),
        ("description", {"description": "\x00"}),
        ("project", {"project": "77"}),
        ("terms", {"terms": "sale"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_input_kept(
    field: str, changed: dict[str, str], client_of: ClientOf, olga: Person
) -> None:
    response = client_of(olga).post("/offers/new/", offer_data(**changed))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = text_of(response)
    assert "There is a problem to mend" in page
    assert "Sealed boxes of 20" in page or field == "description"
    assert not Offer.objects.exists()


def test_a_retired_type_is_not_among_the_choices_but_stays_with_what_was_posted(
    client_of: ClientOf, olga: Person, cascade: Organization
) -> None:
    retired = ResourceTypeFactory(is_active=False, slug="old-mask", label="Old mask")
    posted = OfferFactory(organization=cascade, resource_type=retired, state="OR")
    client = client_of(olga)
    assert "Old mask" not in text_of(client.get("/offers/new/"))
    assert "Old mask" in text_of(client.get(f"/offers/{posted.pk}/edit/"))
    response = client.post(
        f"/offers/{posted.pk}/edit/", offer_data(resource_type="old-mask", version="1", quantity="7")
    )
    assert response.status_code == 302
    posted.refresh_from_db()
    assert posted.quantity == 7


# Editing


def test_an_edit_is_saved(offer: Offer, client_of: ClientOf, olga: Person) -> None:
    address = f"/offers/{offer.pk}/edit/"
    assert 'name="version" value="1"' in text_of(client_of(olga).get(address))
    response = client_of(olga).post(address, offer_data(quantity="9000", version="1"))
    assert response.url == offer.get_absolute_url()
    offer.refresh_from_db()
    assert (offer.quantity, offer.version, offer.title) == (9000, 2, "N95, small")


def test_lines_as_a_browser_ends_them_are_no_change(offer: Offer, client_of: ClientOf, olga: Person) -> None:
    edit_offer(offer, actor=olga, version=1, description="Sealed\nBoxes of 20")
    data = offer_data(description="Sealed\r\nBoxes of 20 ", version="2")
    assert client_of(olga).post(f"/offers/{offer.pk}/edit/", data).status_code == 302
    offer.refresh_from_db()
    assert (offer.version, offer.description) == (2, "Sealed\nBoxes of 20")


def test_an_edit_of_strangers_is_refused(
    offer: Offer, asked: Request, client_of: ClientOf, olga: Person, rita: Person, reed: Person, ada: Person
) -> None:
    for person in (rita, reed, ada):
        assert client_of(person).get(f"/offers/{offer.pk}/edit/").status_code == 403
        assert client_of(person).post(f"/offers/{offer.pk}/edit/", offer_data(version="1")).status_code == 403
    assert client_of(olga).post(f"/requests/{asked.pk}/edit/", request_data(version="1")).status_code == 403


def test_an_edit_that_met_another_is_shown_beside_it(offer: Offer, client_of: ClientOf, olga: Person) -> None:
    edit_offer(offer, actor=olga, version=1, quantity=8000)
    address = f"/offers/{offer.pk}/edit/"
    response = client_of(olga).post(address, offer_data(quantity="9000", version="1"))
    assert response.status_code == 409
    assert response.context["others"] == [{"label": "Quantity", "now": "8,000", "yours": "9,000"}]
    page = text_of(response)
    assert "Somebody saved this while you were editing it" in page
    assert 'name="quantity" value="9000"' in page
    assert 'name="version" value="2"' in page, "sending it again is a decision"
    assert client_of(olga).post(address, offer_data(quantity="9000", version="2")).status_code == 302
    offer.refresh_from_db()
    assert (offer.quantity, offer.version) == (9000, 3)


def test_an_edit_takes_back_nothing_of_the_other_that_it_did_not_touch(
    offer: Offer, client_of: ClientOf, olga: Person
) -> None:
    client, address = client_of(olga), f"/offers/{offer.pk}/edit/"
    form = client.get(address).context["form"]
    begun = {f"initial-{field.html_name}": field.value() or "" for field in form}
    edit_offer(offer, actor=olga, version=1, quantity=8000, contact="Night desk")
    sent = offer_data(version="1", title="N95, medium") | begun
    response = client.post(address, sent)
    assert response.status_code == 409
    assert response.context["others"] == [{"label": "Title", "now": "N95, small", "yours": "N95, medium"}]
    page = text_of(response)
    assert 'name="quantity" value="8000"' in page
    assert 'name="initial-quantity" value="8000"' in page
    shown = response.context["form"]
    again = {field.html_name: field.value() or "" for field in shown} | {
        f"initial-{name}": shown.data[f"initial-{name}"] for name in shown.fields
    }
    assert client.post(address, again).status_code == 302
    offer.refresh_from_db()
    assert (offer.title, offer.quantity, offer.contact, offer.version) == ("N95, medium", 8000, "Night desk", 3)


def test_a_request_meets_another_edit_likewise(asked: Request, client_of: ClientOf, rita: Person) -> None:
    edit_request(asked, actor=rita, version=1, severity="high")
    response = client_of(rita).post(f"/requests/{asked.pk}/edit/", request_data(version="1"))
    assert response.status_code == 409
    assert response.context["others"] == [{"label": "Severity", "now": "High", "yours": "Critical"}]
    assert client_of(rita).post(f"/requests/{asked.pk}/edit/", request_data()).status_code == 409, "no version is none"
    assert client_of(rita).post(f"/requests/{asked.pk}/edit/", request_data(version="2")).status_code == 302


def test_a_quantity_below_what_is_committed_is_refused_at_the_field(
    client_of: ClientOf, olga: Person, cascade: Organization
) -> None:
    match = MatchFactory(offer__organization=cascade, offer__state="OR", quantity=60)
    data = offer_data(resource_type=match.offer.resource_type.slug, quantity="59", version="1")
    response = client_of(olga).post(f"/offers/{match.offer_id}/edit/", data)
    assert response.status_code == 409
    assert "60 are committed to matches" in response.context["form"].errors["quantity"][0]


# Withdrawing


def test_a_withdrawal_can_be_undone_from_its_message(offer: Offer, client_of: ClientOf, olga: Person) -> None:
    client = client_of(olga)
    response = client.post(f"/offers/{offer.pk}/withdraw/", {"reason": "Given locally"})
    assert response.url == offer.get_absolute_url()
    offer.refresh_from_db()
    assert offer.status == "withdrawn"
    page = text_of(client.get(response.url))
    assert f'action="/offers/{offer.pk}/reopen/"' in page
    assert "Given locally" in page
    client.post(f"/offers/{offer.pk}/reopen/")
    offer.refresh_from_db()
    assert offer.status == "open"


def test_a_request_is_withdrawn_and_opened_again(asked: Request, client_of: ClientOf, rita: Person) -> None:
    client_of(rita).post(f"/requests/{asked.pk}/withdraw/")
    asked.refresh_from_db()
    assert asked.status == "withdrawn"
    response = client_of(rita).post(f"/requests/{asked.pk}/reopen/")
    assert str(said(response)[0]) == "The request is open again."


def test_what_stands_in_the_way_of_a_withdrawal_is_said(
    client_of: ClientOf, olga: Person, cascade: Organization
) -> None:
    match = MatchFactory(offer__organization=cascade, status=MatchStatus.AGREED)
    response = client_of(olga).post(f"/offers/{match.offer_id}/withdraw/")
    assert response.status_code == 302
    assert "Cancel these first" in str(said(response)[0])
    response = client_of(olga).post(f"/offers/{match.offer_id}/reopen/")
    assert "cannot become" in str(said(response)[0])


def test_withdrawing_is_for_its_people_by_post(
    offer: Offer, asked: Request, client_of: ClientOf, olga: Person, rita: Person
) -> None:
    for act in ("withdraw", "reopen"):
        assert client_of(olga).get(f"/offers/{offer.pk}/{act}/").status_code == 405
        client_of(rita).post(f"/offers/{offer.pk}/{act}/")
        client_of(olga).post(f"/requests/{asked.pk}/{act}/")
        assert client_of(None).post(f"/offers/{offer.pk}/{act}/").status_code == 302
        assert client_of(rita).post(f"/offers/0/{act}/").status_code == 404
    offer.refresh_from_db()
    asked.refresh_from_db()
    assert (offer.status, asked.status) == ("open", "open")


# The catalogue


def test_the_catalogue_names_types_units_synonyms_and_substitutes(client_of: ClientOf, reed: Person) -> None:
    page = text_of(client_of(reed).get("/catalogue/"))
    for part in ("N95 respirator", "Staffed inpatient bed", "bed-day", "ffp2", "or Transport ventilator", "can expire"):
        assert part in page
    assert "/offers/new/?type=" not in page, "readers post nothing"


def test_the_catalogue_is_searched_by_any_name(client_of: ClientOf, rita: Person) -> None:
    types = client_of(rita).get("/catalogue/?q=Nitrile").context["types"]
    assert [row.slug for row in types] == ["exam-glove"]
    assert "No type is called so" in text_of(client_of(rita).get("/catalogue/?q=gold"))
    assert client_of(rita).get("/catalogue/?q=%00").status_code == 200
    assert client_of(None).get("/catalogue/").status_code == 302


def test_the_catalogue_costs_the_same_whatever_it_holds(client_of: ClientOf, rita: Person) -> None:
    client = client_of(rita)
    client.get("/catalogue/")
    for expected in (8, 8):
        ResourceTypeFactory()
        with CaptureQueriesContext(connection) as queries:
            client.get("/catalogue/")
        assert len(queries) == expected


@pytest.mark.parametrize(("address", "model"), [("/offers/new/", Offer), ("/requests/new/", Request)])
def test_a_form_that_is_sent_twice_posts_once(client_of: ClientOf, rita: Person, address: str, model: type) -> None:
    client = client_of(rita)
    key = client.get(address).context["form"]["key"].value()
    data = {**(offer_data() if model is Offer else request_data()), "key": key}
    first, again = (client.post(address, data) for _ in range(2))
    assert model.objects.count() == 1
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])

    other = client.post(address, {**data, "quantity": "7"})
    assert other.status_code == 409
    assert "You posted this form before, with something else in it." in other.content.decode()
    assert other.context["form"]["quantity"].value() == "7"
    anew = {**data, "quantity": "7", "key": other.context["form"]["key"].value()}
    assert client.post(address, anew).status_code == 302
    assert sorted(model.objects.values_list("quantity", flat=True)) == sorted([7, int(data["quantity"])])
