"""The page of one's own private addresses."""

import pytest

from members.models import Person
from projects.addresses import url_of
from projects.models import PrivateAddress, Project
from tests.projects.views.conftest import Page


def test_the_page_shows_an_address_when_it_is_made_and_when_asked_and_not_otherwise(
    read: Page, send: Page, rita: Person, olga: Person, pool: Project
) -> None:
    page = read(rita, "/settings/addresses/", project=str(pool.pk)).content.decode()
    assert f'<option value="project:{pool.pk}" selected>' in page
    made = send(rita, "/settings/addresses/", {"kind": "calendar", "about": f"project:{pool.pk}"}).content.decode()
    address = PrivateAddress.objects.get()
    assert url_of(address) in made
    assert "webcal://" in made
    assert url_of(address) not in read(rita, "/settings/addresses/").content.decode()
    assert url_of(address) in send(rita, f"/settings/addresses/{address.pk}/show/").content.decode()
    for act in ("show", "revoke"):
        assert send(olga, f"/settings/addresses/{address.pk}/{act}/").status_code == 404
    assert send(rita, f"/settings/addresses/{address.pk}/revoke/").status_code == 302
    assert send(rita, f"/settings/addresses/{address.pk}/show/").status_code == 404


@pytest.mark.parametrize(("field", "value"), [("kind", "x"), ("about", "project:999999"), ("about", "x")])
def test_a_choice_that_is_none_is_told_at_its_field(send: Page, rita: Person, field: str, value: str) -> None:
    answer = send(rita, "/settings/addresses/", {"kind": "feed", "about": "all"} | {field: value})
    assert answer.status_code == 422
    assert not PrivateAddress.objects.exists()
