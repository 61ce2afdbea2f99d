"""A member takes another name, and is found by the old one."""

import pytest
from django.db import DatabaseError, connection, transaction

from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from members.models import Activity, FormerName, Notice, Organization, Renaming
from members.renaming import allow_renaming, decline_renaming, rename
from members.slugs import free_slug
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db

WHY = "We became part of the university."


def test_a_representative_gives_another_name_and_the_old_one_stays(rita, olga, lakeview):
    assert rename(lakeview, name="  Great Lakes  University Hospital ", actor=rita, reason=WHY) is None
    assert (lakeview.name, lakeview.slug) == ("Great Lakes University Hospital", "great-lakes-university-hospital")
    former = FormerName.objects.get()
    assert (former.name, former.slug, former.reason) == ("Lakeview Health", "lakeview-health", WHY)
    told = Activity.objects.visible_to(olga).get(kind="member.renamed")
    assert told.sentence == "Lakeview Health is called Great Lakes University Hospital now"


def test_the_old_address_leads_to_the_new_one(rita, lakeview, client_of):
    rename(lakeview, name="Great Lakes Hospital", actor=rita, reason=WHY)
    answer = client_of(rita).get("/organizations/lakeview-health/")
    assert (answer.status_code, answer["Location"]) == (302, "/organizations/great-lakes-hospital/")
    assert "Lakeview Health" in client_of(rita).get(answer["Location"]).content.decode()


def test_the_old_address_tells_an_outsider_nothing(rita, lakeview, nora, client_of):
    rename(lakeview, name="Great Lakes Hospital", actor=rita, reason=WHY)
    assert client_of(nora).get("/organizations/lakeview-health/")["Location"] == "/apply/"


def test_the_directory_finds_it_by_the_old_name(rita, lakeview, cascade, client_of):
    rename(lakeview, name="Great Lakes Hospital", actor=rita, reason=WHY)
    page = client_of(rita).get("/organizations/?q=lakeview").content.decode()
    assert "Great Lakes Hospital" in page
    assert "Cascade Biomedical Reserve" not in page


def test_nobody_else_takes_a_former_address(rita, lakeview):
    rename(lakeview, name="Great Lakes Hospital", actor=rita, reason=WHY)
    assert free_slug("Lakeview Health", OrganizationFactory()) == "lakeview-health-2"
    rename(lakeview, name="Lakeview Health", actor=rita, reason="Back again.")
    assert lakeview.slug == "lakeview-health"


def test_a_name_like_another_goes_to_the_admins(rita, ada, lakeview, cascade):
    waiting = rename(lakeview, name="Cascade Biomedical Reserves", actor=rita, reason=WHY)
    assert waiting is not None
    assert Organization.objects.get(pk=lakeview.pk).name == "Lakeview Health"
    assert Notice.objects.open().get(person=ada).kind == "notice.decide_renaming"
    with pytest.raises(Conflict):
        rename(lakeview, name="Something Else Entirely", actor=rita, reason=WHY)
    allow_renaming(waiting, actor=ada)
    assert Organization.objects.get(pk=lakeview.pk).name == "Cascade Biomedical Reserves"
    assert not Notice.objects.open().filter(person=ada).exists()


def test_a_former_name_of_another_goes_to_the_admins(rita, olga, lakeview, cascade):
    rename(cascade, name="Pacific Reserve", actor=olga, reason=WHY)
    assert rename(lakeview, name="cascade biomedical reserve", actor=rita, reason=WHY) is not None


def test_an_admin_declines_it_with_a_reason(rita, ada, lakeview, cascade):
    waiting = rename(lakeview, name="Cascade Biomedical Reserves", actor=rita, reason=WHY)
    with pytest.raises(Invalid):
        decline_renaming(waiting, actor=ada, reason=" ")
    decline_renaming(waiting, actor=ada, reason="One takes you for the other.")
    assert (Renaming.objects.get().status, lakeview.former_names.count()) == ("declined", 0)
    assert Notice.objects.open().get(person=rita).kind == "notice.renaming_declined"
    with pytest.raises(IllegalTransition):
        allow_renaming(waiting, actor=ada)


def test_an_admin_gives_a_name_at_once(ada, lakeview, cascade):
    assert rename(lakeview, name="Cascade Biomedical Reserves", actor=ada, reason=WHY) is None


def test_nobody_else_renames(carl, reed, olga, cora, sam, seaview, lakeview):
    for person in (carl, reed, olga, cora):
        with pytest.raises(NotAllowed):
            rename(lakeview, name="Ours", actor=person, reason=WHY)
    with pytest.raises(NotAllowed):
        rename(seaview, name="Clean Hands", actor=sam, reason=WHY)
    assert not FormerName.objects.exists()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", {"name": " "}),
        ("reason", {"reason": ""}),
        ("name", {"name": "Lakeview Health"}),
        ("name", {"name": "x" * 201}),
        ("name", {"name": "\u202e\u2066"}),
        ("name", {"name": "Lake\u202eview"}),
        ("name", {"name": "\ufffd\ufffd\ufffd"}),
        ("name", {"name": "...!"}),
    ],
)
def test_what_is_missing_or_too_long_is_named(field, said, rita, lakeview):
    with pytest.raises(Invalid) as refused:
        rename(lakeview, actor=rita, **({"name": "Great Lakes Hospital", "reason": WHY} | said))
    assert refused.value.field == field
    assert lakeview.name == "Lakeview Health"


def test_a_former_name_is_kept_by_the_database(rita, lakeview):
    rename(lakeview, name="Great Lakes Hospital", actor=rita, reason=WHY)
    for statement in ("UPDATE members_formername SET name = 'X'", "DELETE FROM members_formername"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
