"""Where an English text speaks of money: prices, payment and invoices, and amounts with a currency.

Nothing here is bought or sold, so such a text is shown to its writer before it is posted (the charter's third
principle). The guard reads words (`money_words`), not meaning: it knows English, the signs of currencies and the
commonest of their codes, and nothing else. What it finds is a passage to look at, never a verdict.

One walk over the words, with a bounded look to either side: time grows with the length of the text and no faster.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise, product
from typing import Literal

from coalition.shared import money_words as words

Kind = Literal["amount", "word"]

# Letters with apostrophes between them; figures with points or commas between them; any one sign.
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]|_")
_SENTENCE = re.compile(r"(?<=[.!?]) |[\r\n]")
_ENDS = frozenset(".;!?\n")
_JOINTS = frozenset([",", "or", "nor", "and", "/", "&"])
REACH = 6  # words on either side in which a denial counts
LONGEST_EXPLANATION = 500  # characters, of why a passage stays
LONGEST = 110  # characters of a passage that are quoted
CONTEXT = 40  # characters on either side of a passage that is quoted


@dataclass(frozen=True, slots=True)
class Passage:
    """`text[start:end]` speaks of money: an amount with a currency, or words of price, payment or invoice."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Token:
    written: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.written.casefold().replace("’", "'").removesuffix("'s")

    @property
    def is_number(self) -> bool:
        return self.written[0].isdigit()

    @property
    def is_sign(self) -> bool:
        return unicodedata.category(self.written) == "Sc" if len(self.written) == 1 else False

    @property
    def is_capital(self) -> bool:
        return self.written[0].isupper() and not (len(self.written) > 2 and self.written.isupper())


@dataclass(frozen=True, slots=True)
class _Found:
    """Money in the tokens from `first` up to, and not with, `last`."""

    first: int
    last: int
    kind: Kind


def passages(text: str) -> list[Passage]:
    """The passages of a text that speak of money, in their order, none over another. Deterministic."""
    tokens = [_Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
    reading = _Reading(text, tokens)
    found = [Passage(tokens[one.first].start, tokens[one.last - 1].end, one.kind) for one in reading.money()]
    return _joined(found, lambda between: not between.strip(" :-–"), text=text)


def quoted(text: str, passage: Passage) -> str:
    """The passage with what its sentence says around it, such as “…respirators, $4.50 each, minimum 500.”."""
    before, after = text[max(0, passage.start - CONTEXT) : passage.start], text[passage.end :][:CONTEXT]
    begun, cut = _SENTENCE.split(before)[-1], _SENTENCE.split(after)[0]
    if begun == before and passage.start > CONTEXT:
        before = "…" + (before.partition(" ")[2] if " " in before else before)
    else:
        before = begun
    if cut == after and passage.end + CONTEXT < len(text):
        after = (after.rpartition(" ")[0] if " " in after else after) + "…"
    else:
        after = cut
    words = text[passage.start : passage.end]
    words = words if len(words) <= LONGEST else words[:LONGEST] + "…"
    return " ".join(f"{before}{words}{after}".split())


def in_sentences(text: str, found: Sequence[Passage]) -> list[Passage]:
    """The passages as they are shown: those near each other in one sentence as one."""
    return _joined(found, lambda between: len(between) <= CONTEXT and not _SENTENCE.search(between), text=text)


def _joined(found: Sequence[Passage], belongs: Callable[[str], bool], *, text: str) -> list[Passage]:
    """The passages, with those made one between which stands what `belongs` to both."""
    joined: list[Passage] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and belongs(text[last.end : one.start]):
            kind: Kind = "amount" if "amount" in {last.kind, one.kind} else "word"
            joined[-1] = Passage(last.start, one.end, kind)
        else:
            joined.append(one)
    return joined


class _Reading:
    """One text on its way through the rules."""

    def __init__(self, text: str, tokens: Sequence[_Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.words = [token.word for token in tokens]

    @cached_property
    def harmless(self) -> frozenset[int]:
        """The places of words that look like money and are not about it."""
        places: set[int] = set()
        for at in range(len(self.tokens)):
            last = self._match(_phrases("HARMLESS"), at)
            places.update(range(at, last or at))
        return frozenset(places)

    @cached_property
    def broken(self) -> list[bool]:
        """Whether a clause ends with, or after, the word at each place."""
        after = [self.text.find("\n", one.end, two.start) >= 0 for one, two in pairwise(self.tokens)]
        return [ends or word in _ENDS for word, ends in zip(self.words, [*after, True], strict=True)]

    @cached_property
    def is_titled(self) -> bool:
        """Whether Most Words Begin Large, so that this makes none of them a name."""
        long = [token for token in self.tokens if token.written.isalpha() and len(token.written) > 3]
        return 2 * sum(token.written[0].isupper() for token in long) > len(long)

    def money(self) -> Iterator[_Found]:
        """What is found, but for what is denied, harmless, or a name."""
        at, excused_to = 0, -1
        while at < len(self.tokens):
            found = self._amount(at) or self._phrase(at)
            if found is None or not self.harmless.isdisjoint(range(found.first, found.last)):
                at += 1
                continue
            if found.kind == "word" and self._is_excused(found, excused_to):
                excused_to = found.last
            else:
                yield found
            at = found.last

    def _is_excused(self, found: _Found, excused_to: int) -> bool:
        if self._is_name(found.first):
            return True
        listed = (
            excused_to >= 0 and found.first - excused_to <= 2 and set(self.words[excused_to : found.first]) <= _JOINTS
        )
        return listed or self._is_denied(found)

    def _amount(self, at: int) -> _Found | None:
        """A currency with a number on either side; not with nought, which says that nothing is asked."""
        token = self.tokens[at]
        if token.is_sign:
            return self._signed(at)
        if token.word in words.COUNTRIES and (sign := self._at(at + 1)) and sign.is_sign and sign.start == token.end:
            found = self._signed(at + 1)
            return found and replace(found, first=at)
        if token.is_number or token.word in words.NUMBERS:
            return self._counted(at)
        return self._named(at)

    def _named(self, at: int) -> _Found | None:
        """`USD 4`, `Rs. 450`."""
        code, step = self.words[at], 1
        if code not in words.CURRENCIES and code not in words.COINS:
            return None
        after = self._at(at + 1)
        if code == "rs" and after and after.word == ".":
            after, step = self._at(at + 2), 2
        if after is None or not after.is_number or _is_nought(after):
            return None
        if code in words.AMBIGUOUS and (_is_small(after) or after.start == self.tokens[at].end):
            return None
        return _Found(at, self._past_scale(at + step + 1), "amount")

    def _signed(self, at: int) -> _Found | None:
        """`$4`, `US$ 4`, `$$`; a lone sign is none."""
        last = at + 1
        while (sign := self._at(last)) and sign.is_sign:
            last += 1
        number = self._at(last)
        if number and number.is_number:
            return None if _is_nought(number) else _Found(at, self._past_scale(last + 1), "amount")
        return _Found(at, last, "word") if last > at + 1 else None

    def _counted(self, at: int) -> _Found | None:
        """`4 USD`, `150$`, `five bucks`, `2 million yen`."""
        if _is_nought(self.tokens[at]):
            return None
        last = self._past_scale(at + 1)
        after, further = self._at(last), self._at(last + 1)
        if after is None or self._is_name(last):
            return None
        if after.is_sign:  # unless it belongs to the number behind it
            ours = not (further and further.is_number and further.start == after.end)
        elif after.word in words.AMBIGUOUS:
            apart = after.start > self.tokens[last - 1].end
            ours = apart and (further is None or further.word in words.AFTER_AN_AMOUNT)
        else:
            ours = after.word in words.CURRENCIES or after.word in words.COINS
        return _Found(at, last + 1, "amount") if ours else None

    def _past_scale(self, at: int) -> int:
        """The place after words such as “thousand”, of which no more than two stand together."""
        for _ in range(2):
            scale = self._at(at)
            if scale is None or scale.word not in words.SCALES:
                break
            at += 1
        return at

    def _phrase(self, at: int) -> _Found | None:
        last = self._match(_phrases("MONEY"), at)
        return None if last is None or self._is_glued(at, last) else _Found(at, last, "word")

    def _is_glued(self, first: int, last: int) -> bool:
        """Whether figures touch the words, as in a key that a machine made: 2f4dee-5fee."""
        before, after, end = self._at(first - 1), self._at(last), self.tokens[last - 1].end
        touched = before is not None and before.is_number and before.end == self.tokens[first].start
        return touched or (after is not None and after.is_number and after.start == end)

    def _match(self, phrases: "_Phrases", at: int) -> int | None:
        """The place after the longest phrase that begins here."""
        first = "#" if self.tokens[at].is_number else self.words[at]
        for phrase in phrases.get(first, ()):
            if all(self._fits(part, at + step) for step, part in enumerate(phrase)):
                return at + len(phrase)
        return None

    def _fits(self, part: str, at: int) -> bool:
        if at >= len(self.tokens):
            return False
        return part == self.words[at] or part == "*" or (part == "#" and self.tokens[at].is_number)

    def _is_denied(self, found: _Found) -> bool:
        return self._denied_before(found.first) or self._denied_after(found.last)

    def _denied_before(self, first: int) -> bool:
        for at in range(first - 1, max(-1, first - 1 - REACH), -1):
            word = self.words[at]
            if self.broken[at] or word in {",", "but"}:
                return False
            if word in words.DENIALS or (word == "free" and self.words[at + 1] in {"of", "from"}):
                return True
        return False

    def _denied_after(self, last: int) -> bool:
        """“Invoice not needed”, “cost of goods is not charged”, “fees are waived”."""
        denied = False
        for at in range(last, min(len(self.tokens), last + REACH + 2)):
            word = self.words[at]
            if self.broken[at - 1] or word in {",", "but"}:
                return False
            if word in words.WAIVED or (denied and word in words.DENIED):
                return True
            denied = denied or word in words.DENIALS
        return False

    def _is_name(self, at: int) -> bool:
        """“Price County”, “Dr. Price”, “ask for Paige Fee”."""
        token = self.tokens[at]
        if not token.is_capital:
            return False
        after, before = self._at(at + 1), self._at(at - 1)
        if before and before.word == ".":
            before = self._at(at - 2)
        if (after and after.is_capital and after.word in words.PLACES) or (before and before.word in words.TITLES):
            return True
        further = self._at(at + 2)
        if after and further and after.is_capital and further.is_capital and further.word in words.PLACES:
            return True
        beside = at > 0 and not self.broken[at - 1] and self.tokens[at - 1].is_capital
        follows = not self.broken[at] and after is not None and after.is_capital
        return (beside or follows) and not self.is_titled

    def _at(self, place: int) -> _Token | None:
        return self.tokens[place] if 0 <= place < len(self.tokens) else None


def _is_nought(token: _Token) -> bool:
    return token.is_number and not token.written.strip("0.,")


def _is_small(number: _Token) -> bool:
    return len(number.written.replace(",", "").partition(".")[0]) < 3


_Phrases = dict[str, list[tuple[str, ...]]]


@cache
def _phrases(name: Literal["MONEY", "HARMLESS"]) -> _Phrases:
    """The phrases by their first words, the longest first."""
    found: _Phrases = {}
    for line in getattr(words, name).splitlines():
        parts = [_either(part) for part in line.split()]
        for phrase in product(*parts):
            said = tuple(part for part in phrase if part)
            if said:
                found.setdefault(said[0], []).append(said)
    for phrases in found.values():
        phrases.sort(key=len, reverse=True)
    return found


def _either(part: str) -> list[str]:
    """`a|b?` is a, b or nothing."""
    choices = part.split("|")
    words_of = [choice.removesuffix("?") for choice in choices]
    return [*words_of, ""] if any(choice.endswith("?") for choice in choices) else words_of
