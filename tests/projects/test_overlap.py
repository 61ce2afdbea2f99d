"""Plans alike: how well they are told from others, whom they are shown to, and who is told when one is posted."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Notice, Organization, Person
from projects.models import Project, ProjectStatus
from projects.overlap import Facts, Span, compared, plans_like, reasons
from projects.posting import edit_project, post_project
from tests.factories import MilestoneFactory, OrganizationFactory, PersonFactory, ProjectFactory
from tests.projects.overlap_pairs import ALIKE, APART, Plan

pytestmark = pytest.mark.django_db

ICU = {
    "title": "Split one ventilator between two patients",
    "purpose": "Test how one ventilator carries two patients.",
    "themes": ["ventilation"],
    "states": ["NY"],
}
TWIN = {**ICU, "title": "Ventilator split between patients", "purpose": "Two patients share one ventilator."}


def nothing(*codes: str, span: Span | None = None, states: tuple[str, ...] = ()) -> Facts:
    return Facts(frozenset(codes), frozenset(states), span)


def written(plan: Plan, organization: Organization, person: Person) -> Project:
    project: Project = ProjectFactory(
        title=plan.title,
        purpose=plan.purpose,
        themes=plan.themes.split(),
        states=plan.states.split(),
        organization=organization,
        posted_by=person,
    )
    if plan.month:
        MilestoneFactory(project=project, due_on=date.fromisoformat(f"{plan.month}-15"))
    return project


def test_the_set_has_sixty_pairs_half_of_them_alike():
    assert (len(ALIKE), len(APART)) == (30, 30)


def test_plans_alike_are_told_from_others_well_enough():
    one, other, person = OrganizationFactory(), OrganizationFactory(), PersonFactory()

    def told(pairs: list[tuple[Plan, Plan]]) -> int:
        """For how many pairs the page of the first shows the second."""
        both = [(written(first, one, person), written(second, other, person)) for first, second in pairs]
        return sum(bool(plans_like(first, among=Project.objects.filter(pk=second.pk))) for first, second in both)

    hits, wrong = told(ALIKE), told(APART)
    precision, recall = hits / (hits + wrong), hits / len(ALIKE)
    assert (round(precision, 2), round(recall, 2)) >= (0.9, 0.85), (precision, recall)
    assert recall >= 0.85, recall


def test_a_part_that_says_no_is_not_outvoted_by_the_words():
    december, march = Span(date(2026, 12, 1), date(2026, 12, 20)), Span(date(2026, 3, 1), date(2026, 3, 9))
    same = nothing("beds", states=("NY",), span=december)
    assert compared(same, same, words=1.0).score == 1.0
    assert compared(same, nothing("staff", states=("NY",), span=december), words=1.0).score == 0
    assert compared(same, nothing("beds", states=("OR",), span=december), words=1.0).score == 0
    assert compared(same, nothing("beds", states=("NY",), span=march), words=1.0).score == 0
    assert compared(same, nothing(), words=1.0).score == pytest.approx(0.85)


def test_the_reasons_are_given_in_words():
    span = Span(date(2026, 11, 1), date(2026, 12, 20))
    one = nothing("beds", "staff", states=("NY", "NJ"), span=span)
    other = nothing("beds", states=("NY",), span=Span(date(2026, 12, 2), date(2026, 12, 4)))
    assert reasons(one, other, words=["ward"]) == [
        *("Same theme: Beds and surge space", "Both in New York", "Both due in December", "Alike words: ward")
    ]
    later = nothing(span=Span(date(2027, 1, 2), date(2027, 1, 4)))
    assert reasons(nothing(span=span), later) == ["Both for the whole country", "Milestones in the same weeks"]


def test_both_pages_show_the_other_with_the_reasons_and_the_next_step(client_of, rita, olga, lakeview, cascade):
    ours = ProjectFactory(organization=lakeview, **ICU)
    theirs = ProjectFactory(organization=cascade, **TWIN)
    for reader, project, other in ((rita, ours, theirs), (olga, theirs, ours)):
        page = client_of(reader).get(project.get_absolute_url()).content.decode()
        assert "Plans like this one" in page
        assert other.title in page
        assert "Both in New York" in page
        assert "Alike words: " in page
        assert f"/partners/ask/?organization={other.organization.slug}" in page


def test_a_plan_that_stands_alone_shows_nothing_of_it(client_of, rita, lakeview):
    ours = ProjectFactory(organization=lakeview, **ICU)
    ProjectFactory(**{**TWIN, "states": ["OR"]})
    ProjectFactory(**{**TWIN, "themes": ["privacy"]})
    ProjectFactory(status=ProjectStatus.CLOSED, **TWIN)
    ProjectFactory(organization=lakeview, **TWIN)
    assert plans_like(ours, among=Project.objects.all()) == []
    assert "Plans like this one" not in client_of(rita).get(ours.get_absolute_url()).content.decode()


def test_a_title_of_none_but_common_words_is_like_nothing(lakeview):
    assert plans_like(ProjectFactory(title="The of and", organization=lakeview), among=Project.objects.all()) == []


@pytest.mark.parametrize("title", ["'; drop table", "a & b | !c", "\\' ''", "<b>ventilator</b>", "😀 ventilator:*"])
def test_any_title_can_be_compared(title, lakeview):
    ProjectFactory(**{**ICU, "title": title})
    plans_like(ProjectFactory(organization=lakeview, **{**ICU, "title": title}), among=Project.objects.all())


def test_the_question_to_ask_them_is_filled_in(client_of, rita, lakeview, cascade):
    ours = ProjectFactory(organization=lakeview)
    page = client_of(rita).get(f"/projects/{ours.pk}/partners/ask/?organization=cascade-biomedical").content.decode()
    assert f'<option value="{cascade.pk}" selected>' in page


def test_who_posts_a_plan_like_another_and_the_others_are_told_once(rita, carl, olga, reed, lakeview, cascade):
    theirs = post_project(organization=cascade, actor=olga, **ICU)
    assert not Notice.objects.filter(kind="notice.plan_like_yours").exists()
    ours = post_project(organization=lakeview, actor=rita, **TWIN)
    told = Notice.objects.filter(kind="notice.plan_like_yours")
    assert {(each.person.name, each.url) for each in told} == {
        ("Olga", ours.get_absolute_url()),
        ("Rita", theirs.get_absolute_url()),
        ("Carl", theirs.get_absolute_url()),
    }
    assert not any(each.must_act for each in told)
    before = told.count()
    edit_project(ours, actor=rita, version=ours.version, purpose="Two patients share a ventilator safely.")
    edit_project(theirs, actor=olga, version=theirs.version, purpose="One ventilator for two patients.")
    assert told.count() == before


def test_it_asks_the_database_equally_often_for_one_and_for_many(lakeview):
    ours = ProjectFactory(organization=lakeview, **ICU)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert plans_like(ours, among=Project.objects.all())
        return len(seen)

    ProjectFactory(**TWIN)
    few = queries()
    for _ in range(4):
        ProjectFactory(**TWIN)
    assert queries() == few == 4
