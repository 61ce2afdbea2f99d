"""What not everybody may know, and who may: words that stand in the things of the house, and their confidants."""

LAKEVIEW = {"reed", "carl", "rita"}
CASCADE = {"oren", "otis", "olga", "colin"}

CONFIDENCES: dict[str, set[str]] = {
    "reed@example.org": LAKEVIEW | {"ada"},
    "carl@example.org": LAKEVIEW | {"ada"},
    "rita@example.org": LAKEVIEW | {"ada"},
    "gail@example.org": {"ada"},
    "Fern Hollow": {"ada"},
    "Public mail": {"ada"},
    "Only for Rita": {"rita"},
    "Night stock": LAKEVIEW | {"cora", "colin", "ada"},
    "Between us two": LAKEVIEW | CASCADE | {"cora", "ada"},
    "Held for a look": {"reed", "carl", "rita", "ada"},
}
