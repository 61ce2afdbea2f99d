"""The digest seen beforehand, and the way to stop it without signing in."""

from datetime import time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from coalition.shared import clock
from members import unsubscribing
from members.acting import PersonRequest, signed_in
from members.digests import letters, reading


@require_safe
@signed_in
def digest_preview(request: PersonRequest) -> HttpResponse:
    """Exactly what my next digest would hold if it came now."""
    now = clock.now()
    period, contents = reading.preview(request.user, now)
    context = {
        "contents": contents,
        "period": period,
        "letter": letters.rendered(request.user, contents, now) if contents else None,
        "hour": time(request.user.digest_hour),
        "now": now,
    }
    return render(request, "members/digest_preview.html", context)


@csrf_exempt  # a mail program posts here with nothing but the address (RFC 8058); the token is what allows it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a kind of mail. Looking at the page changes nothing; a POST does, and a second one answers the same."""
    found = unsubscribing.read(token)
    if found is None:
        raise Http404
    person, kind = found
    if request.method == "POST":
        unsubscribing.unsubscribe(person, kind)
    context = {
        "stopped": request.method == "POST" or not unsubscribing.is_sent(person, kind),
        "kind": kind,
        "called": unsubscribing.called(kind),
    }
    return render(request, "members/unsubscribe.html", context)
