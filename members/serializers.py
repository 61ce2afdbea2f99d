"""How the ground floor looks in the API."""

from rest_framework import serializers

from coalition.shared import geography
from coalition.shared.fields import Flag
from coalition.shared.lean import LeanSerializer
from coalition.shared.parameters import Parameters
from members.models import OrganizationKind, OrganizationStatus


class OrganizationReference(LeanSerializer):
    """An organization, named in something else."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class OrganizationSerializer(LeanSerializer):
    """A member of the coalition."""

    slug = serializers.SlugField(help_text="Its name in addresses; it never changes.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(OrganizationKind.choices)
    city = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(geography.STATE_CHOICES, help_text="Postal code.")
    domain = serializers.CharField(allow_blank=True, help_text="Its web domain, without www.")
    brings = serializers.CharField(allow_blank=True, help_text="What it can bring, in its own words.")
    needs = serializers.CharField(allow_blank=True, help_text="What it needs, in its own words.")
    is_founding = serializers.BooleanField()
    status = serializers.ChoiceField(OrganizationStatus.choices)
    admitted_at = serializers.DateTimeField(allow_null=True)


class OrganizationParameters(Parameters):
    """What the list of organizations can be asked for."""

    kind = serializers.ChoiceField(OrganizationKind.choices, required=False)
    state = serializers.ChoiceField(geography.STATE_CHOICES, required=False)
    status = serializers.ChoiceField(OrganizationStatus.choices, required=False)
    founding = Flag(source="is_founding")
    q = serializers.CharField(source="name__icontains", max_length=100, required=False, help_text="Words of its name.")
    admitted_since = serializers.DateTimeField(source="admitted_at__gte", required=False)
