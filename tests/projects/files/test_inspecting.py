"""What is taken, what comes out of it, and what each kind of file is refused for."""

from io import BytesIO

import pytest
from PIL import Image

from coalition.shared.errors import Invalid
from projects.files.inspecting import ENDINGS, inspect
from tests.projects.files.making import archive, document, pdf, photograph, picture, true_files

TRUE = true_files()


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        inspect(name, content)
    return str(refused.value)


def test_every_kind_that_is_taken_has_a_true_file_here() -> None:
    assert {name.partition(".")[2] for name in TRUE} == set(ENDINGS)


@pytest.mark.parametrize("name", TRUE)
def test_a_true_file_is_taken(name: str) -> None:
    kept = inspect(name, TRUE[name])
    assert kept.name == name
    assert kept.media_type.startswith(("image/", "text/", "application/pdf", "application/vnd."))
    assert (kept.width is None) == (not kept.media_type.startswith("image/"))


@pytest.mark.parametrize("name", [name for name in TRUE if not name.endswith(("png", "jpg", "jpeg", "webp"))])
def test_what_is_no_picture_is_kept_to_the_byte(name: str) -> None:
    assert inspect(name, TRUE[name]).content == TRUE[name]


def test_a_photograph_forgets_where_and_by_whom_and_stands_upright() -> None:
    assert Image.open(BytesIO(photograph())).getexif().get_ifd(0x8825)  # it did say where
    kept = inspect("ward.jpg", photograph())
    image = Image.open(BytesIO(kept.content))
    assert (kept.width, kept.height) == (8, 16) == image.size
    assert not dict(image.getexif())
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"Iris", b"secret", b"Exif"):
        assert secret not in kept.content


def test_a_large_picture_is_made_smaller() -> None:
    kept = inspect("map.png", picture(size=(5000, 1000), mode="L"))
    assert (kept.width, kept.height) == (2048, 410)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_every_mode_are_drawn_anew(mode: str) -> None:
    file = BytesIO()
    Image.new("RGBA" if mode == "P" else mode, (4, 4)).convert(mode).save(file, "PNG")
    assert inspect("a.png", file.getvalue()).width == 4


def test_see_through_parts_stay_see_through() -> None:
    file = BytesIO()
    Image.new("RGBA", (2, 2), (9, 9, 9, 0)).save(file, "PNG")
    assert Image.open(BytesIO(inspect("a.png", file.getvalue()).content)).getpixel((0, 0))[3] == 0


def test_a_picture_of_another_kind_than_its_name_says_is_refused() -> None:
    assert "something else by its content" in refusal("a.png", TRUE["a.jpg"])


def test_a_moving_picture_is_refused() -> None:
    file = BytesIO()
    frames = [Image.new("RGB", (2, 2), colour) for colour in ("red", "blue")]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    assert "moves" in refusal("a.png", file.getvalue())


@pytest.mark.thorough
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    assert "50 million pixels" in refusal("a.png", picture(size=(10_000, 5_000), mode="1"))
    for side in (10_000, 20_000):
        assert "too many pixels" in refusal("a.png", picture(size=(side, side), mode="1"))


def test_an_empty_file_is_refused() -> None:
    assert refusal("a.pdf", b"") == "It is empty."


def test_a_kind_that_is_not_taken_is_refused_with_those_that_are() -> None:
    for name in ("a.svg", "a.html", "a.gif", "a.exe", "a.docm", "a.zip", "a", ".pdf", "a.pdf.exe"):
        assert "PNG, JPG, WEBP, PDF" in refusal(name, b"x")


@pytest.mark.parametrize("line", ["=SUM(A1:A2)", "x,=1+1", '"=cmd|/c calc!A0"', "x;@SUM(1)", "+HYPERLINK(1)", "-2+3|x"])
def test_a_table_with_a_formula_is_refused_by_its_line(line: str) -> None:
    assert "Line 2 has a cell" in refusal("a.csv", f"item,units\n{line}\n".encode())


@pytest.mark.parametrize("line", ["-5,+3.5", "+1 312 555 0100", "a = b", "iris@example.org", "1-2", "- none -"])
def test_a_table_with_signs_and_addresses_is_taken(line: str) -> None:
    assert inspect("a.csv", line.encode()).media_type == "text/csv"


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", "é".encode("latin-1"), b"a\x00b", b"a\x1bb", b"<html>", b"#!/bin/sh"]
)
def test_what_is_no_plain_text_is_refused(content: bytes) -> None:
    refusal("a.txt", content)


@pytest.mark.parametrize(
    "content",
    [
        b"x" + pdf(),
        pdf()[:-8],
        b"%PDF-1.7",
        pdf(b"/OpenAction<</S/JavaScript>>"),
        pdf(b"/J#61vaScript"),
        pdf(b"/Launch"),
    ],
)
def test_what_is_no_whole_pdf_or_an_active_one_is_refused(content: bytes) -> None:
    refusal("a.pdf", content)


def test_a_document_under_the_name_of_another_is_refused() -> None:
    for name, content in (("a.xlsx", TRUE["a.docx"]), ("a.odt", TRUE["a.ods"]), ("a.docx", archive({"a": b"b"}))):
        refusal(name, content)


def test_a_document_with_macros_is_refused() -> None:
    for more in ({"word/vbaProject.bin": b"x"}, {"xl/macrosheets/sheet1.xml": b"<x/>"}):
        assert "macros" in refusal("a.docx", document("docx", more))
    assert "macros" in refusal("a.odt", document("odt", {"Basic/Standard/Module1.xml": b"<x/>"}))
    typed = document("docx", types=b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>')
    assert "macros" in refusal("a.docx", typed)


def test_a_document_that_unpacks_to_far_more_is_refused() -> None:
    assert "unpacks" in refusal("a.docx", document("docx", {"word/media/big.xml": b"0" * 100_000_001}))


def test_a_document_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(document("docx", {"word/big.xml": b"0" * 5_000_000}))
    for place in (content.find(b"word/big.xml") - 8, content.rfind(b"word/big.xml") - 22):
        content[place : place + 4] = (10).to_bytes(4, "little")
    refusal("a.docx", bytes(content))


@pytest.mark.parametrize("part", ["../evil.xml", "/etc/passwd", "word\\..\\x.xml", "word/embeddings/run.exe", "a.zip"])
def test_a_document_with_a_part_that_leads_elsewhere_is_refused(part: str) -> None:
    refusal("a.docx", document("docx", {part: b"x"}))


@pytest.mark.parametrize(
    "text",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><x/>',
        '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16"),
        b'<Relationship Type=".../attachedTemplate" TargetMode="External" Target="https://example.org/x.dotm"/>',
        b"<r:Relationship TargetMode = 'External' Target='https://example.org/x'/>",
    ],
)
def test_a_document_that_grows_or_fetches_is_refused(text: bytes) -> None:
    refusal("a.docx", document("docx", {"word/_rels/settings.xml.rels": text}))


def test_a_document_with_links_is_taken() -> None:
    link = b'<Relationship Type="http://x/relationships/hyperlink" TargetMode="External" Target="https://example.org"/>'
    assert inspect("a.docx", document("docx", {"word/_rels/document.xml.rels": link}))
