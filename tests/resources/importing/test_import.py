"""The imports from end to end: through the verbs, every row accounted for, nothing twice."""

import csv
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from members.models import Activity, Organization, Person
from resources.importing import mapping
from resources.importing.cleaning import state_by_key
from resources.importing.report import Report
from resources.importing.running import run
from resources.models import Offer, Request, ResourceType

pytestmark = pytest.mark.django_db

# In the shape of the public records, with invented keys, numbers and dirt.
OFFERS = """\
donorKey,donationkey,equipmentEnum,qty,datecreated,dataSource,stateprovince
d-alpha-1,g-1,n95,40,2020-04-29 17:04:31.05 UTC,Form,Fl
d-alpha-1,g-1,nitrile_gloves,6,2020-04-29 17:04:31.05 UTC,Form,Florida
d-beta-22,g-2,face_shield,199999999999998,2020-05-01 08:00:00 UTC,Form,CA
d-beta-22,g-3,face_shield,300,2020-05-01 08:00:00 UTC,Form,Honghong
d-gamma-3,g-4,gown,-1,2020-05-02 08:00:00 UTC,Form,albama
d-gamma-3,g-5,kn95,500,2020-05-02 08:00:00 UTC,Form,NY
d-delta-4,g-6,cloth_mask,0,2020-05-02 08:00:00 UTC,Form,
d-delta-4,g-7,sanitizer,20,yesterday,Form,NY
d-delta-4,g-8,sanitizer,20,2020-05-03 08:00:00 UTC,Form,NY,extra
d-epsilon,g-9,face_shield,500,2020-07-17 21:52:59.717 UTC,Form,TX
d-epsilon,g-9,face_shield,500,2020-07-17 21:52:59.717 UTC,Form,TX
d-epsilon,g-9,face_shield,700,2020-07-17 21:52:59.717 UTC,Form,TX
d-zeta-66,g-10,jetpack,1,2020-07-18 08:00:00 UTC,Form,TX
"""
MATCHES = """\
matchkey,donorkey,facilitykey,matchstatus,matchsubstatus,matchCreated,closedOrDelivered,enumcode,qty
m-1,d-1,f-north-1,delivered,,2020-06-02 00:00:00 UTC,2020-06-05 15:33:25.882 UTC,n95,500
m-2,d-2,f-north-1,closed,no_supply,2020-05-01 10:00:00 UTC,,n95,1500
m-3,d-2,f-north-1,delivered,,2020-06-03 00:00:00 UTC,,gown,80
m-4,d-3,f-south-2,closed,test_match,2020-06-03 00:00:00 UTC,,n95,10
m-5,d-3,f-south-2,closed,no_need,2020-06-03 00:00:00 UTC,,n95,10
m-6,d-3,f-south-2,delivered,,2020-06-03 00:00:00 UTC,,n95,10
m-6,d-3,f-south-2,delivered,,2020-06-03 00:00:00 UTC,,n95,10
m-7,d-3,f-south-2,delivered,,2020-06-03 00:00:00 UTC,,kn95,10
"""


@pytest.fixture
def offers_file(tmp_path: Path) -> Path:
    path = tmp_path / "offers.csv"
    path.write_text(OFFERS)
    return path


@pytest.fixture
def matches_file(tmp_path: Path) -> Path:
    path = tmp_path / "matches.csv"
    path.write_text(MATCHES)
    return path


def rejected(report: Report) -> dict[int, str]:
    return {rejection.line: rejection.reason for rejection in report.rejections}


# Offers


def test_good_rows_become_offers_at_the_moment_of_the_record(
    offers_file: Path, cascade: Organization, olga: Person
) -> None:
    report = run(offers_file, "offers", given="getusppe", organization=cascade, actor=olga)
    assert report.adds_up
    assert (report.rows, report.posted, report.posted_rows, report.known, len(report.rejections)) == (13, 4, 4, 0, 9)
    n95 = Offer.objects.get(resource_type__slug="n95-respirator")
    assert (n95.organization, n95.posted_by, n95.quantity, n95.state, n95.terms) == (cascade, olga, 40, "FL", "gift")
    assert n95.posted_at == datetime(2020, 4, 29, 17, 4, 31, 50000, UTC)
    assert n95.available_from == date(2020, 4, 29)
    assert n95.source_key == "getusppe:g-1:n95:40"
    assert "donor d-alph." in n95.description, "the beginning of a key, no name"
    assert Activity.objects.about(n95.topic).get().occurred_at == n95.posted_at


def test_packs_are_posted_in_units_and_named(offers_file: Path, cascade: Organization, olga: Person) -> None:
    run(offers_file, "offers", given="getusppe", organization=cascade, actor=olga)
    gloves = Offer.objects.get(resource_type__slug="exam-glove")
    assert (gloves.quantity, gloves.title) == (600, "Nitrile gloves, boxes of 100")


def test_every_bad_row_says_line_column_value_and_reason(
    offers_file: Path, cascade: Organization, olga: Person
) -> None:
    report = run(offers_file, "offers", given="getusppe", organization=cascade, actor=olga)
    by_line = {rejection.line: rejection for rejection in report.rejections}
    assert list(by_line) == [4, 5, 6, 7, 8, 9, 10, 12, 14]
    assert (by_line[4].column, by_line[4].value) == ("qty", "199999999999998")
    assert (by_line[5].column, by_line[5].value) == ("stateprovince", "Honghong")
    assert (by_line[6].column, by_line[6].value) == ("qty; stateprovince", "-1; albama"), "all that is wrong at once"
    assert "If Alabama is meant, write AL." in by_line[6].reason
    assert "A KN95 is no N95" in by_line[7].reason
    assert (by_line[8].column, by_line[8].value) == ("equipmentEnum; qty; stateprovince", "cloth_mask; 0; ")
    assert by_line[9].column == "datecreated"
    assert by_line[10].reason == "The row has 8 cells, the first row names 7."
    assert by_line[12].reason == "The same record as in line 11."
    assert by_line[14].reason == "The catalogue has no such type."


def test_a_second_import_of_the_same_file_adds_nothing(offers_file: Path, cascade: Organization, olga: Person) -> None:
    first = run(offers_file, "offers", given="getusppe", organization=cascade, actor=olga)
    second = run(offers_file, "offers", given="getusppe", organization=cascade, actor=olga)
    assert (second.posted, second.known, second.known_rows) == (0, 4, 4)
    assert second.adds_up
    assert rejected(second) == rejected(first)
    assert Offer.objects.count() == 4
    assert Activity.objects.count() == 4


def test_the_rejected_rows_can_be_mended_and_read_again(
    offers_file: Path, tmp_path: Path, cascade: Organization, olga: Person
) -> None:
    rejects = tmp_path / "rejects.csv"
    call_command(
        "import_offers",
        offers_file,
        organization=cascade.slug,
        person=olga.email,
        map="getusppe",
        rejects=rejects,
        stdout=StringIO(),
    )
    text = rejects.read_text().replace(",Honghong\n", ",CA\n", 1)
    mended = tmp_path / "mended.csv"
    mended.write_text(
        text.replace("face_shield,300,2020-05-01 08:00:00 UTC,Form,CA", "face_shield,301,2020-05-01,Form,CA")
    )
    report = run(mended, "offers", given="getusppe", organization=cascade, actor=olga)
    assert report.posted == 1
    assert Offer.objects.get(quantity=301).state == "CA"


# Requests


def test_the_needs_of_a_facility_are_added_up_by_kind(matches_file: Path, lakeview: Organization, rita: Person) -> None:
    report = run(matches_file, "requests", given="getusppe", organization=lakeview, actor=rita)
    assert report.adds_up
    assert (report.rows, report.posted, report.posted_rows, len(report.rejections)) == (8, 3, 4, 4)
    masks = Request.objects.get(source_key="getusppe:f-north-1:n95")
    assert (masks.quantity, masks.severity) == (2000, "medium")
    assert masks.posted_at == datetime(2020, 5, 1, 10, tzinfo=UTC), "when the first was recorded"
    assert masks.needed_by == date(2020, 5, 15)
    assert Request.objects.get(source_key="getusppe:f-south-2:n95").quantity == 10


def test_a_facility_without_state_is_placed_by_rule_and_the_row_says_so(
    matches_file: Path, lakeview: Organization, rita: Person
) -> None:
    report = run(matches_file, "requests", given="getusppe", organization=lakeview, actor=rita)
    assert {r.state for r in Request.objects.filter(source_key__contains="f-north-1")} == {state_by_key("f-north-1")}
    assert all("assigned by rule" in r.description for r in Request.objects.all())
    assert "That is not where anybody is." in report.notes[0]


def test_tests_and_needs_that_were_none_are_rejected(matches_file: Path, lakeview: Organization, rita: Person) -> None:
    report = run(matches_file, "requests", given="getusppe", organization=lakeview, actor=rita)
    assert rejected(report) == {
        5: "A test of the source's own software, not a need.",
        6: "The facility said that it had no need.",
        8: "The same record as in line 7.",
        9: "A KN95 is no N95 without a person's yes, and has no type of its own.",
    }
    again = run(matches_file, "requests", given="getusppe", organization=lakeview, actor=rita)
    assert (again.posted, again.known, again.known_rows) == (0, 3, 4)
    assert again.adds_up


def test_a_group_that_adds_up_to_too_much_is_rejected_row_by_row(
    tmp_path: Path, lakeview: Organization, rita: Person
) -> None:
    path = tmp_path / "matches.csv"
    header, row = MATCHES.splitlines()[:2]
    many = [row.replace("m-1,", f"m-{n},").replace(",n95,500", ",nitrile_gloves,9000000") for n in range(2)]
    path.write_text("\n".join([header, *many]))
    report = run(path, "requests", given="getusppe", organization=lakeview, actor=rita)
    assert report.adds_up
    assert [r.column for r in report.rejections] == ["qty", "qty"]
    assert "1,800,000,000" in report.rejections[0].reason


# Other files


OWN = """\
what,how many,where,urgency,by
N95 respirator,"1,200",Ohio,High,2036-04-09
swab,50,oh,critical,2036-04-10
swab,50,oh,critical,2036-04-10
ffp2,5,OH,high,2036-04-10
swab,5,OH,urgent,10 April
swab,5,OH,low,2001-01-01
"""


def test_columns_are_mapped_on_the_command_line(tmp_path: Path, lakeview: Organization, rita: Person) -> None:
    path = tmp_path / "needs.csv"
    path.write_text(OWN)
    out = StringIO()
    call_command(
        "import_requests",
        path,
        organization=lakeview.slug,
        person=rita.email,
        map="type=what,quantity=how many,state=where,severity=urgency,needed_by=by",
        rejects=tmp_path / "rejects.csv",
        stdout=out,
    )
    assert Request.objects.count() == 3, "equal rows without a key are as many as they are"
    first = Request.objects.earliest("pk")
    assert (first.quantity, first.state, first.severity, first.needed_by) == (1200, "OH", "high", date(2036, 4, 9))
    text = " ".join(out.getvalue().split())
    assert "needs.csv: 6 rows 3 rows imported, as 3 requests 0 rows known already" in text
    assert "3 rows rejected" in text
    with (tmp_path / "rejects.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["rejected_line"], row["rejected_column"]) for row in rows] == [
        ("5", "what"),
        ("6", "by; urgency"),
        ("7", "by"),
    ]
    assert "write n95-respirator" in rows[0]["reason"]
    assert rows[2]["reason"] == "This day has passed. Give the day by which it is needed."
    assert rows[2]["what"] == "swab"


def test_a_file_in_the_portals_own_words_needs_no_mapping(tmp_path: Path, cascade: Organization, olga: Person) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("key,type,quantity,state,terms,return_on,least_lot\na1,icu-ventilator,12,OR,loan,2036-01-01,2\n")
    report = run(path, "offers", given="", organization=cascade, actor=olga)
    assert report.posted == 1
    offer = Offer.objects.get()
    assert (offer.terms, offer.least_lot, offer.source_key) == ("loan", 2, "stock:a1")
    path.write_text("type,quantity,state,terms\nicu-ventilator,12,OR,loan\n")
    report = run(path, "offers", given="", organization=cascade, actor=olga)
    assert report.rejections[0].reason == "Say by when the loan is to be returned."


def test_a_dry_run_tells_everything_and_keeps_nothing(offers_file: Path, cascade: Organization, olga: Person) -> None:
    report = run(offers_file, "offers", given="getusppe", organization=cascade, actor=olga, dry_run=True)
    assert (report.posted, len(report.rejections)) == (4, 9)
    assert not Offer.objects.exists()
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere", "Ready-made: getusppe"),
        ("quantity=qty,type=kind", "no column “kind”"),
        ("quantity=qty", "Say which column is “type”"),
        ("price=qty", "There is no field “price”"),
        ("quantity,type=qty", "not of the form"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    given: str, said: str, offers_file: Path, cascade: Organization, olga: Person
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("import_offers", offers_file, organization=cascade.slug, person=olga.email, map=given)


def test_a_mapping_file_can_be_wrong_in_many_ways(
    tmp_path: Path, offers_file: Path, cascade: Organization, olga: Person
) -> None:
    path = tmp_path / "own.toml"
    for content in ("not toml [", "name = 'x'", "name = 'x'\noffers = 3", "name = 'x'\n[offers]\nlargest = 3"):
        path.write_text(content)
        with pytest.raises(CommandError):
            call_command("import_offers", offers_file, organization=cascade.slug, person=olga.email, map=str(path))


def test_only_writers_of_the_organization_import(
    offers_file: Path, cascade: Organization, olga: Person, rita: Person, ada: Person
) -> None:
    for person in (rita, ada):
        with pytest.raises(CommandError, match="may not post"):
            call_command("import_offers", offers_file, organization=cascade.slug, person=person.email, map="getusppe")
    with pytest.raises(CommandError, match="no organization"):
        call_command("import_offers", offers_file, organization="nobody", person=olga.email)
    with pytest.raises(CommandError, match="no account"):
        call_command("import_offers", offers_file, organization=cascade.slug, person="who@example.org")


def test_the_ready_made_mapping_names_only_types_that_there_are() -> None:
    types = mapping._from_file("getusppe", "offers").types.values()
    call_command("load_catalogue", stdout=StringIO())
    assert {kind.slug for kind in types} <= set(ResourceType.objects.values_list("slug", flat=True))
