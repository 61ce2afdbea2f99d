"""The ground floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from members import closing, found, holdings, kinds, second_step, sessions  # noqa: F401  # kinds: registers those of this floor

        holdings.register()
        found.register()
        # What a session must know of its sign-in; there is no other place that all ways of signing in come by.
        user_logged_in.connect(sessions.begin, dispatch_uid="session_begins")
        user_logged_in.connect(closing.wake_who_signs_in, dispatch_uid="account_wakes")
        authenticator_added.connect(second_step.note_set_up, dispatch_uid="second_step_set_up")
