"""The cast: a small coalition that every test may call on by name.

Lakeview asks, Cascade offers; Cora coordinates; Colin coordinates too, and works at Cascade; Ada is an admin;
Abel's organization is applying; Sam's is suspended; Dora's has not accepted the charter in time; Nora has an account
and nothing else.
"""

import gc
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker, Settings

from coalition.shared import clock
from members.models import (
    Application,
    ApplicationStatus,
    Organization,
    OrganizationStatus,
    Person,
    Role,
)
from tests.emptying import Filled
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory
from tests.postbox import Postbox
from tests.signing_in import sign_in

ClientOf = Callable[[Person | None], Client]


OTHERS_END = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        filled = Filled()
    TransactionTestCase._fixture_teardown = lambda _self: filled.restore()  # type: ignore[method-assign]  # see there
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OTHERS_END)  # a thread of a live server may still hold one for a browser that has just gone


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What commits is thorough: it races, or all tables are restored at its end.

    Coverage is what the quick tests reach. What is thorough, or drives a browser, runs without being measured, twice
    as fast.
    """
    for item in items:
        if commits(item) and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.thorough)
        if item.get_closest_marker("browser") or item.get_closest_marker("thorough"):
            item.add_marker(pytest.mark.no_cover)
        if item.get_closest_marker("browser") or item.get_closest_marker("faults"):
            item.add_marker(pytest.mark.flaky(reruns=1))  # told as R in the output, see docs/decisions/0128


def commits(item: pytest.Item) -> bool:
    """Whether the test has transactions of its own."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


def pytest_collection_finish() -> None:
    """What stands now stands to the end, so it is not looked through again for what could be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def make_person(name: str, **fields: bool) -> Person:
    """A person with a proved address, `name@example.org`."""
    person: Person = PersonFactory(name=name.title(), email=f"{name}@example.org", **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def client_of() -> ClientOf:
    """A browser in which the person has just signed in; for None, a visitor's."""

    def signed_in(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            sign_in(client, person)
        return client

    return signed_in


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    """A mail server that the portal sends to."""
    box = Postbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 2
    box.server.start()
    yield box
    box.server.stop()


@pytest.fixture
def lakeview(db: None) -> Organization:
    return OrganizationFactory(
        name="Lakeview Health", slug="lakeview-health", city="Chicago", state="IL", domain="lakeviewhealth.org"
    )


@pytest.fixture
def cascade(db: None) -> Organization:
    return OrganizationFactory(
        name="Cascade Biomedical Reserve", slug="cascade-biomedical", kind="manufacturer", city="Portland", state="OR"
    )


@pytest.fixture
def seaview(db: None) -> Organization:
    return OrganizationFactory(name="Seaview Labs", slug="seaview-labs", status=OrganizationStatus.SUSPENDED)


@pytest.fixture
def driftwood(db: None) -> Organization:
    """A member that did not accept the charter in time, and so may not write."""
    return OrganizationFactory(
        name="Driftwood Hospital", slug="driftwood-hospital", must_accept_by=clock.now() - timedelta(days=2)
    )


@pytest.fixture
def northfork(db: None) -> Organization:
    return OrganizationFactory(
        name="Northfork Clinic", slug="northfork-clinic", status=OrganizationStatus.APPLICANT, admitted_at=None
    )


@pytest.fixture
def rita(lakeview: Organization) -> Person:
    """Representative of Lakeview."""
    return MembershipFactory(person=make_person("rita"), organization=lakeview).person


@pytest.fixture
def carl(lakeview: Organization) -> Person:
    """Contributor of Lakeview."""
    return MembershipFactory(person=make_person("carl"), organization=lakeview, role=Role.CONTRIBUTOR).person


@pytest.fixture
def reed(lakeview: Organization) -> Person:
    """Reader of Lakeview."""
    return MembershipFactory(person=make_person("reed"), organization=lakeview, role=Role.READER).person


@pytest.fixture
def olga(cascade: Organization) -> Person:
    """Representative of Cascade."""
    return MembershipFactory(person=make_person("olga"), organization=cascade).person


@pytest.fixture
def otis(cascade: Organization) -> Person:
    """Contributor of Cascade."""
    return MembershipFactory(person=make_person("otis"), organization=cascade, role=Role.CONTRIBUTOR).person


@pytest.fixture
def oren(cascade: Organization) -> Person:
    """Reader of Cascade."""
    return MembershipFactory(person=make_person("oren"), organization=cascade, role=Role.READER).person


@pytest.fixture
def cora(db: None) -> Person:
    """Coordinator without an employer among the members."""
    return make_person("cora", is_coordinator=True)


@pytest.fixture
def colin(cascade: Organization) -> Person:
    """Coordinator whose employer is Cascade."""
    return MembershipFactory(
        person=make_person("colin", is_coordinator=True), organization=cascade, role=Role.READER
    ).person


@pytest.fixture
def ada(db: None) -> Person:
    """Admin of the coalition."""
    return make_person("ada", is_admin=True)


@pytest.fixture
def sam(seaview: Organization) -> Person:
    """Representative of Seaview, which is suspended."""
    return MembershipFactory(person=make_person("sam"), organization=seaview).person


@pytest.fixture
def dora(driftwood: Organization) -> Person:
    """Representative of Driftwood, whose charter is overdue."""
    return MembershipFactory(person=make_person("dora"), organization=driftwood).person


@pytest.fixture
def nora(db: None) -> Person:
    """A person with a proved address and no organization."""
    return make_person("nora")


@pytest.fixture
def abel(northfork: Organization) -> Person:
    """Applicant for Northfork, whose application is being filled in."""
    person = MembershipFactory(person=make_person("abel"), organization=northfork).person
    Application.objects.create(organization=northfork, applicant=person, status=ApplicationStatus.DRAFT)
    return person
