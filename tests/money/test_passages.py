"""Where a text speaks of money, and how often that is found in two hundred texts written before the patterns were."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.shared.money import in_sentences, passages, quoted

TEXTS = Path(__file__).with_name("texts.tsv")

# What it does not find. The list is kept honest by the test below: a text that is found leaves it.
MISSED: dict[str, list[str]] = {"tuning": [], "held": ["Non-members pay double."]}


def texts(half: str, label: str) -> list[str]:
    rows = [line.split("\t") for line in TEXTS.read_text().splitlines() if not line.startswith("#")]
    return [text for its_half, its_label, text in rows if (its_half, its_label) == (half, label)]


def words(text: str) -> list[str]:
    return [text[one.start : one.end] for one in passages(text)]


def test_there_are_two_hundred_texts_in_four_equal_parts() -> None:
    parts = [texts(half, label) for half in ("tuning", "held") for label in ("money", "near")]
    assert [len(part) for part in parts] == [50] * 4
    assert len({text for part in parts for text in part}) == 200


@pytest.mark.parametrize(("half", "recall", "precision"), [("tuning", 0.98, 0.98), ("held", 0.94, 0.96)])
def test_what_is_found_and_what_is_missed_stays_as_measured(half: str, recall: float, precision: float) -> None:
    """Measured: 50 of 50 of the tuning half, 48 of 50 of the held-out half, none too many in either.

    Of the two that were missed, “Will sell at cost.” was lost by a slip, two of our phrases against each other, which
    was mended after the measurement. The texts and the patterns are by one hand, so that what others write will be
    found less often than this.
    """
    missed = [text for text in texts(half, "money") if not passages(text)]
    too_many = [text for text in texts(half, "near") if passages(text)]
    found = 50 - len(missed)
    assert found / 50 >= recall, missed
    assert found / (found + len(too_many)) >= precision, too_many
    assert missed == MISSED[half]


@pytest.mark.parametrize(
    "text",
    [
        "Ask at Price County Hospital.",
        "It is free of charge.",
        "No payment is asked.",
        "Cost of goods is not charged.",
        "No price, payment or invoice.",
        "A fee is neither asked nor taken.",
        "$0, and 0 USD to the receiver",
        "40 euro pallets, 2 AED, 12 CAD patients, INR 2.5, 3 CHF beds",
        "Three Bucks County hospitals",
        "2f4dee-5fee-4890-75cad",
        "",
        "$",
    ],
)
def test_what_only_comes_near_is_left_alone(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("N95, $4.50 each", ["$4.50"]),
        ("Price: US$ 12k", ["Price: US$ 12k"]),
        ("it costs 2 million yen, or €5", ["costs 2 million yen", "€5"]),
        ("5 dollars and RS. 450", ["5 dollars", "RS. 450"]),
        ("It is not sold. Invoice follows.", ["Invoice"]),
        ("N95 MASKS FOR SALE", ["FOR SALE"]),
        ("N95 Masks For Sale", ["For Sale"]),
        ("No shipping, price on request", ["price"]),
        ("No returns\nPayment on receipt", ["Payment"]),
        ("don’t pay; we’ll invoice", ["invoice"]),
    ],
)
def test_the_passage_is_shown_as_it_stands(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_passage_is_quoted_with_the_words_around_it() -> None:
    text = "We have a great many respirators of the small size, and ask $4.50 each for them, 500 at least, please."
    assert quoted(text, passages(text)[0]) == (
        "…respirators of the small size, and ask $4.50 each for them, 500 at least, please."
    )


def test_passages_of_one_sentence_are_shown_as_one() -> None:
    text = "It is $4 each, payment in May. Invoice follows.\n$5 later"
    shown = in_sentences(text, passages(text))
    assert [quoted(text, one) for one in shown] == ["It is $4 each, payment in May.", "Invoice follows.", "$5 later"]
    assert [one.kind for one in shown] == ["amount", "word", "amount"]


@given(st.text(alphabet="pay no$5USD,.'\n price fee €0k", max_size=200) | st.text(max_size=200))
def test_passages_lie_in_order_within_the_text_whatever_it_is(text: str) -> None:
    found = passages(text)
    assert found == passages(text)
    ends = [0]
    for one in found:
        assert ends[-1] <= one.start < one.end <= len(text)
        assert "\n" not in quoted(text, one)
        assert len(quoted(text, one)) <= 200
        ends.append(one.end)


HOSTILE = {
    "signs": "$" * 100_000,
    "figures": "1," * 50_000,
    "apostrophes": "a'" * 50_000,
    "denials": "not " * 25_000 + "price",
    "scales": "five million thousand " * 5_000,
    "beginnings of phrases": "up to recover the your costs at front " * 2_600,
    "one word": "price" * 20_000,
    "passages": "pay " * 25_000,
    "blanks": "$" + " " * 100_000 + "5",
    "names": "Price County " * 7_700,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_of_a_hundred_thousand_characters_takes_no_longer_than_its_length(name: str) -> None:
    """The whole takes some ten times as long as a tenth of it; a hundred times would be a square."""
    whole = HOSTILE[name]
    assert _seconds(whole) < 40 * max(_seconds(whole[:10_000]), 0.005)


def _seconds(text: str) -> float:
    began = process_time()
    passages(text)
    return process_time() - began
