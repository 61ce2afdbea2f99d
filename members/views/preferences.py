"""My settings: what I am called, my time zone, when my digest comes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coalition.shared import clock
from members.acting import PersonRequest, signed_in
from members.digests import reading
from members.models import Person
from members.preferences import PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preferences(request: PersonRequest) -> HttpResponse:
    """Show the settings, or keep the changed ones."""
    # A form writes into the row it is given, valid or not; the page around it goes on showing the one signed in.
    person = Person.objects.get(pk=request.user.pk)
    form = PreferencesForm(request.POST or None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your settings are saved."))
        return redirect("members:settings")
    context = {"form": form, "period": reading.coming_period(request.user, clock.now())}
    return render(request, "members/settings.html", context, status=422 if form.errors else 200)
