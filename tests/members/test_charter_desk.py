"""The pages on which admins write the next charter and put it into force."""

import pytest
from django.urls import reverse

from members.drafting import Written, begin_draft, edit_draft
from members.models import CharterVersion
from members.signing import publish

pytestmark = pytest.mark.django_db

EDIT = "/desk/charter/2/edit/"


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def desk(client_of, ada):
    return client_of(ada)


@pytest.fixture
def draft(ada) -> CharterVersion:
    return begin_draft(actor=ada)


def typed(*principles: tuple[str, str], revision: int = 1, **more: str) -> dict[str, str]:
    """What the form sends."""
    data = {"revision": str(revision), "title": "Charter", "preamble": "We act together."}
    data |= {"p-TOTAL_FORMS": str(len(principles)), "p-INITIAL_FORMS": "5"}
    for place, (title, text) in enumerate(principles):
        data |= {f"p-{place}-title": title, f"p-{place}-text": text}
    return data | more


ONE, TWO, THREE = ("One", "First."), ("Two", "Second."), ("Three", "Third.")


def shown(page) -> list[tuple[str, str]]:
    """The principles in the form that comes back."""
    return [(form["title"].value(), form["text"].value()) for form in page.context["forms"].principles]


def test_the_versions_are_listed_with_how_far_the_members_are(desk, driftwood, lakeview):
    page = words(desk.get("/desk/charter/"))
    assert "Charter of the coalition, version 1" in page
    assert "1 of 2 organizations" in page
    assert "Begin a draft" in page


def test_a_draft_is_begun_by_a_button_and_not_twice(desk):
    assert desk.post("/desk/charter/begin/").url == EDIT
    again = desk.post("/desk/charter/begin/", follow=True)
    assert "There is a draft already" in words(again)
    assert "Begin a draft" not in words(desk.get("/desk/charter/"))


def test_the_draft_is_written(desk, draft):
    assert len(shown(desk.get(EDIT))) == 5
    answer = desk.post(EDIT, typed(TWO, ("One", "First.\r\nMore.")))
    assert answer.url == "/desk/charter/2/"
    stored = CharterVersion.objects.get(number=2)
    assert list(stored.principles.values_list("position", "title", "text")) == [
        (1, "Two", "Second."),
        (2, "One", "First.\nMore."),
    ]
    page = words(desk.get("/desk/charter/2/"))
    assert "Ada saved the draft of Charter, version 2" in page
    assert "We act together." in page


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("up:1", [TWO, ONE, THREE]),
        ("down:1", [ONE, THREE, TWO]),
        ("remove:1", [ONE, THREE]),
        ("add", [ONE, TWO, THREE, ("", "")]),
        ("up:0", [ONE, TWO, THREE]),
        ("down:2", [ONE, TWO, THREE]),
        ("up:99", [ONE, TWO, THREE]),
        ("remove:x", [ONE, TWO, THREE]),
        ("remove:²", [ONE, TWO, THREE]),
        ("nonsense", [ONE, TWO, THREE]),
    ],
)
def test_principles_are_moved_removed_and_added_without_being_saved(desk, draft, act, expected):
    page = desk.post(EDIT, typed(ONE, TWO, THREE, title="Unsaved title", act=act))
    assert page.status_code == 200
    assert shown(page) == expected
    assert "Unsaved title" in words(page)
    assert CharterVersion.objects.get(number=2).revision == 1


def test_what_cannot_be_saved_is_shown_at_its_field_and_kept(desk, draft):
    page = desk.post(EDIT, typed(("", "Text without a title."), TWO, title=""))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"title"}
    assert page.context["forms"].principles.forms[0].errors.keys() == {"title"}
    assert "Text without a title." in words(page)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"p-TOTAL_FORMS": "x"},
        {"p-TOTAL_FORMS": "-1"},
        {"p-TOTAL_FORMS": "9" * 30},
        {"title": "a\x00b"},
        {"revision": "0"},
        {"revision": "9" * 30},
        {"p-TOTAL_FORMS": "0"},
    ],
)
def test_nonsense_is_refused_and_nothing_breaks(desk, draft, data):
    whole = typed(ONE) | data if data else {}
    assert desk.post(EDIT, whole).status_code == 422
    assert desk.post(EDIT, whole | {"act": "add"}).status_code == 200
    assert CharterVersion.objects.get(number=2).revision == 1


def test_more_principles_than_a_charter_has_are_refused(desk, draft):
    page = desk.post(EDIT, typed(*[ONE] * 31))
    assert page.status_code == 422
    assert "at most 30 principles" in words(page)


def test_two_editors_see_each_other_and_nothing_is_lost(desk, draft, ada):
    edit_draft(draft, actor=ada, revision=1, title="Of the first", preamble="Theirs.", principles=[Written(*ONE)])
    page = desk.post(EDIT, typed(ONE, TWO, title="Of the second", preamble="Mine."))
    assert page.status_code == 409
    for said in ("Somebody saved this draft while you were writing", "Theirs.", "Mine.", "Of the second"):
        assert said in words(page)
    assert shown(page) == [ONE, TWO]
    assert CharterVersion.objects.get(number=2).title == "Of the first"
    again = typed(ONE, TWO, title="Of the second", revision=page.context["form"]["revision"].value())
    assert desk.post(EDIT, again).url == "/desk/charter/2/"
    assert CharterVersion.objects.get(number=2).title == "Of the second"


def test_a_version_published_meanwhile_is_not_written(desk, draft, ada):
    edit_draft(draft, actor=ada, revision=1, title="New", preamble="New.", principles=[Written(*ONE)])
    publish(draft, actor=ada)
    assert desk.post(EDIT, typed(ONE)).status_code == 404
    assert desk.get("/desk/charter/2/").url == "/charter/2/"


def test_the_draft_is_compared_with_the_version_in_force(desk, draft, ada):
    assert "Not a word differs" in words(desk.get("/desk/charter/2/difference/"))
    edit_draft(draft, actor=ada, revision=1, title="New", preamble="New.", principles=[Written(*ONE)])
    page = desk.get("/desk/charter/2/difference/")
    assert "<ins>" in words(page)
    assert "5 removed" in words(page)


def test_what_publishing_does_is_said_before_and_done_once_confirmed(desk, draft, ada, rita, sam):
    edit_draft(draft, actor=ada, revision=1, title="New", preamble="New.", principles=[Written(*ONE)])
    page = words(desk.get("/desk/charter/2/publish/"))
    for said in ("2 organizations are asked", "2 representatives are told", "This cannot be undone"):
        assert said in page
    assert draft.hash_of_text() in page
    unsure = desk.post("/desk/charter/2/publish/", {"revision": "2"})
    assert unsure.status_code == 422
    assert CharterVersion.objects.get(number=2).is_draft
    done = desk.post("/desk/charter/2/publish/", {"revision": "2", "sure": "on"}, follow=True)
    assert "New, version 2 is in force. Every member is asked to accept it." in words(done)
    assert CharterVersion.objects.get(number=2).status == "published"


def test_a_draft_saved_after_it_was_read_is_not_published(desk, draft, ada):
    edit_draft(draft, actor=ada, revision=1, title="New", preamble="New.", principles=[Written(*ONE)])
    page = desk.post("/desk/charter/2/publish/", {"revision": "1", "sure": "on"}, follow=True)
    assert "Somebody saved the draft after you had read it" in words(page)
    assert CharterVersion.objects.get(number=2).is_draft


def test_a_draft_is_thrown_away(desk, draft):
    assert desk.post("/desk/charter/2/discard/").url == "/desk/charter/"
    assert not CharterVersion.objects.filter(number=2).exists()
    assert desk.post("/desk/charter/2/discard/").status_code == 404
    assert desk.post("/desk/charter/1/discard/").status_code == 404


def test_nobody_else_comes_near_it(client_of, rita, cora, draft):
    for person in (rita, cora):
        browser = client_of(person)
        for name in ("draft", "edit", "difference", "publish", "discard"):
            address = reverse(f"members:desk_charter_{name}", args=[2])
            assert browser.post(address, {"revision": "1", "sure": "on"}).status_code in {403, 405}
            assert browser.get(address).status_code in {403, 405}
        assert browser.post("/desk/charter/begin/").status_code == 403
    assert CharterVersion.objects.get(number=2).revision == 1


def test_the_list_asks_no_more_for_many_versions(desk, ada, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(12) as asked:
            desk.get("/desk/charter/")
        return len(asked)

    few = count()
    for number in range(3):
        made = begin_draft(actor=ada)
        edit_draft(made, actor=ada, revision=1, title=f"T{number}", preamble="P", principles=[Written(*ONE)])
        publish(made, actor=ada)
    assert count() == few
