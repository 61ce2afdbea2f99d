"""My private addresses; and what programs read at them, without signing in."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.limits import is_within
from members.acting import MemberRequest, members_only
from members.fresh import fresh_sign_in
from members.models import Follow, Person
from projects import calendars
from projects.addresses import make_address, note_content, note_read, presented, revoke_address, url_of
from projects.models import AddressKind, PrivateAddress, Project, Workgroup
from projects.private_feeds import ActivityFeed

AN_HOUR, READS = 3600, 120  # how often one address may be read
OFFERED = 50  # projects to choose from
ALL = "all"
feed_of = ActivityFeed()


class AddressForm(forms.Form):
    """What kind of address, and of what it tells."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=AddressKind.choices, initial=AddressKind.CALENDAR, widget=forms.RadioSelect
    )
    about = forms.ChoiceField(label=gettext_lazy("Of what"))

    def __init__(self, *args: Any, person: Person, asked: QueryDict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project, workgroup = asked.get("project", ""), asked.get("workgroup", "")
        self.projects = {f"project:{each.pk}": each for each in _offered(person, project)}
        self.workgroups = {group.topic: group for group in Workgroup.objects.visible_to(person).active()}
        about: Any = self.fields["about"]
        about.choices = [
            (ALL, _("Our projects and those I follow")),
            (_("One project"), [(key, str(each)) for key, each in self.projects.items()]),
            (_("One workgroup"), [(key, str(each)) for key, each in self.workgroups.items()]),
        ]
        known = self.projects.keys() | self.workgroups.keys()
        beforehand = [each for each in (f"project:{project}", f"workgroup:{workgroup}") if each in known]
        self.initial.setdefault("about", beforehand[0] if beforehand else ALL)

    def chosen(self) -> dict[str, Any]:
        """What the verb asks for; of a valid form."""
        about = self.cleaned_data["about"]
        return {
            "kind": self.cleaned_data["kind"],
            "project": self.projects.get(about),
            "workgroup": self.workgroups.get(about),
        }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@fresh_sign_in
def addresses(request: MemberRequest) -> HttpResponse:
    """The addresses; the form makes one more, and its answer shows it. `?project=`, `?workgroup=` choose beforehand."""
    data = request.POST if request.method == "POST" else None
    form = AddressForm(data, person=request.user, asked=request.GET)
    if form.is_valid():
        try:
            made = make_address(request.user, **form.chosen())
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            return _page(request, AddressForm(person=request.user, asked=QueryDict()), shown=made)
    return _page(request, form)


@never_cache
@require_POST
@members_only
@fresh_sign_in
def address_show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an address again, for a second device."""
    address = get_object_or_404(PrivateAddress.objects.visible_to(request.user).live(), pk=pk)
    return _page(request, AddressForm(person=request.user, asked=QueryDict()), shown=address)


@require_POST
@members_only
def address_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an address out of use."""
    address = get_object_or_404(PrivateAddress.objects.visible_to(request.user), pk=pk)
    revoke_address(address, person=request.user)
    messages.success(request, _("The address is revoked: nothing can be read there any more."))
    return redirect("projects:addresses")


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Milestones, for the program that has the address; 404 for anybody else."""
    address = _opened(token, AddressKind.CALENDAR)
    if refusal := _too_often(address):
        return refusal
    entries = calendars.entries_of(address)
    note_content(address, calendars.fingerprint(entries))
    note_read(address)
    if (unchanged := _unless_changed(request, address)).status_code == 304:
        return unchanged
    body = calendars.written(entries, name=address.about)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="milestones.ics"'
    return _unless_changed(request, address, response)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What happens, for the reader that has the address; 404 for anybody else."""
    address = _opened(token, AddressKind.FEED)
    if refusal := _too_often(address):
        return refusal
    response = feed_of(request, address=address)
    note_content(address, hashlib.sha256(response.content).hexdigest())
    note_read(address)
    return _unless_changed(request, address, response)


def _opened(token: str, kind: str) -> PrivateAddress:
    address = presented(token, kind)
    if address is None:
        raise Http404
    return address


def _too_often(address: PrivateAddress) -> HttpResponse | None:
    if is_within(f"address:{address.pk}", most=READS, seconds=AN_HOUR):
        return None
    return HttpResponse(status=429, headers={"Retry-After": str(AN_HOUR)}, content_type="text/plain")


def _unless_changed(
    request: HttpRequest, address: PrivateAddress, response: HttpResponse | None = None
) -> HttpResponse:
    """The answer with what tells it from an older one; 304 where the program has this one already."""
    etag, changed = quote_etag(address.fingerprint), int(address.changed_at.timestamp())
    answer = get_conditional_response(request, etag=etag, last_modified=changed, response=response or HttpResponse())
    found: HttpResponse = answer or HttpResponse()
    found["ETag"], found["Last-Modified"] = etag, http_date(changed)
    found["X-Robots-Tag"] = "noindex"
    patch_cache_control(found, private=True, max_age=300)
    return found


def _offered(person: Person, asked: str) -> list[Project]:
    """Projects that the person has to do with, and the one asked for."""
    topics = Follow.objects.filter(person=person, topic__startswith="project:").values_list("topic", flat=True)
    keys = {int(topic.partition(":")[2]) for topic in topics}
    if asked.isascii() and asked.isdecimal() and len(asked) < 19:
        keys.add(int(asked))
    own = [each.organization_id for each in person.active_memberships]
    seen = Project.objects.visible_to(person).only("pk", "title")
    return list((seen.filter(pk__in=keys) | seen.open().filter(organization__in=own)).order_by("title")[:OFFERED])


def _page(request: MemberRequest, form: AddressForm, *, shown: PrivateAddress | None = None) -> HttpResponse:
    rows = PrivateAddress.objects.visible_to(request.user).live().select_related("project", "workgroup")
    url = url_of(shown) if shown else ""
    context = {
        "form": form,
        "rows": rows,
        "shown": shown,
        "url": url,
        "webcal": f"webcal://{url.partition('://')[2]}" if shown and shown.kind == AddressKind.CALENDAR else "",
    }
    return render(request, "projects/addresses.html", context, status=422 if form.errors else 200)
