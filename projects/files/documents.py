"""Documents of office programs, which are ZIP archives: they are what they say, hold no macro, and unpack to little.

Their kinds: ECMA-376 (Office Open XML, by the main part's type in `[Content_Types].xml`) and OASIS ODF 1.3, part 2,
3.3 (by `mimetype`, the first entry, not packed).
"""

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid

MOST_ENTRIES = 3000
MOST_UNPACKED = 100_000_000  # bytes
PIECE = 1 << 20

BROKEN = (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, NotImplementedError)
ARCHIVES = (".zip", ".7z", ".rar", ".jar", ".exe", ".dll", ".js", ".vbs", ".bin", ".ole", ".html", ".htm", ".hta")
HARMLESS_BINARIES = ("printersettings",)  # what a spreadsheet keeps of its printer
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External""")
MACROS = ("vbaproject", "vbadata", "macrosheets/", "activex/", "basic/", "scripts/", "customui/")


def check_document(content: bytes, media_type: str) -> None:
    """Raise Invalid unless the archive is a document of this type that runs nothing and unpacks to what it says."""
    if not content.startswith(b"PK\x03\x04"):
        raise Invalid(_("By its content it is no document of this kind."))
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, packed=len(content), comment=archive.comment)
            _check_names(entries)
            _check_type(archive, media_type)
            for entry in entries:
                _check_entry(archive, entry)
    except BROKEN as error:
        raise Invalid(_("The document cannot be opened. It is damaged, or locked with a password.")) from error


def _check_sizes(entries: list[ZipInfo], *, packed: int, comment: bytes) -> None:
    """By what the archive says; `_check_entry` sees whether that is true. Entries that share bytes are a bomb."""
    too_much = len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED
    if too_much or comment or sum(entry.compress_size for entry in entries) > packed:
        raise Invalid(_("The document unpacks to far more than its size. It is not taken."))
    if len({entry.filename for entry in entries}) != len(entries):
        raise Invalid(_("The document holds two parts of one name. Save it anew and attach that."))


def _check_names(entries: list[ZipInfo]) -> None:
    for entry in entries:
        name = entry.orig_filename.lower()
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name or "\x00" in name:
            raise Invalid(_("The document holds a part that would be unpacked elsewhere. It is not taken."))
        if any(name.startswith(each) or f"/{each}" in f"/{name}" for each in MACROS):
            raise Invalid(_("The document holds macros. Save it without them."))
        if name.endswith(ARCHIVES) and not any(each in name for each in HARMLESS_BINARIES):
            raise Invalid(_("Another file is packed into the document. Take it out, and attach it by itself."))


def _check_type(archive: ZipFile, media_type: str) -> None:
    if media_type.startswith("application/vnd.oasis."):
        first = archive.infolist()[0]
        said = archive.read(first) if first.filename == "mimetype" and first.file_size < PIECE else b""
        fits = said == media_type.encode()
    else:
        types = archive.getinfo("[Content_Types].xml")
        said = archive.read(types) if types.file_size < PIECE else b""
        fits = f'"{media_type}.main+xml"'.encode() in said
    if b"macroEnabled" in said:
        raise Invalid(_("The document holds macros. Save it without them."))
    if not fits:
        raise Invalid(_("By its content it is no document of this kind."))


def _check_entry(archive: ZipFile, entry: ZipInfo) -> None:
    """Unpack the entry piece by piece, which also finds sizes that are not true, and look at what is XML."""
    if entry.flag_bits & 0x1 or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Invalid(_("The document cannot be opened. It is damaged, or locked with a password."))
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".rdf", ".vml"))
    before = b""
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            if is_xml:
                _check_xml((before + piece).replace(b"\x00", b""))  # without them two bytes a letter read like one
            before = piece[-4000:]


def _check_xml(text: bytes) -> None:
    if b"<!ENTITY" in text or b"<!DOCTYPE" in text:
        raise Invalid(_("The document defines parts of its own that grow when read. It is not taken."))
    for relation in _RELATION.findall(text):
        if _EXTERNAL.search(relation) and b"/hyperlink" not in relation:
            raise Invalid(_("The document fetches a part from elsewhere. Put that part into it, and attach that."))
