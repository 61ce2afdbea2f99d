"""The way back from a form that was sent: an address on this site, whatever stands in `next`."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("named", ["é", "nowhere", "home"])
def test_what_is_no_path_is_not_looked_up_as_the_name_of_a_page(client_of, rita, lakeview, named) -> None:
    answer = client_of(rita).post("/acting/", {"organization": lakeview.pk, "next": named})
    assert answer.status_code == 302
    assert answer["Location"] != "/"
