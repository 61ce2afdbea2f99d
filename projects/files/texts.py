"""Plain text, tables as text, and PDF: checked as they are, since nothing of them is run or shown by the portal."""

import re

from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# How pages, programs and other kinds of file begin that consist of letters.
_BEGINNINGS = (
    *("<!doctype", "<html", "<head", "<body", "<svg", "<script", "<?xml", "<?php", "<%", "#!"),
    *("mz\x90", "%pdf-", "%!ps", "{\\rtf", "mime-version:", "[internetshortcut"),
)
# What a spreadsheet would reckon or run when it opens the table: a cell that begins with = or @, or with + or - and
# calls something. A number with its sign, or a telephone number, is none.
_FORMULA = re.compile(
    r"""(?:^|[,;\t])\s*["']?\s*(?:[=@]\s*[\w+\-@(]|[+\-][^,;\t"]*(?:\||[A-Za-z]\s*\())""", re.MULTILINE
)
_ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)\b")


def check_text(content: bytes) -> None:
    """Raise Invalid unless the content is text in UTF-8 that is no program and no page."""
    _read(content)


def check_table(content: bytes) -> None:
    """As `check_text`; also raise Invalid for a cell that a spreadsheet would take for a formula."""
    text = _read(content)
    if found := _FORMULA.search(text):
        line = text.count("\n", 0, found.end()) + 1
        raise Invalid(
            _("Line %(line)d has a cell that begins like a formula, which a spreadsheet would run. Take it out.")
            % {"line": line}
        )


def check_pdf(content: bytes) -> None:
    """Raise Invalid unless the content begins and ends as a PDF, or when it openly does more than be read.

    ISO 32000-2, 7.5. What a PDF packs into its streams is not looked into: reading it is left to a program for that.
    """
    whole = re.match(rb"%PDF-[12]\.\d[\r\n \t]", content) and b"%%EOF" in content[-1024:]
    if not whole:
        raise Invalid(_("By its content it is no PDF, or not a whole one."))
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), content)  # names may be spelled so
    if _ACTIVE_PDF.search(plain):
        raise Invalid(_("The PDF holds a script, a form that sends itself, or another file. Print it to a PDF anew."))


def _read(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(_("It is no text in UTF-8. Save it as UTF-8, and attach that.")) from error
    if _CONTROL.search(text):
        raise Invalid(_("It holds characters that no text has."))
    if text.lstrip().lower().startswith(_BEGINNINGS):
        raise Invalid(_("By its content it is a page or a program, not plain text."))
    return text
