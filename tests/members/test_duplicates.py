"""Members that somebody may mean who applies, and such that they only seem to be."""

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from pytest_django import Settings

from coalition.sample import large
from coalition.shared import clock
from coalition.shared.errors import Invalid, NotAllowed
from members import domains, lookalikes
from members.admission import admit, send_application, start_application
from members.duplicates import (
    be_strict_about_similarity,
    looked_like,
    may_be_meant,
    named_like,
    of_one_domain,
    set_apart,
    similar_members,
    similar_names,
)
from members.models import ApplicationStatus, Organization, OrganizationStatus
from tests.factories import OrganizationFactory
from tests.members.test_admission import HARBOR, prove, ready_to_send

pytestmark = pytest.mark.django_db


def test_members_of_the_same_domain_and_of_a_like_name_may_be_meant(nora, lakeview, cascade):
    other = OrganizationFactory(name="Lakeview Health System", domain="lhs.org")
    assert may_be_meant("Some Name", "it.lakeviewhealth.org", asked_by=nora) == [lakeview]
    assert set(may_be_meant("lakeview health", "", asked_by=nora)) == {lakeview, other}
    assert may_be_meant("Harbor Clinic", "harborclinic.org", asked_by=nora) == []


def test_one_s_own_organization_is_not_meant(rita, lakeview):
    assert may_be_meant("Lakeview Health", "lakeviewhealth.org", asked_by=rita) == []


@pytest.mark.parametrize("status", ["applicant", "declined", "left"])
def test_who_is_no_member_is_nobody_else_s_business(nora, lakeview, status):
    Organization.objects.filter(pk=lakeview.pk).update(status=status)
    assert may_be_meant("Lakeview Health", "lakeviewhealth.org", asked_by=nora) == []


def test_the_list_is_for_people_with_a_proved_address(nora, lakeview):
    EmailAddress.objects.filter(user=nora).update(verified=False)
    with pytest.raises(Invalid, match="Prove your e-mail address"):
        may_be_meant("Lakeview Health", "", asked_by=nora)


def test_what_the_applicant_says_is_another_is_remembered(nora, ada, lakeview):
    application = start_application(person=nora, **HARBOR | {"name": "Lakeview Health"})
    set_apart(application, actor=nora, organizations=[lakeview])
    assert list(application.set_apart_from.all()) == [lakeview]
    with pytest.raises(NotAllowed):
        set_apart(application, actor=ada, organizations=[])


def test_an_admin_compares_with_whoever_is_or_was_a_member(lakeview, cascade, northfork):
    Organization.objects.filter(pk=cascade.pk).update(status=OrganizationStatus.LEFT)
    like = OrganizationFactory(name="Cascade Biomedical Reserves", domain="lakeviewhea1th.org", status="applicant")
    assert set(similar_members(like)) == {lakeview, cascade}


def test_the_skeleton_follows_the_domain(lakeview):
    assert lakeview.domain_skeleton == "lakevlewhealth"
    lakeview.domain = "lakeview.org"
    lakeview.save()
    assert Organization.objects.get(pk=lakeview.pk).domain_skeleton == "lakevlew"


# What the policy makes of it


@pytest.mark.parametrize("domain", ["lakeviewhea1th.org", "lakeview-health.com", "lakeviewheatlh.org"])
@pytest.mark.parametrize("status", ["admitted", "suspended", "left"])
def test_a_lookalike_is_never_admitted_at_once_and_the_reason_names_the_member(nora, lakeview, domain, status):
    Organization.objects.filter(pk=lakeview.pk).update(status=status)
    prove(nora, f"nora@{domain}")
    application = send_application(ready_to_send(nora, domain=domain), actor=nora)
    assert application.status == ApplicationStatus.SENT
    assert application.held_because == f"{domain} looks like lakeviewhealth.org, the web domain of Lakeview Health."


def test_unicode_does_not_help(nora, lakeview):
    domain = domains.normalize("lаkeviewhealth.org")  # the first a is Cyrillic
    prove(nora, f"nora@{domain}")
    application = send_application(ready_to_send(nora, domain=domain), actor=nora)
    assert "the web domain of Lakeview Health" in application.held_because


def test_a_lookalike_of_an_applicant_says_nothing_of_them(nora, northfork):
    northfork.domain = "northforkclinic.org"
    northfork.save()
    prove(nora, "nora@northforkcl1nic.org")
    assert send_application(ready_to_send(nora, domain="northforkcl1nic.org"), actor=nora).held_because == ""


def test_a_lookalike_of_a_well_known_domain_is_looked_at(nora, settings: Settings):
    prove(nora, "nora@redcr0ss.org")
    application = send_application(ready_to_send(nora, domain="redcr0ss.org"), actor=nora)
    assert application.held_because == "redcr0ss.org looks like redcross.org."


def test_a_lookalike_of_the_portal_itself_is_looked_at(nora, settings: Settings):
    settings.SITE_URL = "https://portal.healthcoalition.org"
    prove(nora, "nora@health-coalition.com")
    application = send_application(ready_to_send(nora, domain="health-coalition.com"), actor=nora)
    assert application.held_because == "health-coalition.com looks like portal.healthcoalition.org."


@pytest.mark.parametrize(
    ("domain", "proved"),
    [("harborclinic.org", "it.harborclinic.org"), ("med.harborclinic.org", "harborclinic.org"), ("a.github.io",) * 2],
)
def test_an_address_anywhere_under_the_registered_domain_counts(nora, domain, proved):
    prove(nora, f"nora@{proved}")
    assert send_application(ready_to_send(nora, domain=domain), actor=nora).status == ApplicationStatus.ADMITTED


@pytest.mark.parametrize("domain", ["k12.il.us", "github.io", "co.uk"])
def test_a_public_suffix_proves_nothing_even_to_whoever_has_an_address_there(nora, domain):
    prove(nora, f"nora@{domain}")
    application = send_application(ready_to_send(nora, domain=domain), actor=nora)
    assert application.held_because == f"Anybody can have an address under {domain}."


def test_a_part_of_a_member_s_domain_is_looked_at(nora, ada, lakeview):
    prove(nora, "nora@it.lakeviewhealth.org")
    application = send_application(ready_to_send(nora, domain="it.lakeviewhealth.org"), actor=nora)
    assert application.held_because == ("Lakeview Health holds lakeviewhealth.org, of which this web domain is a part.")
    assert admit(application, actor=ada).organization.is_admitted


def test_a_part_of_the_domain_of_a_member_that_left_is_looked_at(nora, lakeview):
    Organization.objects.filter(pk=lakeview.pk).update(status=OrganizationStatus.LEFT)
    prove(nora, "nora@lakeviewhealth.org")
    application = send_application(ready_to_send(nora, domain="it.lakeviewhealth.org"), actor=nora)
    assert application.held_because == "Lakeview Health had the same web domain: Left."


def test_an_inactive_member_keeps_its_domain(nora, lakeview):
    now = clock.now()
    Organization.objects.filter(pk=lakeview.pk).update(status=OrganizationStatus.INACTIVE, confirm_by=now)
    prove(nora, "nora@lakeviewhealth.org")
    application = send_application(ready_to_send(nora, domain="lakeviewhealth.org"), actor=nora)
    assert application.held_because == "Lakeview Health holds this web domain."


def test_the_operator_can_have_every_application_decided(nora, ada, settings: Settings):
    settings.ADMIT_AT_ONCE = False
    prove(nora, "nora@harborclinic.org")
    application = send_application(ready_to_send(nora), actor=nora)
    assert application.held_because == "An admin decides on every application."
    assert admit(application, actor=ada).organization.is_admitted


# At 100,000 organizations


@pytest.mark.thorough
def test_among_a_hundred_thousand_both_are_found_by_an_index(nora, django_assert_num_queries):
    large.copy(seed=1, organizations=100_000, people=1, offers=1, requests=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE members_organization SET domain = 'n' || left(md5(id::text), 12) || '.org',"
            " name = left(md5(id::text), 8) || ' ' || md5(name),"
            " domain_skeleton = 'n' || left(md5(id::text), 12)"
        )
        cursor.execute("ANALYZE members_organization")
    mine = OrganizationFactory(name="Lakeview Health", domain="lakeviewhealth.org")
    members = Organization.objects.listed()
    near = members.filter(domain_skeleton__in=lookalikes.sought("lakeviewhea1th.org")).explain()
    with transaction.atomic():
        be_strict_about_similarity()
        like = similar_names("Lakeview Health", members).explain()
    assert "Index Scan" in near
    assert "organization_lookalikes" in near
    assert "Index Scan" in like
    assert "organization_name_trigram" in like
    assert "Seq Scan" not in near + like
    with django_assert_num_queries(1):
        assert looked_like("lakeviewhea1th.org", members) == [mine]
    with django_assert_num_queries(1):
        assert of_one_domain("it.lakeviewhealth.org", members) == [mine]
    assert named_like("LAKEVIEW HEALTH", members) == [mine]
