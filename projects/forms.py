"""The forms of the first floor. They check single values; the verbs decide."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coalition.shared import geography
from coalition.shared.forms import ExplainedForm, OnceForm, PlainText
from members.models import Organization
from projects.models import Milestone, MilestoneStatus, PartnerStatus, Project, ProjectStatus, Theme, Workgroup
from projects.models.project import TRANSITIONS, ProjectQuerySet
from projects.versioned_forms import VersionedForm

REGION_CHOICES = [
    (region, _("Region %(number)d (%(city)s)") % {"number": region, "city": city})
    for region, city in geography.REGION_SEATS.items()
]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ProjectForm(ExplainedForm, forms.ModelForm[Project]):
    """A plan as it is written."""

    states = forms.MultipleChoiceField(
        label=_("Where it takes place"),
        choices=geography.STATE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose none if it takes place in the whole country."),
    )
    regions = forms.TypedMultipleChoiceField(
        label=_("Whole regions"),
        choices=REGION_CHOICES,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=list,
        help_text=_("Those of the US Department of Health and Human Services; all states of a region are added."),
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What it is about; others find it by them."),
    )

    class Meta:
        model = Project
        fields = ["title", "purpose", "plan", "help_wanted", "workgroup", "themes", "states"]
        field_classes = {"purpose": PlainText, "plan": PlainText}
        labels = {
            "title": _("Title"),
            "purpose": _("Purpose"),
            "plan": _("Plan"),
            "help_wanted": _("Needs help with"),
            "workgroup": _("Workgroup"),
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3}), "plan": forms.Textarea(attrs={"rows": 16})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workgroup = cast(forms.ModelChoiceField[Workgroup], self.fields["workgroup"])
        workgroup.queryset = Workgroup.objects.filter(Q(is_active=True) | Q(pk=self.initial.get("workgroup")))
        workgroup.empty_label = str(_("None"))

    def clean(self) -> dict[str, Any] | None:
        """Put the states of the regions chosen beside the states."""
        cleaned = super().clean() or self.cleaned_data
        states = {code for region in cleaned.pop("regions", []) for code in geography.states_in(region)}
        if states and "states" in cleaned:
            cleaned["states"] = sorted(states.union(cleaned["states"]))
        return cleaned


class NewProjectForm(OnceForm, ProjectForm):
    """A plan that is posted."""

    unowned = forms.BooleanField(
        label=_("List it without an owner"),
        required=False,
        help_text=_("For an idea that somebody else may take on. Otherwise you are its first owner."),
    )

    def to_post(self) -> dict[str, Any]:
        """What the verb is given; for a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"unowned", "key"}}
        return {**given, **self.mark(), "owned": not self.cleaned_data["unowned"]}

    def posts(self, posted: Project) -> bool:
        """Whether the plan began with what the form says."""
        first = posted.versions.get(number=1)
        return all(getattr(first, name) == self.cleaned_data[name] for name in ("title", "purpose", "plan"))


class ProjectEditForm(VersionedForm, ProjectForm):
    """A plan as it is edited, and in a few words what the edit changes."""

    note = forms.CharField(
        label=_("What changed"),
        max_length=200,
        required=False,
        help_text=_("In a few words; it stands with this version of the plan."),
    )

    class Meta(ProjectForm.Meta):
        pass

    def changes(self) -> dict[str, Any]:
        """States that were chosen by their region are changed too."""
        states = {"states": self.cleaned_data["states"]} if self["regions"].value() else {}
        return {**super().changes(), **states, "note": self.cleaned_data["note"], **self.explained()}


class StatusForm(forms.Form):
    """The next status of a project, and why."""

    status = forms.ChoiceField(label=_("New status"), widget=forms.RadioSelect)
    reason = PlainText(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every member reads it with the change. Needed to pause or close."),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        next_ones = TRANSITIONS[project.status]
        choices = [(status.value, status.label) for status in ProjectStatus if status in next_ones]
        cast(forms.ChoiceField, self.fields["status"]).choices = choices


class HandOverForm(forms.Form):
    """Which partner leads a project from now on, and why."""

    to = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("New lead"),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("Its people are told. Your organization stays in the project as a partner."),
    )
    reason = PlainText(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every member reads it."),
    )

    def __init__(self, *args: Any, partners: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Organization.objects.filter(pk__in=[partner.pk for partner in partners])
        cast(forms.ModelChoiceField[Organization], self.fields["to"]).queryset = choices


class PartnerForm(forms.Form):
    """Whom to ask to take part."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Organization"))

    def __init__(self, *args: Any, project: Project, named: str = "", **kwargs: Any) -> None:
        """`named`: the short name of the organization to begin with."""
        super().__init__(*args, **kwargs)
        asked = project.partners.exclude(status=PartnerStatus.DECLINED).values("organization")
        others = Organization.objects.admitted().exclude(pk=project.organization_id).exclude(pk__in=asked)
        cast(forms.ModelChoiceField[Organization], self.fields["organization"]).queryset = others
        if named and "\x00" not in named:
            self.initial["organization"] = others.filter(slug=named).first()


class MilestoneForm(forms.ModelForm[Milestone]):
    """A step of a plan, new."""

    class Meta:
        model = Milestone
        fields = ["title", "organization", "starts_on", "due_on"]
        labels = {
            "title": _("Title"),
            "organization": _("Who answers for it"),
            "starts_on": _("Start"),
            "due_on": _("Due"),
        }
        widgets = {"starts_on": DAY, "due_on": DAY}
        help_texts = {
            "organization": _("The lead, or a partner that has confirmed."),
            "starts_on": _("If the work takes days: then others see early when a delay before it reaches it."),
        }

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_those_taking_part(self, project)


class MilestoneEditForm(VersionedForm):
    """A step of a plan, and how far it is."""

    class Meta(MilestoneForm.Meta):
        fields = ["title", "organization", "starts_on", "due_on", "status", "progress"]
        labels = {**MilestoneForm.Meta.labels, "status": _("Status"), "progress": _("Progress")}

    def __init__(self, data: QueryDict | None = None, *, row: Milestone) -> None:
        super().__init__(data, row=row)
        _offer_those_taking_part(self, row.project)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and cleaned.get("status") == MilestoneStatus.REACHED:
            cleaned["progress"] = 100
        return cleaned


def _offer_those_taking_part(form: forms.BaseForm, project: Project) -> None:
    confirmed = project.partners.filter(status=PartnerStatus.CONFIRMED).values("organization")
    field = cast(forms.ModelChoiceField[Organization], form.fields["organization"])
    field.queryset = Organization.objects.filter(Q(pk=project.organization_id) | Q(pk__in=confirmed))
    field.empty_label = None


class ProjectFilter(forms.Form):
    """What the list of projects may be narrowed by; every part may be left out, and a wrong one narrows nothing."""

    q = forms.CharField(label=_("Title contains"), required=False, max_length=200, widget=forms.TextInput)
    workgroup = forms.ModelChoiceField(
        Workgroup.objects.all(),
        label=_("Workgroup"),
        to_field_name="slug",
        required=False,
        empty_label=_("Any workgroup"),
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", _("Any theme")), *Theme.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any state")), *geography.STATE_CHOICES]
    )
    region = forms.TypedChoiceField(
        label=_("Region"), required=False, coerce=int, choices=[("", _("Any region")), *REGION_CHOICES]
    )
    organization = forms.ModelChoiceField(
        Organization.objects.once_admitted(), to_field_name="slug", required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: QueryDict, *, statuses: Iterable[ProjectStatus]) -> None:
        super().__init__(data)
        choices = [("", _("Any status")), *((status.value, status.label) for status in statuses)]
        cast(forms.ChoiceField, self.fields["status"]).choices = choices

    def narrow(self, projects: ProjectQuerySet, *, statuses: Collection[str]) -> ProjectQuerySet:
        """The projects that fit whatever was asked for; the status counts only where it may occur."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            projects = projects.filter(title__icontains=asked["q"])
        if asked.get("workgroup"):
            projects = projects.filter(workgroup=asked["workgroup"])
        if (status := asked.get("status")) and status in statuses:
            projects = projects.filter(status=status)
        if asked.get("theme"):
            projects = projects.about(asked["theme"])
        if asked.get("state"):
            projects = projects.concerning(asked["state"])
        if asked.get("region"):
            projects = projects.concerning(*geography.states_in(asked["region"]))
        return projects.of(asked["organization"]) if asked.get("organization") else projects

    @property
    def is_narrowing(self) -> bool:
        """Whether anything usable was asked for."""
        self.is_valid()
        return any(self.cleaned_data.values())
