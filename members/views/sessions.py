"""Where I am signed in, and how to end it; signing in anew before something that touches the account."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from members import browsers
from members.acting import PersonRequest, signed_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sessions(request: PersonRequest) -> HttpResponse:
    """The sessions, this one first; the form ends all others."""
    mine = UserSession.objects.purge_and_list(request.user)
    others = [session for session in mine if session.session_key != request.session.session_key]
    if request.method == "POST":
        for session in others:
            session.end()
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("usersessions_list")
    here = [session for session in mine if session not in others]
    rows = here + sorted(others, key=lambda session: session.last_seen_at, reverse=True)
    for session in rows:
        session.browser = browsers.in_words(session.user_agent)
    return render(request, "usersessions/usersession_list.html", {"rows": rows, "here": here, "others": others})


@require_POST
@signed_in
def session_end(request: PersonRequest, pk: int) -> HttpResponse:
    """End one session, wherever it is."""
    session = get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk)
    if session.session_key == request.session.session_key:
        get_adapter().logout(request)
        return redirect("account_login")
    session.end()
    messages.success(request, _("%(browser)s is signed out.") % {"browser": browsers.in_words(session.user_agent)})
    return redirect("usersessions_list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sign_in_again(request: PersonRequest) -> HttpResponse:
    """For those who have neither password nor second step here: sign out and in again, and go on."""
    onward = get_next_redirect_url(request) or "/"
    if request.method == "POST":
        logout(request)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")
    return render(request, "account/sign_in_again.html", {"next": onward})
