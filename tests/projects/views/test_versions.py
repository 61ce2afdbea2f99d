from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Person
from projects.models import Project
from projects.posting import edit_project
from tests.conftest import ClientOf
from tests.projects.views.conftest import Page


def shown(read: Page, person: Person, address: str, **asked: str) -> str:
    text: str = read(person, address, **asked).content.decode()
    return text


def test_the_versions_are_listed_newest_first(read: Page, pool: Project, rita: Person, oren: Person) -> None:
    edit_project(pool, actor=rita, version=1, title="Renamed", note="A better name")
    page = read(oren, f"/projects/{pool.pk}/versions/")
    assert [row.number for row in page.context["page"]] == [2, 1]
    text = page.content.decode()
    assert "A better name" in text
    assert f'href="/projects/{pool.pk}/versions/difference/?old=1&amp;new=2"' in text
    assert f'href="/projects/{pool.pk}/versions/"' in shown(read, oren, f"/projects/{pool.pk}/")


def test_a_version_is_shown_as_it_was(read: Page, pool: Project, rita: Person, oren: Person) -> None:
    edit_project(pool, actor=rita, version=1, plan="# Later", states=[], themes=["staff"])
    old = shown(read, oren, f"/projects/{pool.pk}/versions/1/")
    assert "<h3>Now</h3>" in old
    assert "Illinois, Wisconsin" in old
    assert "As it was" in old
    new = shown(read, oren, f"/projects/{pool.pk}/versions/2/")
    assert "<h3>Later</h3>" in new
    assert "Staff and training" in new
    assert "Present version" in new
    assert read(oren, f"/projects/{pool.pk}/versions/3/").status_code == 404
    assert read(oren, f"/projects/{pool.pk}/versions/99999999999/").status_code == 404


def test_what_changed_is_told_in_words_and_colours(read: Page, pool: Project, rita: Person, oren: Person) -> None:
    edit_project(pool, actor=rita, version=1, purpose="Share ventilators between clinics.", states=["IL"])
    page = read(oren, f"/projects/{pool.pk}/versions/difference/")
    assert [str(part.label) for part in page.context["changed"]] == ["Purpose", "Where"]
    text = page.content.decode()
    assert '<del><span class="vh"> [taken out: </span>hospitals. <span class="vh">] </span></del>' in text
    assert '<ins><span class="vh"> [put in: </span>clinics.<span class="vh">] </span></ins>' in text
    assert "As before: Title, Plan" in " ".join(text.split())


def test_any_two_versions_are_compared(read: Page, pool: Project, rita: Person, oren: Person) -> None:
    for number, title in enumerate(("One", "Two", "Three"), 1):
        edit_project(pool, actor=rita, version=number, title=title)
    page = read(oren, f"/projects/{pool.pk}/versions/difference/", old="4", new="2")
    assert (page.context["old"].title, page.context["new"].title) == ("Three", "One")
    same = shown(read, oren, f"/projects/{pool.pk}/versions/difference/", old="2", new="2")
    assert "Not a word differs." in same


def test_versions_that_are_not_there_are_not_compared(read: Page, pool: Project, oren: Person) -> None:
    for odd in ("0", "7", "x", "99999999999999999999"):
        page = read(oren, f"/projects/{pool.pk}/versions/difference/", old=odd)
        assert page.status_code == 422
        assert "old" in page.context["form"].errors


def test_an_old_version_is_restored(read: Page, send: Page, pool: Project, rita: Person, olga: Person) -> None:
    edit_project(pool, actor=rita, version=1, title="Renamed")
    address = f"/projects/{pool.pk}/versions/1/"
    assert "Restore this version" in shown(read, rita, address)
    assert "Restore this version" not in shown(read, olga, address)
    assert send(rita, f"{address}restore/", {"version": "1"})["Location"] == address
    assert send(rita, f"{address}restore/", {"version": "2"})["Location"] == f"/projects/{pool.pk}/"
    pool.refresh_from_db()
    assert (pool.title, pool.version) == ("Ventilator pool for the Midwest", 3)


def test_a_hostile_version_is_harmless(read: Page, pool: Project, rita: Person, oren: Person) -> None:
    hostile = "<script>alert(1)</script>"
    edit_project(pool, actor=rita, version=1, title=hostile, purpose=hostile, plan=hostile, note=hostile)
    for address in ("", "2/", "difference/"):
        assert "alert(1)</script>" not in shown(read, oren, f"/projects/{pool.pk}/versions/{address}")


def test_many_versions_ask_as_often_as_one(client_of: ClientOf, pool: Project, rita: Person) -> None:
    browser = client_of(rita)
    numbers = []
    for rows in (1, 24):
        for _ in range(rows):
            edit_project(pool, actor=rita, version=pool.version, title=f"Title {pool.version}")
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(f"/projects/{pool.pk}/versions/")
            assert len(page.context["page"]) >= rows
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 14
