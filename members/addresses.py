"""Mail addresses, in one spelling each, so that nobody has two accounts under what looks like one address."""

from members import domains


def one_spelling(address: str) -> str:
    """The address as it is kept and compared: lower case, the domain in ASCII.

    What is before the @ must be ASCII: “ſam”, “ѕam” and “sam” look alike, and databases take some of them for the same.
    A part after `+` stays: to us it is another mailbox, and its owner proves it. Raises ValueError for anything else.
    """
    account, _at, domain = address.strip().rpartition("@")
    if not account or not account.isascii():
        raise ValueError("Only ASCII can stand before the @ of an address.")
    return f"{account}@{domains.to_ascii(domain)}".lower()


def hint_of(address: str) -> str:
    """Enough of an address for its owner to know it, and too little for others: r…a@l…h.org."""
    account, _at, domain = address.partition("@")
    host, _dot, ending = domain.rpartition(".")
    return f"{_shortened(account)}@{_shortened(host)}.{ending}"


def _shortened(text: str) -> str:
    return f"{text[:1]}…{text[-1:]}" if len(text) > 3 else f"{text[:1]}…"
