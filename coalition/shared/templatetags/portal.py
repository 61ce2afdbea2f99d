"""The small words of the templates: times, numbers, tones, initials, and where the reader stands.

`{% load portal %}`. They know no app: they take plain values and the request in the context.
"""

from datetime import date, datetime

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from coalition.shared import clock, rendering
from coalition.shared.forms import ExplainedForm

register = template.Library()

UNDO = "undo:"
DAY = 24 * 60 * 60  # seconds

# The colour a state or severity wears; what is not here is plain. The word is always shown beside it.
TONES = {
    # how severe
    "critical": "crit",
    "high": "high",
    # waits for somebody
    "applicant": "warn",
    "asked": "warn",
    "inactive": "warn",
    "paused": "warn",
    "proposed": "warn",
    "sent": "warn",
    "waiting": "warn",
    # under way
    "agreed": "info",
    "next": "info",
    "open": "info",
    "shipped": "info",
    "under_way": "info",
    # as it should be
    "active": "ok",
    "admitted": "ok",
    "confirmed": "ok",
    "delivered": "ok",
    "done": "ok",
    "in_force": "ok",
    "reached": "ok",
    "received": "ok",
    "returned": "ok",
    "closed": "ok",
    # somebody has to look
    "disputed": "crit",
    "late": "crit",
    "suspended": "crit",
}


@register.filter
def tone(state: object) -> str:
    """The tone ("ok", "info", "warn", "high", "crit" or "") in which a state or severity is shown."""
    return TONES.get(str(state or "").lower(), "")


@register.filter
def grouped(number: object) -> str:
    """A whole number with its thousands set apart (12,000); "–" for None, since missing is not zero.

    Words come back as they are, so that a row of figures may hold "81 %" too.
    """
    if number is None or number == "":
        return "–"
    if not isinstance(number, int):
        return str(number)
    return number_format(number, decimal_pos=0, force_grouping=True)


@register.filter
def percent_of(part: int | None, whole: int | None) -> int:
    """How many hundredths of `whole` the `part` is, rounded down so that 100 means all; 0 where there is nothing."""
    if not part or not whole:
        return 0
    return min(100, part * 100 // whole)


@register.filter
def initials(name: object) -> str:
    """The first letters of the first and last word of a name: "Dana Kumar" gives "DK"."""
    words = [word for word in str(name or "").replace("@", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


@register.filter
def asks_why(field: BoundField) -> BoundField | None:
    """The question why the field's words of money stay, where it is to be asked below this field."""
    form = field.form
    return form["explanation"] if isinstance(form, ExplainedForm) and form.explains_at == field.name else None


@register.filter
def markdown(text: str, shallowest: int = rendering.SHALLOWEST) -> SafeString:
    """A Markdown text as safe HTML, its headings from h3 down, or from the level given."""
    return rendering.render(text, shallowest=shallowest)


@register.simple_tag
def when(moment: date | datetime | None) -> SafeString | str:
    """A <time>: how long ago or until, with the day, hour and zone of the reader on hover."""
    if not moment:
        return ""
    return _time(moment, shown=_relative(moment), hover=_absolute(moment))


@register.simple_tag
def due(moment: date | datetime | None) -> SafeString | str:
    """A <time> for deadlines: the day (with hour and zone, if it has an hour), then how long is left."""
    if not moment:
        return ""
    return _time(moment, shown=f"{_absolute(moment)} ({_relative(moment)})", hover="")


@register.simple_tag
def at(moment: date | datetime | None) -> SafeString | str:
    """A <time> with the absolute day, hour and zone; how long ago on hover."""
    if not moment:
        return ""
    return _time(moment, shown=_absolute(moment), hover=_relative(moment))


def _time(moment: date | datetime, *, shown: str, hover: str) -> SafeString:
    if not hover:
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), shown)
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), hover, shown)


def _absolute(moment: date | datetime) -> str:
    """The year is left out while it is the reader's own."""
    year = "" if moment.year == clock.today().year else ", Y"
    if isinstance(moment, datetime):
        return date_format(timezone.localtime(moment), f"M j{year}, g:i A T")
    return date_format(moment, f"M j{year}")


def _relative(moment: date | datetime) -> str:
    if not isinstance(moment, datetime):
        return _relative_day(moment)
    now = clock.now()
    distance = abs((now - moment).total_seconds())
    if distance < 60:
        return _("just now")
    if distance >= DAY:  # people count days by the calendar, not by the hour
        return _relative_day(timezone.localdate(moment))
    if moment < now:
        return _("%(time)s ago") % {"time": timesince(moment, now, depth=1)}
    return _("in %(time)s") % {"time": timeuntil(moment, now, depth=1)}


def _relative_day(day: date) -> str:
    today = clock.today()
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    if distance < 0:
        return _("%(time)s ago") % {"time": timesince(day, today, depth=1)}
    return _("in %(time)s") % {"time": timeuntil(day, today, depth=1)}


@register.simple_tag
def reader_zone() -> str:
    """The zone in which the page shows times, in words: "New York time (EDT)", or "UTC"."""
    zone = timezone.get_current_timezone_name()
    place = zone.rpartition("/")[2].replace("_", " ")
    short = date_format(timezone.localtime(clock.now()), "T")
    return _("%(place)s time (%(short)s)") % {"place": place, "short": short} if "/" in zone else place


@register.simple_tag(takes_context=True)
def current(context: Context, page: str, *below: str) -> SafeString | str:
    """`aria-current` for a link of the navigation, from the name of the view now shown.

    "page" when `page` ("resources:offer_list") is shown itself, "true" when the view's name begins with one of
    `below` ("resources:offer"), nothing otherwise.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    name = match.view_name if match else ""
    if name == page:
        return SafeString('aria-current="page"')
    if name.startswith(below):
        return SafeString('aria-current="true"')
    return ""


@register.filter
def undo_url(message: Message) -> str:
    """Where a message can be undone: the address after "undo:" in its extra tags, or nothing."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(UNDO) for tag in tags if tag.startswith(UNDO)), "")


@register.filter
def visible_errors(form: BaseForm) -> list[BoundField]:
    """The fields of the form that carry errors, in the order of the form."""
    shown = form.visible_fields()
    if isinstance(form, ExplainedForm):
        shown.append(form["explanation"])
    return [field for field in shown if field.errors]


@register.filter
def hidden_errors(form: BaseForm) -> list[str]:
    """Errors of hidden fields, which no field on the page can show."""
    return [str(error) for field in form.hidden_fields() for error in field.errors]


@register.filter
def optional(field: BoundField) -> bool:
    """Whether to mark the field as optional: it may stay empty and is not a box to tick, nor asked for just now."""
    return (
        field.name != "explanation"
        and not field.field.required
        and field.widget_type not in {"checkbox", "checkboxselectmultiple"}
    )


@register.filter
def described_by(field: BoundField, hint: object = "") -> str:
    """The ids of what describes the field on the page, its hint and its errors, for `aria-describedby`."""
    ids = [f"{field.auto_id}_helptext"] if hint else []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


@register.simple_tag
def control(field: BoundField, hint: object = "") -> SafeString:
    """The control of a field, joined to its hint and errors; a fieldset carries these itself."""
    ids = "" if field.use_fieldset else described_by(field, hint)
    return field.as_widget(attrs={"aria-describedby": ids} if ids else None)


@register.filter
def first_control(field: BoundField) -> str:
    """The id of the first control of a field, where a link in the error summary leads."""
    if field.use_fieldset and field.subwidgets:
        return field.subwidgets[0].id_for_label or field.auto_id
    return field.id_for_label or field.auto_id
