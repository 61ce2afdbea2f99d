"""What happened, what waits for whom, who follows what."""

from django.contrib import admin

from coalition.shared.administration import KeptAsWritten
from members.models import Activity, Follow, Notice


@admin.register(Activity)
class ActivityAdmin(KeptAsWritten[Activity]):
    list_display = ["occurred_at", "kind", "title", "actor", "organization", "audience"]
    list_filter = ["audience", "occurred_at"]
    list_select_related = ["actor", "organization"]
    search_fields = ["kind", "title", "actor__name", "organization__name"]


@admin.register(Notice)
class NoticeAdmin(KeptAsWritten[Notice]):
    list_display = ["created_at", "person", "kind", "title", "must_act", "due_at", "status"]
    list_filter = ["status", "must_act", "created_at"]
    list_select_related = ["person"]
    search_fields = ["title", "subject", "person__name", "person__email"]


@admin.register(Follow)
class FollowAdmin(KeptAsWritten[Follow]):
    list_display = ["person", "topic", "reason", "created_at"]
    list_filter = ["created_at"]
    list_select_related = ["person"]
    search_fields = ["topic", "person__name", "person__email"]
