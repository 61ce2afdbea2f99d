"""What happens in projects as an Atom feed (RFC 4287), at private addresses; updates with what they say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from coalition.shared.mail import site_host
from coalition.shared.rendering import render
from members.models import Activity
from members.wording import plain_sentence_of
from projects import kinds
from projects.addresses import projects_of
from projects.models import PrivateAddress, Project, Update

MOST = 50
FOLLOWED = 2000  # projects of one feed


TELLING = {kinds.UPDATE_POSTED.name, kinds.UPDATE_EDITED.name, kinds.DECISION_RECORDED.name}


@dataclass(frozen=True, slots=True)
class News:
    """A row of activity, with HTML of what it tells."""

    row: Activity
    told: str


class ActivityFeed(Feed[News, PrivateAddress]):
    """What the person of an address may see of what happened in its projects, the newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> PrivateAddress:
        address: PrivateAddress = kwargs["address"]
        return address

    def title(self, address: PrivateAddress) -> str:
        return _("What happens: %(about)s") % {"about": address.about}

    def link(self, address: PrivateAddress) -> str:
        about: Any = address.project or address.workgroup
        return str(about.get_absolute_url()) if about else "/projects/"

    def feed_guid(self, address: PrivateAddress) -> str:
        """Not the address itself, which stays private."""
        return f"tag:{site_host()},2026:address/{address.pk}"

    def items(self, address: PrivateAddress) -> list[News]:
        found = Activity.objects.visible_to(address.person).about(*_topics(address))
        rows = list(found.select_related("actor", "organization")[:MOST])
        updates = _updates(rows)
        return [News(row, updates.get(_update_of(row)) or escape(row.text)) for row in rows]

    def item_title(self, item: News) -> str:
        row = item.row
        return plain_sentence_of(row.kind, row.title, actor=row.actor, organization=row.organization)

    def item_description(self, item: News) -> str:
        return item.told

    def item_link(self, item: News) -> str:
        return item.row.url or "/projects/"

    def item_guid(self, item: News) -> str:
        return f"tag:{site_host()},2026:activity/{item.row.pk}"

    def item_author_name(self, item: News) -> str:
        return str(item.row.organization or item.row.actor or _("The portal"))

    def item_pubdate(self, item: News) -> datetime:
        return item.row.occurred_at

    def item_updateddate(self, item: News) -> datetime:
        return item.row.occurred_at


def _updates(rows: list[Activity]) -> dict[int, str]:
    """What the updates say that the rows tell of, as they stand now; nothing for those taken back."""
    keys = {_update_of(row) for row in rows} - {0}
    standing = Update.objects.filter(pk__in=keys, withdrawn_at__isnull=True) if keys else []
    return {update.pk: render(update.text) for update in standing}


def _update_of(row: Activity) -> int:
    """The key of the update that the row tells of; 0 where it tells of none."""
    return int((row.after or {}).get("update", 0)) if row.kind in TELLING else 0


def _topics(address: PrivateAddress) -> list[str]:
    if address.workgroup:
        return [address.workgroup.topic]
    keys = projects_of(address).order_by("-pk").values_list("pk", flat=True)[:FOLLOWED]
    return [Project(pk=key).topic for key in keys]
