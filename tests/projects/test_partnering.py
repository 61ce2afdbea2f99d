import itertools

import pytest

from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from members.models import Activity, Follow, Notice, NoticeStatus, Organization, Person
from projects.models import Partner, PartnerStatus, Project, ProjectStatus
from projects.models.project import PARTNER_TRANSITIONS
from projects.partnering import answer_partner, ask_partner, withdraw_ask

LEGAL = {
    ("asked", "confirmed"),
    ("asked", "declined"),
    ("confirmed", "declined"),
    ("declined", "confirmed"),
    ("declined", "asked"),
}


@pytest.mark.parametrize(("old", "new"), list(itertools.product(PartnerStatus.values, repeat=2)))
def test_the_table_of_answers(old: str, new: str) -> None:
    assert (new in PARTNER_TRANSITIONS[PartnerStatus(old)]) == ((old, new) in LEGAL)


def test_those_who_may_answer_get_a_notice_and_nobody_else(
    asked: Partner, olga: Person, rita: Person, colin: Person
) -> None:
    notice = Notice.objects.get()
    assert (notice.person, notice.must_act, notice.subject) == (olga, True, f"partner:{asked.pk}")
    assert notice.sentence == "Answer whether you take part in Ventilator pool for the Midwest"
    assert notice.url == f"/projects/{asked.project_id}/#partners"


def test_asking_is_told_to_all(asked: Partner, cascade: Organization, lakeview: Organization) -> None:
    row = Activity.objects.get()
    assert row.sentence == "Lakeview Health asked for a partner in Ventilator pool for the Midwest"
    assert row.text == "Cascade Biomedical Reserve"
    assert {cascade.topic, lakeview.topic, asked.project.topic} <= set(row.topics)


def test_an_accepting_answer_closes_the_notice_and_lets_its_giver_follow(asked: Partner, olga: Person) -> None:
    answer_partner(asked, actor=olga, accept=True)

    asked.refresh_from_db()
    assert asked.status == PartnerStatus.CONFIRMED
    assert asked.answered_at is not None
    assert Notice.objects.get().status == NoticeStatus.DONE
    assert Follow.objects.filter(person=olga, topic=asked.project.topic).exists()
    assert Activity.objects.first().sentence == (
        "Cascade Biomedical Reserve takes part in Ventilator pool for the Midwest"
    )


def test_a_declining_answer_closes_the_notice(asked: Partner, olga: Person) -> None:
    answer_partner(asked, actor=olga, accept=False)

    asked.refresh_from_db()
    assert asked.status == PartnerStatus.DECLINED
    assert Notice.objects.get().status == NoticeStatus.DONE
    assert not Follow.objects.filter(person=olga).exists()


def test_an_answer_may_be_changed_but_not_repeated(asked: Partner, olga: Person) -> None:
    answer_partner(asked, actor=olga, accept=True)
    with pytest.raises(IllegalTransition):
        answer_partner(asked, actor=olga, accept=True)
    answer_partner(asked, actor=olga, accept=False)
    answer_partner(asked, actor=olga, accept=True)
    asked.refresh_from_db()
    assert asked.status == PartnerStatus.CONFIRMED


def test_only_writers_of_the_organization_asked_may_answer(
    asked: Partner, rita: Person, colin: Person, cora: Person, ada: Person
) -> None:
    for other in (rita, colin, cora, ada):
        with pytest.raises(NotAllowed):
            answer_partner(asked, actor=other, accept=True)
    asked.refresh_from_db()
    assert asked.status == PartnerStatus.ASKED


def test_only_writers_of_the_lead_may_ask(
    pool: Project, cascade: Organization, reed: Person, olga: Person, cora: Person
) -> None:
    for other in (reed, olga, cora):
        with pytest.raises(NotAllowed):
            ask_partner(pool, actor=other, organization=cascade)
    assert not Partner.objects.exists()


def test_an_organization_is_asked_once(asked: Partner, pool: Project, cascade: Organization, rita: Person) -> None:
    with pytest.raises(Conflict) as refused:
        ask_partner(pool, actor=rita, organization=cascade)
    assert refused.value.code == "asked_already"
    assert refused.value.field == "organization"


def test_one_that_declined_may_be_asked_again(
    asked: Partner, pool: Project, cascade: Organization, rita: Person, olga: Person
) -> None:
    answer_partner(asked, actor=olga, accept=False)
    again = ask_partner(pool, actor=rita, organization=cascade)

    assert again.pk == asked.pk
    assert (again.status, again.answered_at) == (PartnerStatus.ASKED, None)
    assert Notice.objects.open().count() == 1


def test_the_lead_cannot_ask_itself(pool: Project, lakeview: Organization, rita: Person) -> None:
    with pytest.raises(Invalid) as refused:
        ask_partner(pool, actor=rita, organization=lakeview)
    assert refused.value.field == "organization"


def test_only_members_are_asked(pool: Project, seaview: Organization, northfork: Organization, rita: Person) -> None:
    for outsider in (seaview, northfork):
        with pytest.raises(Invalid):
            ask_partner(pool, actor=rita, organization=outsider)


def test_a_closed_project_asks_nobody_and_takes_no_answer(
    asked: Partner, pool: Project, rita: Person, olga: Person
) -> None:
    Project.objects.filter(pk=pool.pk).update(status=ProjectStatus.CLOSED)
    with pytest.raises(Conflict):
        answer_partner(asked, actor=olga, accept=True)


def test_a_question_taken_back_leaves_nothing_to_answer(asked: Partner, rita: Person, olga: Person) -> None:
    withdraw_ask(asked, actor=rita)

    assert not Partner.objects.exists()
    assert Notice.objects.get().status == NoticeStatus.VOID


def test_an_answer_to_a_question_taken_back_is_refused(asked: Partner, rita: Person, olga: Person) -> None:
    withdraw_ask(Partner.objects.get(), actor=rita)
    with pytest.raises(Conflict) as refused:
        answer_partner(asked, actor=olga, accept=True)
    assert refused.value.code == "withdrawn"


def test_a_question_answered_cannot_be_taken_back(asked: Partner, rita: Person, olga: Person) -> None:
    answer_partner(asked, actor=olga, accept=True)
    with pytest.raises(Conflict):
        withdraw_ask(asked, actor=rita)


def test_only_the_lead_takes_a_question_back(asked: Partner, olga: Person) -> None:
    with pytest.raises(NotAllowed):
        withdraw_ask(asked, actor=olga)
