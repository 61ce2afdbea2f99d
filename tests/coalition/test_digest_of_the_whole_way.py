"""What the floors push down reaches everybody's digest: each step of the way, told to those who may see it."""

from datetime import timedelta

import pytest

from coalition.shared import clock
from members import activity
from members.digests import assembling
from members.kinds import MEMBER_ADMITTED
from members.models import Organization, OutgoingMail, Person
from projects.posting import post_project
from resources.lifecycle import propose_match, record_agreement, record_receipt
from resources.models import Severity
from resources.posting import post_offer, post_request
from tests.factories import ResourceTypeFactory
from tests.resources.lifecycle.words import agreed_words


@pytest.fixture
def whole_way(lakeview: Organization, cascade: Organization, rita: Person, olga: Person, cora: Person) -> None:
    """Lakeview joins, posts a plan and a request; Cascade offers; they are matched, agree, and it arrives."""
    ventilators, today = ResourceTypeFactory(label="Ventilators", unit="each"), clock.today()
    activity.record(
        MEMBER_ADMITTED, actor=None, organization=lakeview, title=lakeview.name, url=lakeview.get_absolute_url()
    )
    post_project(organization=lakeview, actor=rita, title="Surge plan", purpose="To breathe through the wave.")
    request = post_request(
        organization=lakeview,
        actor=rita,
        resource_type=ventilators,
        quantity=40,
        state="IL",
        severity=Severity.CRITICAL,
        needed_by=today + timedelta(days=5),
    )
    offer = post_offer(
        organization=cascade, actor=olga, resource_type=ventilators, quantity=12, state="OR", available_from=today
    )
    match = propose_match(offer, request, actor=cora, quantity=12)
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    record_agreement(match, actor=rita, organization=lakeview, **agreed_words())
    record_receipt(match, actor=rita, quantity=12)


def digest_of(person: Person) -> str:
    with clock.at(clock.now() + timedelta(days=1)):
        assembling.assemble_due()
    return OutgoingMail.objects.get(person=person, kind="digest").text


OPEN_TO_ALL = [
    "Lakeview Health joined the coalition",
    "Lakeview Health posted the plan Surge plan",
    "Lakeview Health asks for Ventilators",
    "Cascade Biomedical Reserve offers Ventilators",
]
FOR_THE_PARTIES = [
    "Cora proposed",
    "recorded the verbal agreement on",
    "confirmed the agreement on",
    "recorded the receipt of",
]


@pytest.mark.parametrize("who", ["rita", "olga", "cora"])
def test_the_parties_and_coordinators_read_of_every_step(
    whole_way: None, who: str, request: pytest.FixtureRequest
) -> None:
    text = digest_of(request.getfixturevalue(who))
    for words in OPEN_TO_ALL + FOR_THE_PARTIES:
        assert words in text


def test_other_members_read_of_what_is_open_to_all(whole_way: None, sam: Person, seaview: Organization) -> None:
    Organization.objects.filter(pk=seaview.pk).update(status="admitted")
    text = digest_of(sam)
    for words in OPEN_TO_ALL:
        assert words in text
    for words in FOR_THE_PARTIES:
        assert words not in text
    assert "Agreements recorded: 1" in text
    assert "Deliveries received: 1" in text


def test_outsiders_read_nothing(whole_way: None, nora: Person) -> None:
    with clock.at(clock.now() + timedelta(days=1)):
        assembling.assemble_due()
    assert not OutgoingMail.objects.filter(person=nora).exists()
