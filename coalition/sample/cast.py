"""Who plays in the sample coalition: its people, and how they come to belong to it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from allauth.account.models import EmailAddress

from coalition.sample import tables
from coalition.shared import clock
from members import admission, contacts, people, signing
from members.models import Organization, Person, Role

PASSWORD = "together-2020"  # noqa: S105  # the sample is for looking around, on one's own machine

GIVEN = (
    "Amara Bruno Chiara Dmitri Elif Farah Gustav Hana Ivo Jada Kofi Leila Milan Nadia Oscar Paula Quinn Rosa".split()
)
FAMILY = (
    "Adeyemi Bauer Castro Dahl Evans Fontaine Garcia Hoang Iqbal Jonas Kimura Lopez Moreau Novak Ortiz Park".split()
)
TIME_ZONES = {"AK": "America/Anchorage", "PR": "America/Puerto_Rico"}
TIME_ZONES |= dict.fromkeys(("CA", "NV", "OR", "WA"), "America/Los_Angeles")
TIME_ZONES |= dict.fromkeys(("AZ", "CO", "NM", "UT"), "America/Denver")
TIME_ZONES |= dict.fromkeys(("AR", "IL", "KS", "LA", "MN", "ND", "NE", "TN", "TX", "WI"), "America/Chicago")


@dataclass
class Cast:
    """The people and organizations of one telling, by key."""

    rng: Random
    today: datetime
    organizations: dict[str, Organization] = field(default_factory=dict)
    points: dict[str, tuple[str, str]] = field(default_factory=dict)
    representatives: dict[str, Person] = field(default_factory=dict)
    colleagues: dict[str, list[Person]] = field(default_factory=dict)
    coordinators: list[Person] = field(default_factory=list)
    admin: Person | None = None

    def moment(self, days: int, hour: int = 9, *, future: bool = False) -> datetime:
        """`days` from today, at an hour UTC and a random minute; never later than a minute ago unless `future`."""
        when = self.today + timedelta(days=days, hours=hour, minutes=self.rng.randrange(60))
        return when if future else min(when, clock.now() - timedelta(minutes=1))


def make_person(
    name: str, email: str, *, state: str = "", is_coordinator: bool = False, is_admin: bool = False
) -> Person:
    """An account whose address is proved, without a password yet."""
    zone = TIME_ZONES.get(state, "")
    person = Person.objects.create_user(
        email, name=name, time_zone=zone, is_coordinator=is_coordinator, is_admin=is_admin
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def appoint_staff(cast: Cast) -> None:
    """The coalition's own people, who are there before anybody else."""
    with clock.at(cast.moment(-57)):
        cast.admin = make_person("Ada Nwosu", "ada@coalition.example", is_admin=True)
        cast.coordinators = [
            make_person("Cora Lindgren", "cora@coalition.example", is_coordinator=True),
            make_person("Mateo Ruiz", "mateo@coalition.example", is_coordinator=True),
        ]


def admit_organization(cast: Cast, row: tables.Row) -> Organization:
    """Take one organization of the table from its application to its admission, as its representative would."""
    domain = f"{row['slug'].replace('-', '')}.example"
    given = row["representative"].split()[0].lower()
    person = make_person(row["representative"], f"{given}@{domain}", state=row["state"])
    wanted = {key: row[key] for key in ("name", "kind", "size", "city", "state", "brings", "needs")}
    application = admission.start_application(person=person, domain=domain, **wanted)
    organization = application.organization
    contacts.add_contact(organization, actor=person, name=person.name, function="Chief executive", email=person.email)
    signing.accept_charter(organization, actor=person, authority="Chief executive", address="192.0.2.10")
    admission.send_application(application, actor=person)
    organization.refresh_from_db()
    cast.organizations[row["slug"]] = organization
    cast.points[row["slug"]] = (row["latitude"], row["longitude"])
    cast.representatives[row["slug"]] = Person.objects.get(pk=person.pk)  # who now knows of the membership
    return organization


def bring_colleagues(cast: Cast, slug: str, domain: str) -> None:
    """One or two colleagues of the representative, the first of them a contributor."""
    organization = cast.organizations[slug]
    actor = cast.representatives[slug]
    for role in (Role.CONTRIBUTOR, Role.READER)[: cast.rng.choice((1, 1, 2))]:
        name = f"{cast.rng.choice(GIVEN)} {cast.rng.choice(FAMILY)}"
        email = f"{name.lower().replace(' ', '.')}.{role.value}@{domain}"
        person = make_person(name, email, state=organization.state)
        people.join(organization, person=person, role=role, actor=actor)
        cast.colleagues.setdefault(slug, []).append(person)


def admit_everybody(cast: Cast) -> None:
    """All organizations of the table, each on its day."""
    for row in tables.rows("organizations"):
        with clock.at(cast.moment(-int(row["days_ago"]), hour=cast.rng.randrange(13, 22))):
            admit_organization(cast, row)
            bring_colleagues(cast, row["slug"], f"{row['slug'].replace('-', '')}.example")
