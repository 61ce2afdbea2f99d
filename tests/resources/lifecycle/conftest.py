"""Cascade offers 20 ventilators, Lakeview asks for 40; Cora has proposed 12 of them."""

import pytest

from members.models import Organization, Person
from resources.lifecycle import propose_match
from resources.models import Match, Offer, Request, ResourceType
from tests.factories import OfferFactory, RequestFactory, ResourceTypeFactory


@pytest.fixture
def ventilator(db: None) -> ResourceType:
    return ResourceTypeFactory(slug="ventilator", label="Ventilator")


@pytest.fixture
def offer(ventilator: ResourceType, cascade: Organization) -> Offer:
    return OfferFactory(organization=cascade, resource_type=ventilator, quantity=20)


@pytest.fixture
def need(ventilator: ResourceType, lakeview: Organization) -> Request:
    return RequestFactory(organization=lakeview, resource_type=ventilator, quantity=40)


@pytest.fixture
def match(offer: Offer, need: Request, cora: Person, rita: Person, olga: Person) -> Match:
    return propose_match(offer, need, actor=cora, quantity=12)
