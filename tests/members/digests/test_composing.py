"""What one person reads in a digest, and in what order."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from members.digests.composing import (
    MOST_LINES,
    MOST_NEWS,
    MOST_THINGS,
    MOST_WAITING,
    Contents,
    Figure,
    Happening,
    Section,
    Standing,
    Waiting,
    compose,
    weight,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RITA = Standing(
    own=frozenset({"organization:1"}),
    follows=frozenset({"project:5"}),
    sees=frozenset({"members"}),
    after=0,
    since=NOW - timedelta(days=7),
)
CORA = replace(RITA, own=frozenset(), sees=frozenset({"members", "parties"}))
VISITOR = replace(RITA, own=frozenset(), follows=frozenset(), sees=frozenset())


def happening(
    pk: int, *topics: str, thing: str = "", audience: str = "members", hours: float | None = None
) -> Happening:
    return Happening(
        pk=pk,
        at=NOW - timedelta(hours=100 - pk if hours is None else hours),
        sentence=f"row {pk}",
        title=f"thing {pk}",
        url=thing or f"/things/{pk}/",
        text="",
        topics=frozenset(topics),
        audience=audience,
    )


def waiting(pk: int, *, due: float | None = None, must_act: bool = True) -> Waiting:
    return Waiting(
        pk=pk,
        sentence=f"notice {pk}",
        url="/",
        since=NOW - timedelta(hours=pk),
        due_at=None if due is None else NOW + timedelta(hours=due),
        must_act=must_act,
    )


def read(standing: Standing, rows: Iterable[Happening], notices: Iterable[Waiting] = ()) -> Contents:
    """As the run does it: candidates by topic, and the news of the reader's kind."""
    rows = sorted(rows, key=lambda row: (row.at, row.pk))
    about = [row for row in rows if row.topics & (standing.own | standing.follows)]
    news = sorted((row for row in rows if row.audience in standing.sees and standing.is_fresh(row)), key=weight)
    return compose(standing, waiting=list(notices), about=about, news=news)


def pks(section: Section) -> list[list[int]]:
    return [[line.pk for line in thing.lines] for thing in section.things]


def test_each_row_is_told_once_where_it_fits_first() -> None:
    contents = read(
        RITA,
        [happening(1, "organization:1", "project:5"), happening(2, "project:5"), happening(3, "organization:2")],
    )
    assert (pks(contents.own), pks(contents.followed), pks(contents.new)) == ([[1]], [[2]], [[3]])
    assert contents.count == 3


def test_rows_are_grouped_by_thing_with_the_newest_last_and_the_latest_thing_first() -> None:
    rows = [
        happening(1, "project:5", thing="/projects/5/"),
        happening(2, "project:5", thing="/offers/1/"),
        happening(3, "project:5", thing="/projects/5/"),
    ]
    contents = read(RITA, rows)
    assert pks(contents.followed) == [[1, 3], [2]]
    assert contents.followed.things[0].newest.pk == 3


def test_the_order_is_that_of_time_not_of_the_rows() -> None:
    contents = read(RITA, [happening(1, thing="/a/", hours=1), happening(2, thing="/a/", hours=5)])
    assert pks(contents.new) == [[2, 1]]


def test_what_an_earlier_digest_held_is_not_repeated() -> None:
    contents = read(replace(RITA, after=2), [happening(pk, "organization:1") for pk in (1, 2, 3)])
    assert pks(contents.own) == [[3]]


def test_what_is_too_old_is_left_out() -> None:
    assert not read(RITA, [happening(1, "organization:1", hours=24 * 8)])


def test_rows_for_the_parties_reach_the_parties_and_coordinators_only() -> None:
    rows = [happening(1, "organization:1", audience="parties"), happening(2, "organization:2", audience="parties")]
    assert pks(read(RITA, rows).own) == [[1]]
    assert not read(RITA, rows).new
    assert pks(read(CORA, rows).new) == [[2], [1]]


def test_following_a_thing_shows_nothing_that_is_not_for_the_follower() -> None:
    rows = [happening(1, "project:5", audience="parties"), happening(2, "project:5", audience="admins")]
    assert not read(RITA, rows)


def test_rows_for_the_admins_reach_nobody_else() -> None:
    rows = [happening(1, "organization:1", audience="admins")]
    assert not read(RITA, rows)
    assert not read(CORA, rows)
    assert read(replace(CORA, sees=frozenset({"members", "parties", "admins"})), rows)


def test_somebody_outside_reads_nothing() -> None:
    assert not read(VISITOR, [happening(1, "organization:1", "project:5")])


def test_what_must_be_answered_comes_first_and_the_nearest_deadline_before_all() -> None:
    notices = [waiting(1), waiting(2, due=48), waiting(3, due=1, must_act=False), waiting(4, due=2), waiting(5)]
    assert [row.pk for row in read(RITA, [], notices).waiting] == [4, 2, 5, 1, 3]


def test_long_lists_are_cut_and_say_how_much_is_left_out() -> None:
    own = [happening(pk, "organization:1") for pk in range(1, MOST_THINGS + 4)]
    contents = read(RITA, own, [waiting(pk) for pk in range(1, MOST_WAITING + 6)])
    assert (len(contents.own.things), contents.own.more) == (MOST_THINGS, 3)
    assert (len(contents.waiting), contents.more_waiting, contents.waits) == (MOST_WAITING, 5, MOST_WAITING + 5)
    assert contents.own.things[0].newest.pk == MOST_THINGS + 3


def test_a_busy_thing_keeps_its_latest_lines() -> None:
    contents = read(RITA, [happening(pk, "organization:1", thing="/a/") for pk in range(1, MOST_LINES + 3)])
    [thing] = contents.own.things
    assert ([line.pk for line in thing.lines], thing.more) == ([3, 4, 5, 6, 7], 2)
    assert [line.pk for line in thing.earlier] == [3, 4, 5, 6]


def test_of_a_lot_of_news_the_newest_are_shown_and_the_others_counted() -> None:
    rows = [happening(1, "organization:1")] + [happening(pk) for pk in range(2, 31)]
    contents = read(RITA, rows)
    assert [lines[0] for lines in pks(contents.new)] == list(range(30, 30 - MOST_NEWS, -1))
    assert contents.new.more == 29 - MOST_NEWS
    assert contents.count == 30


def test_news_that_are_all_shown_leave_nothing_to_count() -> None:
    contents = read(RITA, [happening(1, "organization:1", audience="parties"), happening(2), happening(3)])
    assert (pks(contents.new), contents.new.more) == ([[3], [2]], 0)


def test_a_digest_of_figures_alone_is_empty() -> None:
    contents = compose(RITA, waiting=[], about=[], news=[], figures=(Figure("Offers posted", 3),))
    assert not contents
    assert contents.headline is None


def test_the_most_important_news_are_those_of_the_readers_own_organizations() -> None:
    contents = read(RITA, [happening(1, "organization:1"), happening(2, "project:5"), happening(3)])
    assert contents.headline is not None
    assert contents.headline.pk == 1


def test_the_parts_of_a_page_are_one_thing() -> None:
    rows = [happening(1, thing="/projects/5/#milestone-1"), happening(2, thing="/projects/5/#milestone-2")]
    assert pks(read(RITA, rows).new) == [[1, 2]]


def test_what_is_notable_is_not_crowded_out_by_small_changes() -> None:
    notable = replace(happening(1), is_notable=True)
    contents = read(RITA, [notable] + [happening(pk) for pk in range(2, MOST_NEWS + 5)])
    assert [1] in pks(contents.new)
    assert contents.headline == notable
    assert contents.new.more == 4


def test_what_is_shown_is_kept_by_name() -> None:
    contents = read(RITA, [happening(3, "organization:1"), happening(4)], [waiting(7)])
    assert contents.items == ["notice:7", "activity:3", "activity:4"]


def aside(pk: int, *topics: str, actor: int | None = None) -> Happening:
    return replace(happening(pk, *topics), is_aside=True, actor=actor)


def test_what_was_said_is_told_to_whom_it_concerns_but_not_to_who_said_it() -> None:
    rita = replace(RITA, person=7, follows=frozenset({"discussion:3"}))
    rows = [aside(1, "discussion:3"), aside(2, "organization:1"), aside(3, "discussion:3", actor=7)]
    contents = compose(rita, waiting=[], about=rows, news=[])
    assert [line.pk for thing in contents.followed.things for line in thing.lines] == [1]
    assert [line.pk for thing in contents.own.things for line in thing.lines] == [2]
    assert not contents.new


def test_a_muted_discussion_is_not_told_even_of_ones_own_things() -> None:
    rita = replace(RITA, mutes=frozenset({"discussion:3"}))
    rows = [aside(1, "discussion:3", "organization:1"), happening(2, "organization:1")]
    contents = compose(rita, waiting=[], about=rows, news=[rows[1]])
    assert [line.pk for thing in contents.own.things for line in thing.lines] == [2]


def test_comments_stand_with_whatever_else_happened_to_the_thing() -> None:
    said = replace(aside(1, "project:5"), url="/projects/5/?comment=9#comment-9")
    done = happening(2, "project:5", thing="/projects/5/")
    assert said.thing == done.thing
