"""A passage of somebody's comment, quoted in Markdown. Text in, text out."""

LONGEST_QUOTE = 1200  # characters; who wants more of it links to it


def quoted(text: str, *, name: str) -> str:
    """The text as a blockquote under the name of who said it, with an empty line for the answer.

    What is itself a quotation in it is left out, so that quotations do not pile up.
    """
    own = "\n".join(line for line in text.strip().splitlines() if not line.lstrip().startswith(">")).strip()
    if len(own) > LONGEST_QUOTE:
        own = own[:LONGEST_QUOTE].rsplit(maxsplit=1)[0] + " …"
    lines = [f"**{_plain(name)}:**", "", *own.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _plain(name: str) -> str:
    """A name that Markdown reads as nothing but words."""
    return "".join(f"\\{letter}" if letter in r"\`*_[]<>#|~" else letter for letter in name)
