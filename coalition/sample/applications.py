"""Organizations that are not in: one for each state that an application can have, with what was said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from coalition.sample.cast import Cast, make_person
from coalition.sample.stage import Event
from members import admission, contacts, conversation, duplicates, signing
from members.models import Application, Person

Act = Callable[[Application, Person], object]


@dataclass(frozen=True, slots=True)
class Story:
    """An application and what comes of it: acts of the applicant and of an admin, each so many days ago."""

    organization: str
    person: str
    email: str
    place: tuple[str, str]
    domain: str
    brings: str
    needs: str
    days_ago: int
    is_sent: bool = True
    then: tuple[tuple[int, Act], ...] = field(default=())


def _applicant_says(text: str) -> Act:
    return lambda application, _admin: conversation.say(application, actor=application.applicant, text=text)


def _admin_says(text: str) -> Act:
    return lambda application, admin: conversation.say(application, actor=admin, text=text)


def _admin_asks(question: str) -> Act:
    return lambda application, admin: conversation.ask_back(application, actor=admin, question=question)


def _admin_declines(reason: str) -> Act:
    return lambda application, admin: admission.decline(application, actor=admin, reason=reason)


def _applicant_withdraws(application: Application, _admin: Person) -> object:
    return admission.withdraw_application(application, actor=application.applicant)


STORIES = (
    Story(
        "Fern Hollow Clinic", "Gail Turner", "gail.turner@gmail.com", ("Dayton", "OH"), "fern.example",
        "Ten beds in a quiet town", "Advice and masks", days_ago=2,
        then=(
            (2, _applicant_says("Our web address is new, so I wrote from my private one. Call us if in doubt.")),
            (1, _admin_says("Thank you. We try to reach the clinic on Monday.")),
        ),
    ),
    Story(
        "Northfork Clinic", "Abel", "abel@northfork.example", ("Dayton", "OH"), "northfork.example",
        "Ten beds in a quiet town", "Advice and masks", days_ago=1, is_sent=False,
    ),
    Story(
        "Cascade Bio-Medical Logistics", "Ursula Beck", "ursula@cascade-biomedical.example", ("Eugene", "OR"),
        "cascade-biomedical.example", "Two refrigerated trucks and their drivers", "", days_ago=4,
        then=(
            (4, _applicant_says("We drive for several members already.")),
            (3, _admin_asks("Your web domain is very like that of a member. Do you belong to it? Whom may we call?")),
        ),
    ),
    Story(
        "Quickmask Trading", "Victor Hale", "quickmask.sales@yahoo.com", ("Reno", "NV"), "", "Masks at a good price",
        "Buyers", days_ago=9,
        then=((8, _admin_declines("Members give and lend; nobody sells here. Apply again if you want to give.")),),
    ),
    Story(
        "Tidewater Imaging", "Wanda Poole", "wanda@tidewater-imaging.example", ("Norfolk", "VA"), "",
        "Readings by night", "", days_ago=6, then=((5, _applicant_withdraws),),
    ),
)  # fmt: skip


def events(cast: Cast) -> list[Event]:
    """The stories, as events of the stage."""
    told: list[Event] = []
    for story in STORIES:
        begun: list[Application] = []
        told.append(Event(cast.moment(-story.days_ago, hour=11), partial(_apply, story, begun)))
        for number, (days_ago, act) in enumerate(story.then):
            told.append(Event(cast.moment(-days_ago, hour=13 + number), partial(_go_on, cast, act, begun)))
    return told


def _go_on(cast: Cast, act: Act, begun: list[Application]) -> None:
    if cast.admin is not None:
        act(begun[0], cast.admin)


def _apply(story: Story, begun: list[Application]) -> None:
    city, state = story.place
    person = make_person(story.person, story.email, state=state)
    application = admission.start_application(
        person=person,
        name=story.organization,
        kind="hospital" if story.organization.endswith("Clinic") else "other",
        city=city,
        state=state,
        domain=story.domain,
        brings=story.brings,
        needs=story.needs,
    )
    begun.append(application)
    organization = application.organization
    meant = duplicates.may_be_meant(organization.name, organization.domain, asked_by=person)
    duplicates.set_apart(application, actor=person, organizations=meant)
    if story.is_sent:
        contacts.add_contact(organization, actor=person, name=person.name, function="Owner", email=person.email)
        signing.accept_charter(organization, actor=person, authority="Owner", address="192.0.2.20")
        admission.send_application(application, actor=person)
