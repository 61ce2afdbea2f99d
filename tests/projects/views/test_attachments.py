"""How files are handed out: to whom, and so that no browser runs anything."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from members.models import Organization, Person
from projects.files.inspecting import inspect
from projects.models import Attachment, Project
from projects.releasing import release, withdraw_deliverable
from projects.updates import post_update
from tests.conftest import ClientOf
from tests.house.attacks import HOSTILE
from tests.projects.files.hostile import Attack, mutated, refused
from tests.projects.files.making import picture, true_files
from tests.projects.test_releasing import GUIDE
from tests.projects.views.conftest import Page
from tests.projects.views.strict import faults_of

BATCH = 10


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture
def files(pool: Project, lakeview: Organization, rita: Person) -> list[Attachment]:
    """One of every kind that is taken."""
    kept = [inspect(name, content) for name, content in true_files().items()]
    posts = [
        post_update(pool, organization=lakeview, actor=rita, title="Files", files=kept[start : start + BATCH])
        for start in range(0, len(kept), BATCH)
    ]
    return [row for post in posts for row in post.attachments.all()]


def test_every_file_is_a_download_that_runs_nothing(read: Page, reed: Person, files: list[Attachment]) -> None:
    for row in files:
        answer = read(reed, f"/files/{row.pk}/")
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="{row.name}"'
        assert answer["Content-Type"].partition(";")[0] == row.media_type
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "private" in answer["Cache-Control"]
        assert len(content_of(answer)) == row.size == int(answer["Content-Length"])


def test_only_pictures_are_shown_in_a_page(read: Page, reed: Person, files: list[Attachment]) -> None:
    for row in files:
        answer = read(reed, f"/files/{row.pk}/picture/")
        assert answer.status_code == (200 if row.is_picture else 404)
        if row.is_picture:
            assert answer["Content-Disposition"].startswith("inline")
            assert answer["Content-Type"] in {"image/png", "image/jpeg", "image/webp"}
            assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
            content_of(answer)


def test_a_name_of_any_letters_is_sent_whole(read: Page, pool: Project, lakeview: Organization, rita: Person) -> None:
    update = post_update(
        pool, organization=lakeview, actor=rita, title="T", files=[inspect("Übersicht “Nord”.txt", b"x")]
    )
    answer = read(rita, f"/files/{update.attachments.get().pk}/")
    assert answer["Content-Disposition"] == ("attachment; filename*=utf-8''%C3%9Cbersicht%20%E2%80%9CNord%E2%80%9D.txt")
    content_of(answer)


def test_what_was_released_is_for_everybody_until_it_is_withdrawn(
    client_of: ClientOf, pool: Project, lakeview: Organization, rita: Person, nora: Person
) -> None:
    guide = release(pool, GUIDE, organization=lakeview, actor=rita, makers=[lakeview])
    for person in (None, nora, rita):
        assert content_of(client_of(person).get(f"/files/{guide.file_id}/"))
    withdraw_deliverable(guide, actor=rita, reason="Outdated")
    assert client_of(None).get(f"/files/{guide.file_id}/").status_code == 302
    assert client_of(rita).get(f"/files/{guide.file_id}/").status_code == 404


def test_a_file_that_the_storage_lost_is_not_found(read: Page, rita: Person, files: list[Attachment]) -> None:
    default_storage.delete(files[0].file.name)
    assert read(rita, f"/files/{files[0].pk}/").status_code == 404
    Attachment.objects.filter(pk=files[1].pk).update(file="")
    assert read(rita, f"/files/{files[1].pk}/").status_code == 404


def uploads(attacks: list[Attack]) -> list[SimpleUploadedFile]:
    """As a browser would send them; a file without a name is none."""
    made = [SimpleUploadedFile("x", content, content_type="text/html") for _name, content in attacks]
    for upload, (name, _content) in zip(made, attacks, strict=True):
        upload._name = name  # type: ignore[attr-defined]  # past the setter, which would make it safe
    return made


@pytest.mark.thorough
def test_hostile_files_are_refused_on_the_page_or_do_no_harm(client_of: ClientOf, rita: Person, pool: Project) -> None:
    """Every one of them is sent: 422 or taken, never an error of ours; and no page says more than its own words."""
    browser = client_of(rita)
    everything = [each for each in [*refused(), *mutated()] if len(each[1]) < 300_000 and len(each[0]) < 500]
    assert len(everything) > 700
    for start in range(0, len(everything), BATCH):
        data = {"title": "Hostile", "files": uploads(everything[start : start + BATCH])}
        answer = browser.post(f"/projects/{pool.pk}/updates/new/", data)
        assert answer.status_code in {302, 422}
        if answer.status_code == 422:
            assert faults_of(answer.content.decode()) == []
    for name, content in mutated():  # one by one, so that what is taken is not lost with what is refused
        browser.post(f"/projects/{pool.pk}/updates/new/", {"title": "One", "files": uploads([(name, content)])})
    assert Attachment.objects.count() > 50
    for page in range(1, 4):
        assert faults_of(browser.get(f"/projects/{pool.pk}/updates/?page={page}").content.decode()) == []
    for row in Attachment.objects.all():
        answer = browser.get(f"/files/{row.pk}/")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"].partition(";")[0] == row.media_type
        content_of(answer)


def test_a_name_without_end_is_a_bad_request(client_of: ClientOf, rita: Person, pool: Project) -> None:
    answer = client_of(rita).post(
        f"/projects/{pool.pk}/updates/new/", {"title": "Long", "files": uploads([("x" * 5000 + ".png", picture())])}
    )
    assert answer.status_code == 400


@pytest.mark.thorough
def test_hostile_words_are_shown_as_words(client_of: ClientOf, rita: Person, pool: Project) -> None:
    """Texts that no form takes (with a null character) are refused; all others are shown, and do nothing."""
    browser = client_of(rita)
    sent = HOSTILE[::4]
    for text in sent:
        data = {"title": text.replace("\n", " ")[:200] or "x", "text": text}
        assert browser.post(f"/projects/{pool.pk}/updates/new/", data).status_code == (422 if "\x00" in text else 302)
    for page in range(1, len(sent) // 20 + 2):
        assert faults_of(browser.get(f"/projects/{pool.pk}/updates/?page={page}").content.decode()) == []


def test_a_hostile_description_is_shown_as_words(client_of: ClientOf, rita: Person, pool: Project) -> None:
    update = post_update(
        pool, organization=pool.organization, actor=rita, title="T", files=[inspect("a.png", picture())]
    )
    Attachment.objects.update(description='"><script>alert(1)</script>', name='" onerror="alert(1)')
    assert faults_of(client_of(rita).get(f"/updates/{update.pk}/").content.decode()) == []
