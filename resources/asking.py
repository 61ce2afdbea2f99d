"""What may be sent to the second floor of the API: filters of its lists, and the bodies of its acts."""

from typing import Any

from django.db.models import Q
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from coalition.shared import geography
from coalition.shared.bodies import Body, Changes, ExplainedBody
from coalition.shared.fields import Flag, Key, Named
from coalition.shared.parameters import Parameters
from projects.models import Project
from resources import searching
from resources.models import (
    MAX_QUANTITY,
    AgreementMeans,
    DisputeOutcome,
    MatchStatus,
    Offer,
    OfferStatus,
    Request,
    RequestStatus,
    ResourceGroup,
    ResourceKind,
    ResourceType,
    Severity,
    Terms,
    Went,
)


class ResourceTypeParameters(Parameters):
    """What the catalogue can be asked for."""

    group = serializers.CharField(source="group__name", max_length=60, required=False)
    kind = serializers.ChoiceField(ResourceKind.choices, required=False)
    active = Flag(source="is_active")


class PostingParameters(Parameters):
    """What both lists can be asked for."""

    q = serializers.CharField(max_length=100, required=False, help_text="Words of the item or the organization.")
    type = Named(slug_field="slug", queryset=ResourceType.objects.all(), source="resource_type", required=False)
    group = Named(
        slug_field="name", queryset=ResourceGroup.objects.all(), source="resource_type__group", required=False
    )
    state = serializers.ChoiceField(geography.STATE_CHOICES, required=False)
    organization = serializers.SlugField(source="organization__slug", required=False)
    project = Key(required=False)
    updated_since = serializers.DateTimeField(source="edited_at__gte", required=False)
    stale = Flag(help_text="Only open ones that were not confirmed lately, or only those that were.")

    def narrow(self, rows: Any) -> Any:
        """As the pages find them."""
        lookups = dict(self.validated_data)
        words, stale = lookups.pop("q", ""), lookups.pop("stale", None)
        if stale is not None:
            rows = rows.stale() if stale else rows.confirmed_lately()
        rows = self.narrow_further(rows, lookups)
        return searching.found(rows, words) if words else rows

    def narrow_further(self, rows: Any, lookups: dict[str, Any]) -> Any:
        """The rows that fit the parameters of one of the lists."""
        return rows.filter(**lookups)


class OfferParameters(PostingParameters):
    """What the list of offers can be asked for."""

    terms = serializers.ChoiceField(Terms.choices, required=False)
    status = serializers.ChoiceField(OfferStatus.choices, required=False)
    units_left = Flag(help_text="Only open ones, with units that no match holds, or without.")

    def narrow_further(self, rows: Any, lookups: dict[str, Any]) -> Any:
        left = lookups.pop("units_left", None)
        rows = super().narrow_further(rows, lookups)
        if left is None:
            return rows
        return rows.with_units_left() if left else rows.wholly_committed()


class RequestParameters(PostingParameters):
    """What the list of requests can be asked for."""

    severity = serializers.ChoiceField(Severity.choices, required=False)
    status = serializers.ChoiceField(RequestStatus.choices, required=False)
    uncovered = Flag(help_text="Only open ones, with units that nobody brings yet, or without.")
    sort = serializers.ChoiceField(["newest", "urgent"], required=False, help_text="Newest first, or most urgent.")

    def narrow_further(self, rows: Any, lookups: dict[str, Any]) -> Any:
        """By rank instead of by word, since the index of the queue begins with the rank."""
        uncovered, order = lookups.pop("uncovered", None), lookups.pop("sort", None)
        if "severity" in lookups:
            lookups["severity_rank"] = Severity.values.index(lookups.pop("severity"))
        rows = super().narrow_further(rows, lookups)
        if uncovered is not None:
            rows = rows.uncovered() if uncovered else rows.wholly_covered()
        return rows.most_urgent_first() if order == "urgent" else rows


class MatchParameters(Parameters):
    """What the list of matches can be asked for."""

    status = serializers.ChoiceField(MatchStatus.choices, required=False)
    organization = serializers.SlugField(required=False, help_text="On either side.")
    offer = Key(required=False)
    request = Key(required=False)
    updated_since = serializers.DateTimeField(source="changed_at__gte", required=False)

    def narrow(self, rows: Any) -> Any:
        """An organization is looked for on both sides."""
        lookups = dict(self.validated_data)
        slug = lookups.pop("organization", None)
        sides = Q(offer__organization__slug=slug) | Q(request__organization__slug=slug) if slug else Q()
        return rows.filter(sides, **lookups)


class PostingBody(ExplainedBody):
    """What both bodies have in common."""

    resource_type = Named(
        slug_field="slug", queryset=ResourceType.objects.all(), help_text="The code of the catalogue."
    )
    project = serializers.PrimaryKeyRelatedField(queryset=Project.objects.all(), allow_null=True, required=False)
    latitude = serializers.DecimalField(max_digits=8, decimal_places=5, required=False, help_text="Degrees.")
    longitude = serializers.DecimalField(max_digits=8, decimal_places=5, required=False, help_text="Degrees.")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Masks",
            {
                "resource_type": "n95-respirator",
                "title": "N95 respirator, size small",
                "quantity": 12000,
                "pack": "box-20",
                "least_lot": 500,
                "city": "Portland",
                "state": "OR",
                "available_from": "2026-12-01",
                "expires_on": "2028-06-30",
            },
            request_only=True,
        )
    ]
)
class OfferBody(PostingBody, serializers.ModelSerializer[Offer]):
    """A new offer of the organization that you act for. Every member sees it at once."""

    class Meta:
        model = Offer
        fields = (
            "resource_type",
            "title",
            "description",
            "quantity",
            "pack",
            "least_lot",
            "terms",
            "city",
            "state",
            "latitude",
            "longitude",
            "project",
            "contact",
            "available_from",
            "available_until",
            "expires_on",
            "return_on",
            "conditions",
            "explanation",
        )


class OfferChanges(Changes, OfferBody):
    """Changes to an offer."""

    class Meta(OfferBody.Meta):
        fields = ("version", *OfferBody.Meta.fields)  # type: ignore[assignment]  # one more


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Ventilators by Friday",
            {
                "resource_type": "icu-ventilator",
                "quantity": 40,
                "severity": "critical",
                "needed_by": "2026-12-04",
                "city": "Chicago",
                "state": "IL",
            },
            request_only=True,
        )
    ]
)
class RequestBody(PostingBody, serializers.ModelSerializer[Request]):
    """A new request of the organization that you act for. Every member sees it at once."""

    class Meta:
        model = Request
        fields = (
            "resource_type",
            "title",
            "description",
            "quantity",
            "pack",
            "severity",
            "needed_by",
            "city",
            "state",
            "latitude",
            "longitude",
            "project",
            "contact",
            "explanation",
        )


class RequestChanges(Changes, RequestBody):
    """Changes to a request."""

    class Meta(RequestBody.Meta):
        fields = ("version", *RequestBody.Meta.fields)  # type: ignore[assignment]  # one more


class ProposalBody(ExplainedBody):
    """Units of an offer for the request."""

    offer = serializers.PrimaryKeyRelatedField(queryset=Offer.objects.select_related("organization", "resource_type"))
    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY)
    reason = serializers.CharField(max_length=500, allow_blank=True, required=False)
    request_key = serializers.CharField(
        max_length=80, required=False, help_text="Of your choice. Sent again, it gives the match made the first time."
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "On the phone",
            {
                "spoke_with": "Olga Reyes, dispatch",
                "spoken_at": "2026-11-30T15:10:00Z",
                "means": "phone",
                "terms": "Twelve ventilators, brought by their van on Thursday.",
            },
            request_only=True,
        )
    ]
)
class AgreementBody(ExplainedBody):
    """Who spoke with whom, when, how, on what."""

    spoke_with = serializers.CharField(max_length=200)
    spoken_at = serializers.DateTimeField()
    means = serializers.ChoiceField(AgreementMeans.choices, required=False)
    terms = serializers.CharField(max_length=2000)


class ReasonBody(ExplainedBody):
    """Why. The other side reads it."""

    reason = serializers.CharField(max_length=500)


class OptionalReasonBody(Body):
    """Why, if there is something to say."""

    reason = serializers.CharField(max_length=500, allow_blank=True, required=False)


class NoteBody(ExplainedBody):
    """A note, if there is something to say. The other side reads it."""

    note = serializers.CharField(max_length=500, allow_blank=True, required=False)


class CounterBody(NoteBody):
    """Other terms: how many, by when."""

    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY)
    deliver_by = serializers.DateField(required=False, allow_null=True)


class ReturnBody(NoteBody):
    """How many units of a loan came back, from none to all."""

    quantity = serializers.IntegerField(min_value=0, max_value=MAX_QUANTITY)


class FeedbackBody(ExplainedBody):
    """How it went for your side."""

    went = serializers.ChoiceField(Went.choices)
    text = serializers.CharField(max_length=500, allow_blank=True, required=False)


class DisputeBody(ExplainedBody):
    """What is not right. Both sides and the coordinators read it."""

    text = serializers.CharField(max_length=1000)


class SettlementBody(ExplainedBody):
    """How a dispute is settled. `quantity` is the number received, where that is put right."""

    outcome = serializers.ChoiceField(DisputeOutcome.choices)
    resolution = serializers.CharField(max_length=1000)
    quantity = serializers.IntegerField(min_value=0, max_value=MAX_QUANTITY, required=False, allow_null=True)


class ShipmentBody(Body):
    """How it travels, where that is known."""

    carrier = serializers.CharField(max_length=120, allow_blank=True, required=False)
    tracking = serializers.CharField(max_length=120, allow_blank=True, required=False)
    lots = serializers.CharField(max_length=200, allow_blank=True, required=False, help_text="Lot numbers.")


class ReceiptBody(ExplainedBody):
    """How many units arrived, from none to all."""

    quantity = serializers.IntegerField(min_value=0, max_value=MAX_QUANTITY)
    note = serializers.CharField(max_length=500, allow_blank=True, required=False)
