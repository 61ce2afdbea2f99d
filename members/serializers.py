"""How the ground floor looks in the API."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import serializers

from coalition.shared import geography
from coalition.shared.fields import Flag
from coalition.shared.lean import LeanSerializer
from coalition.shared.parameters import Parameters
from members import facets
from members.models import OrganizationKind, OrganizationSize, OrganizationStatus
from members.naming import called


class OrganizationReference(LeanSerializer):
    """An organization, named in something else."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class StandingReference(OrganizationReference):
    """An organization, named in what counts on it."""

    status = serializers.ChoiceField(
        OrganizationStatus.choices, help_text="Count on it only while it is `admitted`: the others cannot act now."
    )


class OrganizationSerializer(LeanSerializer):
    """A member of the coalition."""

    slug = serializers.SlugField(help_text="Its name in addresses; it never changes.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(OrganizationKind.choices)
    size = serializers.ChoiceField(
        OrganizationSize.choices, allow_blank=True, help_text="How many people work there; empty where it is not said."
    )
    city = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(geography.STATE_CHOICES, help_text="Postal code.")
    domain = serializers.CharField(allow_blank=True, help_text="Its web domain, without www.")
    brings = serializers.CharField(allow_blank=True, help_text="What it can bring, in its own words.")
    needs = serializers.CharField(allow_blank=True, help_text="What it needs, in its own words.")
    is_founding = serializers.BooleanField()
    status = serializers.ChoiceField(OrganizationStatus.choices)
    admitted_at = serializers.DateTimeField(allow_null=True)


class OrganizationParameters(Parameters):
    """What the list of organizations can be asked for; the facets of the floors above come on top."""

    kind = serializers.ChoiceField(OrganizationKind.choices, required=False)
    state = serializers.ChoiceField(geography.STATE_CHOICES, required=False)
    status = serializers.ChoiceField(OrganizationStatus.choices, required=False)
    founding = Flag(source="is_founding")
    q = serializers.CharField(
        max_length=100,
        required=False,
        help_text="Words of its name; where no name holds them, the names most like them are found.",
    )
    admitted_since = serializers.DateTimeField(source="admitted_at__gte", required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return super().get_fields() | {facet.name: _parameter(facet) for facet in facets.registered()}

    def narrow(self, rows: Any) -> Any:
        """Facets and the name are asked in their own way, the rest by column."""
        given = dict(self.validated_data)
        where = called(given.pop("q"), among=rows).condition if "q" in given else Q()
        for facet in facets.registered():
            if facet.name in given:
                where &= facet.holds(given.pop(facet.name))
        return rows.filter(where, **given)


def _parameter(facet: facets.Facet) -> serializers.CharField:
    """Asked for its choices only when it is given, since they stand in the database."""

    def is_a_choice(value: str) -> None:
        if facet.choices and value not in dict(facet.choices()):
            raise serializers.ValidationError(_("There is no such choice."), code="invalid_choice")

    return serializers.CharField(
        max_length=facets.LONGEST, required=False, help_text=facet.about, validators=[is_a_choice]
    )
