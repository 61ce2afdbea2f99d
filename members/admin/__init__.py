"""The Django admin of the ground floor, for the admins of the coalition. It changes states only through the verbs."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import admin as stock  # registers groups, and so comes first
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from members.admin import (
    applications,
    audit,
    charter,
    discussions,
    identity,
    invitations,
    kept_wordings,
    mail,
    organizations,
    people,
    records,
    renaming,
)

__all__ = [
    "applications",
    "audit",
    "charter",
    "discussions",
    "identity",
    "invitations",
    "kept_wordings",
    "mail",
    "organizations",
    "people",
    "records",
    "renaming",
    "stock",
]

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Administration")

# Sign-in to the admin is the portal's own, with its limits on how often one may try.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth documents it

# Nobody's rights come from groups.
admin.site.unregister(Group)
