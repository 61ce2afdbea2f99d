"""The map of the projects floor."""

from django.urls import URLPattern, path

from projects import post_urls
from projects.views import (
    addresses,
    copying,
    depending,
    desk_workgroups,
    editing,
    highlights,
    milestones,
    owners,
    partners,
    plan_files,
    printing,
    project,
    project_list,
    timelines,
    versions,
    workgroups,
)

app_name = "projects"

urlpatterns: list[URLPattern] = [
    # Workgroups
    path("workgroups/", workgroups.workgroup_list, name="workgroup_list"),
    path("workgroups/<slug:slug>/", workgroups.workgroup, name="workgroup"),
    path("workgroups/<slug:slug>/people/", workgroups.workgroup_people, name="workgroup_people"),
    path("workgroups/<slug:slug>/join/", workgroups.workgroup_join, name="workgroup_join"),
    path("workgroups/<slug:slug>/leave/", workgroups.workgroup_leave, name="workgroup_leave"),
    path("workgroups/<slug:slug>/highlights/", highlights.workgroup_highlights, name="workgroup_highlights"),
    path(
        "workgroups/<slug:slug>/highlights/write/",
        highlights.workgroup_highlights_write,
        name="workgroup_highlights_write",
    ),
    path(
        "workgroups/<slug:slug>/highlights/mail/",
        highlights.workgroup_highlights_mail,
        name="workgroup_highlights_mail",
    ),
    path("highlights/<int:pk>/", highlights.highlights, name="highlights"),
    path("workgroups/<slug:slug>/timeline/", timelines.workgroup_timeline, name="workgroup_timeline"),
    path("workgroups/<slug:slug>/timeline.csv", timelines.workgroup_timeline_table, name="workgroup_timeline_table"),
    # Workgroups, on the admins' desk
    path("desk/workgroups/", desk_workgroups.desk_workgroups, name="desk_workgroups"),
    path("desk/workgroups/<slug:slug>/", desk_workgroups.desk_workgroup, name="desk_workgroup"),
    path("desk/workgroups/<slug:slug>/close/", desk_workgroups.desk_workgroup_close, name="desk_workgroup_close"),
    path("desk/workgroups/<slug:slug>/reopen/", desk_workgroups.desk_workgroup_reopen, name="desk_workgroup_reopen"),
    path(
        "desk/workgroups/<slug:slug>/leads/<int:pk>/", desk_workgroups.desk_workgroup_lead, name="desk_workgroup_lead"
    ),
    # Projects
    path("projects/", project_list.project_list, name="project_list"),
    path("projects/new/", editing.project_new, name="project_new"),
    path("projects/files/", plan_files.plan_files, name="plan_files"),
    path("projects/files/take-in/", plan_files.plan_files_take_in, name="plan_files_take_in"),
    path("projects/files/plans.json", plan_files.plans_document, name="plans_document"),
    path("projects/files/plans.csv", plan_files.plans_table, name="plans_table"),
    path("projects/files/milestones.csv", plan_files.milestones_table, name="milestones_table"),
    path("projects/<int:pk>/", project.project, name="project"),
    path("projects/<int:pk>/print/", printing.project_print, name="project_print"),
    path("projects/<int:pk>/copy/", copying.project_copy, name="project_copy"),
    path("projects/<int:pk>/edit/", editing.project_edit, name="project_edit"),
    path("projects/<int:pk>/status/", project.project_status, name="project_status"),
    path("projects/<int:pk>/hand-over/", project.project_hand_over, name="project_hand_over"),
    path("projects/<int:pk>/follow/", project.project_follow, name="project_follow"),
    path("projects/<int:pk>/unfollow/", project.project_unfollow, name="project_unfollow"),
    # What their plans said before
    path("projects/<int:pk>/versions/", versions.project_versions, name="project_versions"),
    path("projects/<int:pk>/versions/difference/", versions.project_difference, name="project_difference"),
    path("projects/<int:pk>/versions/<int:number>/", versions.version, name="version"),
    path("projects/<int:pk>/versions/<int:number>/restore/", versions.version_restore, name="version_restore"),
    # Their owners
    path("projects/<int:pk>/owners/name/", owners.project_owner, name="project_owner"),
    path("projects/<int:pk>/owners/step-down/", owners.project_step_down, name="project_step_down"),
    path("projects/<int:pk>/owners/claim/", owners.project_claim, name="project_claim"),
    # Timelines
    path("timeline/", timelines.timeline, name="timeline"),
    path("timeline.csv", timelines.timeline_table, name="timeline_table"),
    path("projects/<int:pk>/timeline/", timelines.project_timeline, name="project_timeline"),
    path("projects/<int:pk>/timeline.csv", timelines.project_timeline_table, name="project_timeline_table"),
    # Private addresses, and what is read there
    path("settings/addresses/", addresses.addresses, name="addresses"),
    path("settings/addresses/<int:pk>/show/", addresses.address_show, name="address_show"),
    path("settings/addresses/<int:pk>/revoke/", addresses.address_revoke, name="address_revoke"),
    path("calendar/<str:token>.ics", addresses.calendar, name="calendar"),
    path("feed/<str:token>.atom", addresses.feed, name="feed"),
    # Their milestones
    path("projects/<int:pk>/milestones/new/", milestones.milestone_new, name="milestone_new"),
    path("milestones/<int:pk>/", milestones.milestone, name="milestone"),
    path("milestones/<int:pk>/edit/", milestones.milestone_edit, name="milestone_edit"),
    path("milestones/<int:pk>/waits/", depending.milestone_waits, name="milestone_waits"),
    path("dependencies/<int:pk>/remove/", depending.dependency_remove, name="dependency_remove"),
    # Their partners
    path("projects/<int:pk>/partners/ask/", partners.partner_ask, name="partner_ask"),
    path("partners/<int:pk>/answer/", partners.partner_answer, name="partner_answer"),
    path("partners/<int:pk>/withdraw/", partners.partner_withdraw, name="partner_withdraw"),
    # What is told about them and released, with its files
    *post_urls.urlpatterns,
]
