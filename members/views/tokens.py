"""My API tokens: make one, see when each was used, revoke it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from members import permissions
from members.acting import MemberRequest, members_only
from members.fresh import fresh_sign_in
from members.models import ApiToken
from members.tokens import issue_token, revoke_token

DAYS = [(30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")), (366, gettext_lazy("A year"))]


class TokenForm(forms.Form):
    """What a token is for, how long it lives, what it may do."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=80, help_text=gettext_lazy("For example “Stock system”.")
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Usable for"), choices=DAYS, coerce=int, initial=90)
    may_write = forms.BooleanField(
        label=gettext_lazy("May post and change"),
        required=False,
        help_text=gettext_lazy("Without this it can only read. It can never do more than you can."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@fresh_sign_in
def tokens(request: MemberRequest) -> HttpResponse:
    """The tokens; the form makes one more.

    The answer to the form shows the new token, instead of leading to another page: it is kept nowhere, so there is no
    page that could show it later.
    """
    form = TokenForm(request.POST or None)
    if request.method == "POST" and request.acting and form.is_valid():
        try:
            token, secret = issue_token(
                person=request.user, organization=request.acting.organization, **form.cleaned_data
            )
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            return _page(request, TokenForm(), token=token, secret=secret)
    return _page(request, form)


@require_POST
@members_only
def token_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a token out of use."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user).select_related("organization"), pk=pk)
    revoke_token(token, actor=request.user)
    messages.success(request, _("“%(name)s” is revoked: nobody can use it any more.") % {"name": token.name})
    return redirect("members:tokens")


def _page(request: MemberRequest, form: TokenForm, **made: Any) -> HttpResponse:
    visible = ApiToken.objects.visible_to(request.user).select_related("person", "organization").order_by("-created_at")
    context = {
        "form": form,
        "own": visible.filter(person=request.user),
        "others": visible.usable().exclude(person=request.user),
        "may_issue": bool(request.acting and request.acting.organization.is_admitted),
        "may_write": bool(request.acting and permissions.can_write_for(request.user, request.acting.organization)),
        **made,
    }
    return render(request, "members/tokens.html", context, status=422 if form.errors else 200)
