"""The names of files: what is shown of them, whatever somebody called them."""

import re
import unicodedata

LONGEST = 120
# Endings that a system would run, or a browser read as a page: none may hide inside a name.
RUNS = frozenset(
    "apk app bash bat bin cgi chm class cmd com cpl dll docm dotm exe gadget hta htm html inf ins iso jar js jse lnk "
    "msc msi msp php pif pl potm ppam pptm ps1 py rb reg scf scr sct sh shtml svg svgz swf url vb vbe vbs ws wsf wsh "
    "xhtml xlam xlsm xltm xml xsl".split()
)
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
_DRAWN_ELSEWHERE = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}  # control, order of writing, not assigned, ends of lines


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters; "" where there is nothing."""
    stem, dot, ending = safe_name(name).rpartition(".")
    return ending.lower() if dot and stem else ""


def safe_name(name: str) -> str:
    """A name that can be shown and saved anywhere: no path, nothing unseen, no ending inside it, at most 120 letters.

    Characters that change the order of writing are left out, so that the ending seen is the true one.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(letter for letter in name if unicodedata.category(letter) not in _DRAWN_ELSEWHERE)
    name = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*%]', "_", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    stem = re.sub(r"\.(\w+)(?=\.|$)", _without_ending, stem).strip(" .") or "file"
    if stem.lower() in RESERVED:
        stem = f"_{stem}"
    return f"{stem[: LONGEST - len(dot + ending[:20])]}{dot}{ending[:20]}"


def _without_ending(found: "re.Match[str]") -> str:
    return f"_{found[1]}" if found[1].lower() in RUNS else found[0]
