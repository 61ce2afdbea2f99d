"""What PostgreSQL cannot hold is refused as a bad request, also where Django's admin asks for it unread."""

import pytest

from members.models import Person
from tests.conftest import ClientOf


@pytest.mark.parametrize("query", ["status=%00", "kind__exact=a%00b"])
def test_a_null_character_in_the_admin_is_a_bad_request(client_of: ClientOf, ada: Person, query: str) -> None:
    answer = client_of(ada).get(f"/admin/members/organization/?{query}")
    assert answer.status_code == 400
