"""The Django admin of the ground floor, for the admins of the coalition. It changes states only through the verbs."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from members.admin import applications, charter, organizations, people, records

__all__ = ["applications", "charter", "organizations", "people", "records"]

# Sign-in to the admin is the portal's own, with its limits on how often one may try.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth documents it
