"""Small true files of every kind that is taken, made here so that no foreign file lies in the repository."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from PIL import Image

from projects.files.inspecting import DOCUMENTS

OOXML_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6), mode: str = "RGB", **options: Any) -> bytes:
    file = BytesIO()
    Image.new(mode, size, "teal" if mode not in {"L", "1"} else 90).save(file, kind, **options)
    return file.getvalue()


def photograph() -> bytes:
    """A JPEG that says where it was taken, by whom and when, and stands on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x013B] = "Iris Photographer"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 52.0, 43.0), 3: "W", 4: (87.0, 37.0, 47.0)})
    return picture("JPEG", (16, 8), exif=exif, comment=b"secret remark")


def pdf(
    body: bytes = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj",
) -> bytes:
    return b"%PDF-1.7\n" + body + b"\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def archive(parts: dict[str, bytes], *, first_plain: bool = False, comment: bytes = b"") -> bytes:
    """A ZIP with these parts; where the first one is to be plain, it is not packed."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as into:
        for number, (name, content) in enumerate(parts.items()):
            into.writestr(name, content, ZIP_STORED if first_plain and number == 0 else ZIP_DEFLATED)
        into.comment = comment
    return file.getvalue()


def document(ending: str, more: dict[str, bytes] | None = None, *, types: bytes = b"", comment: bytes = b"") -> bytes:
    """An office document with further parts."""
    media_type = DOCUMENTS[ending].encode()
    if ending.startswith("od"):
        parts = {"mimetype": media_type, "content.xml": b"<office/>", "META-INF/manifest.xml": b"<manifest/>"}
        return archive({**parts, **(more or {})}, first_plain=True, comment=comment)
    part = OOXML_PARTS[ending].encode()
    said = (
        b'<Types><Override PartName="/' + part + b'" ContentType="' + media_type + b'.main+xml"/>' + types + b"</Types>"
    )
    parts = {"[Content_Types].xml": said, OOXML_PARTS[ending]: b"<w/>", "_rels/.rels": b"<Relationships/>"}
    return archive({**parts, **(more or {})}, comment=comment)


def true_files() -> dict[str, bytes]:
    """One of every kind, by name."""
    return {
        "a.png": picture(),
        "a.jpg": picture("JPEG"),
        "a.jpeg": photograph(),
        "a.webp": picture("WEBP"),
        "a.pdf": pdf(),
        "a.csv": b'item,units\r\nN95 respirators,-5\r\n"Tel +1 (312) 555-0100",3\r\n',
        "a.txt": "Übergabe am Montag\n".encode(),
        "a.md": b"# Notes\n",
        **{f"a.{ending}": document(ending) for ending in DOCUMENTS},
    }
