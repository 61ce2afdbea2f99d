from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.discussions import subjects
from members.discussions.writing import withdraw_comment, write_comment
from members.models import Comment, Organization, Person
from tests.api.conftest import SystemOf, matches_the_document, problem
from tests.factories import MatchFactory, ProjectFactory


def test_a_system_writes_changes_and_withdraws(system_of: SystemOf, lakeview: Organization, rita: Person):
    project = ProjectFactory(organization=lakeview, posted_by=rita)
    system, address = system_of(rita), f"/api/v1/discussions/project/{project.pk}/comments"
    assert system.get(address).json()["results"] == []
    first = system.post(address, {"text": "Who has filters?", "key": "a"}, format="json")
    assert first.status_code == 201
    matches_the_document(first.json(), "Comment")
    assert system.post(address, {"text": "Who has filters?", "key": "a"}, format="json").json() == first.json()
    reply = system.post(address, {"text": "We.", "reply_to": first.json()["id"]}, format="json").json()
    assert reply["thread"] == first.json()["id"]
    own = first["Location"]
    changed = system.patch(own, {"text": "Who has masks?", "version": 1}, format="json").json()
    assert (changed["text"], changed["version"]) == ("Who has masks?", 2)
    problem(system.patch(own, {"text": "Other", "version": 1}, format="json"), 409, "version_conflict")
    assert system.post(f"{own}/withdraw", {}, format="json").json()["text"] == ""
    assert [row["text"] for row in system.get(address).json()["results"]] == ["We.", ""]


def test_what_cannot_be_written_is_a_problem(system_of: SystemOf, lakeview: Organization, rita: Person, reed: Person):
    project = ProjectFactory(organization=lakeview, posted_by=rita)
    system, address = system_of(rita), f"/api/v1/discussions/project/{project.pk}/comments"
    for body in (
        {"text": "  "},
        {"text": "\u200b"},
        {"text": "x" * 10_001},
        {"text": "a\x00"},
        {},
        {"text": "x", "reply_to": 0},
    ):
        assert system.post(address, body, format="json").status_code in {400, 422}
    assert system.post(address, {"text": "x", "reply_to": 77}, format="json").status_code == 404
    assert system.get(f"/api/v1/discussions/person/{rita.pk}/comments").status_code == 404
    assert not Comment.objects.exists()


def test_what_an_admin_withdrew_is_not_shown(system_of: SystemOf, lakeview: Organization, rita: Person, ada: Person):
    project = ProjectFactory(organization=lakeview, posted_by=rita)
    subject = subjects.subject_of("project", project)
    comment = write_comment(subject, actor=rita, organization=lakeview, text="Rude words").comment
    withdraw_comment(comment, actor=ada, reason="Rude")
    for address in (f"/api/v1/discussions/project/{project.pk}/comments", f"/api/v1/comments/{comment.pk}"):
        assert "Rude words" not in system_of(rita).get(address).content.decode()


def test_a_match_is_for_its_parties_and_a_page_costs_the_same(system_of: SystemOf, rita: Person, olga: Person):
    match = MatchFactory(request__organization=rita.active_memberships[0].organization)
    subject = subjects.subject_of("match", match)
    comment = write_comment(subject, actor=rita, organization=match.receiver, text="Between us").comment
    address = f"/api/v1/discussions/match/{match.pk}/comments"
    other = system_of(olga)
    for hidden in (address, f"/api/v1/comments/{comment.pk}"):
        assert other.get(hidden).status_code == 404
    system = system_of(rita)
    system.get(address)
    with CaptureQueriesContext(connection) as few:
        system.get(address)
    rows = (Comment(discussion=comment.discussion, author=rita, text="x") for _ in range(50))
    Comment.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as many:
        assert len(system.get(address).json()["results"]) == 25
    assert len(many) == len(few)
