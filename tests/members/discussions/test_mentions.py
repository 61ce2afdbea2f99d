from typing import Any

import pytest

from coalition.shared import clock
from coalition.shared.errors import Invalid
from members.discussions import mentions
from members.discussions.following import follow_discussion, mute_discussion, unfollow_discussion
from members.discussions.writing import edit_comment, withdraw_comment
from members.models import Follow, Organization, Person
from projects.models import Project
from resources.models import Match
from tests.conftest import make_person
from tests.factories import MembershipFactory, PersonFactory, WorkgroupFactory
from tests.members.discussions.conftest import Say, about


def called(text: str, pool: Project, actor: Person) -> list[str]:
    actor = Person.objects.get(pk=actor.pk)
    return [person.name for person in mentions.called_in(text, about("project", pool), actor=actor).people]


@pytest.fixture
def keller(cascade: Organization) -> Person:
    """Of another organization, and in a workgroup, so that every member sees her."""
    person: Person = PersonFactory(name="Rita Keller", email="keller@example.org")
    MembershipFactory(person=person, organization=cascade)
    WorkgroupFactory().memberships.create(person=person)
    return person


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Wanda Keller, can you?", ["Wanda Keller"]),
        ("@wanda keller's list", ["Wanda Keller"]),
        ("@Wanda, can you?", ["Wanda Keller"]),
        ("(@Wanda)", ["Wanda Keller"]),
        ("@Wanda Alvarez", []),
        ("@Wanda Kellermann", []),
        ("mail a@Wanda or rita@Wanda", []),
        ("> @Wanda Keller said", []),
        ("`@Wanda Keller` and ```\n@Wanda\n```", []),
        ("@Zed @ @@ @1 @...", []),
        ("@Wanda Keller and @Wanda Keller", ["Wanda Keller"]),
    ],
)
def test_a_name_calls_whom_it_means(pool: Project, carl: Person, keller: Person, text: str, names: list[str]):
    Person.objects.filter(pk=keller.pk).update(name="Wanda Keller")
    assert called(text, pool, carl) == names


def test_a_name_of_several_people_is_asked_about(pool: Project, carl: Person, rita: Person, keller: Person):
    with pytest.raises(Invalid) as refused:
        called("@Rita, hello", pool, olga_like(keller))
    assert refused.value.code == "ambiguous_mention"
    other = PersonFactory(name="Rita Keller", email="other@example.org")
    MembershipFactory(person=other, organization=carl.active_memberships[0].organization)
    with pytest.raises(Invalid, match=r"@Rita Keller \(Cascade Biomedical Reserve\); @Rita Keller \(Lakeview Health\)"):
        called("@Rita Keller, hello", pool, carl)
    actor = Person.objects.get(pk=carl.pk)
    found = mentions.called_in("@Rita Keller (Lakeview Health)", about("project", pool), actor=actor)
    assert found.people == (other,)


def olga_like(keller: Person) -> Person:
    """A colleague of Keller's who sees both Ritas: one posted the plan, the other is her own."""
    colleague: Person = PersonFactory(name="Otto Fink")
    MembershipFactory(person=colleague, organization=keller.active_memberships[0].organization)
    return colleague


def test_nobody_learns_by_a_mention_that_somebody_is_there(
    pool: Project, carl: Person, ada: Person, dora: Person, nora: Person, say: Say
):
    for actor, names in ((carl, []), (ada, ["Dora"])):
        assert called("@Dora and @Nora", pool, actor) == names
    Organization.objects.update(must_accept_by=None)
    say(dora, "Here I am")
    assert called("@Dora and @Nora", pool, carl) == ["Dora"]


def test_who_is_mentioned_is_told_only_where_they_see_the_thing(
    match: Match, pool: Project, rita: Person, olga: Person, keller: Person, dora: Person, say: Say
):
    WorkgroupFactory().memberships.create(person=dora)
    say(rita, "@Dora @Rita Keller @Olga look", subject=about("match", match))
    assert not dora.notices.exists()
    for person in (keller, olga):
        assert person.notices.open().filter(kind="notice.mentioned").count() == 1
    say(rita, "@Dora look")
    assert dora.notices.open().get().kind == "notice.mentioned"


def test_an_edit_tells_only_those_whom_it_mentions_anew(
    pool: Project, rita: Person, carl: Person, reed: Person, say: Say
):
    comment = say(rita, "@Carl look")
    carl.notices.all().delete()
    edit_comment(comment, actor=rita, text="@Carl and @Reed, look", version=1)
    assert not carl.notices.exists()
    assert reed.notices.get().kind == "notice.mentioned"
    assert set(comment.mentions.values_list("person__name", flat=True)) == {"Carl", "Reed"}
    withdraw_comment(comment, actor=rita)
    assert reed.notices.get().status == "void"


def test_too_many_are_not_called_at_once(pool: Project, rita: Person):
    with pytest.raises(Invalid, match="at most 20"):
        called(" ".join(f"@Name{n}" for n in range(21)), pool, rita)


def test_names_that_call_nobody_are_given_back(pool: Project, rita: Person):
    actor = Person.objects.get(pk=rita.pk)
    found = mentions.called_in("@Zed Zacharias, and @Yul.", about("project", pool), actor=actor)
    assert (found.people, found.unknown) == ((), ("Zed Zacharias", "Yul"))


# Who is told without being mentioned


def kinds_told(person: Person) -> list[str]:
    return list(person.notices.open().values_list("kind", flat=True))


def test_who_wrote_follows_and_is_told_once_until_they_read(rita: Person, olga: Person, carl: Person, say: Say):
    say(carl, "One")
    assert Follow.objects.get(person=carl).reason == "you wrote in it"
    assert kinds_told(rita) == ["notice.comments"]  # she posted the plan
    say(olga, "Two")
    say(olga, "Three")
    assert kinds_told(carl) == ["notice.comments"]
    assert kinds_told(olga) == []
    say(carl, "Four")
    assert kinds_told(carl) == []


def test_muting_leaves_mentions(pool: Project, rita: Person, olga: Person, carl: Person, say: Say):
    say(carl, "One")
    mute_discussion(about("project", pool), person=carl)
    say(olga, "Two")
    say(carl, "Three")  # still muted
    assert kinds_told(carl) == []
    say(rita, "@Carl look")
    assert kinds_told(carl) == ["notice.mentioned"]
    follow_discussion(about("project", pool), person=carl)
    say(olga, "Four")
    assert set(kinds_told(carl)) == {"notice.mentioned", "notice.comments"}
    unfollow_discussion(about("project", pool), person=carl)
    assert not Follow.objects.filter(person=carl).exists()


def test_who_no_longer_sees_it_is_not_told(match: Match, rita: Person, otis: Person, olga: Person, say: Say):
    say(otis, "One", subject=about("match", match))
    otis.memberships.update(ended_at=clock.now())
    before = otis.notices.count()
    say(rita, "Two", subject=about("match", match))
    assert otis.notices.count() == before


def test_the_people_that_the_page_offers_are_near(
    things: dict[str, Any], rita: Person, carl: Person, olga: Person, keller: Person
):
    make_person("zelda")
    people = mentions.near(about("match", things["match"]), actor=Person.objects.get(pk=carl.pk))
    assert [each.label for each in people] == [
        "Cora", "Olga (Cascade Biomedical Reserve)", "Rita (Lakeview Health)"
    ]  # fmt: skip
