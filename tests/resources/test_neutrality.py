"""The neutrality report: what it counts, what it says, what it hides, and who reads it."""

import csv
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from coalition.shared.chance import Difference
from members.models import Organization, Person
from resources.models import Match, MatchStatus, ResourceType
from resources.neutrality import wording
from resources.neutrality.report import Finding, Line, report_of
from resources.periods import period
from tests.conftest import ClientOf
from tests.factories import MatchFactory, OfferFactory, OrganizationFactory, RequestFactory, ResourceTypeFactory

DAY = 86_400


@pytest.fixture
def mask(db: None) -> ResourceType:
    return ResourceTypeFactory(label="Mask")


def asked(organization: Organization, mask: ResourceType, *, days_ago: float = 10, **more: Any) -> Any:
    return RequestFactory(
        organization=organization,
        resource_type=mask,
        quantity=100,
        posted_at=clock.now() - timedelta(days=days_ago),
        **more,
    )


def served(request: Any, *, after: float, received: int | None = 10) -> Match:
    """Agreed so many days after the posting, and received a day later; None: on the way still."""
    agreed_at = request.posted_at + timedelta(days=after)
    offer = OfferFactory(resource_type=request.resource_type)
    match = MatchFactory(request=request, offer=offer, quantity=received or 10, agreed_at=agreed_at)
    if received is not None:
        match.status, match.received_quantity = MatchStatus.RECEIVED, received
        match.changed_at = agreed_at + timedelta(days=1)
        match.save()
    return match


def members_of(number: int, **fields: Any) -> list[Organization]:
    return [OrganizationFactory(**fields) for _ in range(number)]


def lines(word: str = "90") -> dict[tuple[str, str], Line]:
    cache.clear()
    return {(line.grouping, line.group): line for line in report_of(period(word)).lines}


def shown(word: str = "90") -> set[tuple[str, str]]:
    return {key for key, line in lines(word).items() if line.figures}


# What it counts


def test_it_counts_who_asked_agreed_received_declined_and_how_long_each_waited(mask: ResourceType) -> None:
    for after, organization in zip((1, 2, 6), members_of(3, size="small"), strict=True):
        served(asked(organization, mask), after=after)
    refused = asked(members_of(1, size="small")[0], mask)
    MatchFactory(request=refused, offer=OfferFactory(resource_type=mask), status=MatchStatus.DECLINED)
    served(asked(refused.organization, mask), after=8, received=None)
    figures = lines()["size", "small"].figures
    assert figures is not None
    assert (figures.organizations, figures.asked, figures.agreed, figures.received, figures.declined) == (4, 5, 4, 3, 1)
    assert figures.to_agreement is not None
    assert figures.to_receipt is not None
    assert (figures.to_agreement.median, figures.to_receipt.median) == (4 * DAY, 3 * DAY)
    assert figures.to_agreement.nine_tenths == pytest.approx(7.4 * DAY)  # between 6 and 8, as percentile_cont has it


def test_a_receipt_of_nothing_is_none(mask: ResourceType) -> None:
    for organization in members_of(3):
        served(asked(organization, mask), after=1, received=0)
    figures = lines()["", ""].figures
    assert figures is not None
    assert (figures.agreed, figures.received, figures.to_receipt) == (3, 0, None)


def test_size_kind_and_region_are_the_organizations_and_severity_is_the_requests(mask: ResourceType) -> None:
    for organization in members_of(3, size="large", kind="laboratory", state="OR"):
        asked(organization, mask, severity="low", state="FL")
    assert set(lines()) == {
        ("", ""),
        ("size", "large"),
        ("kind", "laboratory"),
        ("region", "10"),
        ("severity", "low"),
    }


def test_only_what_was_posted_in_the_period_counts(mask: ResourceType) -> None:
    for organization in members_of(3):
        asked(organization, mask, days_ago=20)
        asked(organization, mask, days_ago=80)
        asked(organization, mask, days_ago=800)
    of_period = {word: lines(word)["", ""].figures for word in ("30", "90", "365", "all")}
    assert [figures and figures.asked for figures in of_period.values()] == [3, 6, 6, 9]


def test_a_wait_of_fewer_than_three_organizations_is_left_out(mask: ResourceType) -> None:
    first, second, third = members_of(3)
    for organization in (first, second):
        served(asked(organization, mask), after=1)
    asked(third, mask)
    figures = lines()["", ""].figures
    assert figures is not None
    assert (figures.agreed, figures.to_agreement) == (2, None)


# What it hides


def test_a_group_of_two_is_not_shown_nor_the_group_whose_sum_would_tell_it(mask: ResourceType) -> None:
    for size, number in (("small", 2), ("middle", 4), ("large", 5)):
        for organization in members_of(number, size=size):
            asked(organization, mask)
    assert shown() & {("size", size) for size in ("small", "middle", "large")} == {("size", "large")}
    assert lines()["", ""].figures is not None


def test_two_groupings_that_differ_by_one_organization_are_not_both_shown(mask: ResourceType) -> None:
    for organization in members_of(3, size="small", kind="laboratory"):
        asked(organization, mask)
    for organization in members_of(3, size="large", kind="hospital") + members_of(1, size="small", kind="hospital"):
        asked(organization, mask)
    away = {("size", "small"), ("kind", "laboratory"), ("size", "large"), ("kind", "hospital")} - shown()
    assert away


def test_a_period_that_differs_from_a_longer_one_by_one_organization_is_not_shown(mask: ResourceType) -> None:
    for organization in members_of(3):
        asked(organization, mask, days_ago=5)
    assert ("", "") in shown("30")
    asked(members_of(1)[0], mask, days_ago=50)
    assert ("", "") not in shown("30")
    assert ("", "") in shown("90")


def test_page_and_csv_say_too_few_to_show_and_nothing_else(
    mask: ResourceType, rita: Person, client_of: ClientOf
) -> None:
    for organization in members_of(2, size="small", kind="startup") + members_of(2, size="large", kind="startup"):
        asked(organization, mask)
    client = client_of(rita)
    page = client.get("/neutrality/").content.decode()
    assert page.count("too few to show") == 2
    table = list(csv.reader(client.get("/neutrality/groups.csv").getvalue().decode("utf-8-sig").splitlines()))
    rows = {(row[0], row[1]): row[2:] for row in table}
    assert rows["size", "Small: up to 50 people"] == ["too few to show", *[""] * 9]
    assert rows["kind", "Start-up"] == ["", "4", "4", "0", "0", "0", "", "", "", ""]
    assert len(table) == 1 + len(lines())


def test_no_organization_is_named_in_it(mask: ResourceType, rita: Person, client_of: ClientOf) -> None:
    for organization in members_of(4):
        served(asked(organization, mask), after=1)
    client = client_of(rita)
    csv_text = client.get("/neutrality/groups.csv").getvalue().decode()
    main = client.get("/neutrality/").content.decode().partition("<main")[2]
    for organization in Organization.objects.exclude(memberships__person=rita):
        assert organization.name not in csv_text
        assert organization.name not in main


# What it says


def test_it_says_who_waited_longer_and_how_often_chance_does_as_much(
    mask: ResourceType, rita: Person, client_of: ClientOf
) -> None:
    for size, after in (("small", 5), ("large", 2)):
        for number, organization in enumerate(members_of(8, size=size)):
            served(asked(organization, mask), after=after + number / 100, received=100)
    page = client_of(rita).get("/neutrality/").content.decode()
    assert "Large organizations waited on average 3.0 days less for an agreement than the others." in page
    assert "chance hardly explains it" in page
    assert "All got an equal share of what they asked for." in page
    assert "There are too few cases to say." in page  # of kinds, of which there is one


@pytest.mark.parametrize(
    ("by", "p", "difference", "chance"),
    [
        (2.1 * DAY, 0.04, "2.1 days longer", "in 4 of 100 such samples, the 8 tests of this page taken"),
        (-5 * 3600, 0.3, "5 hours less", "in 30 of 100 such samples"),
        (2.1 * DAY, 0.7, "2.1 days longer", "Differences this large come by chance more often than not, with 8 tests"),
        (-3600, 0.001, "1 hour less", "in fewer than 1 of 100 such samples"),
    ],
)
def test_a_finding_in_words(by: float, p: float, difference: str, chance: str) -> None:
    told = wording.told(Finding("size", "waited", Difference("small", by, p, exact=False), p), tests=8)
    assert told.startswith(f"Small organizations waited on average {difference} for an agreement than the others. ")
    assert chance in told


def test_no_difference_in_words() -> None:
    same = Finding("size", "waited", Difference("small", 0.2, 1.0, exact=True), 1.0)
    assert wording.told(same, tests=8) == "All waited equally long for an agreement."


@pytest.mark.parametrize(
    ("grouping", "group", "by", "who", "points"),
    [
        ("region", "5", 200_000, "Organizations in region 5 (Chicago) got more", "20.0"),
        ("kind", "startup", -12_500, "Organizations of the kind “Start-up” got less", "1.2"),
        ("severity", "critical", 10_000, "Critical requests got more", "1.0"),
        ("size", "", 10_000, "Organizations that do not say their size got more", "1.0"),
    ],
)  # fmt: skip
def test_shares_in_words(grouping: str, group: str, by: float, who: str, points: str) -> None:
    finding = Finding(grouping, "arrived", Difference(group, by, 0.001, exact=True), 0.001)
    told = wording.told(finding, tests=8)
    assert told.startswith(f"{who} of what they asked for than the others, by {points} percentage points.")
    assert "in fewer than 1 of 100 such samples" in told


def test_no_finding_names_a_group_that_is_not_shown(mask: ResourceType) -> None:
    for size, number in (("small", 2), ("middle", 4), ("large", 9)):
        for organization in members_of(number, size=size):
            served(asked(organization, mask), after=5 if size == "small" else 1)
    cache.clear()
    report = report_of(period("90"))
    visible = shown()
    for finding in report.findings:
        assert finding.difference is None or (finding.grouping, finding.difference.group) in visible


# Who reads it, and how quickly


def test_an_unknown_period_is_the_usual_one(mask: ResourceType, rita: Person, client_of: ClientOf) -> None:
    assert client_of(rita).get("/neutrality/?period=7").context["period"].word == "90"


def test_where_nobody_asked_it_says_so(rita: Person, client_of: ClientOf) -> None:
    answer = client_of(rita).get("/neutrality/")
    assert answer.status_code == 200
    assert "Nobody asked for anything in this period" in answer.content.decode()
    assert len(client_of(rita).get("/neutrality/groups.csv").getvalue().splitlines()) == 1


def test_the_queries_are_as_many_for_one_request_as_for_a_hundred(
    mask: ResourceType, rita: Person, client_of: ClientOf
) -> None:
    client = client_of(rita)
    asked(rita.active_memberships[0].organization, mask)
    client.get("/neutrality/")

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/neutrality/")
        return len(queries)

    few = count()
    for organization in members_of(10):
        for _ in range(10):
            served(asked(organization, mask), after=1)
    assert count() == few
    with CaptureQueriesContext(connection) as queries:
        client.get("/neutrality/")
    assert len(queries) == few - 3  # it stands for ten minutes
