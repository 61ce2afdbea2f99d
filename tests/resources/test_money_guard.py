"""The no-money guard: what speaks of money is shown before it is posted; it is mended, or kept with its reason."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from coalition.shared import clock
from coalition.shared.errors import Invalid
from members.discussions import subjects
from members.discussions.writing import edit_comment, withdraw_comment, write_comment
from members.guarding import SpeaksOfMoney
from members.models import Activity, KeptWording, Organization, Person
from resources.importing.running import run
from resources.lifecycle import cancel_match, decline_match, propose_match, record_agreement
from resources.models import Match, Offer, Request, ResourceType
from resources.posting import edit_offer, post_offer
from tests.conftest import ClientOf
from tests.factories import MatchFactory, OfferFactory, RequestFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db

WHY = "It is what the customs form asks for; nobody pays."
Post = Callable[..., Offer]


@pytest.fixture
def post(cascade: Organization, olga: Person) -> Post:
    def posted(**fields: Any) -> Offer:
        n95 = ResourceType.objects.get(slug="n95-respirator")
        today = clock.today()
        return post_offer(
            organization=cascade, actor=olga, resource_type=n95, quantity=40, state="OR", available_from=today, **fields
        )

    return posted


# Verbs


def test_a_price_is_refused_with_the_passage_at_its_field(post: Post) -> None:
    with pytest.raises(SpeaksOfMoney) as refused:
        post(title="N95, small", conditions="Payment on receipt, $4.50 each", contact="Jo, who will invoice you")
    assert (refused.value.code, refused.value.field, refused.value.status) == ("money", "conditions", 422)
    assert list(refused.value.at_fields) == ["conditions", "contact"]
    assert "“Payment on receipt, $4.50 each”" in str(refused.value)
    first = {"field": "conditions", "passage": "Payment on receipt, $4.50 each", "kind": "amount"}
    assert refused.value.facts["passages"][0] == first
    assert not Offer.objects.exists()
    assert not Activity.objects.filter(kind="offer.posted").exists()


def test_what_is_explained_is_posted_and_kept_with_who_said_what(
    post: Post, olga: Person, cascade: Organization
) -> None:
    offer = post(description="Declared at $4.50 each for customs.", explanation=f"  {WHY}\n")
    kept = KeptWording.objects.get()
    assert (kept.about, kept.field, kept.title) == (f"offer:{offer.pk}", "description", offer.in_words)
    assert (kept.passage, kept.explanation) == ("Declared at $4.50 each for customs.", WHY)
    assert (kept.person, kept.organization, kept.url) == (olga, cascade, offer.get_absolute_url())


def test_an_explanation_of_nothing_is_not_kept(post: Post) -> None:
    post(description="Free of charge.", explanation=WHY)
    assert not KeptWording.objects.exists()


@pytest.mark.parametrize("nothing_much", ["because", "x", "yes yes", "w" * 20, "a b " * 200])
def test_an_explanation_is_a_sentence(post: Post, nothing_much: str) -> None:
    with pytest.raises(Invalid) as refused:
        post(description="$4.50 each", explanation=nothing_much)
    assert refused.value.field == "explanation"
    assert not Offer.objects.exists()


def test_what_was_explained_is_not_asked_for_again_and_what_is_new_is(post: Post, olga: Person) -> None:
    offer = post(description="Declared at $4.50 each.", explanation=WHY)
    offer = edit_offer(offer, actor=olga, version=1, quantity=50, title="N95, large")
    with pytest.raises(SpeaksOfMoney):
        edit_offer(offer, actor=olga, version=2, description="Declared at $4.50 each. And $2 for handling.")
    edit_offer(
        offer, actor=olga, version=2, description="Declared at $4.50 each.\n\nBoxes of 20, in Salem or Portland."
    )
    assert KeptWording.objects.count() in {1, 2}  # the words around it are part of the passage


def test_a_city_may_be_called_price(post: Post) -> None:
    assert post(city="Price").city == "Price"


def test_what_is_kept_is_kept_by_the_database(post: Post) -> None:
    post(description="$4.50 each", explanation=WHY)
    for act in (
        lambda: KeptWording.objects.update(explanation="Never mind."),
        lambda: KeptWording.objects.update(passage=""),
        lambda: KeptWording.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_words_about_a_match_are_looked_through(lakeview: Organization, rita: Person, olga: Person) -> None:
    match = MatchFactory(request__organization=lakeview)
    said: dict[str, Any] = {"spoke_with": "Olga", "spoken_at": clock.now(), "terms": "Twelve, at 40 USD each."}
    with pytest.raises(SpeaksOfMoney) as refused:
        record_agreement(match, actor=rita, organization=lakeview, **said)
    assert refused.value.field == "terms"
    for verb, fields in ((decline_match, {"organization": lakeview}), (cancel_match, {})):
        with pytest.raises(SpeaksOfMoney) as refused:
            verb(match, actor=rita, reason="They want payment.", **fields)  # type: ignore[operator]  # of two kinds
        assert refused.value.field == "reason"
    assert Match.objects.get(pk=match.pk).status == "proposed"
    decline_match(match, actor=rita, organization=lakeview, reason="They want payment.", explanation=WHY)
    assert KeptWording.objects.get().about == f"match:{match.pk}"


def test_a_coordinator_gives_no_reason_of_price(cora: Person) -> None:
    n95 = ResourceTypeFactory()
    offer, asked = OfferFactory(resource_type=n95, quantity=9), RequestFactory(resource_type=n95, quantity=9)
    with pytest.raises(SpeaksOfMoney):
        propose_match(offer, asked, actor=cora, quantity=5, reason="The cheapest.")
    assert propose_match(offer, asked, actor=cora, quantity=5, reason="The cheapest.", explanation=WHY).pk
    assert not Match.objects.exclude(reason="The cheapest.").exists()


def test_a_comment_is_looked_through_and_takes_its_passage_along(post: Post, olga: Person) -> None:
    offer = post(title="N95")

    def subject() -> Any:
        return subjects.find("offer", offer.pk, reader=olga)

    with pytest.raises(SpeaksOfMoney):
        write_comment(subject(), actor=olga, organization=offer.organization, text="$5 each?")
    said = write_comment(subject(), actor=olga, organization=offer.organization, text="$5 each?", explanation=WHY)
    with pytest.raises(SpeaksOfMoney):
        edit_comment(said.comment, actor=olga, text="$6 each?", version=1)
    assert KeptWording.objects.get().passage == "$5 each?"
    withdraw_comment(said.comment, actor=olga)
    kept = KeptWording.objects.get()
    assert (kept.passage, kept.explanation) == ("", WHY)


# Pages


def offer_data(**changed: Any) -> dict[str, Any]:
    data = {"resource_type": "n95-respirator", "quantity": "40", "least_lot": "1", "terms": "gift", "state": "OR"}
    return data | {"available_from": clock.today().isoformat()} | changed


def test_the_page_shows_the_passage_and_asks_below_it_why_it_stays(client_of: ClientOf, olga: Person) -> None:
    client = client_of(olga)
    assert "Why this stays" not in client.get("/offers/new/").content.decode()
    sent = offer_data(description="We ask $4.50 each.", title="N95, small")
    answer = client.post("/offers/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“We ask $4.50 each.”" in page
    assert page.count('name="explanation"') == 1
    assert page.index('name="description"') < page.index('name="explanation"') < page.index('name="terms"')
    assert 'value="N95, small"' in page
    answer = client.post("/offers/new/", sent | {"explanation": "no"})
    page = answer.content.decode()
    assert (answer.status_code, "in a whole sentence" in page) == (422, True)
    assert page.index('name="explanation"') < page.index('name="terms"')
    assert client.post("/offers/new/", sent | {"explanation": WHY}).status_code == 302
    assert KeptWording.objects.get().explanation == WHY


def test_an_explanation_is_kept_while_something_else_is_mended(client_of: ClientOf, olga: Person) -> None:
    sent = offer_data(description="We ask $4.50 each.", explanation=WHY, quantity="many")
    page = client_of(olga).post("/offers/new/", sent).content.decode()
    assert WHY in page


def test_an_edit_asks_too_and_is_saved_with_the_reason(client_of: ClientOf, olga: Person, post: Post) -> None:
    offer, client = post(title="N95"), client_of(olga)
    sent = offer_data(version="1", title="N95", conditions="$5 deposit")
    assert client.post(f"/offers/{offer.pk}/edit/", sent).status_code == 422
    assert client.post(f"/offers/{offer.pk}/edit/", sent | {"explanation": WHY}).status_code == 302
    assert Offer.objects.get().conditions == "$5 deposit"


def test_an_agreement_is_asked_about_on_its_page(client_of: ClientOf, lakeview: Organization, rita: Person) -> None:
    match = MatchFactory(request__organization=lakeview)
    said = {"spoke_with": "Olga", "spoken_at": "2020-01-01T00:00", "means": "phone", "terms": "At $4 each."}
    said["spoken_at"] = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    client = client_of(rita)
    answer = client.post(f"/matches/{match.pk}/agree/", said)
    assert (answer.status_code, "“At $4 each.”" in answer.content.decode()) == (422, True)
    assert 'name="explanation"' in answer.content.decode()
    assert client.post(f"/matches/{match.pk}/agree/", said | {"explanation": WHY}).status_code == 302


def test_the_board_asks_beside_the_reason(client_of: ClientOf, cora: Person) -> None:
    n95 = ResourceType.objects.get(slug="n95-respirator")
    offer, asked = OfferFactory(resource_type=n95, quantity=9), RequestFactory(resource_type=n95, quantity=9)
    client = client_of(cora)
    sent = {"offer": offer.pk, "quantity": "5", "reason": "The cheapest."}
    answer = client.post(f"/board/{asked.pk}/propose/", sent)
    page = answer.content.decode()
    assert (answer.status_code, "“The cheapest.”" in page, page.count('name="explanation"')) == (422, True, 1)
    assert client.post(f"/board/{asked.pk}/propose/", sent | {"explanation": WHY}).status_code == 302


def test_a_comment_is_asked_about_where_it_was_written(client_of: ClientOf, olga: Person, post: Post) -> None:
    offer, client = post(title="N95"), client_of(olga)
    answer = client.post(f"/discuss/offer/{offer.pk}/", {"text": "$5 each?"})
    assert (answer.status_code, answer.content.decode().count('name="explanation"')) == (422, 1)
    sent = {"text": "$5 each?", "explanation": WHY}
    assert client.post(f"/discuss/offer/{offer.pk}/", sent).status_code == 302


# Imports


def test_an_import_rejects_the_row_with_the_passage_and_posts_the_others(
    tmp_path: Path, cascade: Organization, olga: Person
) -> None:
    path = tmp_path / "offers.csv"
    path.write_text("type,quantity,state,title\nn95-respirator,40,OR,N95 small\nn95-respirator,50,OR,N95 at $4 each\n")
    report = run(path, "offers", given="", organization=cascade, actor=olga)
    assert (report.posted, len(report.rejections)) == (1, 1)
    assert "“N95 at $4 each”" in report.rejections[0].reason


# What the admins see


def test_admins_read_what_was_kept_and_nobody_changes_it(client_of: ClientOf, ada: Person, post: Post) -> None:
    post(description="$4.50 each", explanation=WHY)
    desk = client_of(ada)
    page = desk.get("/admin/members/keptwording/").content.decode()
    assert "$4.50 each" in page
    assert WHY in page
    assert desk.get("/admin/members/keptwording/add/").status_code == 403


def test_requests_are_looked_through_as_offers_are(client_of: ClientOf, rita: Person) -> None:
    needed = (clock.today() + timedelta(days=2)).isoformat()
    sent = {"resource_type": "icu-ventilator", "quantity": "4", "state": "IL", "severity": "high", "needed_by": needed}
    assert client_of(rita).post("/requests/new/", sent | {"description": "We pay $9."}).status_code == 422
    assert not Request.objects.exists()
