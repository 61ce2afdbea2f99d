import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.closing import delete_account
from members.discussions.pages import PER_PAGE
from members.discussions.quoting import quoted
from members.discussions.writing import edit_comment, withdraw_comment
from members.models import Comment, Follow, Organization, Person
from members.personal_data import export
from projects.models import Project, ProjectStatus
from resources.models import Match
from tests.conftest import ClientOf
from tests.house.attacks import MARKUP
from tests.house.test_rendering import Reader
from tests.members.discussions.conftest import Say, about

ADDRESSES = {
    "project": "/projects/{}/",
    "milestone": "/milestones/{}/",
    "offer": "/offers/{}/",
    "request": "/requests/{}/",
    "match": "/matches/{}/",
}


def path(word: str, thing: Any) -> str:
    return ADDRESSES[word].format(thing.pk)


def read(client_of: ClientOf, person: Person, address: str) -> str:
    page = client_of(person).get(address)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("word", list(ADDRESSES))
def test_every_thing_shows_its_discussion_and_is_written_on(
    client_of: ClientOf, things: dict[str, Any], rita: Person, olga: Person, word: str
):
    thing = things[word]
    assert "Nobody has said anything yet. Ask" in read(client_of, rita, path(word, thing))
    sent = client_of(rita).post(f"/discuss/{word}/{thing.pk}/", {"text": "Who has **filters**?", "key": "a"})
    comment = Comment.objects.get()
    assert sent["Location"] == f"{path(word, thing)}#comment-{comment.pk}"
    text = read(client_of, olga, path(word, thing))
    assert "<strong>filters</strong>" in text
    assert f'id="comment-{comment.pk}"' in text
    assert "Lakeview Health" in text


def test_a_match_is_not_there_for_others(client_of: ClientOf, match: Match, rita: Person, dora: Person, say: Say):
    comment = say(rita, "One", subject=about("match", match))
    browser = client_of(dora)
    for address in (f"/discuss/match/{match.pk}/", f"/comments/{comment.pk}/", f"/comments/{comment.pk}/history/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/discuss/match/{match.pk}/", {"text": "x"}).status_code == 404


def test_the_form_sent_twice_posts_once(client_of: ClientOf, pool: Project, rita: Person):
    browser = client_of(rita)
    key = re.search(r'name="key" value="([^"]+)"', browser.get(f"/projects/{pool.pk}/").content.decode())
    assert key is not None
    for _ in range(2):
        browser.post(f"/discuss/project/{pool.pk}/", {"text": "One", "key": key[1]})
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("   ", "Write something first."),
        ("", "Write something first."),
        ("a\x00b", "Null characters are not allowed."),
        ("x" * 10_001, "at most 10000 characters"),
    ],
)
def test_what_was_typed_is_kept_beside_the_error(
    client_of: ClientOf, pool: Project, rita: Person, say: Say, text: str, words: str
):
    first = say(rita, "One")
    answer = client_of(rita).post(f"/discuss/project/{pool.pk}/", {"text": text, "reply_to": first.pk})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert '<details class="talk-answer" id="answer" open>' in page
    assert text.replace("\x00", "")[:50] in page.replace("\x00", "")
    assert Comment.objects.count() == 1


def test_a_name_of_several_people_is_asked_back_with_the_text_kept(
    client_of: ClientOf, pool: Project, rita: Person, lakeview: Organization, carl: Person, reed: Person
):
    Person.objects.filter(pk__in=[carl.pk, reed.pk]).update(name="Kim Lee")
    answer = client_of(rita).post(f"/discuss/project/{pool.pk}/", {"text": "@Kim Lee look"})
    assert answer.status_code == 422
    assert "could mean several people" in answer.content.decode()
    assert "@Kim Lee look</textarea>" in answer.content.decode()


def test_a_name_that_calls_nobody_is_told(client_of: ClientOf, pool: Project, rita: Person):
    answer = client_of(rita).post(f"/discuss/project/{pool.pk}/", {"text": "@Zed look"}, follow=True)
    assert "Nobody was told by “@Zed”" in answer.content.decode()


@pytest.mark.parametrize("number", ["abc", "-1", "0", "9" * 30, "1" * 18, "\x00"])
def test_a_reply_to_what_is_not_there_is_refused(
    client_of: ClientOf, pool: Project, rita: Person, say: Say, number: str
):
    say(rita, "One")
    answer = client_of(rita).post(f"/discuss/project/{pool.pk}/", {"text": "x", "reply_to": number})
    assert answer.status_code in {400, 404, 422}
    assert client_of(rita).get(f"/projects/{pool.pk}/", {"quote": number, "talk": number}).status_code == 200


def test_quoting_begins_the_reply_with_the_passage(
    client_of: ClientOf, pool: Project, rita: Person, olga: Person, say: Say
):
    comment = say(olga, "> before\n\nWe have *ten*.\nBy Friday.")
    text = read(client_of, rita, f"/projects/{pool.pk}/?quote={comment.pk}")
    assert "&gt; **Olga:**\n&gt;\n&gt; We have *ten*.\n&gt; By Friday." in text
    assert "&gt; before" not in text


def test_a_quotation_is_no_endless_one_and_a_name_in_it_only_a_name():
    text = quoted("word " * 1000, name="*Z*_x_")
    assert len(text) < 1300
    assert text.startswith(r"> **\*Z\*\_x\_:**")


@pytest.mark.thorough
def test_nothing_hostile_gets_through(client_of: ClientOf, pool: Project, rita: Person, say: Say):
    first = say(rita, "One")
    texts = [text for text in MARKUP if text.strip() and "\x00" not in text]
    Comment.objects.bulk_create(Comment(discussion=first.discussion, author=rita, text=text) for text in texts)
    browser = client_of(rita)
    shown: list[str] = []
    for number in range(1, len(texts) // PER_PAGE + 2):
        page = browser.get(f"/discuss/project/{pool.pk}/?talk={number}").content.decode()
        shown += re.findall(r'<div class="prose">(.*?)</div>\s*<ul class="comment-acts">', page, re.DOTALL)
    assert len(shown) >= len(texts)
    reader = Reader()
    reader.feed("".join(shown))
    assert reader.found == []


def test_each_comment_has_an_address_that_finds_its_page(client_of: ClientOf, pool: Project, rita: Person, say: Say):
    first = say(rita, "The first")
    reply = say(rita, "Its answer", reply_to=first)
    for number in range(PER_PAGE + 2):
        say(rita, f"Later {number}")
    browser = client_of(rita)
    place = browser.get(f"/comments/{reply.pk}/")["Location"]
    assert place == f"/projects/{pool.pk}/?talk=2#comment-{reply.pk}"
    for address in (place, f"/projects/{pool.pk}/?comment={reply.pk}", f"/discuss/project/{pool.pk}/?quote={reply.pk}"):
        text = browser.get(address).content.decode()
        assert f'id="comment-{reply.pk}"' in text
        assert "Later 9" not in text
    assert "Later 9" in browser.get(f"/projects/{pool.pk}/").content.decode()


def test_replies_stand_under_their_comment_the_oldest_first(
    client_of: ClientOf, pool: Project, rita: Person, olga: Person, say: Say
):
    first = say(rita, "Aaa")
    say(olga, "Bbb", reply_to=first)
    say(rita, "Ccc", reply_to=first)
    say(rita, "Ddd")
    text = read(client_of, olga, f"/projects/{pool.pk}/")
    assert [word for word in re.findall(r"<p>(\w{3})</p>", text) if word in {"Aaa", "Bbb", "Ccc", "Ddd"}] == [
        "Ddd", "Aaa", "Bbb", "Ccc"
    ]  # fmt: skip


def test_what_a_reader_of_the_organization_is_told(
    client_of: ClientOf, pool: Project, rita: Person, reed: Person, say: Say
):
    say(rita, "One")
    text = read(client_of, reed, f"/projects/{pool.pk}/")
    assert "readers read" in text
    assert "Post the comment" not in text
    assert "?quote=" not in text


def test_a_closed_project_keeps_its_discussion_to_be_read(client_of: ClientOf, pool: Project, rita: Person, say: Say):
    say(rita, "Words")
    Project.objects.update(status=ProjectStatus.CLOSED)
    text = read(client_of, rita, f"/projects/{pool.pk}/")
    assert "<p>Words</p>" in text
    assert "What was said stays readable." in text
    assert client_of(rita).post(f"/discuss/project/{pool.pk}/", {"text": "x"}).status_code == 409


def test_editing_and_its_trace(client_of: ClientOf, pool: Project, rita: Person, olga: Person, say: Say):
    comment = say(rita, "Ten masks")
    browser = client_of(rita)
    form = {"text": "Twelve masks", "version": 1}
    assert browser.post(f"/comments/{comment.pk}/edit/", form)["Location"].endswith(f"#comment-{comment.pk}")
    history = read(client_of, olga, f"/comments/{comment.pk}/history/")
    assert re.search(r"<del>.*Ten.*</del>", history)
    assert re.search(r"<ins>.*Twelve.*</ins>", history)
    conflict = browser.post(f"/comments/{comment.pk}/edit/", {"text": "Eleven masks", "version": 1})
    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "Twelve masks" in page
    assert "Eleven masks</textarea>" in page
    assert 'name="version" value="2"' in page
    assert browser.post(f"/comments/{comment.pk}/edit/", {"text": " ", "version": 2}).status_code == 422


def test_withdrawing_asks_first_and_leaves_the_place(
    client_of: ClientOf, pool: Project, rita: Person, olga: Person, say: Say
):
    comment = say(rita, "Secret words")
    say(olga, "Answer", reply_to=comment)
    browser = client_of(rita)
    assert "deleted for good" in browser.get(f"/comments/{comment.pk}/withdraw/").content.decode()
    browser.post(f"/comments/{comment.pk}/withdraw/")
    text = read(client_of, olga, f"/projects/{pool.pk}/")
    assert "Secret words" not in text
    assert "Rita withdrew this comment." in text
    assert "<p>Answer</p>" in text
    assert client_of(olga).get(f"/comments/{comment.pk}/history/").status_code == 404


def test_an_admin_says_why_and_members_read_only_that(
    client_of: ClientOf, pool: Project, rita: Person, ada: Person, olga: Person, say: Say
):
    comment = say(rita, "Rude words")
    browser = client_of(ada)
    assert browser.post(f"/comments/{comment.pk}/withdraw/", {"reason": ""}).status_code == 422
    browser.post(f"/comments/{comment.pk}/withdraw/", {"reason": "It was rude."})
    for person in (rita, olga, ada):
        text = read(client_of, person, f"/projects/{pool.pk}/")
        assert "An admin withdrew this comment: It was rude." in text
        assert "Rude words" not in text
    assert "Rude words" in browser.get(f"/admin/members/comment/{comment.pk}/change/").content.decode()


def test_following_and_muting_by_the_page(client_of: ClientOf, pool: Project, olga: Person):
    browser = client_of(olga)
    for act, words in (
        ("follow", "because you chose to"),
        ("mute", "You muted it"),
        ("unfollow", "Follow it to get a notice"),
    ):
        browser.post(f"/discuss/project/{pool.pk}/{act}/")
        assert words in read(client_of, olga, f"/projects/{pool.pk}/")
    assert not Follow.objects.exists()


def test_going_to_a_comment_by_a_notice_is_reading_it(client_of: ClientOf, rita: Person, olga: Person, say: Say):
    comment = say(olga, "One")
    notice = rita.notices.open().get()
    assert notice.url == f"/comments/{comment.pk}/"
    client_of(rita).get(notice.url)
    assert not rita.notices.open().exists()


def test_those_who_can_be_mentioned_are_listed(
    client_of: ClientOf, pool: Project, rita: Person, carl: Person, dora: Person
):
    address = f"/discuss/project/{pool.pk}/people/"
    page = client_of(rita).get(address).content.decode()
    part = client_of(rita).get(address, headers={"HX-Request": "true"}).content.decode()
    for text in (page, part):
        assert "@Carl" in text
        assert "Dora" not in text
    assert "<html" not in part


@pytest.mark.parametrize("word", list(ADDRESSES))
@pytest.mark.thorough
def test_the_number_of_queries_does_not_depend_on_how_much_was_said(
    client_of: ClientOf, things: dict[str, Any], rita: Person, olga: Person, say: Say, word: str
):
    subject = about(word, things[word])
    browser = client_of(rita)
    first = say(olga, "One", subject=subject)
    say(rita, "Two", subject=subject, reply_to=first)
    address = path(word, things[word])
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(address)
    rows = [
        Comment(discussion=first.discussion, author=person, organization=first.organization, text="x", thread=thread)
        for person in (rita, olga)
        for thread in (None, first)
        for _ in range(25)
    ]
    Comment.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as many:
        assert "of 51" in browser.get(address).content.decode()
    assert len(many) == len(few)


def test_an_export_and_a_deleted_account(client_of: ClientOf, carl: Person, olga: Person, ada: Person, say: Say):
    kept = say(carl, "Ten")
    edit_comment(kept, actor=carl, text="Twelve", version=1)
    rude = withdraw_comment(say(carl, "Rude"), actor=ada, reason="So")
    say(olga, "@Carl look", reply_to=kept)
    held = {part["name"]: part["rows"] for part in export(carl)["held"]}
    assert [row["text"] for row in held["members.comment.author"]] == ["Twelve", "Rude"]
    assert [row["text"] for row in held["members.commentrevision.author"]] == ["Ten"]
    assert len(held["members.mention"]) == 1
    delete_account(Person.objects.get(pk=carl.pk), actor=carl)
    kept.refresh_from_db()
    rude.refresh_from_db()
    assert (kept.text, str(kept.author), kept.revisions.count()) == ("Twelve", "A former member", 0)
    assert rude.text == ""
    assert not kept.mentions.exists()
