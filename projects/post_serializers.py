"""How updates and deliverables look in the API, and what their lists can be asked for."""

from typing import Any

from django.db.models import Q
from rest_framework import serializers

from coalition.shared.lean import LeanSerializer
from coalition.shared.parameters import Parameters
from members.serializers import OrganizationReference
from projects.models import DeliverableKind, Licence
from projects.serializers import WorkgroupReference


class ProjectReference(LeanSerializer):
    """A project, named in something else."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class FileSerializer(LeanSerializer):
    """A file, which is had at `/files/{id}/`."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    sha256 = serializers.CharField(help_text="In hexadecimal.")
    description = serializers.CharField(allow_blank=True, help_text="What a picture shows.")


class UpdateSerializer(LeanSerializer):
    """A post on a project; with a day of decision it is a decision. One that was withdrawn keeps its title only."""

    id = serializers.IntegerField()
    project = ProjectReference()
    organization = OrganizationReference(help_text="For whom it was posted.")
    title = serializers.CharField()
    text = serializers.CharField(source="text_shown", allow_blank=True, help_text="Markdown.")
    decided_on = serializers.DateField(allow_null=True)
    files = FileSerializer(many=True, source="its_files")
    posted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class UpdateParameters(Parameters):
    """What the list of updates can be asked for."""

    project = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, help_text="Its id.")
    workgroup = serializers.SlugField(source="workgroup__slug", required=False, help_text="In which it was posted.")
    organization = serializers.SlugField(source="organization__slug", required=False)
    decisions = serializers.BooleanField(
        required=False, default=None, allow_null=True, help_text="Only decisions, or only what is none."
    )
    posted_since = serializers.DateTimeField(source="posted_at__gte", required=False)

    def narrow(self, rows: Any) -> Any:
        """A decision is what has a day of decision."""
        lookups = dict(self.validated_data)
        decisions = lookups.pop("decisions", None)
        found = rows.filter(**lookups)
        return found if decisions is None else found.filter(decided_on__isnull=not decisions)


class DeliverableSerializer(LeanSerializer):
    """One version of what a project released. One that was withdrawn has neither link nor file."""

    id = serializers.IntegerField()
    project = ProjectReference()
    title = serializers.CharField()
    summary = serializers.CharField()
    kind = serializers.ChoiceField(DeliverableKind.choices)
    version = serializers.CharField()
    licence = serializers.ChoiceField(Licence.choices, help_text="The SPDX identifier, or `other`.")
    licence_name = serializers.CharField(allow_blank=True, help_text="Of another licence.")
    link = serializers.CharField(source="link_shown", allow_blank=True)
    file = serializers.IntegerField(
        source="file_shown", allow_null=True, help_text="Its id; everybody has it at `/files/{id}/`."
    )
    makers = OrganizationReference(many=True, source="its_makers")
    workgroup = WorkgroupReference(allow_null=True)
    released_on = serializers.DateField()
    is_current = serializers.BooleanField(help_text="Whether it is the newest version.")
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True, help_text="Why it was withdrawn.")


class DeliverableParameters(Parameters):
    """What the list of deliverables can be asked for."""

    project = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, help_text="Its id.")
    kind = serializers.ChoiceField(DeliverableKind.choices, required=False)
    licence = serializers.ChoiceField(Licence.choices, required=False)
    workgroup = serializers.SlugField(source="workgroup__slug", required=False)
    q = serializers.CharField(max_length=100, required=False, help_text="Words of its title or summary.")

    def narrow(self, rows: Any) -> Any:
        """Words are looked for in title and summary."""
        lookups = dict(self.validated_data)
        words = lookups.pop("q", None)
        found = rows.filter(**lookups)
        return found.filter(Q(title__icontains=words) | Q(summary__icontains=words)) if words else found
