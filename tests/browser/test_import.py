"""A file of offers, imported in a real browser: columns, errors mended in the page, import, undo."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from members.models import Organization, Person
from resources import catalogue
from resources.importing import batches, files, guessing
from resources.importing.working import advance
from resources.models import ImportBatch, Offer
from tests.browser.conftest import Window
from tests.browser.looks import look_at
from tests.resources.importing.making import DIRTY, HEADINGS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# As people keep such lists: their own words, a slip twice, one that is no number.
STOCK = f"{HEADINGS}\nMasken,3,Oregon,Boxes\nMasken,2,Oregn,\nswab,100,Oregn,\nswab,viele,OR,Sterile\nswab,50,OR,\n"


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    catalogue.load()


def test_a_dirty_file_is_mended_in_the_page_imported_and_taken_back(window: Window, olga: Person) -> None:
    window.sign_in(olga)
    page = window.page
    page.goto("/offers/")
    page.get_by_role("link", name="Import a file").click()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "stock.csv", "mimeType": "text/csv", "buffer": STOCK.encode()}
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_label("What it is")).to_have_value("Item")
    expect(page.get_by_label("State", exact=True)).to_have_value("State")
    page.get_by_role("button", name="Check the rows").click()
    expect(page.locator(".import-counts")).to_contain_text("Import 1 row")

    word = page.locator(".import-alike > li", has_text="“Masken”")
    word.get_by_label("Is this type").select_option("surgical-mask")
    word.get_by_label("One of it is so many units").fill("50")
    word.get_by_role("button", name="Take it so").click()
    slip = page.locator(".import-alike > li", has_text="“Oregn”")
    slip.get_by_label("Write instead").fill("Oregon")
    slip.get_by_role("button", name="Replace in all").click()
    line = page.locator("#row-5")
    expect(line.get_by_label("Qty")).to_have_attribute("aria-invalid", "true")
    line.get_by_label("Qty").fill("75")
    page.get_by_role("button", name="Save and check again").click()
    expect(page.get_by_text("1 row is in order now.")).to_be_visible()

    page.get_by_role("button", name="Import 5 rows").click()
    expect(page.locator(".import-counts")).to_contain_text("Imported5")
    assert sorted(Offer.objects.values_list("quantity", flat=True)) == [50, 75, 100, 100, 150]
    page.get_by_text("Undo the import").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".import-counts")).to_contain_text("Taken back5")
    assert not Offer.objects.open().exists()


def test_a_page_that_waits_for_the_worker_goes_on_by_itself(
    window: Window, cascade: Organization, olga: Person
) -> None:
    batch = checked(cascade, olga)
    batches.start_import(batch, actor=olga)
    window.sign_in(olga)
    page = window.page
    page.goto(f"/imports/{batch.pk}/")
    expect(page.get_by_role("heading", name="The rows are being imported")).to_be_visible()
    advance(batch.pk, seconds=60)
    expect(page.locator(".import-counts")).to_contain_text("Imported2")


def test_the_pages_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, cascade: Organization, olga: Person
) -> None:
    batch = checked(cascade, olga)
    own = f"/imports/{batch.pk}/"
    look_at(chromium, live_server.url, olga, ["/imports/", "/imports/new/", f"{own}columns/", own, f"{own}?show=all"])


def checked(organization: Organization, actor: Person) -> ImportBatch:
    """A file with errors whose rows were checked."""
    read = files.read(DIRTY.encode())
    batch = batches.receive_file(read, organization=organization, actor=actor, side="offers", file_name="stock.csv")
    batches.choose_columns(batch, guessing.guess(batch.columns, "offers"), actor=actor)
    advance(batch.pk, seconds=60)
    batch.refresh_from_db()
    return batch
