"""My own account: who I am to others, what the portal holds about me, putting it to rest, deleting it."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition.shared import clock
from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.validation import readable
from members import closing, personal_data
from members.acting import PersonRequest, signed_in
from members.fresh import fresh_sign_in
from members.models import Person
from members.preferences import zone_choices


class ProfileForm(forms.ModelForm[Person]):
    """What others read of a person, and the zone that the person reads times in."""

    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zone_choices, required=False)

    class Meta:
        model = Person
        fields = ["name", "position", "phone", "time_zone"]
        labels = {"name": gettext_lazy("Your name")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "position": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(readable)


class SureForm(forms.Form):
    """That somebody means it."""

    sure = forms.BooleanField(error_messages={"required": gettext_lazy("Tick this box if you mean it.")})

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].label = words


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: PersonRequest) -> HttpResponse:
    """Who I am to others."""
    person = Person.objects.get(pk=request.user.pk)  # the form writes into it; the page goes on showing the other
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("members:profile")
    return render(request, "members/account/profile.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
@signed_in
def data(request: PersonRequest) -> HttpResponse:
    """What the portal holds about me, table by table, and what would become of it."""
    held = [(holding, holding.count(request.user)) for holding in personal_data.holdings()]
    return render(request, "members/account/data.html", {"held": [row for row in held if row[1]]})


@never_cache
@require_POST
@signed_in
@fresh_sign_in
def data_export(request: PersonRequest) -> HttpResponse:
    """All of it as a file: JSON for programs, HTML to read."""
    held = personal_data.export(request.user)
    if request.POST.get("as") == "html":
        return _download(render_to_string("members/account/export.html", held), "my-data.html", "text/html")
    return _download(json.dumps(held, cls=DjangoJSONEncoder, indent=1), "my-data.json", "application/json")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@fresh_sign_in
def rest(request: PersonRequest) -> HttpResponse:
    """Put the account to rest until the next sign-in."""
    form = SureForm(
        request.POST if request.method == "POST" else None, words=_("Leave my organizations and stop all mail")
    )
    if request.method == "POST" and form.is_valid():
        try:
            closing.rest(request.user, actor=request.user)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            logout(request)
            messages.success(request, _("Your account is at rest. Sign in to take it up again."))
            return redirect("home")
    return _closing_page(request, "members/account/rest.html", form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@fresh_sign_in
def data_delete(request: PersonRequest) -> HttpResponse:
    """Delete the account, after a list of what goes and what stays."""
    form = SureForm(
        request.POST if request.method == "POST" else None,
        words=_("Delete my account. I know that this cannot be taken back."),
    )
    if request.method == "POST" and form.is_valid():
        try:
            closing.delete_account(request.user, actor=request.user)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("home")
    return _closing_page(request, "members/account/delete.html", form)


def _closing_page(request: PersonRequest, template: str, form: SureForm) -> HttpResponse:
    held = [(holding, holding.count(request.user)) for holding in personal_data.holdings()]
    context = {
        "form": form,
        "last_of": closing.last_of(request.user),
        "holds_a_role": request.user.is_admin or request.user.is_coordinator,
        "goes": [row for row in held if row[1] and not row[0].kept],
        "stays": [row for row in held if row[1] and row[0].kept],
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _download(text: str, name: str, kind: str) -> HttpResponse:
    day = clock.today().isoformat()
    headers = {
        "Content-Disposition": f'attachment; filename="{day}-{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=headers)
