"""Domains in one form, and providers whose addresses prove nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members import domains, mail_providers


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("lakeviewhealth.org", "lakeviewhealth.org"),
        (" LakeviewHealth.ORG. ", "lakeviewhealth.org"),
        ("www.lakeviewhealth.org", "lakeviewhealth.org"),
        ("https://www.lakeviewhealth.org/about?us=1", "lakeviewhealth.org"),
        ("http://lakeviewhealth.org:8080", "lakeviewhealth.org"),
        ("rita@lakeviewhealth.org", "lakeviewhealth.org"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("lakeviewhealth。org", "lakeviewhealth.org"),  # the full stop of Chinese and Japanese
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_domain_is_compared_in_one_form(written, meant):
    assert domains.normalize(written) == meant


@pytest.mark.parametrize(
    "nonsense",
    ["org", "localhost", "10.0.0.1", "[::1]", "a b.org", "-a.org", "a..org", "a_b.org", "exa\u202emple.org", "//"],
)
def test_what_cannot_be_a_public_domain_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"."):
        domains.normalize(nonsense)


@given(st.text(max_size=80))
def test_whatever_is_written_gives_ascii_or_a_value_error(text):
    try:
        domain = domains.normalize(text)
    except ValueError:
        return
    assert domain.isascii()
    assert domains.normalize(domain) == domain


def test_a_cyrillic_lookalike_is_another_domain_and_seen_as_such():
    lookalike = domains.normalize("lаkeviewhealth.org")  # the first a is Cyrillic
    assert lookalike != "lakeviewhealth.org"
    assert domains.may_look_like_another(lookalike)
    assert not domains.may_look_like_another("lakeviewhealth.org")


@pytest.mark.parametrize(
    "domain", ["gmail.com", "yahoo.co.uk", "hotmail.fr", "comcast.net", "mailinator.com", "x.rr.com"]
)
def test_public_providers_are_known(domain):
    assert domains.is_public_provider(domain)


@pytest.mark.parametrize(
    "domain", ["lakeviewhealth.org", "gmail.lakeviewhealth.example.org", "notgmail.com", "rr.com.example"]
)
def test_other_domains_are_not_taken_for_public_providers(domain):
    assert not domains.is_public_provider(domain)


def test_every_provider_on_the_list_is_written_as_it_is_compared():
    assert [d for d in mail_providers.DOMAINS if domains.normalize(d) != d] == []
    assert [d for d in mail_providers.DOMAINS if not domains.is_public_provider(d)] == []


@pytest.mark.parametrize(
    ("address", "domain"), [("a@B.org", "b.org"), ("a@b", ""), ("", ""), ('"a@c.org"@b.org', "b.org")]
)
def test_the_domain_of_an_address(address, domain):
    assert domains.of_address(address) == domain
