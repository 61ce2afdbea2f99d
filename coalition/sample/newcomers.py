"""People on their way into Lakeview Health: one is invited, one asks to be let in."""

from functools import partial

from coalition.sample.cast import Cast, make_person
from coalition.sample.stage import Event
from members import inviting, joining
from members.models import Role


def events(cast: Cast) -> list[Event]:
    """Both since yesterday, so that both still wait for an answer."""
    return [
        Event(cast.moment(-1, hour=13), partial(_invite, cast)),
        Event(cast.moment(-1, hour=14), partial(_ask, cast)),
    ]


def _invite(cast: Cast) -> None:
    slug, lakeview = next(iter(cast.organizations.items()))
    guest = inviting.Guest(f"noor.haddad@{lakeview.domain}", Role.CONTRIBUTOR, "Noor Haddad")
    inviting.invite(lakeview, guest=guest, actor=cast.representatives[slug])


def _ask(cast: Cast) -> None:
    lakeview = next(iter(cast.organizations.values()))
    person = make_person("Theo Brandt", f"theo.brandt@{lakeview.domain}", state=lakeview.state)
    joining.ask_to_join(lakeview, person=person, words="I look after the stores of the east campus.")
