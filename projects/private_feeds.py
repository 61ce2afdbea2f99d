"""What happens in projects as an Atom feed (RFC 4287)."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from coalition.shared.mail import site_host
from members.models import Activity
from members.wording import plain_sentence_of
from projects.addresses import projects_of
from projects.models import PrivateAddress, Project

MOST = 50
FOLLOWED = 2000  # projects of one feed


class ActivityFeed(Feed[Activity, PrivateAddress]):
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

    def items(self, address: PrivateAddress) -> list[Activity]:
        rows = Activity.objects.visible_to(address.person).about(*_topics(address))
        return list(rows.select_related("actor", "organization")[:MOST])

    def item_title(self, item: Activity) -> str:
        return plain_sentence_of(item.kind, item.title, actor=item.actor, organization=item.organization)

    def item_description(self, item: Activity) -> str:
        return escape(item.text)

    def item_link(self, item: Activity) -> str:
        return item.url or "/projects/"

    def item_guid(self, item: Activity) -> str:
        return f"tag:{site_host()},2026:activity/{item.pk}"

    def item_author_name(self, item: Activity) -> str:
        return str(item.organization or item.actor or _("The portal"))

    def item_pubdate(self, item: Activity) -> datetime:
        return item.occurred_at

    def item_updateddate(self, item: Activity) -> datetime:
        return item.occurred_at


def _topics(address: PrivateAddress) -> list[str]:
    if address.workgroup:
        return [address.workgroup.topic]
    keys = projects_of(address).order_by("-pk").values_list("pk", flat=True)[:FOLLOWED]
    return [Project(pk=key).topic for key in keys]
