"""The highlights of a workgroup's week: a draft made from the records, and sending what a lead makes of it."""

import re
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, NotAllowed
from coalition.shared.locking import lock
from coalition.shared.validation import check_fields
from members import activity, outbox, unsubscribing, wording
from members.models import Activity, OutgoingMail, Person
from members.unsubscribing import Mailing
from projects import kinds, permissions
from projects.models import Highlights, Milestone, Workgroup, WorkgroupMembership

WEEK = timedelta(days=7)
DUE_SOON = timedelta(days=14)
MOST_ROWS, MOST_DUE = 100, 5  # of a draft
KIND = "highlights"


def this_week() -> date:
    """The Monday of the week that it is now, in the portal's time zone."""
    today = clock.now().astimezone(ZoneInfo(settings.PORTAL_TIME_ZONE)).date()
    return today - timedelta(days=today.weekday())


def draft_of(workgroup: Workgroup, *, reader: Person) -> str:
    """In Markdown, what stood out in the workgroup in the last seven days, by its kind, and what is due next.

    What stands out is said by the kinds of activity themselves (`wording.kind(..., highlight=...)`), of every floor.
    """
    parts = [*_what_happened(workgroup, reader), *_what_is_due(workgroup)]
    return "\n\n".join(parts) or _("Nothing stood out in the records of this week.")


@transaction.atomic
def send_highlights(workgroup: Workgroup, *, actor: Person, text: str) -> Highlights:
    """Keep the highlights of this week, and mail them to everybody of the workgroup who wants them.

    Records the activity. Raises NotAllowed for others than its leads, Invalid with the field, or Conflict
    (`sent_already`) when those of this week have been sent: so a second click sends nothing.
    """
    lock(workgroup)
    if not permissions.can_send_highlights(actor, workgroup):
        raise NotAllowed(_("Only the leads of the workgroup send its highlights."))
    week = this_week()
    if workgroup.highlights.filter(week=week).exists():
        raise Conflict(_("The highlights of this week have been sent already."), code="sent_already")
    row = Highlights(workgroup=workgroup, week=week, text=text.strip(), sent_by=actor, sent_at=clock.now())
    check_fields(row)
    row.save()
    letters = outbox.put([_letter(row, person) for person in _readers(workgroup)])
    activity.record(
        kinds.HIGHLIGHTS_SENT,
        actor=actor,
        title=workgroup.name,
        url=row.get_absolute_url(),
        topics=[workgroup.topic],
        after={"workgroup": workgroup, "week": week, "letters": len(letters)},
    )
    return row


def choose_mail(workgroup: Workgroup, *, person: Person, wanted: bool) -> bool:
    """Have the highlights of a workgroup mailed to somebody who takes part, or not. Returns whether they take part."""
    rows = WorkgroupMembership.objects.filter(workgroup=workgroup, person=person)
    return bool(rows.update(gets_highlights=wanted))


def _what_happened(workgroup: Workgroup, reader: Person) -> list[str]:
    order = [kind.name for kind in wording.highlighted()]
    rows = Activity.objects.visible_to(reader).about(workgroup.topic).filter(kind__in=order)
    recent = rows.filter(occurred_at__gte=clock.now() - WEEK).select_related("actor", "organization")[:MOST_ROWS]
    headings = {kind.name: str(kind.highlight) for kind in wording.highlighted()}
    by_kind = sorted(recent, key=lambda row: (list(headings.values()).index(headings[row.kind]), row.occurred_at))
    return [
        "\n".join([f"# {heading}", "", *(_item(row) for row in rows)])
        for heading, rows in groupby(by_kind, key=lambda row: headings[row.kind])
    ]


def _item(row: Activity) -> str:
    sentence = wording.plain_sentence_of(row.kind, row.title, actor=row.actor, organization=row.organization)
    return f"- {_link(sentence, row.url)}"


def _what_is_due(workgroup: Workgroup) -> list[str]:
    rows = Milestone.objects.waiting().filter(project__workgroup=workgroup, due_on__gte=clock.today())
    due = rows.filter(due_on__lte=clock.today() + DUE_SOON).select_related("project").order_by("due_on", "pk")
    lines = [
        f"- {date_format(step.due_on, 'M j')}: {_link(f'{step.title} ({step.project.title})', step.get_absolute_url())}"
        for step in due[:MOST_DUE]
    ]
    return ["\n".join([f"# {_('Due next')}", "", *lines])] if lines else []


def _link(words: str, path: str) -> str:
    """A link in Markdown whose words are only words. The address is whole, as it goes into mail."""
    plain = re.sub(r"([\\`*_\[\]<>#|~&!])", r"\\\1", " ".join(words.split()))
    return f"[{plain}]({settings.SITE_URL.rstrip('/')}{path})" if path else plain


def _readers(workgroup: Workgroup) -> list[Person]:
    rows = WorkgroupMembership.objects.current().filter(
        workgroup=workgroup, gets_highlights=True, person__rested_at__isnull=True
    )
    return [row.person for row in rows.select_related("person").order_by("person")]


def _letter(row: Highlights, person: Person) -> OutgoingMail:
    kind = f"{KIND}:{row.workgroup.slug}"
    context = {
        "highlights": row,
        "workgroup": row.workgroup,
        "unsubscribe_path": unsubscribing.path_for(person, kind),
    }
    return outbox.addressed(
        person,
        outbox.render_for(person, "highlights", context),
        kind=KIND,
        dedup=f"highlights:{row.pk}:{person.pk}",
        headers=unsubscribing.headers_for(person, kind),
    )


def _stop(person: Person, slug: str) -> None:
    WorkgroupMembership.objects.filter(person=person, workgroup__slug=slug).update(gets_highlights=False)


def _is_sent(person: Person, slug: str) -> bool:
    return WorkgroupMembership.objects.filter(person=person, workgroup__slug=slug, gets_highlights=True).exists()


def _called(slug: str) -> str:
    name = Workgroup.objects.filter(slug=slug).values_list("name", flat=True).first()
    return _("the highlights of %(name)s") % {"name": name or slug}


def register() -> None:
    """Called when the floor starts."""
    unsubscribing.register(Mailing(KIND, stop=_stop, is_sent=_is_sent, called=_called))
