"""The one search: what it finds and for whom, in which order, what it marks, and the way out of nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalition.finding import find
from coalition.shared import clock
from members import sources
from members.finding import cleaned, with_marks
from members.models import Organization, Person
from members.sources import Source
from resources.models import ResourceType
from tests.factories import (
    DeliverableFactory,
    MembershipFactory,
    OfferFactory,
    OrganizationFactory,
    ProjectFactory,
    RequestFactory,
    UpdateFactory,
    WorkgroupFactory,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    *(
        "",
        "a",
        "\x00",
        "ab\x00cd",
        "😀😀",
        "'; drop table members_person; --",
        "%%",
        "__",
        "\\",
        "'",
        '"',
        '"open quotation',
    ),
    *(
        "a & b | c",
        "!!!",
        "ventilator:*",
        "ventilator:A",
        "<->",
        "a <-> b",
        "(((",
        ")))",
        "foo or or bar",
        "- -",
        "-oxygen",
    ),
    *(
        '"" ""',
        "the",
        "and or the",
        "x" * 5000,
        "word " * 2000,
        "<script>alert(1)</script>",
        "İstanbul",
        "ﬀ",
        "\u202eabc",
    ),
    *("شبكة", "呼吸器", "a\tb\nc", "{}", "%s %d %(x)s", "'a' & 'b':*", "\x02\x03", "\ufffd" * 30),
]


def found(client_of, reader, query):
    return client_of(reader).get(f"/search/?{query}")


def titles(page) -> list[str]:
    return [str(hit.title).replace("<mark>", "").replace("</mark>", "") for hit in page.context["search"].hits]


@pytest.fixture
def plans(cascade):
    """Three plans about oxygen: in the title, in the purpose, deep in the text."""
    text = ProjectFactory(title="Night shifts", plan="We also count **oxygen** concentrators.", organization=cascade)
    purpose = ProjectFactory(title="Home care", purpose="Oxygen at home.", organization=cascade)
    title = ProjectFactory(title="Oxygen for Oregon", organization=cascade)
    return title, purpose, text


def test_titles_come_before_purposes_and_these_before_texts(client_of, reed, plans):
    assert titles(found(client_of, reed, "q=oxygen")) == ["Oxygen for Oregon", "Home care", "Night shifts"]


def test_of_two_that_fit_alike_the_newer_comes_first(client_of, reed):
    for days, title in ((9, "Oxygen, old"), (1, "Oxygen, new"), (5, "Oxygen, between")):
        ProjectFactory(title=title, posted_at=clock.now() - timedelta(days=days))
    assert titles(found(client_of, reed, "q=oxygen")) == ["Oxygen, new", "Oxygen, between", "Oxygen, old"]


def test_every_kind_of_thing_is_found(client_of, reed, cascade):
    project = ProjectFactory(title="Plan of zeolite", organization=cascade)
    UpdateFactory(project=project, title="Update on zeolite")
    UpdateFactory(project=project, title="Decision on zeolite", decided_on=clock.today())
    DeliverableFactory(project=project, title="Guide to zeolite")
    WorkgroupFactory(name="Zeolite group")
    OfferFactory(title="Zeolite to give")
    RequestFactory(title="Zeolite to have")
    OrganizationFactory(name="Zeolite Works")
    MembershipFactory(person__name="Zora Zeolite", organization=cascade)
    page = found(client_of, reed, "q=zeolite")
    assert {hit.kind for hit in page.context["search"].hits} == {each.kind for each in sources.registered()}
    assert [tab["count"] for tab in page.context["tabs"]] == ["9", *["1"] * 9]


def test_words_are_found_in_other_forms_in_any_order_and_unfinished(client_of, reed, plans):
    ProjectFactory(title="Shared ventilators for hospitals")
    for words in ("ventilator hospital", "hospitals ventilator", "ventilators hosp", '"shared ventilators"'):
        assert titles(found(client_of, reed, f"q={words}")) == ["Shared ventilators for hospitals"], words
    assert titles(found(client_of, reed, "q=oxygen -oregon")) == ["Home care", "Night shifts"]
    assert titles(found(client_of, reed, "q=oregon or ventilators")) != []


def test_what_is_withdrawn_or_ended_is_not_found(client_of, reed, cascade):
    UpdateFactory(title="Zeolite told", withdrawn_at=clock.now(), withdrawn_by=reed)
    OfferFactory(title="Zeolite offered", status="withdrawn")
    RequestFactory(title="Zeolite asked for", status="closed")
    assert titles(found(client_of, reed, "q=zeolite")) == []


def test_an_applicant_is_found_by_admins_alone(client_of, reed, ada):
    OrganizationFactory(name="Zeolite Clinic", status="applicant", admitted_at=None, confirmed_at=None)
    assert titles(found(client_of, reed, "q=zeolite")) == []
    assert titles(found(client_of, ada, "q=zeolite")) == ["Zeolite Clinic"]


def test_people_are_found_with_their_organizations_and_never_by_their_address(client_of, reed, rita, nora, sam):
    page = found(client_of, reed, "q=rita")
    hit = next(hit for hit in page.context["search"].hits if hit.kind == "person")
    assert (hit.note, hit.url) == ("Lakeview Health", "/organizations/lakeview-health/")
    assert "Nora" not in titles(found(client_of, reed, "q=nora"))
    assert "Sam" not in titles(found(client_of, reed, "q=sam"))
    assert "Rita" not in titles(found(client_of, reed, "q=rita@example.org"))


def test_an_organization_is_found_by_a_former_name(client_of, reed, cascade, ada):
    cascade.former_names.create(name="Columbia Stock", slug="columbia-stock", until=clock.now(), changed_by=ada)
    assert titles(found(client_of, reed, "q=columbia")) == ["Cascade Biomedical Reserve"]


def test_nobody_but_members_searches(client_of, nora, client):
    assert found(client_of, nora, "q=oxygen").url == "/apply/"
    assert client.get("/search/?q=oxygen").url.startswith("/accounts/login/")


def test_a_typing_error_is_forgiven_only_where_nothing_fits_and_the_page_says_so(client_of, reed, plans):
    page = found(client_of, reed, "q=oxigen")
    assert titles(page)[0] == "Oxygen for Oregon"
    assert "Nothing holds the words “oxigen”. These are called much like it." in page.content.decode()
    assert "Nothing holds" not in found(client_of, reed, "q=oxygen").content.decode()


def test_a_typing_error_in_a_type_finds_what_is_offered_of_it(client_of, reed):
    OfferFactory(resource_type=ResourceType.objects.get(slug="n95-respirator"), title="")
    assert "N95 respirator" in titles(found(client_of, reed, "q=respiratr"))


def test_what_fits_is_marked_in_titles_and_passages(client_of, reed, plans):
    page = found(client_of, reed, "q=oxygen").content.decode()
    assert "<mark>Oxygen</mark> for Oregon" in page
    assert "We also count <mark>oxygen</mark> concentrators" in " ".join(page.split()).replace("  ", " ")


@pytest.mark.parametrize(
    "text",
    [
        *("<script>alert(1)</script> zeolite", "zeolite <img src=x onerror=alert(1)>", "<mark>zeolite</mark>"),
        *("\x02zeolite\x02<b>\x03", "\x03</p>\x02 zeolite <b", 'zeolite" onmouseover="x', "&lt;b&gt; zeolite <b>"),
    ],
)
def test_nothing_that_people_write_is_taken_for_markup(client_of, reed, text):
    ProjectFactory(title=text, purpose=text, plan=text)
    page = found(client_of, reed, "q=zeolite")
    for hit in page.context["search"].hits:
        for shown in (str(hit.title), str(hit.passages)):
            bare = shown.replace("<mark>", "").replace("</mark>", "")
            assert "<" not in bare
            assert '"' not in bare
            assert shown.count("<mark>") == shown.count("</mark>")


def test_marks_are_whole_whatever_the_text_holds():
    assert with_marks("a \x02b\x03 <i>") == "a <mark>b</mark> &lt;i&gt;"
    assert with_marks("\x03a\x02b") == "ab"
    assert with_marks("\x02\x02a\x03\x03") == "<mark>a</mark>"


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.thorough
def test_anything_can_be_typed(client_of, reed, plans, typed):
    client = client_of(reed)
    for more in ({}, {"kind": typed, "organization": typed, "workgroup": typed, "page": typed}):
        assert client.get("/search/", {"q": typed, **more}).status_code == 200
        assert client.get("/search/", {"q": typed, **more}, headers={"HX-Request": "true"}).status_code == 200


def test_what_is_asked_is_one_line_of_bounded_length():
    assert cleaned(" a\x00b \n c ") == "a b c"
    assert len(cleaned("x" * 5000)) == 100


def test_of_the_commonest_words_alone_the_page_says_so(client_of, reed, plans):
    assert "Such words stand in nearly every text" in found(client_of, reed, "q=of+the").content.decode()


def test_the_kind_the_organization_and_the_workgroup_narrow_it(client_of, reed, cascade):
    group, other = WorkgroupFactory(), WorkgroupFactory()
    first = ProjectFactory(title="Zeolite one", organization=cascade, workgroup=group)
    ProjectFactory(title="Zeolite two", workgroup=other)
    UpdateFactory(project=first, title="Zeolite told")
    assert titles(found(client_of, reed, "q=zeolite&kind=update")) == ["Zeolite told"]
    ours = found(client_of, reed, "q=zeolite&organization=cascade-biomedical")
    assert set(titles(ours)) == {"Zeolite one", "Zeolite told"}
    assert titles(found(client_of, reed, f"q=zeolite&workgroup={other.slug}")) == ["Zeolite two"]
    both = {facet["name"]: facet["choices"] for facet in found(client_of, reed, "q=zeolite").context["facets"]}
    first_choice = both["organization"][0]
    assert (first_choice.label, first_choice.count) == ("Cascade Biomedical Reserve", 2)
    assert [choice.count for choice in both["workgroup"]] == [2, 1]
    assert "organization" not in {facet["name"] for facet in ours.context["facets"]}


def test_nothing_in_a_part_leads_back_to_everything(client_of, reed, plans):
    page = found(client_of, reed, "q=oxygen&kind=person").content.decode()
    assert 'href="?q=oxygen"' in page
    assert "Look through everything" in page


def test_it_is_read_in_pages(client_of, reed):
    for number in range(25):
        ProjectFactory(title=f"Zeolite {number}", posted_at=clock.now() - timedelta(days=number))
    assert len(titles(found(client_of, reed, "q=zeolite"))) == 20
    assert titles(found(client_of, reed, "q=zeolite&page=2")) == [f"Zeolite {number}" for number in range(20, 25)]


@pytest.mark.thorough
def test_it_asks_the_database_equally_often_for_one_row_and_for_many(client_of, reed, cascade):
    client = client_of(reed)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/search/?q=zeolite")
        return len(seen)

    def one_of_each() -> None:
        group = WorkgroupFactory(name=f"Zeolite {WorkgroupFactory().pk}")
        project = ProjectFactory(title="Zeolite", organization=OrganizationFactory(name="Zeolite"), workgroup=group)
        UpdateFactory(project=project, title="Zeolite")
        UpdateFactory(project=project, title="Zeolite", decided_on=clock.today())
        DeliverableFactory(project=project, title="Zeolite")
        OfferFactory(title="Zeolite")
        RequestFactory(title="Zeolite")
        MembershipFactory(person__name="Zeolite", organization=cascade)

    one_of_each()
    queries()
    few = queries()
    one_of_each()
    assert queries() == few <= 24


def test_the_palette_shows_the_best_of_each_kind_without_marks(reed: Person, plans, lakeview: Organization):
    for number in range(9):
        ProjectFactory(title=f"Oxygen {number}")
    (group,) = find("oxygen", reader=reed)
    assert (str(group.label), len(group.hits)) == ("Plans", 5)
    assert all("<mark>" not in hit.title for hit in group.hits)
    assert find("o", reader=reed) == []
    assert [str(group.label) for group in find("la", reader=reed)] == ["Organizations"]


def test_the_palette_asks_few_questions(reed: Person, plans, django_assert_max_num_queries):
    reed.is_member  # noqa: B018  # asked for once a request
    with django_assert_max_num_queries(7):
        find("oxygen", reader=reed)


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="plan"):
        sources.register(
            Source(
                kind="plan",
                label="",
                one="",
                rows=lambda reader: None,
                name="title",
                order=("pk",),
                listed=lambda rows: rows,
                note=lambda row: "",
            )
        )
