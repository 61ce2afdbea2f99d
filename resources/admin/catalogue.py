"""Groups, resource types and what may be given instead of what."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import do_with_each
from members.acting import PersonRequest
from resources.models import Pack, ResourceGroup, ResourceType, Substitute
from resources.retiring import bring_back, retire


@admin.register(ResourceGroup)
class ResourceGroupAdmin(admin.ModelAdmin[ResourceGroup]):
    list_display = ["name", "position", "types"]
    list_editable = ["position"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResourceGroup]:
        return super().get_queryset(request).annotate(number=Count("types"))

    @admin.display(description=_("types"), ordering="number")
    def types(self, group: Any) -> int:
        """How many types stand in it."""
        number: int = group.number
        return number


class SubstitutesOfType(admin.TabularInline[Substitute, ResourceType]):
    model = Substitute
    fk_name = "resource_type"
    fields = ["substitute", "note"]
    autocomplete_fields = ["substitute"]
    extra = 0


class PacksOfType(admin.TabularInline[Pack, ResourceType]):
    """A pack that changes or goes leaves what was posted in it as it was."""

    model = Pack
    fields = ["name", "size"]
    extra = 0


@admin.register(ResourceType)
class ResourceTypeAdmin(admin.ModelAdmin[ResourceType]):
    """Words are edited; unit and kind stay, since quantities are counted in them. Types are retired, never deleted."""

    list_display = ["label", "slug", "group", "unit", "kind", "expires", "is_active"]
    list_filter = ["is_active", "group", "kind", "expires"]
    list_select_related = ["group"]
    search_fields = ["label", "slug", "synonyms"]
    fields = [("label", "slug"), "group", ("unit", "kind", "expires"), "synonyms", "codes", "is_active"]
    inlines = [PacksOfType, SubstitutesOfType]
    actions = ["retire_types", "bring_types_back"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: ResourceType | None = None) -> Any:
        return {} if obj else {"slug": ["label"]}

    def get_readonly_fields(self, request: HttpRequest, obj: ResourceType | None = None) -> list[str]:
        return ["slug", "unit", "kind", "is_active"] if obj else ["is_active"]

    def has_delete_permission(self, request: HttpRequest, obj: ResourceType | None = None) -> bool:
        return False

    @admin.action(description=_("Take out of the catalogue"))
    def retire_types(self, request: PersonRequest, rows: QuerySet[ResourceType]) -> None:
        do_with_each(request, rows, lambda row: retire(row, actor=request.user))

    @admin.action(description=_("Put back into the catalogue"))
    def bring_types_back(self, request: PersonRequest, rows: QuerySet[ResourceType]) -> None:
        do_with_each(request, rows, lambda row: bring_back(row, actor=request.user))


@admin.register(Pack)
class PackAdmin(admin.ModelAdmin[Pack]):
    list_display = ["resource_type", "name", "size"]
    list_select_related = ["resource_type"]
    list_filter = ["name"]
    search_fields = ["resource_type__label", "name"]
    autocomplete_fields = ["resource_type"]


@admin.register(Substitute)
class SubstituteAdmin(admin.ModelAdmin[Substitute]):
    list_display = ["resource_type", "substitute", "note"]
    list_select_related = ["resource_type", "substitute"]
    search_fields = ["resource_type__label", "substitute__label", "note"]
    autocomplete_fields = ["resource_type", "substitute"]
