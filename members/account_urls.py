"""Pages of the account that are ours, or in place of allauth's; they stand before those below /accounts/."""

from django.urls import URLPattern, path

from members.views import sessions

urlpatterns: list[URLPattern] = [
    path("sessions/", sessions.sessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", sessions.session_end, name="session_end"),
    path("again/", sessions.sign_in_again, name="sign_in_again"),
]
