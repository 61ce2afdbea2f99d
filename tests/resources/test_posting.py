"""Posting, changing, withdrawing: what the verbs do, what they refuse, and what they say about it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError, IllegalTransition, Invalid, NotAllowed
from members.models import Activity, Organization, Person
from projects.models import Partner, PartnerStatus
from resources.models import MAX_QUANTITY, MatchStatus, Offer, Request, ResourceType, Terms
from resources.posting import (
    edit_offer,
    edit_request,
    post_offer,
    post_request,
    reopen_offer,
    reopen_request,
    withdraw_offer,
    withdraw_request,
)
from tests.factories import MatchFactory, OfferFactory, ProjectFactory, RequestFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db
Post = Callable[..., Any]


def days(n: int) -> date:
    return clock.today() + timedelta(days=n)


@pytest.fixture
def n95() -> ResourceType:
    return ResourceType.objects.get(slug="n95-respirator")


@pytest.fixture
def offer(cascade: Organization, olga: Person, n95: ResourceType) -> Post:
    def post(actor: Person = olga, **fields: Any) -> Offer:
        required = {"resource_type": n95, "quantity": 500, "state": "OR", "available_from": days(0)}
        return post_offer(organization=cascade, actor=actor, **(required | fields))

    return post


@pytest.fixture
def ask(lakeview: Organization, rita: Person, n95: ResourceType) -> Post:
    def post(actor: Person = rita, **fields: Any) -> Request:
        required = {"resource_type": n95, "quantity": 40, "state": "IL", "severity": "critical", "needed_by": days(3)}
        return post_request(organization=lakeview, actor=actor, **(required | fields))

    return post


def refusal(act: Callable[[], object], error: type[DomainError]) -> DomainError:
    with pytest.raises(error) as caught:
        act()
    return caught.value


# Posting


def test_an_offer_is_seen_by_every_member_at_once(offer: Post, rita: Person, nora: Person) -> None:
    posted = offer(title="  N95, size small ", city=" Salem ")
    posted.refresh_from_db()
    assert (posted.title, posted.city, posted.quantity, posted.left) == ("N95, size small", "Salem", 500, 500)
    assert (posted.status, posted.terms, posted.least_lot, posted.version) == ("open", "gift", 1, 1)
    assert posted in Offer.objects.visible_to(rita)
    assert posted not in Offer.objects.visible_to(nora)


def test_a_post_leaves_a_row_of_activity_with_its_topics(offer: Post, ask: Post, olga: Person) -> None:
    posted = offer(title="N95, size small", description="Sealed boxes")
    row = Activity.objects.about(posted.topic).get()
    assert str(row.sentence) == "Cascade Biomedical Reserve offers N95, size small, 500 units"
    assert (row.actor, row.url, row.text) == (olga, posted.get_absolute_url(), "Sealed boxes")
    assert {"type:n95-respirator", "state:OR", f"organization:{posted.organization_id}"} < set(row.topics)
    asked = ask()
    row = Activity.objects.about(asked.topic).get()
    assert str(row.sentence) == "Lakeview Health asks for N95 respirator, 40 units"
    assert "severity:critical" in row.topics


def test_a_post_happens_at_the_moment_of_the_clock(offer: Post) -> None:
    with clock.at(datetime(2020, 4, 9, 14, tzinfo=UTC)) as moment:
        posted = offer(available_until=date(2020, 5, 1))
    assert posted.posted_at == posted.edited_at == moment
    assert Activity.objects.about(posted.topic).get().occurred_at == moment


def test_readers_strangers_and_the_suspended_cannot_post(
    ask: Post, reed: Person, olga: Person, sam: Person, nora: Person, ada: Person, cora: Person
) -> None:
    for person in (reed, olga, sam, nora, ada, cora):
        refusal(lambda actor=person: ask(actor=actor), NotAllowed)
    assert not Request.objects.exists()
    assert not Activity.objects.exists()


def test_a_suspended_organization_posts_nothing(seaview: Organization, sam: Person, n95: ResourceType) -> None:
    refusal(
        lambda: post_offer(
            organization=seaview, actor=sam, resource_type=n95, quantity=1, state="IL", available_from=days(0)
        ),
        NotAllowed,
    )


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("quantity", {"quantity": 0}),
        ("quantity", {"quantity": -5}),
        ("quantity", {"quantity": MAX_QUANTITY + 1}),
        ("least_lot", {"least_lot": 501}),
        ("least_lot", {"least_lot": 0}),
        ("state", {"state": "ZZ"}),
        ("state", {"state": "or"}),
        ("terms", {"terms": "sale"}),
        ("available_until", {"available_from": date(2030, 5, 2), "available_until": date(2030, 5, 1)}),
        ("available_until", {"available_from": date(2020, 1, 1), "available_until": date(2020, 2, 1)}),
        ("expires_on", {"available_from": date(2020, 1, 1), "expires_on": date(2020, 2, 1)}),
        ("expires_on", {"available_from": date(2030, 5, 2), "expires_on": date(2030, 5, 1)}),
        ("return_on", {"terms": Terms.LOAN}),
        ("return_on", {"terms": Terms.GIFT, "return_on": date(2030, 1, 1)}),
        ("return_on", {"terms": Terms.LOAN, "available_from": date(2030, 1, 2), "return_on": date(2030, 1, 2)}),
        ("title", {"title": "x" * 201}),
        ("description", {"description": "x" * 4001}),
        ("description", {"description": "nul \x00"}),
        ("latitude", {"longitude": Decimal(-120)}),
        ("longitude", {"latitude": Decimal(45)}),
        ("latitude", {"latitude": Decimal(91), "longitude": Decimal(0)}),
        ("longitude", {"latitude": Decimal(0), "longitude": Decimal("-180.1")}),
        ("latitude", {"latitude": Decimal("NaN"), "longitude": Decimal(0)}),
    ],
)
def test_what_is_unsound_is_refused_at_its_field(offer: Post, field: str, fields: dict[str, Any]) -> None:
    assert refusal(lambda: offer(**fields), Invalid).field == field
    assert not Offer.objects.exists()


def test_a_request_cannot_be_needed_in_the_past_or_without_severity(ask: Post) -> None:
    assert refusal(lambda: ask(needed_by=days(-1)), Invalid).field == "needed_by"
    assert refusal(lambda: ask(severity="urgent"), Invalid).field == "severity"
    assert ask(needed_by=days(0)).needed_by == days(0)


def test_a_retired_type_is_neither_offered_nor_asked_for(offer: Post, ask: Post) -> None:
    retired = ResourceTypeFactory(is_active=False)
    assert refusal(lambda: offer(resource_type=retired), Invalid).field == "resource_type"
    assert refusal(lambda: ask(resource_type=retired), Invalid).field == "resource_type"


def test_a_post_may_name_a_project_that_the_organization_takes_part_in(
    ask: Post, lakeview: Organization, cascade: Organization
) -> None:
    strange = ProjectFactory(organization=cascade)
    assert refusal(lambda: ask(project=strange), Invalid).field == "project"
    Partner.objects.create(project=strange, organization=lakeview, status=PartnerStatus.CONFIRMED)
    strange = type(strange).objects.get(pk=strange.pk)
    asked = ask(project=strange)
    assert strange.topic in Activity.objects.about(asked.topic).get().topics


def test_no_verb_sets_what_is_not_its_own(offer: Post) -> None:
    for field in ("status", "committed", "version", "posted_at"):
        with pytest.raises(TypeError, match=field):
            offer(**{field: 1})
    with pytest.raises(TypeError, match="committed"):
        edit_offer(offer(), actor=offer().posted_by, version=1, committed=5)  # type: ignore[call-arg]  # the point


def test_a_source_key_comes_once_an_organization(offer: Post) -> None:
    first = offer(source_key="file:1")
    error = refusal(lambda: offer(source_key="file:1"), Conflict)
    assert error.code == "known_source_key"
    offer()
    assert offer().source_key is None, "rows without a key do not clash"
    assert first.source_key == "file:1"


# Where it is


def test_without_coordinates_a_post_stands_at_the_centre_of_its_state(offer: Post) -> None:
    assert offer().point == (Decimal("43.93"), Decimal("-120.56"))


def test_in_its_own_city_a_post_stands_where_the_organization_does(offer: Post, cascade: Organization) -> None:
    cascade.latitude, cascade.longitude = Decimal("45.52"), Decimal("-122.68")
    assert offer(city="portland ").point == (Decimal("45.52"), Decimal("-122.68"))
    assert offer(city="Portland", state="ME").point == (Decimal("45.37"), Decimal("-69.24"))
    assert offer(city="Salem").point == (Decimal("43.93"), Decimal("-120.56"))


def test_given_coordinates_count(offer: Post) -> None:
    posted = offer(latitude=Decimal("44.0581728"), longitude=Decimal("-121.3153096"))
    posted.refresh_from_db()
    assert posted.point == (Decimal("44.05817"), Decimal("-121.31531"))


def test_a_new_state_moves_the_post(offer: Post, olga: Person) -> None:
    posted = edit_offer(offer(), actor=olga, version=1, state="WA")
    assert posted.point == (Decimal("47.38"), Decimal("-120.45"))
    posted = edit_offer(
        posted, actor=olga, version=2, state="ID", latitude=Decimal("43.6"), longitude=Decimal("-116.2")
    )
    assert posted.point == (Decimal("43.6"), Decimal("-116.2"))
    assert refusal(lambda: edit_offer(posted, actor=olga, version=3, state="XX"), Invalid).field == "state"


# Editing


def test_an_edit_changes_the_fields_given_and_says_which(offer: Post, olga: Person) -> None:
    posted = offer(title="N95")
    edited = edit_offer(posted, actor=olga, version=1, quantity=1200, description="In boxes", terms=Terms.SERVICE)
    edited.refresh_from_db()
    assert (edited.quantity, edited.title, edited.version) == (1200, "N95", 2)
    row = Activity.objects.about(edited.topic).latest("pk")
    assert str(row.sentence) == "Cascade Biomedical Reserve changed its offer of N95, 1,200 units"
    assert row.text == "Quantity: 500 → 1,200\nDetails rewritten\nTerms: Gift → Service"


def test_an_edit_that_changes_nothing_leaves_no_trace(offer: Post, olga: Person) -> None:
    posted = offer(title="N95")
    assert edit_offer(posted, actor=olga, version=1, title=" N95 ", quantity=500).version == 1
    assert Activity.objects.count() == 1


def test_of_two_edits_at_once_the_second_is_told(offer: Post, olga: Person) -> None:
    posted = offer()
    edit_offer(posted, actor=olga, version=1, quantity=400)
    error = refusal(lambda: edit_offer(posted, actor=olga, version=1, quantity=300), Conflict)
    assert (error.code, error.facts["version"]) == ("version_conflict", 2)
    posted.refresh_from_db()
    assert posted.quantity == 400


def test_only_writers_of_the_organization_edit(offer: Post, ask: Post, rita: Person, reed: Person, ada: Person) -> None:
    posted, asked = offer(), ask()
    for person in (rita, ada):
        refusal(lambda actor=person: edit_offer(posted, actor=actor, version=1, quantity=1), NotAllowed)
    refusal(lambda: edit_request(asked, actor=reed, version=1, quantity=1), NotAllowed)


def test_the_quantity_never_falls_below_what_matches_hold(
    olga: Person, rita: Person, cascade: Any, lakeview: Any
) -> None:
    match = MatchFactory(offer__organization=cascade, request__organization=lakeview, quantity=60)
    error = refusal(lambda: edit_offer(match.offer, actor=olga, version=1, quantity=59), Conflict)
    assert (error.code, error.field, error.facts) == ("below_what_is_held", "quantity", {"committed": 60})
    error = refusal(lambda: edit_request(match.request, actor=rita, version=1, quantity=59), Conflict)
    assert (error.field, error.facts) == ("quantity", {"covered": 60})
    assert edit_offer(match.offer, actor=olga, version=1, quantity=60).left == 0
    assert edit_request(match.request, actor=rita, version=1, quantity=60).still_open == 0


def test_what_has_been_matched_keeps_its_type(olga: Person, cascade: Organization, n95: ResourceType) -> None:
    match = MatchFactory(offer__organization=cascade)
    error = refusal(lambda: edit_offer(match.offer, actor=olga, version=1, resource_type=n95), Conflict)
    assert (error.code, error.field) == ("type_is_matched", "resource_type")
    free = OfferFactory(organization=cascade)
    assert edit_offer(free, actor=olga, version=1, resource_type=n95).resource_type == n95


def test_a_date_that_has_passed_since_does_not_stop_another_edit(ask: Post, rita: Person) -> None:
    asked = ask(needed_by=days(1))
    with clock.at(clock.now() + timedelta(days=9)):
        assert edit_request(asked, actor=rita, version=1, quantity=50).quantity == 50
        error = refusal(lambda: edit_request(asked, actor=rita, version=2, needed_by=days(-2)), Invalid)
        assert error.field == "needed_by"


# Withdrawing


def test_a_withdrawal_is_recorded_and_can_be_taken_back(offer: Post, olga: Person) -> None:
    posted = withdraw_offer(offer(), actor=olga, reason=" Given locally ")
    assert (posted.status, posted.version) == ("withdrawn", 2)
    row = Activity.objects.about(posted.topic).latest("pk")
    assert (row.kind, row.text) == ("offer.withdrawn", "Given locally")
    posted = reopen_offer(posted, actor=olga)
    posted.refresh_from_db()
    assert posted.status == "open"
    assert str(Activity.objects.about(posted.topic).latest("pk").sentence).endswith(
        "offers N95 respirator, 500 units again"
    )


def test_a_request_is_withdrawn_and_taken_back_likewise(ask: Post, rita: Person) -> None:
    asked = withdraw_request(ask(), actor=rita)
    assert asked.status == "withdrawn"
    assert reopen_request(asked, actor=rita).status == "open"


def test_what_is_withdrawn_is_not_edited_nor_withdrawn_again(
    offer: Post, ask: Post, olga: Person, rita: Person
) -> None:
    posted, asked = withdraw_offer(offer(), actor=olga), withdraw_request(ask(), actor=rita)
    assert refusal(lambda: edit_offer(posted, actor=olga, version=2, quantity=1), Conflict).code == "not_open"
    refusal(lambda: withdraw_offer(posted, actor=olga), IllegalTransition)
    refusal(lambda: withdraw_request(asked, actor=rita), IllegalTransition)
    refusal(lambda: reopen_offer(offer(), actor=olga), IllegalTransition)
    refusal(lambda: reopen_request(ask(), actor=rita), IllegalTransition)


def test_an_admin_may_withdraw_for_order_and_strangers_may_not(
    offer: Post, ada: Person, rita: Person, cora: Person, olga: Person
) -> None:
    posted = offer()
    for person in (rita, cora):
        refusal(lambda actor=person: withdraw_offer(posted, actor=actor), NotAllowed)
    assert withdraw_offer(posted, actor=ada).status == "withdrawn"
    refusal(lambda: reopen_offer(posted, actor=rita), NotAllowed)
    assert reopen_offer(posted, actor=olga).status == "open"


@pytest.mark.parametrize("status", [MatchStatus.PROPOSED, MatchStatus.AGREED, MatchStatus.SHIPPED])
def test_matches_under_way_are_cancelled_before_a_withdrawal(
    status: str, cascade: Organization, lakeview: Organization, olga: Person, rita: Person
) -> None:
    match = MatchFactory(offer__organization=cascade, request__organization=lakeview, status=status)
    error = refusal(lambda: withdraw_offer(match.offer, actor=olga), Conflict)
    assert (error.code, error.facts["matches"]) == ("matches_under_way", [match.pk])
    assert "Lakeview Health" in str(error)
    refusal(lambda: withdraw_request(match.request, actor=rita), Conflict)


def test_a_withdrawal_with_many_matches_names_the_first(cascade: Organization, olga: Person) -> None:
    offered = OfferFactory(organization=cascade)
    for _ in range(5):
        MatchFactory(
            offer=offered,
            resource_type=offered.resource_type,
            request=RequestFactory(resource_type=offered.resource_type),
        )
    error = refusal(lambda: withdraw_offer(offered, actor=olga), Conflict)
    assert str(error).endswith("and 2 more.")
    assert len(error.facts["matches"]) == 5


def test_matches_that_have_ended_do_not_stop_a_withdrawal(cascade: Organization, olga: Person) -> None:
    received = MatchFactory(offer__organization=cascade, status=MatchStatus.RECEIVED, received_quantity=10)
    assert withdraw_offer(received.offer, actor=olga).committed == 10, "what was delivered stays counted"
    lapsed = MatchFactory(offer__organization=cascade, status=MatchStatus.LAPSED)
    assert withdraw_offer(lapsed.offer, actor=olga).committed == 0
