"""The identity providers of organizations, and the registrations of allauth behind them."""

from typing import Any

from allauth.mfa import admin as stock_mfa  # noqa: F401  # registers authenticators, and so comes first
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as stock  # noqa: F401  # the same for the models of allauth.socialaccount
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions import admin as stock_sessions  # noqa: F401  # and for sessions
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, do_with_each
from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from members.acting import PersonRequest
from members.identity_providers import LONGEST, remove_provider, set_up_provider
from members.models import IdentityDomain, IdentityProvider


class IdentityProviderForm(forms.ModelForm[IdentityProvider]):
    """What the organization's own people give; `actor` is set by the admin page."""

    actor: Any = None
    issuer = forms.URLField(
        label=_("Address of the provider"),
        assume_scheme="https",
        help_text=_("Its issuer, such as https://login.lakeviewhealth.org, without /.well-known/."),
    )
    client_id = forms.CharField(label=_("Client id"), max_length=LONGEST)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=LONGEST,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Leave it empty to keep the one that is there."),
    )
    domains = forms.CharField(
        label=_("Domains"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line. Verify first that they are the organization’s: for addresses there its word is taken."
        ),
    )

    class Meta:
        model = IdentityProvider
        fields = ["organization"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            app = self.instance.app
            self.fields["organization"].disabled = True
            self.initial["issuer"], self.initial["client_id"] = app.settings.get("server_url"), app.client_id
            self.initial["domains"] = "\n".join(self.instance.domains.values_list("domain", flat=True))

    def clean(self) -> dict[str, Any]:
        """Let the verb do it within the admin's transaction, so that its refusals stand at the fields."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.instance = set_up_provider(
                    data["organization"],
                    issuer=data["issuer"],
                    client_id=data["client_id"],
                    secret=data["secret"],
                    at=data["domains"].split(),
                    actor=self.actor,
                )
            except DomainError as refusal:
                show_refusal(self, refusal)
        return data


@admin.register(IdentityProvider)
class IdentityProviderAdmin(admin.ModelAdmin[IdentityProvider]):
    """Set up here together with the organization's own administrators; the address to register there is shown."""

    form = IdentityProviderForm
    fields = ["organization", "issuer", "client_id", "secret", "domains", "callback"]
    readonly_fields = ["callback"]
    list_display = ["organization", "created_at"]
    list_select_related = ["organization"]
    search_fields = ["organization__name", "domains__domain"]
    autocomplete_fields = ["organization"]
    show_full_result_count = False
    actions = ["remove"]

    def has_delete_permission(self, request: HttpRequest, obj: IdentityProvider | None = None) -> bool:
        return False  # by the action, which is on record

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.actor = request.user
        return form

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:  # noqa: PLR0917  # Django's
        """The verb has done it."""

    @admin.display(description=_("Address to register there"))
    def callback(self, obj: IdentityProvider | None) -> str:
        """Where the provider sends people back to."""
        if obj is None or obj._state.adding:
            return str(_("Shown here once this is saved."))
        return callback_address(obj)

    @admin.action(description=_("End the sign-in there"))
    def remove(self, request: PersonRequest, rows: QuerySet[IdentityProvider]) -> None:
        do_with_each(request, rows, lambda row: remove_provider(row, actor=request.user))


def callback_address(provider: IdentityProvider) -> str:
    """The whole address that the provider must let people come back to."""
    return f"{settings.SITE_URL}{reverse('openid_connect_callback', args=[provider.app.provider_id])}"


for model in (SocialApp, SocialToken, SocialAccount, Authenticator, UserSession):
    admin.site.unregister(model)  # they hold secrets, or open accounts; nobody needs to see or edit them


@admin.register(Authenticator)
class AuthenticatorAdmin(KeptAsWritten[Authenticator]):
    """Who has a second step; its secret is not shown."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email"]
    fields = ["user", "type", "created_at", "last_used_at"]


@admin.register(IdentityDomain)
class IdentityDomainAdmin(KeptAsWritten[IdentityDomain]):
    """For which domains which provider speaks."""

    list_display = ["domain", "provider"]
    list_select_related = ["provider__organization"]
    search_fields = ["domain"]
