"""Who owns a project: naming owners, stepping down, taking a project on."""

from typing import cast

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from members import overdue
from members.acting import MemberRequest, WriterRequest, members_only, writers_only
from members.models import Membership, Person
from projects import permissions
from projects.models import Project
from projects.owning import candidates, claim, name_owner, step_down
from projects.posting import check_open
from projects.views.project import visible_project


class PersonOfOrganization(forms.ModelChoiceField[Person]):
    """A choice of people, each told with their organizations."""

    def label_from_instance(self, obj: Person) -> str:
        """The name, and whom the person belongs to."""
        return f"{obj}, {' / '.join(str(row.organization) for row in obj.employers)}"  # type: ignore[attr-defined]  # fetched below


class OwnerForm(forms.Form):
    """Whom to name."""

    person = PersonOfOrganization(
        Person.objects.none(),
        empty_label=gettext_lazy("Choose somebody"),
        label=gettext_lazy("Person"),
        help_text=gettext_lazy("Somebody who may write for the lead or a confirmed partner. They are told."),
    )

    def __init__(self, *args: object, project: Project, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django takes them
        employers = Prefetch(
            "memberships", Membership.objects.of_members().select_related("organization"), to_attr="employers"
        )
        people = Person.objects.filter(pk__in=[person.pk for person in candidates(project)]).prefetch_related(employers)
        cast(forms.ModelChoiceField[Person], self.fields["person"]).queryset = people


@members_only
def project_owner(request: MemberRequest, pk: int) -> HttpResponse:
    """Name another owner."""
    project = visible_project(request, pk)
    if not permissions.can_name_owner(request.user, project):
        raise overdue.refusal(
            request.user, project.organization, otherwise=_("Only its owners, and writers of the lead, name owners.")
        )
    check_open(project)
    form = OwnerForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        try:
            owner = name_owner(project, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s is an owner now.") % {"name": owner.person})
            return redirect(f"{project.get_absolute_url()}#owners")
    context = {"nav": "plans", "project": project, "form": form}
    invalid = request.method == "POST"
    return render(request, "projects/project_owner.html", context, status=422 if invalid else 200)


@require_POST
@members_only
def project_step_down(request: MemberRequest, pk: int) -> HttpResponse:
    """Own the project no longer."""
    project = step_down(visible_project(request, pk), actor=request.user)
    told = _("You own it no longer. It has no owner now; its lead is told.")
    messages.success(request, told if project.is_without_owner else _("You own it no longer."))
    return redirect(f"{project.get_absolute_url()}#owners")


@require_POST
@writers_only
def project_claim(request: WriterRequest, pk: int) -> HttpResponse:
    """Take on a project without an owner, for the organization acted for."""
    project = visible_project(cast(MemberRequest, request), pk)
    claim(project, organization=request.acting.organization, actor=request.user)
    messages.success(request, _("You own this project now. Those who take part are told."))
    return redirect(f"{project.get_absolute_url()}#owners")
