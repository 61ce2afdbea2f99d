"""The public feed of what the coalition released: Atom 1.0 (RFC 4287)."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Deliverable

SHOWN = 50


class ReleaseFeed(Feed[Deliverable, None]):
    """The newest versions, the latest first."""

    feed_type = Atom1Feed
    subtitle = gettext_lazy("What the members of the coalition made together and released to everybody.")

    def title(self) -> str:
        return _("%(site)s: releases") % {"site": settings.SITE_NAME}

    def author_name(self) -> str:
        return str(settings.SITE_NAME)

    def link(self) -> str:
        return reverse("projects:release_list")

    def items(self) -> list[Deliverable]:
        return list(Deliverable.objects.current().listed()[:SHOWN])

    def item_title(self, item: Deliverable) -> str:
        return f"{item.title} {item.version}"

    def item_description(self, item: Deliverable) -> str:
        return escape(item.summary)  # Atom's summary is HTML

    def item_author_name(self, item: Deliverable) -> str:
        return ", ".join(str(maker) for maker in item.makers.all())

    def item_categories(self, item: Deliverable) -> list[str]:
        return [item.get_kind_display()]

    def item_pubdate(self, item: Deliverable) -> datetime:
        return item.released_at

    def item_updateddate(self, item: Deliverable) -> datetime:
        return item.released_at

    def item_copyright(self, item: Deliverable) -> str:
        return item.licence_shown
