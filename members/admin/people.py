"""People and their memberships."""

from typing import Any

from allauth.account import admin as stock  # noqa: F401  # registers addresses, and so comes first
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, KeptInline, LongList, do_with_each
from members.acting import PersonRequest
from members.appointments import appoint, bar, let_in
from members.closing import delete_account
from members.lost_steps import forget_second_step
from members.models import ApiToken, Membership, Person, Role
from members.people import change_role, join, leave
from members.tokens import revoke_token


class MembershipsOfPerson(KeptInline[Membership]):
    model = Membership
    fk_name = "person"
    fields = ["organization", "role", "joined_at", "ended_at"]
    readonly_fields = ["joined_at", "ended_at"]


@admin.register(Person)
class PersonAdmin(LongList[Person]):
    """Name and settings are edited; roles and the right to sign in are given and taken by actions."""

    list_display = ["email", "name", "is_coordinator", "is_admin", "is_active", "date_joined"]
    list_filter = ["is_coordinator", "is_admin", "is_active"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = [
        "email",
        "name",
        ("position", "phone"),
        "time_zone",
        ("digest_frequency", "digest_hour"),
        "keyboard_shortcuts",
        ("is_coordinator", "is_admin", "is_active"),
        ("date_joined", "last_login"),
        ("rested_at", "deleted_at"),
    ]
    readonly_fields = [
        "email",
        "is_coordinator",
        "is_admin",
        "is_active",
        "date_joined",
        "last_login",
        "rested_at",
        "deleted_at",
    ]
    inlines = [MembershipsOfPerson]
    actions = [
        "make_coordinator",
        "end_coordinator",
        "make_admin",
        "end_admin",
        "bar_from_sign_in",
        "let_sign_in",
        "delete_accounts",
        "forget_second_step",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people sign up themselves and prove their address

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        return False  # what they signed and did stays on record

    @admin.action(description=_("Appoint as coordinator"))
    def make_coordinator(self, request: PersonRequest, rows: QuerySet[Person]) -> None:
        do_with_each(request, rows, lambda person: appoint(person, actor=request.user, coordinator=True))

    @admin.action(description=_("End the role of coordinator"))
    def end_coordinator(self, request: PersonRequest, rows: QuerySet[Person]) -> None:
        do_with_each(request, rows, lambda person: appoint(person, actor=request.user, coordinator=False))

    @admin.action(description=_("Appoint as admin"))
    def make_admin(self, request: PersonRequest, rows: QuerySet[Person]) -> None:
        do_with_each(request, rows, lambda person: appoint(person, actor=request.user, admin=True))

    @admin.action(description=_("End the role of admin"))
    def end_admin(self, request: PersonRequest, rows: QuerySet[Person]) -> None:
        do_with_each(request, rows, lambda person: appoint(person, actor=request.user, admin=False))

    @admin.action(description=_("Bar from signing in"))
    def bar_from_sign_in(self, request: PersonRequest, rows: QuerySet[Person]) -> None:
        do_with_each(request, rows, lambda person: bar(person, actor=request.user))

    @admin.action(description=_("Let sign in again"))
    def let_sign_in(self, request: PersonRequest, rows: QuerySet[Person]) -> None:
        do_with_each(request, rows, lambda person: let_in(person, actor=request.user))

    @admin.action(description=_("Delete the account for good"))
    def delete_accounts(self, request: PersonRequest, rows: QuerySet[Person]) -> None:
        do_with_each(request, rows, lambda person: delete_account(person, actor=request.user))

    @admin.action(description=_("Forget the second step (phone and codes are lost)"))
    def forget_second_step(self, request: PersonRequest, rows: QuerySet[Person]) -> None:
        do_with_each(request, rows, lambda person: forget_second_step(person, actor=request.user))


@admin.register(Membership)
class MembershipAdmin(LongList[Membership]):
    """Somebody is taken in here as a representative would; afterwards only actions change anything."""

    list_display = ["person", "organization", "role", "joined_at", "ended_at"]
    ordering = ["-pk"]
    list_filter = ["role", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "organization"]
    search_fields = ["person__name", "person__email", "organization__name"]
    autocomplete_fields = ["person", "organization"]
    fields = ["person", "organization", "role", "joined_at", "ended_at"]
    readonly_fields = ["joined_at", "ended_at"]
    actions = ["make_representative", "make_contributor", "make_reader", "end"]

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Membership, form: Any, change: bool) -> None:  # noqa: PLR0917  # Django's
        joined = join(obj.organization, person=obj.person, role=obj.role, actor=request.user)
        obj.pk = joined.pk

    @admin.action(description=_("Make a representative"))
    def make_representative(self, request: PersonRequest, rows: QuerySet[Membership]) -> None:
        self._give(request, rows, Role.REPRESENTATIVE)

    @admin.action(description=_("Make a contributor"))
    def make_contributor(self, request: PersonRequest, rows: QuerySet[Membership]) -> None:
        self._give(request, rows, Role.CONTRIBUTOR)

    @admin.action(description=_("Make a reader"))
    def make_reader(self, request: PersonRequest, rows: QuerySet[Membership]) -> None:
        self._give(request, rows, Role.READER)

    @admin.action(description=_("End the membership"))
    def end(self, request: PersonRequest, rows: QuerySet[Membership]) -> None:
        do_with_each(
            request,
            rows.select_related("person", "organization"),
            lambda row: leave(row.organization, person=row.person, actor=request.user),
        )

    def _give(self, request: PersonRequest, rows: QuerySet[Membership], role: Role) -> None:
        do_with_each(
            request,
            rows.select_related("person", "organization"),
            lambda row: change_role(row.organization, person=row.person, role=role, actor=request.user),
        )


admin.site.unregister(EmailAddress)


@admin.register(EmailAddress)
class EmailAddressAdmin(KeptAsWritten[EmailAddress]):
    """Which addresses are proved decides on admission, so nobody sets it by hand."""

    list_display = ["email", "user", "primary", "verified"]
    list_filter = ["primary", "verified"]
    list_select_related = ["user"]
    search_fields = ["email", "user__name"]


@admin.register(ApiToken)
class ApiTokenAdmin(KeptAsWritten[ApiToken]):
    """Of a token only its beginning is known."""

    list_display = ["prefix", "name", "person", "organization", "may_write", "created_at", "last_used_at", "revoked_at"]
    list_filter = ["may_write", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "organization"]
    search_fields = ["name", "prefix", "person__name", "person__email", "organization__name"]
    exclude = ["sha256"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke"))
    def revoke(self, request: PersonRequest, rows: QuerySet[ApiToken]) -> None:
        do_with_each(
            request,
            rows.select_related("person", "organization"),
            lambda token: revoke_token(token, actor=request.user),
        )
