"""How members come to stand otherwise: one takes another name, one does not answer the yearly question."""

from datetime import datetime, timedelta
from functools import partial

from coalition.sample.cast import Cast, admit_organization
from coalition.sample.stage import Event
from members import confirming, renaming

SILENT = {
    "slug": "juniper-flats-clinic",
    "name": "Juniper Flats Clinic",
    "kind": "hospital",
    "size": "small",
    "city": "Elko",
    "state": "NV",
    "latitude": "40.83",
    "longitude": "-115.76",
    "representative": "Nell Arquette",
    "brings": "Two isolation rooms",
    "needs": "Gowns in small numbers",
}


def events(cast: Cast) -> list[Event]:
    """The answer was due thirty days after the question; the name is two weeks old."""
    return [
        Event(_moment(cast, -53), partial(admit_organization, cast, SILENT)),
        Event(_moment(cast, -50), partial(_ask, cast)),
        Event(_moment(cast, -19), confirming.lapse_unconfirmed),
        Event(_moment(cast, -14), partial(_rename, cast)),
    ]


def _moment(cast: Cast, days: int) -> datetime:
    """At three in the afternoon UTC; by no chance, so that it leaves the rest of the story as it is."""
    return cast.today + timedelta(days=days, hours=15)


def _ask(cast: Cast) -> None:
    if cast.admin:
        confirming.ask_to_confirm(cast.organizations[SILENT["slug"]], actor=cast.admin)


def _rename(cast: Cast) -> None:
    renaming.rename(
        cast.organizations["bluegrass-distillers"],
        name="Bluegrass Sanitizer Cooperative",
        actor=cast.representatives["bluegrass-distillers"],
        reason="We are a cooperative since this month, and make nothing but sanitizer.",
    )
