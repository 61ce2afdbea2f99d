from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.models import Activity, Notice, Organization, Person
from projects.files.inspecting import inspect
from projects.models import Attachment, Credit, Deliverable, Partner, Project, ProjectStatus
from projects.releasing import Description, be_credited, be_credited_no_longer, release, withdraw_deliverable
from tests.audit import trail
from tests.projects.files.making import pdf

MAP = Description(
    title="Map of vulnerable communities",
    summary="Shows how vulnerable each county is.",
    kind="tool",
    licence="Apache-2.0",
    released_on=clock.today(),
    link="https://map.example.org/",
)
GUIDE = replace(MAP, title="Guide", kind="guideline", link="", file=inspect("guide.pdf", pdf()))


@pytest.fixture
def map_(pool: Project, lakeview: Organization, rita: Person) -> Deliverable:
    """A tool that Lakeview released."""
    return release(pool, MAP, organization=lakeview, actor=rita, makers=[lakeview])


def next_version(old: Deliverable, actor: Person, version: str) -> Deliverable:
    lead = old.project.organization
    described = replace(MAP, version=version)
    return release(old.project, described, organization=lead, actor=actor, makers=[lead], replaces=old)


def test_a_release_is_public_and_told(map_: Deliverable, pool: Project, lakeview: Organization) -> None:
    map_.refresh_from_db()
    assert list(Deliverable.objects.current()) == [map_]
    assert (map_.address, map_.licence_shown, map_.workgroup) == (
        "https://map.example.org/",
        "Apache-2.0",
        pool.workgroup,
    )
    assert list(map_.makers.all()) == [lakeview]
    row = Activity.objects.get()
    assert row.sentence == "Lakeview Health released Map of vulnerable communities 1.0 to the public"
    assert row.url == f"/releases/{map_.pk}/"


def test_a_file_is_released_as_well_as_a_link(pool: Project, lakeview: Organization, carl: Person) -> None:
    guide = release(pool, GUIDE, organization=lakeview, actor=carl, makers=[lakeview])
    assert guide.address == f"/files/{guide.file_id}/"
    assert list(Attachment.objects.public()) == [guide.file]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"link": ""}, "link"),
        ({"file": GUIDE.file}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "ftp://example.org/x"}, "link"),
        ({"link": "//example.org/x"}, "link"),
        ({"title": " "}, "title"),
        ({"summary": ""}, "summary"),
        ({"kind": "thing"}, "kind"),
        ({"licence": "mine"}, "licence"),
        ({"licence": "other"}, "licence_name"),
        ({"version": ""}, "version"),
        ({"released_on": clock.today() + timedelta(days=2)}, "released_on"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    pool: Project, lakeview: Organization, rita: Person, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        release(pool, replace(MAP, **change), organization=lakeview, actor=rita, makers=[lakeview])
    assert refused.value.field == field
    assert not Deliverable.objects.exists()


def test_another_licence_is_named(pool: Project, lakeview: Organization, rita: Person) -> None:
    described = replace(MAP, licence="other", licence_name="Data use agreement of the state")
    deliverable = release(pool, described, organization=lakeview, actor=rita, makers=[lakeview])
    assert deliverable.licence_shown == "Data use agreement of the state"


def test_those_made_it_who_take_part(pool: Project, asked: Partner, lakeview: Organization, rita: Person) -> None:
    for makers in ([], [lakeview, asked.organization]):
        with pytest.raises(Invalid) as refused:
            release(pool, MAP, organization=lakeview, actor=rita, makers=makers)
        assert refused.value.field == "makers"


def test_a_partner_releases_and_the_lead_is_told(
    pool: Project, confirmed: Partner, lakeview: Organization, rita: Person, olga: Person
) -> None:
    release(pool, MAP, organization=confirmed.organization, actor=olga, makers=[confirmed.organization])
    notice = Notice.objects.get()
    assert (notice.person, notice.must_act) == (rita, False)
    assert notice.sentence == ("Released to the public in your organization’s name: Map of vulnerable communities 1.0")


def test_nobody_else_releases(
    pool: Project, asked: Partner, lakeview: Organization, reed: Person, olga: Person, ada: Person
) -> None:
    for person, organization in ((reed, lakeview), (ada, lakeview), (olga, lakeview), (olga, asked.organization)):
        with pytest.raises(NotAllowed):
            release(pool, MAP, organization=organization, actor=person, makers=[organization])


def test_a_closed_project_releases_nothing(pool: Project, lakeview: Organization, rita: Person) -> None:
    Project.objects.update(status=ProjectStatus.CLOSED)
    with pytest.raises(Conflict):
        release(pool, MAP, organization=lakeview, actor=rita, makers=[lakeview])


def test_a_new_version_takes_the_place_of_the_old_one(map_: Deliverable, rita: Person) -> None:
    second = next_version(map_, rita, "1.1")
    third = next_version(second, rita, "2.0")
    assert list(Deliverable.objects.current()) == [third]
    assert list(second.versions()) == [third, second, map_]


def test_only_the_newest_is_replaced_and_by_a_new_name(map_: Deliverable, rita: Person) -> None:
    next_version(map_, rita, "1.1")
    with pytest.raises(Conflict) as refused:
        next_version(map_, rita, "1.2")
    assert refused.value.code == "not_newest"
    with pytest.raises(Invalid) as repeated:
        next_version(Deliverable.objects.current().get(), rita, "1.0")
    assert repeated.value.field == "version"


def test_a_version_is_withdrawn_with_a_reason_and_the_one_before_stands(map_: Deliverable, rita: Person) -> None:
    second = next_version(map_, rita, "1.1")
    with pytest.raises(Invalid) as refused:
        withdraw_deliverable(second, actor=rita, reason=" ")
    assert refused.value.field == "reason"
    withdraw_deliverable(second, actor=rita, reason="Wrong counties")
    assert list(Deliverable.objects.current()) == [map_]
    second.refresh_from_db()
    assert (second.withdrawn_by, second.reason) == (rita, "Wrong counties")
    assert trail(kind="deliverable.withdrawn")
    with pytest.raises(Conflict):
        withdraw_deliverable(second, actor=rita, reason="Again")
    map_.refresh_from_db()
    assert next_version(map_, rita, "1.2").of_first == map_.pk


def test_withdrawing_an_older_version_leaves_the_newest(map_: Deliverable, rita: Person) -> None:
    second = next_version(map_, rita, "1.1")
    withdraw_deliverable(map_, actor=rita, reason="Old")
    assert list(Deliverable.objects.current()) == [second]


def test_the_file_of_what_was_withdrawn_is_public_no_longer(
    pool: Project, lakeview: Organization, rita: Person
) -> None:
    guide = release(pool, GUIDE, organization=lakeview, actor=rita, makers=[lakeview])
    withdraw_deliverable(guide, actor=rita, reason="Outdated")
    assert not Attachment.objects.public().exists()
    assert not Attachment.objects.served().exists()


def test_who_withdraws(
    pool: Project, confirmed: Partner, rita: Person, olga: Person, oren: Person, ada: Person, cora: Person
) -> None:
    made = release(pool, MAP, organization=confirmed.organization, actor=olga, makers=[confirmed.organization])
    for other in (oren, cora):
        with pytest.raises(NotAllowed):
            withdraw_deliverable(made, actor=other, reason="No")
    withdraw_deliverable(made, actor=ada, reason="Names a patient")
    assert [notice.person for notice in Notice.objects.open()] == [olga]  # what the lead was told before is void


def test_people_choose_by_themselves_to_be_named(map_: Deliverable, reed: Person, olga: Person) -> None:
    be_credited(map_, actor=reed)
    be_credited(map_, actor=reed)
    assert [credit.person for credit in Credit.objects.all()] == [reed]
    with pytest.raises(NotAllowed):
        be_credited(map_, actor=olga)
    be_credited_no_longer(map_, actor=olga)
    be_credited_no_longer(map_, actor=reed)
    assert not Credit.objects.exists()
    assert [row.kind for row in Activity.objects.order_by("pk")][1:] == [
        "deliverable.credited",
        "deliverable.uncredited",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"link": ""},
        {"link": "javascript:alert(1)"},
        {"licence": "other"},
        {"licence_name": "Mine"},
        {"reason": "because"},
        {"withdrawn_at": clock.now()},
    ],
)
def test_the_database_holds_the_rules(map_: Deliverable, broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Deliverable.objects.update(**broken)


def test_the_database_knows_one_newest_version(map_: Deliverable, rita: Person) -> None:
    next_version(map_, rita, "1.1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Deliverable.objects.update(is_current=True)
