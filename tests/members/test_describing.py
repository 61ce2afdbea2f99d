"""The size that a member gives itself: said or left unsaid, shown to every member, and one of three bands."""

import pytest
from django.db import IntegrityError, transaction

from coalition.shared.errors import Invalid
from members.describing import describe_member
from members.models import Organization, Person
from tests.conftest import ClientOf

FORM = {"kind": "hospital", "city": "Chicago", "state": "IL", "brings": "Beds", "needs": ""}


def test_a_representative_says_the_size_and_every_member_sees_it(
    lakeview: Organization, rita: Person, olga: Person, client_of: ClientOf
) -> None:
    assert client_of(rita).post("/organization/edit/", {**FORM, "size": "small"}).status_code == 302
    lakeview.refresh_from_db()
    assert lakeview.size == "small"
    assert "Small: up to 50 people" in client_of(olga).get(lakeview.get_absolute_url()).content.decode()
    assert client_of(olga).get(f"/api/v1/organizations/{lakeview.slug}").json()["size"] == "small"


def test_it_may_be_left_unsaid(lakeview: Organization, rita: Person, client_of: ClientOf) -> None:
    assert client_of(rita).post("/organization/edit/", {**FORM, "size": ""}).status_code == 302
    lakeview.refresh_from_db()
    assert lakeview.size == ""


def test_another_word_is_refused_at_the_field_by_the_verb_and_by_the_database(
    lakeview: Organization, rita: Person, client_of: ClientOf
) -> None:
    answer = client_of(rita).post("/organization/edit/", {**FORM, "size": "huge"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["size"])
    with pytest.raises(Invalid):
        describe_member(lakeview, actor=rita, size="huge", brings="Beds")
    with pytest.raises(IntegrityError, match="organization_size"), transaction.atomic():
        Organization.objects.filter(pk=lakeview.pk).update(size="huge")
