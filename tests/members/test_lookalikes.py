"""Domains that can be taken for one another, and such that cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members import domains
from members.lookalikes import SHORTEST, bones, looks_like, skeleton, sought

LAKEVIEW = "lakeviewhealth.org"


@pytest.mark.parametrize(
    "trick",
    [
        "lаkeviewhealth.org",  # a Cyrillic а
        "lakevıewhealth.org",  # an i without its dot
        "lakeviéwhealth.org",
        "lαkeviewheαlth.org",  # Greek
        "ӏakeviewhealth.org",  # a Cyrillic palochka for the l
        "1akeviewhea1th.org",
        "lakevlewhealth.org",
        "lakevievvhealth.org",
        "lakeview-health.org",
        "lake-view-health.org",
        "lakeviewhealth.com",
        "lakeviewhealth.co.uk",
        "lakeviewhealth.github.io",
        "lakeviewhealths.org",
        "lakevewhealth.org",
        "lakewiewhealth.org",
        "lakeviwehealth.org",
        "lakeview-heaith.net",
        "lakeviewhealth-org.com",
        "lakeviewhealth.org.example.com",
        "login.lakeviewhealth.example.com",
    ],
)
def test_what_the_eye_takes_for_a_member_is_seen(trick):
    domain = domains.normalize(trick)
    assert looks_like(domain, LAKEVIEW)
    assert bones(LAKEVIEW) in sought(domain)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LAKEVIEW, LAKEVIEW),
        ("it.lakeviewhealth.org", LAKEVIEW),  # the same holder
        ("harborclinic.org", LAKEVIEW),
        ("lakeview.org", LAKEVIEW),
        ("lakeviewhospital.org", LAKEVIEW),
        ("abc.org", "abd.org"),  # short names are near each other by chance
        ("github.io", "github.com"),  # nobody's name
        ("", LAKEVIEW),
    ],
)
def test_what_is_another_name_or_the_same_holder_is_no_lookalike(one, other):
    assert not looks_like(one, other)


def test_short_names_are_compared_letter_by_letter():
    assert looks_like("cdc.org", "cdc.gov")
    assert looks_like("n1h.gov", "nlh.gov")
    assert not looks_like("cda.gov", "cdc.gov")


@pytest.mark.parametrize(
    ("one", "other"), [("modern", "modem"), ("c1oud", "doud"), ("vvide", "wide"), ("k00l", "kooi"), ("a-b", "ab")]
)
def test_what_is_drawn_alike_has_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


names = st.text("abcdefghjklmnopqrstuvwxyz2346789", min_size=SHORTEST, max_size=12)


@given(names, st.data())
def test_every_single_slip_of_a_long_name_is_seen(name, data):
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("aeoqz7"))
    slips = [
        name[:place] + letter + name[place:],
        name[:place] + letter + name[place + 1 :],
        name[:place] + name[place + 1 :],
        name[:place] + name[place : place + 2][::-1] + name[place + 2 :],
    ]
    plain = {label for label in [name, *slips] if skeleton(label) == label and len(label) >= SHORTEST}
    for slip in plain - {name} if name in plain else ():
        assert looks_like(f"{slip}.org", f"{name}.org"), slip
        assert looks_like(f"{name}.org", f"{slip}.com"), slip


@given(names, st.integers(0, 5), st.integers(0, 5))
def test_two_slips_far_apart_are_two_names(name, one, other):
    changed = "".join("q" if place in {one, other} else letter for place, letter in enumerate(name))
    apart = sum(mine != theirs for mine, theirs in zip(name, changed, strict=True))
    if apart == 2 and abs(one - other) > 1 and {skeleton(name), skeleton(changed)} == {name, changed}:
        assert not looks_like(f"{changed}.org", f"{name}.org")


@given(st.text(max_size=60))
def test_whatever_is_a_domain_has_a_skeleton_that_fits_the_column(text):
    try:
        domain = domains.normalize(text)
    except ValueError:
        return
    assert len(bones(domain)) <= 200


def test_the_longest_name_is_sought_under_some_thousands_of_words():
    assert 4_000 < len(sought(f"{'abcdefg' * 9}.org")) < 4_500
