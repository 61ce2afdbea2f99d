"""What the pages of offers and the pages of requests have in common."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members.acting import MemberRequest
from members.discussions.pages import talk_about
from members.models import Activity, Organization
from members.permissions import membership_in
from resources import permissions
from resources.changes import differences
from resources.confirming import confirmed_just_now
from resources.forms.filters import PostingFilters
from resources.forms.postings import PostingForm
from resources.listing import Listing
from resources.models import Match, Offer, Request

Done = TypeVar("Done")
Posted = TypeVar("Posted", Offer, Request)
SHOWN_MATCHES = 25
SHOWN_ACTIVITY = 25


def ours(request: MemberRequest) -> Organization | None:
    """The organization that the reader acts for, if any."""
    return request.acting.organization if request.acting else None


def show_list(request: MemberRequest, what: str, *, filters: PostingFilters, shown: Listing) -> HttpResponse:
    """The list page of `what` ("offer" or "request"), or its rows and tabs alone for htmx."""
    organization = ours(request)
    context = {
        "nav": "exchange",
        "filters": filters,
        "view": shown.view,
        "tabs": shown.tabs,
        "page": shown.page,
        "project": filters.named_project,
        "organization": filters.named_organization,
        "can_post": bool(organization and permissions.can_post(request.user, organization)),
    }
    part = "rows" if request.htmx else "list"
    return render(request, f"resources/{what}_{part}.html", context)


def about(request: MemberRequest, posting: Offer | Request) -> dict[str, Any]:
    """What a page shows around an offer or request: what may be done, its matches, what is said and happened."""
    person = request.user
    withdraws = permissions.can_withdraw(person, posting)
    history = Activity.objects.visible_to(person).about(posting.topic).news().select_related("actor", "organization")
    matches = Match.objects.visible_to(person).filter(**{posting._meta.model_name or "": posting}).with_parties()
    organization = ours(request)
    return {
        "nav": "exchange",
        "posting": posting,
        "may": {
            "edit": posting.is_open and permissions.can_edit_posting(person, posting),
            "confirm": posting.is_open
            and permissions.can_edit_posting(person, posting)
            and not confirmed_just_now(posting),
            "withdraw": posting.is_open and withdraws,
            "reopen": withdraws and not posting.is_open,
            "answer": posting.is_open
            and organization is not None
            and organization != posting.organization
            and permissions.can_post(person, organization),
        },
        "sees_matches": withdraws or person.is_coordinator or membership_in(person, posting.organization),
        "matches": matches[:SHOWN_MATCHES],
        "talk": talk_about(posting._meta.model_name or "", posting, request),
        "history": _without_repetition(history[:SHOWN_ACTIVITY], posting),
    }


def _without_repetition(history: Iterable[Activity], posting: Offer | Request) -> list[Activity]:
    """The history, in which the row of the posting does not say the description that stands above it again."""
    rows = list(history)
    for row in rows:
        if row.text == posting.description:
            row.text = ""
    return rows


def accepted(form: forms.Form, act: Callable[[], Done]) -> Done | None:
    """What the verb gives; where it refuses, None, with its sentence at the field that it names."""
    if not form.is_valid():
        return None
    try:
        return act()
    except DomainError as refusal:
        form.refusal = refusal  # type: ignore[attr-defined]  # read by `status_of` and `conflict`
        show_refusal(form, refusal)
    return None


def posted_before(form: PostingForm, rows: "QuerySet[Posted]") -> Posted | None:
    """What this very form posted already, when it is sent twice. With something else in it, the form says so."""
    refusal: DomainError | None = getattr(form, "refusal", None)
    if refusal is None or refusal.code != "known_source_key":
        return None
    posted = rows.filter(**form.mark()).first()
    if posted is None or differences(posted, form.said()):
        form.begin_another()
        return None
    return posted


def do_to(
    request: MemberRequest, posting: Offer | Request, act: Callable[[], object], *, done: str, undo: str = ""
) -> HttpResponse:
    """Do the act, and say `done` on the page of the offer or request, with the address that undoes it, if any."""
    try:
        act()
    except DomainError as error:
        return refuse(request, error, posting.get_absolute_url())
    messages.success(request, done, extra_tags=f"undo:{undo}" if undo else "")
    return redirect(posting)


def status_of(form: forms.Form) -> int:
    """The status of the page that shows the form: the refusal's own, 422 for unusable input, else 200."""
    refusal: DomainError | None = getattr(form, "refusal", None)
    if refusal:
        return refusal.status
    return 422 if form.is_bound and form.errors else 200


def conflict(form: PostingForm, posting: Offer | Request) -> list[dict[str, str]]:
    """After an edit that met another one: what now stands against what was changed here, field by field.

    The form begins anew from what now stands, so that sending it again is a decision and no accident, and takes
    nothing of the other edit back that was not changed here, too.
    """
    refusal: DomainError | None = getattr(form, "refusal", None)
    if refusal is None or refusal.code != "version_conflict":
        return []
    posting.refresh_from_db()
    against = differences(posting, form.said())
    form.begin_anew(posting)
    return against
