"""The pages of an import: from the file to the offers and back, told at the field, and for writers alone."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Organization, Person
from resources.importing import batches
from resources.models import ImportBatch, ImportRow, Offer, Request, RowState
from tests.conftest import ClientOf
from tests.resources.importing.conftest import row, states
from tests.resources.importing.making import CLEAN, DIRTY, HEADINGS, workbook

pytestmark = pytest.mark.django_db

CHOSEN = {"type": "Item", "quantity": "Qty", "state": "State", "description": "Notes"}


@pytest.fixture
def browser(client_of: ClientOf, olga: Person) -> Client:
    return client_of(olga)


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def send(browser: Client, content: str | bytes, *, name: str = "stock.csv", side: str = "offers") -> Any:
    file = BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = name
    return browser.post("/imports/new/", {"side": side, "file": file})


def uploaded(browser: Client, content: str | bytes, **chosen: Any) -> ImportBatch:
    """A file with its columns chosen, and so checked, since it is small."""
    send(browser, content)
    batch = ImportBatch.objects.latest("pk")
    answer = browser.post(f"/imports/{batch.pk}/columns/", {**CHOSEN, **chosen})
    assert (answer.status_code, answer["Location"]) == (302, f"/imports/{batch.pk}/")
    batch.refresh_from_db()
    return batch


# The file


def test_a_file_leads_to_its_columns_which_are_guessed(browser: Client) -> None:
    answer = send(browser, DIRTY)
    batch = ImportBatch.objects.get()
    assert answer["Location"] == f"/imports/{batch.pk}/columns/"
    page = browser.get(answer["Location"])
    form = page.context["form"]
    assert {name: form[name].value() for name in CHOSEN} == CHOSEN
    assert form["title"].value() == ""
    assert "Boxes of 20" in text_of(page)
    assert browser.get(f"/imports/{batch.pk}/")["Location"] == f"/imports/{batch.pk}/columns/"
    assert "stock.csv" in text_of(browser.get("/imports/"))


def test_a_workbook_does_as_well(browser: Client) -> None:
    batch = uploaded(browser, workbook(HEADINGS.split(","), ["swab", 500.0, "OR", None]))
    assert states(batch) == {2: "good"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty."),
        (b"a,b\n", "There is no row below the headings."),
        (b"PK\x03\x04 none", "cannot be read as one"),
        (b"\x00\x01\x02", "null characters"),
        (b"a,a\n1,2\n", "Two columns are called"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_is_told_at_the_field(browser: Client, content: bytes, why: str) -> None:
    answer = send(browser, content, side="requests")
    assert answer.status_code == 422
    assert why in " ".join(answer.context["form"].errors["file"])
    assert answer.context["form"]["side"].value() == "requests"
    assert not ImportBatch.objects.exists()


def test_a_portal_that_takes_smaller_files_only_says_so(browser: Client, settings: Any) -> None:
    settings.FILE_MEGABYTES = 1
    answer = send(browser, b"a,b\n" + b"1,2\n" * 300_000)
    assert answer.context["form"].errors["file"] == ["The file is larger than 1 MB. Divide it."]


def test_no_file_is_told_at_the_field(browser: Client) -> None:
    answer = browser.post("/imports/new/", {"side": "offers"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == ["Choose a file."]


def test_the_template_needs_no_choosing(browser: Client) -> None:
    for side, headings in (("offers", "type,quantity,pack,title"), ("requests", "severity,needed_by")):
        template = b"".join(browser.get(f"/imports/template/?of={side}"))
        assert headings in template.decode("utf-8-sig")
    assert browser.get("/imports/template/?of=nothing").status_code == 404
    filled = template + b"swab,500,,,,,OR,,,high,2099-01-01\n"
    send(browser, filled, side="requests")
    batch = ImportBatch.objects.get()
    form = browser.get(f"/imports/{batch.pk}/columns/").context["form"]
    assert all(form[name].value() == name for name in form.names)
    browser.post(f"/imports/{batch.pk}/columns/", {name: name for name in form.names})
    browser.post(f"/imports/{batch.pk}/run/")
    assert Request.objects.get().quantity == 500


# The columns


def test_columns_that_do_not_do_are_told_at_their_field(browser: Client) -> None:
    send(browser, CLEAN)
    address = f"/imports/{ImportBatch.objects.get().pk}/columns/"
    for chosen, field in (
        ({**CHOSEN, "quantity": ""}, "quantity"),
        ({**CHOSEN, "type": "Qty"}, "type"),
        ({**CHOSEN, "state": ""}, "state"),
        ({**CHOSEN, "type": "Nowhere"}, "type"),
        ({**CHOSEN, "days": "x"}, "days"),
        ({**CHOSEN, "state": "", "same_state": "ZZ"}, "same_state"),
        ({**CHOSEN, "key": ["Nowhere"]}, "key"),
    ):
        answer = browser.post(address, chosen)
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True), field
    assert ImportBatch.objects.get().state == "columns"


# The rows


def test_rows_with_errors_are_mended_in_the_page(browser: Client) -> None:
    batch = uploaded(browser, DIRTY)
    page = browser.get(f"/imports/{batch.pk}/")
    wrong, other = row(batch, 5), row(batch, 6)
    words = text_of(page)
    assert "This is not a whole number." in words
    assert f'name="cell-{wrong.pk}-1" value="many" aria-invalid="true"' in words
    typed = {f"version-{wrong.pk}": 1, f"cell-{wrong.pk}-1": "25"}
    typed |= {f"version-{other.pk}": 1, f"cell-{other.pk}-2": "Colorodo", "cell-x-1": "x", "cell-1-999": "x"}
    answer = browser.post(f"/imports/{batch.pk}/mend/", typed, follow=True)
    assert "1 row is in order now." in text_of(answer)
    assert 'value="Colorodo"' in text_of(answer)
    assert states(batch) == {2: "good", 3: "good", 4: "bad", 5: "good", 6: "bad", 7: "bad"}
    again = browser.post(f"/imports/{batch.pk}/mend/", typed | {f"cell-{other.pk}-2": "CO"}, follow=True)
    assert "changed meanwhile by somebody else" in text_of(again)


def test_what_cannot_be_saved_is_kept_on_the_page(browser: Client) -> None:
    batch = uploaded(browser, DIRTY)
    wrong = row(batch, 5)
    typed = {f"version-{wrong.pk}": 1, f"cell-{wrong.pk}-1": "y" * 10_001}
    answer = browser.post(f"/imports/{batch.pk}/mend/", typed)
    assert answer.status_code == 422
    assert "A cell takes at most 10,000 characters." in text_of(answer)
    assert "y" * 10_001 in text_of(answer)
    nothing = browser.post(f"/imports/{batch.pk}/mend/", typed | {f"cell-{wrong.pk}-1": "a\x00b"})
    assert nothing.status_code == 422


def test_a_word_is_given_its_meaning_and_a_text_replaced_everywhere(browser: Client) -> None:
    batch = uploaded(browser, f"{HEADINGS}\n" + "gloves,5,Albama,\n" * 3)
    page = text_of(browser.get(f"/imports/{batch.pk}/"))
    assert "“gloves”" in page
    assert "in “State”, 3 rows" in page
    bad = browser.post(f"/imports/{batch.pk}/words/", {"word": "gloves", "slug": "nowhere", "factor": 1})
    assert bad.status_code == 422
    huge = browser.post(f"/imports/{batch.pk}/words/", {"word": "gloves", "slug": "exam-glove", "factor": 10**9})
    assert huge.status_code == 422
    browser.post(f"/imports/{batch.pk}/words/", {"word": "gloves", "slug": "exam-glove", "factor": 100})
    assert states(batch) == {2: "bad", 3: "bad", 4: "bad"}
    browser.post(f"/imports/{batch.pk}/replace/", {"column": "State", "old": "Albama", "new": "Alabama"})
    assert states(batch) == {2: "good", 3: "good", 4: "good"}
    assert browser.post(f"/imports/{batch.pk}/replace/", {"old": "x"}).status_code == 422


def test_words_of_money_are_explained_at_the_row(browser: Client) -> None:
    batch = uploaded(browser, f"{HEADINGS}\nswab,5,OR,We charge $5 a box\n")
    refused = row(batch, 2)
    assert f'name="explanation-{refused.pk}"' in text_of(browser.get(f"/imports/{batch.pk}/"))
    typed = {
        f"version-{refused.pk}": 1,
        f"explanation-{refused.pk}": "It is printed on the label",
        "explanation-x": "x",
    }
    browser.post(f"/imports/{batch.pk}/mend/", typed)
    assert states(batch) == {2: "good"}


def test_acts_on_a_file_whose_columns_are_not_chosen_are_refused_in_words(browser: Client) -> None:
    send(browser, DIRTY)
    address = f"/imports/{ImportBatch.objects.get().pk}"
    for act, data in (
        ("words", {"word": "a", "slug": "swab", "factor": 1}),
        ("replace", {"column": "Qty", "old": "a", "new": "b"}),
        ("mend", {}),
        ("run", {}),
        ("undo", {}),
    ):
        assert browser.post(f"{address}/{act}/", data).status_code == 302, act
    assert browser.post(f"{address}/words/", {}).status_code == 422


def test_import_rejects_and_undo_from_the_page(browser: Client) -> None:
    batch = uploaded(browser, DIRTY)
    address = f"/imports/{batch.pk}/"
    assert "Import 2 rows" in text_of(browser.get(address))
    browser.post(f"{address}run/")
    assert Offer.objects.open().count() == 2
    page = text_of(browser.get(f"{address}?show=imported"))
    assert f'href="/offers/{row(batch, 2).offer_id}/"' in page
    assert "<dt>Imported</dt><dd>2</dd>" in page
    assert "<dt>Rejected</dt><dd>4</dd>" in page
    twice = browser.post(f"{address}run/", follow=True)
    assert "No row is waiting to be imported." in text_of(twice)
    browser.post(f"{address}undo/")
    assert not Offer.objects.open().exists()
    assert "<dt>Taken back</dt><dd>2</dd>" in text_of(browser.get(address))


def test_the_rejected_rows_can_be_mended_elsewhere_and_come_back(browser: Client) -> None:
    batch = uploaded(browser, f'{DIRTY}=HYPERLINK("x"),1,CA,+1 555\n')
    table = b"".join(browser.get(f"/imports/{batch.pk}/rejects/")).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(table)))
    assert lines[0] == ["rejected_line", "rejected_column", "rejected_value", "reason", *HEADINGS.split(",")]
    assert lines[2] == ["5", "Qty", "many", "This is not a whole number.", "swab", "many", "CA", ""]
    assert lines[-1][4:] == ['\'=HYPERLINK("x")', "1", "CA", "'+1 555"]
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line)
    again = uploaded(browser, table.replace("many", "7"))
    assert states(again) == {2: "bad", 3: "good", 4: "bad", 5: "bad", 6: "bad"}


def test_while_it_is_worked_on_the_page_says_how_far_it_is(browser: Client, olga: Person) -> None:
    batch = uploaded(browser, DIRTY)
    batches.start_import(batch, actor=olga)
    page = text_of(browser.get(f"/imports/{batch.pk}/"))
    assert 'hx-trigger="load delay:1500ms"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "0 of 2 rows" in page
    for act in ("run", "undo", "mend", "discard"):
        answer = browser.post(f"/imports/{batch.pk}/{act}/", follow=True)
        assert "The file is being worked on." in text_of(answer)
    assert browser.post(f"/imports/{batch.pk}/columns/", CHOSEN)["Location"] == f"/imports/{batch.pk}/"


def test_a_file_is_thrown_away(browser: Client) -> None:
    batch = uploaded(browser, CLEAN)
    browser.post(f"/imports/{batch.pk}/run/")
    assert "is thrown away" in text_of(browser.post(f"/imports/{batch.pk}/discard/", follow=True))
    assert not ImportBatch.objects.exists()
    assert Offer.objects.count() == 2


def test_nobody_else_sees_it(
    browser: Client, client_of: ClientOf, oren: Person, otis: Person, rita: Person, cascade: Organization
) -> None:
    batch = uploaded(browser, CLEAN)
    for person, status in ((otis, 200), (oren, 403), (rita, 404)):
        assert client_of(person).get(f"/imports/{batch.pk}/").status_code == status
        assert client_of(person).get(f"/imports/{batch.pk}/rejects/").status_code == status
    assert "stock.csv" not in text_of(client_of(rita).get("/imports/"))


def test_pages_cost_the_same_for_few_and_for_many_rows(browser: Client) -> None:
    batch = uploaded(browser, f"{CLEAN}swab,many,CA,\nswab,many,CA,\n")
    browser.post(f"/imports/{batch.pk}/run/")
    many = [
        ImportRow(
            batch=batch,
            number=number,
            cells=["swab", "many", "CA", ""],
            state=RowState.BAD,
            faults=[["Qty", "many", "This is not a whole number.", ""], ["Item", f"thing {number % 5}", "None.", ""]],
        )
        for number in range(100, 200)
    ]
    addresses = [f"/imports/{batch.pk}/?show={view}" for view in ("bad", "imported", "all")] + ["/imports/"]

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        return found

    few = costs()
    ImportRow.objects.bulk_create(many)
    ImportBatch.objects.bulk_create(
        ImportBatch(
            organization=batch.organization, side="offers", uploaded_by=batch.uploaded_by, asked_by=batch.asked_by
        )
        for _ in range(15)
    )
    assert costs() == few
    page = browser.get(f"/imports/{batch.pk}/?show=bad")
    assert len(re.findall("<fieldset", text_of(page))) == 20
    assert browser.get(f"/imports/{batch.pk}/?show=nonsense&page=x").status_code == 200


def test_the_list_says_how_each_file_stands(browser: Client) -> None:
    batch = uploaded(browser, DIRTY)
    browser.post(f"/imports/{batch.pk}/run/")
    assert "6 rows" in text_of(browser.get("/imports/"))
    assert "2 imported · 4 with errors" in text_of(browser.get("/imports/"))
