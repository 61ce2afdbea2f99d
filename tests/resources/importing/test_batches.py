"""A file from upload to undo, through its verbs: every row ends somewhere, nothing twice, nothing by others."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.discussions import subjects
from members.discussions.writing import write_comment
from members.models import Activity, KeptWording, Organization, Person
from resources import tasks
from resources.importing import batches, files, overview, working
from resources.importing.batches import Mend
from resources.models import ImportBatch, ImportMemory, ImportRow, Offer, Request
from resources.posting import edit_offer, withdraw_offer
from tests.factories import MatchFactory
from tests.resources.importing.conftest import Uploading, row, states, work
from tests.resources.importing.making import CLEAN, DIRTY, HEADINGS

pytestmark = pytest.mark.django_db


def adds_up(batch: ImportBatch) -> dict[str, int]:
    """The counts that are not zero, which must add up."""
    counts = overview.counts_of(batch)
    parts = {name: getattr(counts, name) for name in counts.__dataclass_fields__ if name != "rows"}
    assert sum(parts.values()) == counts.rows == batch.rows.count()
    return {name: number for name, number in parts.items() if number}


def imported(batch: ImportBatch, actor: Person) -> ImportBatch:
    batches.start_import(batch, actor=actor)
    return work(batch)


# A look first


def test_a_look_says_what_is_wrong_in_which_cell_and_keeps_nothing(upload: Uploading) -> None:
    batch = upload(DIRTY)
    assert states(batch) == {2: "good", 3: "good", 4: "bad", 5: "bad", 6: "bad", 7: "bad"}
    assert adds_up(batch) == {"good": 2, "bad": 4}
    assert row(batch, 4).faults == [["Item", "jetpack", "The catalogue has no such type.", ""]]
    assert row(batch, 5).faults == [["Qty", "many", "This is not a whole number.", ""]]
    assert [row(batch, 6).faults[0][place] for place in (0, 1, 3)] == ["State", "Calfornia", "CA"]
    assert row(batch, 7).faults == [["", "", "The row has 2 cells, the first row names 4.", ""]]
    assert not Offer.objects.exists()
    assert not Activity.objects.filter(kind="offer.posted").exists()


def test_what_only_the_verb_refuses_is_seen_before_the_import(upload: Uploading) -> None:
    batch = upload("item,qty,state,terms,return by\nicu-ventilator,4,OR,loan,\nicu-ventilator,4,OR,loan,2099-01-01\n")
    assert states(batch) == {2: "bad", 3: "good"}
    assert row(batch, 2).faults == [["return by", "", "Say by when the loan is to be returned.", ""]]


def test_words_of_money_are_an_error_at_their_cell_unless_the_row_explains_them(upload: Uploading) -> None:
    rows = "swab,1,OR,We charge $5 a box,\nswab,2,OR,We charge $5 a box,A quotation of our own label\n"
    batch = upload(f"type,quantity,state,description,explanation\n{rows}")
    assert states(batch) == {2: "bad", 3: "good"}
    assert row(batch, 2).faults[0][0] == "description"


def test_words_of_money_are_explained_in_the_page_and_posted_with_the_reason(upload: Uploading, olga: Person) -> None:
    batch = upload("type,quantity,state,description\nswab,1,OR,We charge $5 a box\n")
    refused = row(batch, 2)
    assert refused.speaks_of_money
    batches.mend_rows(batch, {refused.pk: Mend(1, {}, "so")}, actor=olga)
    assert row(batch, 2).faults == [["", "", "Say in a whole sentence why it stays.", ""]]
    assert row(batch, 2).speaks_of_money
    batches.mend_rows(batch, {refused.pk: Mend(2, {}, "It is printed on the label")}, actor=olga)
    assert (states(batch), row(batch, 2).speaks_of_money) == ({2: "good"}, False)
    assert not KeptWording.objects.exists()
    imported(batch, olga)
    assert {kept.explanation for kept in KeptWording.objects.all()} == {"It is printed on the label"}


def test_nothing_is_mended_before_the_columns_are_chosen(cascade: Organization, olga: Person) -> None:
    read = files.read(DIRTY.encode())
    batch = batches.receive_file(read, organization=cascade, actor=olga, side="offers", file_name="stock.csv")
    for act in (
        lambda: batches.mend_rows(batch, {}, actor=olga),
        lambda: batches.give_meaning(batch, actor=olga, word="a", slug="swab"),
        lambda: batches.replace_alike(batch, actor=olga, column="Qty", old="a", new="b"),
        lambda: batches.start_import(batch, actor=olga),
    ):
        with pytest.raises(Conflict):
            act()


def test_requests_take_what_is_the_same_in_all_rows(upload: Uploading, cascade: Organization, olga: Person) -> None:
    columns = {"type": ["item"], "quantity": ["need"]}
    values = {"state": "OR", "severity": "high", "needed_by": "2099-05-01"}
    batch = imported(upload("item,need\nswab,500\n", side="requests", columns=columns, values=values), olga)
    asked = Request.objects.get()
    assert (asked.organization, asked.quantity, asked.state, asked.severity) == (cascade, 500, "OR", "high")
    assert asked.needed_by.isoformat() == "2099-05-01"
    assert row(batch, 2).request == asked


def test_days_are_read_as_the_file_writes_them(upload: Uploading) -> None:
    content = (
        "item,qty,state,until\nswab,1,OR,12/31/2098\nswab,2,OR,2098-12-31\nswab,3,OR,31/12/2098\nswab,4,OR,72318\n"
    )
    assert states(upload(content, days="mdy")) == {2: "good", 3: "good", 4: "bad", 5: "bad"}
    plain = upload(content, days="")
    assert states(plain) == {2: "bad", 3: "good", 4: "bad", 5: "bad"}
    assert "2097-12-29 is meant" in row(plain, 5).faults[0][2]


def test_what_is_probably_meant_is_suggested_and_not_taken(upload: Uploading) -> None:
    batch = upload(f"{HEADINGS}\nN95 respirators,1,OR,\nffp2,1,OR,\nzzz,1,OR,\n")
    assert [row(batch, number).faults[0][3] for number in (2, 3, 4)] == ["n95-respirator", "n95-respirator", ""]


# Columns and words are remembered


def test_what_was_chosen_is_remembered_for_the_next_file(
    upload: Uploading, cascade: Organization, olga: Person, lakeview: Organization
) -> None:
    columns = {"type": ["Was"], "quantity": ["Wieviel"], "key": ["Nr"]}
    first = upload("Nr,Was,Wieviel\n1,Maske,5\n", columns=columns, values={"state": "OR"})
    assert states(first) == {2: "bad"}
    batches.give_meaning(first, actor=olga, word="Maske", slug="surgical-mask", factor=50)
    assert states(work(first)) == {2: "good"}
    second = upload("wieviel,WAS,neu,nr\n7,Maske,x,2\n")
    assert (states(second), second.mapping["columns"]) == (
        {2: "good"},
        {"quantity": ["wieviel"], "type": ["WAS"], "key": ["nr"]},
    )
    imported(second, olga)
    assert Offer.objects.get().quantity == 350
    assert ImportMemory.objects.get().organization == cascade


def test_columns_that_make_no_sense_are_refused_at_their_field(upload: Uploading, olga: Person) -> None:
    batch = upload(CLEAN)
    good = batch.mapping
    for columns, values, field in (
        ({"type": ["Item"]}, {}, "quantity"),
        ({"type": ["Item"], "quantity": ["Item"], "state": ["State"]}, {}, "type"),
        ({"type": ["Item"], "quantity": ["Nowhere"], "state": ["State"]}, {}, "quantity"),
        ({"type": ["Item"], "quantity": ["Qty"]}, {}, "state"),
    ):
        with pytest.raises(Invalid) as refused:
            batches.choose_columns(batch, {**good, "columns": columns, "values": values}, actor=olga)
        assert refused.value.field == field


# Mending


def test_a_cell_is_mended_and_checked_at_once(upload: Uploading, olga: Person) -> None:
    batch = upload(DIRTY)
    wrong, short = row(batch, 5), row(batch, 7)
    mends = {wrong.pk: Mend(1, {1: "25"}), short.pk: Mend(1, {2: "Nevada"})}
    assert batches.mend_rows(batch, mends, actor=olga) == {"good": 2, "bad": 0, "passed_over": 0}
    assert states(batch) == {2: "good", 3: "good", 4: "bad", 5: "good", 6: "bad", 7: "good"}
    assert row(batch, 5).cells == ["swab", "25", "CA", ""]
    assert (row(batch, 5).version, row(batch, 7).misfit) == (2, "")


def test_a_row_that_somebody_else_mended_meanwhile_is_left_alone(upload: Uploading, olga: Person) -> None:
    batch = upload(DIRTY)
    wrong = row(batch, 5)
    batches.mend_rows(batch, {wrong.pk: Mend(1, {1: "still many"})}, actor=olga)
    done = batches.mend_rows(batch, {wrong.pk: Mend(1, {1: "25"})}, actor=olga)
    assert done == {"good": 0, "bad": 0, "passed_over": 1}
    assert row(batch, 5).cells[1] == "still many"
    good = row(batch, 2)
    assert batches.mend_rows(batch, {good.pk: Mend(1, {1: "9"})}, actor=olga)["passed_over"] == 1


@pytest.mark.parametrize("text", ["x" * 10_001, "a\x00b", "\ud800"])
def test_what_a_cell_cannot_hold_is_refused(upload: Uploading, olga: Person, text: str) -> None:
    batch = upload(DIRTY)
    with pytest.raises(Invalid):
        batches.mend_rows(batch, {row(batch, 5).pk: Mend(1, {1: text})}, actor=olga)
    with pytest.raises(Invalid):
        batches.replace_alike(batch, actor=olga, column="Qty", old="many", new=text)


def test_the_same_error_in_many_rows_is_mended_at_once(upload: Uploading, olga: Person) -> None:
    batch = upload(f"{HEADINGS}\n" + "swab,5,Albama,\n" * 3 + "swab,5,AL,\nthing,5,AL,\n")
    found, more = overview.alike(batch)
    assert [(each.column, each.value, each.meant, each.rows, each.is_type) for each in found] == [
        ("State", "Albama", "AL", 3, False),
        ("Item", "thing", "", 1, True),
    ]
    assert more == 0
    assert batches.replace_alike(batch, actor=olga, column="State", old="Albama", new="Alabama") == 3
    assert adds_up(work(batch)) == {"good": 4, "bad": 1}


# Import


def test_good_rows_are_posted_and_the_others_stay_to_be_mended(
    upload: Uploading, cascade: Organization, olga: Person, otis: Person
) -> None:
    batch = imported(upload(DIRTY), otis)
    assert adds_up(batch) == {"imported": 2, "bad": 4}
    n95 = Offer.objects.get(resource_type__slug="n95-respirator")
    assert (n95.organization, n95.posted_by, n95.quantity, n95.state) == (cascade, otis, 400, "CA")
    assert n95.description == "Boxes of 20"
    assert row(batch, 2).offer == n95
    assert Activity.objects.filter(kind="offer.posted").count() == 2
    batches.mend_rows(batch, {row(batch, 5).pk: Mend(1, {1: "25"})}, actor=olga)
    assert adds_up(imported(batch, olga)) == {"imported": 3, "bad": 3}


def test_the_same_file_again_posts_nothing(upload: Uploading, olga: Person) -> None:
    imported(upload(CLEAN), olga)
    again = upload(CLEAN)
    assert adds_up(again) == {"known": 2}
    with pytest.raises(Conflict):
        batches.start_import(again, actor=olga)
    assert Offer.objects.count() == 2


def test_two_looks_at_one_file_import_it_once(upload: Uploading, olga: Person) -> None:
    first, second = upload(CLEAN), upload(CLEAN)
    assert adds_up(imported(first, olga)) == {"imported": 2}
    assert adds_up(imported(second, olga)) == {"known": 2}
    assert Offer.objects.count() == 2


def test_equal_rows_are_as_many_as_they_are_unless_a_key_tells_them(upload: Uploading, olga: Person) -> None:
    content = "no,item,qty,state\n1,swab,5,OR\n1,swab,5,OR\n2,swab,5,OR\n"
    assert adds_up(imported(upload(content), olga)) == {"imported": 3}
    columns = {"type": ["item"], "quantity": ["qty"], "state": ["state"], "key": ["no"]}
    keyed = upload(content, columns=columns)
    assert states(keyed) == {2: "good", 3: "bad", 4: "good"}
    assert row(keyed, 3).faults == [["no", "", "The same record as in line 2.", ""]]


def test_an_import_that_was_cut_off_goes_on_where_it_was(
    upload: Uploading, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = upload(f"{HEADINGS}\n" + "".join(f"swab,{n},OR,\n" for n in range(1, 8)))
    monkeypatch.setattr(working, "PIECE", 3)
    batches.start_import(batch, actor=olga)
    assert working._piece(batch.pk)  # and then the worker is killed
    assert adds_up(batch) == {"imported": 3, "good": 4}
    with pytest.raises(Conflict, match="being worked on"):
        batches.start_import(batch, actor=olga)
    assert working.work_on_all() == 1
    assert adds_up(batch) == {"imported": 7}
    assert Offer.objects.count() == 7
    assert working.work_on_all() == 0


def test_a_piece_that_fails_posts_nothing_of_itself(
    upload: Uploading, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = upload(CLEAN)
    batches.start_import(batch, actor=olga)

    def killed(*_args: object, **_more: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(ImportRow.objects, "bulk_update", killed)
        with pytest.raises(SystemExit):
            working.advance(batch.pk, seconds=10)
    assert not Offer.objects.exists()
    assert adds_up(work(batch)) == {"imported": 2}


def test_who_may_not_post_any_more_stops_the_work(upload: Uploading, otis: Person, olga: Person) -> None:
    batch = upload(CLEAN)
    batches.start_import(batch, actor=otis)
    otis.memberships.update(role="reader")
    assert work(batch).state == "ready"
    assert "Only people who may write for" in batch.stopped
    assert adds_up(batch) == {"good": 2}
    assert adds_up(imported(batch, olga)) == {"imported": 2}
    assert batch.stopped == ""


# Undo


def test_undo_withdraws_what_is_untouched_and_says_why_the_rest_stays(
    upload: Uploading, cascade: Organization, olga: Person
) -> None:
    batch = imported(upload(f"{HEADINGS}\n" + "".join(f"swab,{n},OR,\n" for n in range(10, 16))), olga)
    offers = [row(batch, number).offer for number in range(2, 8)]
    edited, matched, commented, gone, *untouched = [offer for offer in offers if offer]
    edit_offer(edited, actor=olga, version=1, quantity=99)
    MatchFactory(offer=matched, quantity=1)
    subject = subjects.subject_of("offer", commented)
    write_comment(subject, actor=olga, organization=cascade, text="Which size?")
    withdraw_offer(gone, actor=olga)
    batches.start_taking_back(batch, actor=olga)
    work(batch)
    assert adds_up(batch) == {"imported": 4, "taken_back": 2}
    assert [row(batch, number).kept for number in range(2, 8)] == [
        "Somebody edited it since.",
        "It has been matched.",
        "Somebody commented on it.",
        "It is no longer open.",
        "",
        "",
    ]
    assert {Offer.objects.get(pk=offer.pk).status for offer in untouched} == {"withdrawn"}
    assert Activity.objects.about(untouched[0].topic).latest("pk").text == "Its import was taken back."


def test_after_an_undo_the_same_file_can_be_imported(upload: Uploading, olga: Person) -> None:
    batch = imported(upload(CLEAN), olga)
    batches.start_taking_back(batch, actor=olga)
    work(batch)
    assert adds_up(imported(upload(CLEAN), olga)) == {"imported": 2}
    assert Offer.objects.open().count() == 2
    batches.choose_columns(batch, batch.mapping, actor=olga)
    assert adds_up(work(batch)) == {"known": 2}
    with pytest.raises(Conflict):
        batches.start_taking_back(batch, actor=olga)


# Whose it is, and for how long


def test_only_those_who_write_for_the_organization_see_and_touch_it(
    upload: Uploading, olga: Person, otis: Person, oren: Person, rita: Person, ada: Person
) -> None:
    batch = upload(DIRTY)
    for person, sees in ((olga, True), (otis, True), (oren, False), (rita, False), (ada, False)):
        assert ImportBatch.objects.visible_to(person).exists() is sees
    for person in (oren, rita, ada):
        for act in (
            lambda: batches.start_import(batch, actor=person),  # noqa: B023  # called at once
            lambda: batches.throw_away(batch, actor=person),  # noqa: B023  # called within the turn
            lambda: batches.mend_rows(batch, {}, actor=person),  # noqa: B023  # called within the turn
            lambda: batches.choose_columns(batch, batch.mapping, actor=person),  # noqa: B023  # called within the turn
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_file_that_nobody_touches_is_cleared_and_what_it_posted_stays(upload: Uploading, olga: Person) -> None:
    batch = imported(upload(DIRTY), olga)
    assert working.clear_untouched(clock.now() + timedelta(days=29)) == 0
    assert working.clear_untouched(clock.now() + timedelta(days=31)) == 1
    assert not ImportRow.objects.filter(batch=batch.pk).exists()
    assert Offer.objects.open().count() == 2


def test_beat_has_the_work_done_and_the_old_cleared(upload: Uploading, olga: Person) -> None:
    batch = upload(CLEAN)
    batches.start_import(batch, actor=olga)
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {working.TASK, tasks.clear_imports.name} <= asked
    assert tasks.work_on_imports.name == working.TASK
    assert tasks.work_on_imports() == 1
    assert adds_up(batch) == {"imported": 2}
    with clock.at(clock.now() + timedelta(days=31)):
        assert tasks.clear_imports() == 1


def test_work_that_is_cut_off_while_somebody_waits_is_left_to_a_worker(
    upload: Uploading, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = upload(CLEAN)
    batches.start_import(batch, actor=olga)

    def deadlock(*_args: object, **_more: object) -> None:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(working, "_piece", deadlock)
        working.work_at_once(batch)
    assert adds_up(work(batch)) == {"imported": 2}


def test_there_is_an_end_to_the_files_of_one_organization(
    upload: Uploading, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_BATCHES", 1)
    batch = upload(CLEAN)
    with pytest.raises(Conflict):
        upload(CLEAN)
    batches.throw_away(batch, actor=olga)
    with pytest.raises(Conflict, match="thrown away"):
        batches.start_import(batch, actor=olga)
    upload(CLEAN)
