"""The map of the members floor."""

from django.urls import URLPattern, path

from members.views import (
    application,
    charter,
    contacts,
    desk,
    desk_audit,
    digests,
    notices,
    organizations,
    people,
    preferences,
    tokens,
)

app_name = "members"

urlpatterns: list[URLPattern] = [
    # The charter: open to everybody
    path("charter/", charter.charter, name="charter"),
    path("charter/<int:number>/", charter.charter, name="charter_version"),
    path("signatories/", charter.signatories, name="signatories"),
    path("receipts/", charter.receipt_check, name="receipt_check"),
    path("receipts/<str:sha>/", charter.receipt, name="receipt"),
    # The application
    path("apply/", application.application, name="application"),
    path("apply/organization/", application.describe, name="application_organization"),
    path("apply/contacts/", contacts.application_contacts, name="application_contacts"),
    path("apply/agreement/", application.agree, name="application_agreement"),
    path("apply/answers/", application.answers, name="application_answers"),
    path("apply/send/", application.send, name="application_send"),
    path("apply/withdraw/", application.withdraw, name="application_withdraw"),
    # The members
    path("organizations/", organizations.organization_list, name="organization_list"),
    path("organizations/list.csv", organizations.organization_table, name="organization_table"),
    path("organizations/<slug:slug>/", organizations.organization, name="organization"),
    path("organization/contacts/", contacts.organization_contacts, name="organization_contacts"),
    path("organization/contacts/<int:pk>/", contacts.contact, name="contact"),
    path("organization/contacts/<int:pk>/remove/", contacts.contact_remove, name="contact_remove"),
    path("people/", people.people, name="people"),
    path("acting/", people.switch, name="switch"),
    # What reaches me, and how
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/done/", notices.notice_done, name="notice_done"),
    path("notices/<int:pk>/reopen/", notices.notice_reopen, name="notice_reopen"),
    path("settings/", preferences.preferences, name="settings"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("digest/preview/", digests.digest_preview, name="digest_preview"),
    path("u/<str:token>/", digests.unsubscribe, name="unsubscribe"),
    # The admins
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:pk>/", desk.desk_application, name="desk_application"),
    path("desk/<int:pk>/admit/", desk.desk_admit, name="desk_admit"),
    path("desk/<int:pk>/decline/", desk.desk_decline, name="desk_decline"),
    path("desk/audit/", desk_audit.desk_audit, name="desk_audit"),
    path("desk/audit/list.csv", desk_audit.desk_audit_table, name="desk_audit_table"),
]
