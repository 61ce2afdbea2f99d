"""Two organizations become one: people and open work go on, what is over stays."""

import pytest

from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from members.merging import merge
from members.models import Acceptance, Membership, Notice, Organization, Person, Role
from members.signing import accept_charter
from members.standing import suspend
from projects.models import Partner, Project
from resources.models import Match, Offer
from tests.coalition.test_leaving import counters_follow_the_ledger
from tests.factories import (
    MatchFactory,
    MembershipFactory,
    MilestoneFactory,
    OfferFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
    RequestFactory,
)

pytestmark = pytest.mark.django_db

WHY = "Cascade took Lakeview over."


@pytest.fixture
def cascade(cascade, olga):
    accept_charter(cascade, actor=olga, authority="Director")
    return cascade


def test_people_move_in_the_higher_of_two_roles(ada, lakeview, cascade, rita, carl, reed, olga):
    MembershipFactory(person=carl, organization=cascade, role=Role.READER)
    MembershipFactory(person=olga, organization=lakeview, role=Role.READER)
    merge(lakeview, into=cascade, actor=ada, reason=WHY)
    assert not Membership.objects.active().filter(organization=lakeview).exists()
    roles = dict(Membership.objects.active().filter(organization=cascade).values_list("person__name", "role"))
    assert roles == {"Rita": "representative", "Carl": "contributor", "Reed": "reader", "Olga": "representative"}
    assert Membership.objects.filter(organization=lakeview).count() == 4


def test_open_work_goes_on_and_what_is_over_stays(ada, lakeview, cascade, rita, olga):
    third = OrganizationFactory()
    going = MatchFactory(offer=OfferFactory(organization=lakeview), request=RequestFactory(organization=third))
    over = MatchFactory(
        offer=OfferFactory(organization=lakeview, status="closed"),
        request=RequestFactory(organization=third, status="closed"),
        status="received",
        received_quantity=10,
    )
    between = MatchFactory(offer=OfferFactory(organization=cascade), request=RequestFactory(organization=lakeview))
    merge(lakeview, into=cascade, actor=ada, reason=WHY)
    going, over, between = (Match.objects.get(pk=match.pk) for match in (going, over, between))
    assert (going.giver, going.status) == (cascade, "proposed")
    assert (over.giver, over.status) == (lakeview, "received")
    assert (between.status, between.receiver, between.closing_note) == ("cancelled", cascade, WHY)
    counters_follow_the_ledger()
    subjects = Notice.objects.open().filter(kind="notice.answer_match", person=olga).values_list("subject", flat=True)
    assert f"{going.topic}:answer_match:{cascade.pk}" in subjects
    assert not Notice.objects.open().filter(subject__endswith=f":answer_match:{lakeview.pk}").exists()


def test_plans_go_on_without_a_lead_that_is_its_own_partner(ada, lakeview, cascade):
    led = ProjectFactory(organization=lakeview)
    PartnerFactory(project=led, organization=cascade, status="confirmed")
    closed = ProjectFactory(organization=lakeview, status="closed")
    theirs = ProjectFactory(organization=cascade)
    PartnerFactory(project=theirs, organization=lakeview, status="confirmed")
    elsewhere = ProjectFactory()
    PartnerFactory(project=elsewhere, organization=lakeview, status="confirmed")
    PartnerFactory(project=elsewhere, organization=cascade, status="asked")
    milestone = MilestoneFactory(project=elsewhere, organization=lakeview)
    merge(lakeview, into=cascade, actor=ada, reason=WHY)
    assert Project.objects.get(pk=led.pk).organization == cascade
    assert Project.objects.get(pk=closed.pk).organization == lakeview
    assert not Partner.objects.filter(project=led).exists()
    assert dict(Partner.objects.filter(project=elsewhere).values_list("organization__name", "status")) == {
        "Lakeview Health": "declined",
        "Cascade Biomedical Reserve": "confirmed",
    }
    milestone.refresh_from_db()
    assert milestone.organization == cascade


def test_signatures_stay_with_the_old_one(ada, lakeview, cascade, rita):
    accept_charter(lakeview, actor=rita, authority="Chief executive")
    merge(lakeview, into=cascade, actor=ada, reason=WHY)
    assert Acceptance.objects.filter(organization=lakeview).count() == 1


def test_the_other_must_have_signed_for_itself(ada, lakeview):
    other = OrganizationFactory()
    with pytest.raises(Conflict) as refused:
        merge(lakeview, into=other, actor=ada, reason=WHY)
    assert refused.value.code == "charter_not_accepted"
    assert Organization.objects.get(pk=lakeview.pk).is_admitted
    assert lakeview.merged_into is None


def test_only_admins_merge_and_only_into_another_member(ada, lakeview, cascade, rita, olga, cora):
    for person in (rita, olga, cora):
        with pytest.raises(NotAllowed):
            merge(lakeview, into=cascade, actor=person, reason=WHY)
    with pytest.raises(Invalid):
        merge(cascade, into=cascade, actor=ada, reason=WHY)
    with pytest.raises(Invalid):
        merge(lakeview, into=cascade, actor=ada, reason=" ")
    suspend(cascade, actor=ada, reason="A pause.")
    with pytest.raises(Conflict):
        merge(lakeview, into=cascade, actor=ada, reason=WHY)


def test_there_is_no_way_back(ada, lakeview, cascade):
    merge(lakeview, into=cascade, actor=ada, reason=WHY)
    with pytest.raises(IllegalTransition):
        merge(lakeview, into=cascade, actor=ada, reason=WHY)
    with pytest.raises(IllegalTransition):
        suspend(lakeview, actor=ada, reason="Late.")


def test_the_page_leads_to_the_new_one_and_tells_of_the_old(ada, lakeview, cascade, olga, client_of):
    merge(lakeview, into=cascade, actor=ada, reason=WHY)
    answer = client_of(olga).get("/organizations/lakeview-health/")
    assert answer["Location"] == "/organizations/cascade-biomedical/"
    page = client_of(Person.objects.get(pk=olga.pk)).get(answer["Location"]).content.decode()
    assert "Lakeview Health became part of Cascade Biomedical Reserve" in page


def test_offers_read_from_the_same_source_do_not_clash(ada, lakeview, cascade):
    mine = OfferFactory(organization=lakeview, source_key="row-1")
    OfferFactory(organization=cascade, source_key="row-1")
    merge(lakeview, into=cascade, actor=ada, reason=WHY)
    mine = Offer.objects.get(pk=mine.pk)
    assert (mine.organization, mine.source_key) == (cascade, None)
