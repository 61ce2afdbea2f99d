"""The map of the members floor."""

from django.urls import URLPattern, path

from members.views import (
    application,
    charter,
    contacts,
    desk,
    desk_audit,
    digests,
    invitation,
    invitations,
    joining,
    joining_desk,
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
    path("organizations/<slug:slug>/join/", joining.join, name="join"),
    path("apply/find/", joining.find_organization, name="find_organization"),
    path("joining/<int:pk>/withdraw/", joining.join_withdraw, name="join_withdraw"),
    # The people of the organization acted for
    path("people/", people.people, name="people"),
    path("people/<int:pk>/role/", people.person_role, name="person_role"),
    path("people/<int:pk>/remove/", people.person_remove, name="person_remove"),
    path("people/<int:pk>/restore/", people.person_restore, name="person_restore"),
    path("people/leave/", people.leave, name="people_leave"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invite/template/", invitations.invite_template, name="invite_template"),
    path("people/invitations/", people.invitations, name="invitations"),
    path("people/invitations/<int:pk>/resend/", invitations.invitation_resend, name="invitation_resend"),
    path("people/invitations/<int:pk>/revoke/", invitations.invitation_revoke, name="invitation_revoke"),
    path("people/requests/", people.join_requests, name="join_requests"),
    path("people/joining/", joining_desk.joining_policy, name="joining_policy"),
    path("people/requests/<int:pk>/", joining_desk.join_request, name="join_request"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", invitation.invitation_accept, name="invitation_accept"),
    path("invitations/<str:token>/decline/", invitation.invitation_decline, name="invitation_decline"),
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
