"""The map of the members floor."""

from django.urls import URLPattern, path

from members.views import application, charter, desk, organizations, people

app_name = "members"

urlpatterns: list[URLPattern] = [
    # The charter: open to everybody
    path("charter/", charter.charter, name="charter"),
    path("charter/<int:number>/", charter.charter, name="charter_version"),
    path("signatories/", charter.signatories, name="signatories"),
    path("receipts/<str:sha>/", charter.receipt, name="receipt"),
    # The application
    path("apply/", application.application, name="application"),
    path("apply/organization/", application.describe, name="application_organization"),
    path("apply/agreement/", application.agree, name="application_agreement"),
    # The members
    path("organizations/", organizations.organization_list, name="organization_list"),
    path("organizations/<slug:slug>/", organizations.organization, name="organization"),
    path("people/", people.people, name="people"),
    path("acting/", people.switch, name="switch"),
    # The admins
    path("desk/", desk.desk, name="desk"),
]
