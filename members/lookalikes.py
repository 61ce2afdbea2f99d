"""Domains that can be taken for one another by the eye: other letters, other hyphens, another ending, a letter apart.

Knows no database. Each organization is stored with the skeleton of its name (`bones`); `sought` gives the skeletons of
whatever a domain may be taken for, so that an ordinary index finds them; `looks_like` is the question itself.
"""

import unicodedata
from collections.abc import Iterator

import idna

from members import domains

SHORTEST = 6  # letters from which one letter apart counts; among shorter names too many honest ones are that near
ENDINGS = ("com", "edu", "gov", "health", "net", "org")  # as in lakeviewhealth-org.com

# Letters of other alphabets that are drawn like Latin ones, or nearly so. Gathered by hand from the letters that the
# registries of the large endings hand out; accents are taken off before.
_DRAWN_ALIKE = """
    аa вb сc ԁd еe һh іi јj кk ӏl мm нh оo рp ԛq гr ѕs тt уy үy ѵv ԝw хx зz бb ьb пn иu цu шw щw ѡw эe яr лn дa жx
    αa βb εe γy ηn ιi κk νv οo ρp σo τt υu χx ωw μu ςc δd θo
    ıi ɩi łl ʟl øo đd ħh ŧt ɑa ɡg ɴn ʀr ƅb ᴏo ʋv þp ðd ŋn ĸk ɪi ƒf
    ոn սu օo հh ցg զq լl ձd
"""
_LETTERS = str.maketrans({pair[0]: pair[1] for pair in _DRAWN_ALIKE.split()} | {"æ": "ae", "œ": "oe", "ß": "ss"})
_FIGURES = str.maketrans("015", "ols")
_ALPHABET = "abcdefghjklmnopqrstuvwxyz2346789"  # of skeletons: i, 0, 1 and 5 are written as others
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def skeleton(label: str) -> str:
    """What is left of one label of a domain when all that looks alike is written alike."""
    text = unicodedata.normalize("NFKD", _shown(label).casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.translate(_LETTERS).replace("-", "").translate(_FIGURES)
    for pair, single in _PAIRS:
        text = text.replace(pair, single)
    return text.replace("i", "l")


def name_of(domain: str) -> str:
    """The one label that somebody chose when they registered the domain: `lakeviewhealth` of it.lakeviewhealth.org."""
    return domains.registrable(domain).partition(".")[0]


def bones(domain: str) -> str:
    """The skeleton of the domain's name; "" where nobody chose one: of "" and of public suffixes."""
    return skeleton(name_of(domain))


def sought(domain: str) -> set[str]:
    """The skeletons of whatever the domain may be taken for, its own among them.

    About seventy for each letter of a name: those one letter apart, and what stands beside the name in the domain.
    """
    own = bones(domain)
    near = {own, *_one_slip(own)} if len(own) >= SHORTEST else {own}
    return (near | _further_names(domain)) - {""}


def looks_like(domain: str, other: str) -> bool:
    """Whether `domain` can be taken for `other`, which is registered by somebody else. Both are normalized.

    One and the same registered domain is no lookalike of itself.
    """
    mine, theirs = domains.registrable(domain), domains.registrable(other)
    if not mine or not theirs or mine == theirs:
        return False
    return bones(theirs) in sought(domain)


def _shown(label: str) -> str:
    """The label as a browser may show it."""
    if not label.startswith(domains.PUNYCODE):
        return label
    try:
        return idna.decode(label)
    except idna.IDNAError:
        return label


def _further_names(domain: str) -> set[str]:
    """Skeletons of what the domain shows beside its name: lakeviewhealth.org.example.com, lakeviewhealth-org.com."""
    registered = domains.registrable(domain)
    before = domain.removesuffix(registered).strip(".").split(".")
    name, _, ending = name_of(domain).rpartition("-")
    shown = [label for label in before if len(label) >= SHORTEST] + ([name] if ending in ENDINGS else [])
    return {skeleton(label) for label in shown} - {""}


def _one_slip(name: str) -> Iterator[str]:
    """What the name becomes when a letter is left out, changed or added, or two neighbours are exchanged.

    What it becomes must not be too short either.
    """
    for place in range(len(name) + 1):
        before, after = name[:place], name[place:]
        yield from (before + letter + after for letter in _ALPHABET)
        yield from (before + letter + after[1:] for letter in _ALPHABET if after)
        if len(name) > SHORTEST and after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
