"""How the first floor looks in the API, and what may be sent to it."""

from typing import Any

from rest_framework import serializers

from coalition.shared import geography
from coalition.shared.bodies import Changes, ExplainedBody
from coalition.shared.fields import Named
from coalition.shared.lean import LeanSerializer
from coalition.shared.parameters import Parameters
from members.serializers import OrganizationReference
from projects.models import MilestoneStatus, PartnerStatus, Project, ProjectStatus, Theme, Workgroup


class WorkgroupReference(LeanSerializer):
    """A workgroup, named in something else."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class WorkgroupSerializer(LeanSerializer):
    """Where people of many organizations work on one theme."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    charge = serializers.CharField(allow_blank=True)
    is_active = serializers.BooleanField()


class MilestoneSerializer(LeanSerializer):
    """A dated step of a plan."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    organization = OrganizationReference(help_text="Who answers for it.")
    starts_on = serializers.DateField(allow_null=True, help_text="When the work on it begins, if it takes days.")
    due_on = serializers.DateField()
    first_due_on = serializers.DateField(help_text="The day for which it was first planned; never changes.")
    expected_on = serializers.DateField(
        allow_null=True,
        help_text="The earliest day on which it can be reached, given what it waits for; null when it will not come.",
    )
    reached_on = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(MilestoneStatus.choices)
    progress = serializers.IntegerField(min_value=0, max_value=100, help_text="In percent.")
    waits_for = serializers.ListField(
        child=serializers.IntegerField(), help_text="The milestones before it, also of other projects."
    )
    held_up_by = serializers.IntegerField(
        allow_null=True, help_text="The milestone that makes it later than planned; null when none does."
    )


class PartnerSerializer(LeanSerializer):
    """An organization asked to take part in a project, and its answer."""

    organization = OrganizationReference()
    status = serializers.ChoiceField(PartnerStatus.choices)


class OwnerSerializer(LeanSerializer):
    """A person who owns a project."""

    name = serializers.CharField()


class ProjectSerializer(LeanSerializer):
    """A project, without the text of its plan."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    purpose = serializers.CharField()
    organization = OrganizationReference(help_text="The lead.")
    workgroup = WorkgroupReference(allow_null=True)
    states = serializers.ListField(
        child=serializers.CharField(), help_text="Postal codes; none means the whole country."
    )
    themes = serializers.ListField(child=serializers.ChoiceField(Theme.choices))
    help_wanted = serializers.CharField(allow_blank=True, help_text="What it needs help with, in a sentence.")
    status = serializers.ChoiceField(ProjectStatus.choices)
    owners = OwnerSerializer(many=True, source="its_owners", help_text="Its owners; none, if nobody has taken it on.")
    milestones = MilestoneSerializer(many=True, source="its_milestones")
    partners = PartnerSerializer(many=True, source="its_partners")
    posted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ProjectWithPlanSerializer(ProjectSerializer):
    """A project with its plan."""

    plan = serializers.CharField(allow_blank=True, help_text="Markdown.")


class ProjectParameters(Parameters):
    """What the list of projects can be asked for."""

    status = serializers.ChoiceField(ProjectStatus.choices, required=False)
    organization = serializers.SlugField(source="organization__slug", required=False, help_text="The lead's slug.")
    workgroup = serializers.SlugField(source="workgroup__slug", required=False)
    state = serializers.ChoiceField(
        geography.STATE_CHOICES, required=False, help_text="Taking place in this state, or in the whole country."
    )
    region = serializers.IntegerField(
        min_value=1, max_value=10, required=False, help_text="As state, for any state of this HHS region."
    )
    theme = serializers.ChoiceField(Theme.choices, required=False)
    without_owner = serializers.BooleanField(required=False, default=None, allow_null=True)
    q = serializers.CharField(
        source="title__icontains", max_length=100, required=False, help_text="Words of its title."
    )
    updated_since = serializers.DateTimeField(source="edited_at__gte", required=False)

    def narrow(self, rows: Any) -> Any:
        """A plan for the whole country takes place in every state."""
        lookups = dict(self.validated_data)
        state, region = lookups.pop("state", None), lookups.pop("region", None)
        theme, ownerless = lookups.pop("theme", None), lookups.pop("without_owner", None)
        found = rows.filter(**lookups)
        found = found.concerning(state) if state else found
        found = found.concerning(*geography.states_in(region)) if region else found
        found = found.about(theme) if theme else found
        return found if ownerless is None else found.without_owner() if ownerless else found.exclude(owner_count=0)


class PlanBody(ExplainedBody, serializers.ModelSerializer[Project]):
    """What is written of a plan."""

    workgroup = Named(slug_field="slug", queryset=Workgroup.objects.all(), allow_null=True, required=False)
    states = serializers.ListField(
        child=serializers.ChoiceField(geography.STATE_CHOICES), max_length=60, required=False
    )
    themes = serializers.ListField(
        child=serializers.ChoiceField(Theme.choices), max_length=len(Theme.values), required=False
    )

    class Meta:
        model = Project
        fields: tuple[str, ...] = (
            *("title", "purpose", "plan", "help_wanted", "workgroup", "states", "themes"),
            "explanation",
        )


class ProjectBody(PlanBody):
    """A new plan. Every member sees it at once; it belongs to the organization that you act for."""

    owned = serializers.BooleanField(
        default=True, help_text="Whether you are its owner; false lists it for somebody else to take on."
    )

    class Meta(PlanBody.Meta):
        fields = (*PlanBody.Meta.fields, "owned")


class ProjectChanges(Changes, PlanBody):
    """Changes to a plan."""

    note = serializers.CharField(
        max_length=200, allow_blank=True, required=False, help_text="In a few words: what changed."
    )

    class Meta(PlanBody.Meta):
        fields = ("version", "note", *PlanBody.Meta.fields)
