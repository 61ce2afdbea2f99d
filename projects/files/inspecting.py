"""What a file is: its ending says what it has to be, and its content is held to that."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid
from projects.files.documents import check_document
from projects.files.naming import ending_of, safe_name
from projects.files.pictures import redraw
from projects.files.texts import check_pdf, check_table, check_text

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}  # by ending, Pillow's name for them
DOCUMENTS = {
    "docx": f"{OOXML}.wordprocessingml.document",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "pptx": f"{OOXML}.presentationml.presentation",
    "odt": f"{ODF}.text",
    "ods": f"{ODF}.spreadsheet",
    "odp": f"{ODF}.presentation",
}
Check = Callable[[bytes], None]
OTHERS: dict[str, tuple[str, Check]] = {
    "pdf": ("application/pdf", check_pdf),
    "csv": ("text/csv", check_table),
    "txt": ("text/plain", check_text),
    "md": ("text/plain", check_text),
    **{ending: (kind, partial(check_document, media_type=kind)) for ending, kind in DOCUMENTS.items()},
}
ENDINGS = (*PICTURES, *OTHERS)  # all that is taken


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: `content` may differ from what came. Width and height in pixels, for pictures only."""

    name: str
    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def inspect(name: str, content: bytes) -> Inspected:
    """What may be kept of a file. Raises Invalid, in a sentence that says what is wrong with it and what to do."""
    ending, shown = ending_of(name), safe_name(name)
    if not content:
        raise Invalid(_("It is empty."))
    if ending in PICTURES:
        picture = redraw(content, PICTURES[ending])
        kind = f"image/{PICTURES[ending].lower()}"
        return Inspected(shown, kind, picture.content, picture.width, picture.height)
    if ending not in OTHERS:
        raise Invalid(_("Files of this kind are not taken. These are: %(kinds)s.") % {"kinds": kinds_taken()})
    media_type, check = OTHERS[ending]
    check(content)
    return Inspected(shown, media_type, content)


def kinds_taken() -> str:
    """The endings that are taken, as a list to read."""
    return ", ".join(ending.upper() for ending in ENDINGS if ending != "jpeg")
