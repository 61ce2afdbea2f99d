"""Reads policy.txt: what each role gets at each address with each method."""

from pathlib import Path

HEADING, *_lines = [
    line
    for line in (Path(__file__).parent / "policy.txt").read_text().splitlines()
    if line and not line.startswith("#")
]

COLUMNS = tuple(HEADING.split()[2:])  # behind "method address"
ROWS: dict[str, tuple[str, ...]] = {}
for _line in _lines:
    _method, _address, *_cells = _line.split()
    assert len(_cells) == len(COLUMNS), f"policy.txt: {len(_cells)} cells instead of {len(COLUMNS)}: {_line}"
    assert f"{_method} {_address}" not in ROWS, f"policy.txt: twice: {_line}"
    ROWS[f"{_method} {_address}"] = tuple(_cells)
