"""How the second floor looks in the API."""

from rest_framework import serializers

from coalition.shared import geography
from coalition.shared.lean import LeanSerializer
from members.serializers import OrganizationReference, StandingReference
from resources.models import (
    AgreementMeans,
    AnswerKind,
    DisputeOutcome,
    MatchStatus,
    OfferStatus,
    RequestStatus,
    ResourceKind,
    Severity,
    Terms,
)


class SubstituteSerializer(LeanSerializer):
    """What may be given instead."""

    slug = serializers.SlugField()
    note = serializers.CharField(help_text="What to mind.")


class PackSerializer(LeanSerializer):
    """A pack in which the type comes."""

    code = serializers.CharField(help_text="What an offer or request names as its `pack`.")
    size = serializers.IntegerField(help_text="Units in it.")


class ResourceTypeSerializer(LeanSerializer):
    """A type of the catalogue. Quantities are whole numbers of its unit."""

    slug = serializers.SlugField(help_text="Its code; it never changes.")
    label = serializers.CharField()  # type: ignore[assignment]  # a field of ours; DRF has an attribute of this name
    group = serializers.CharField(source="group.name")
    unit = serializers.CharField()
    kind = serializers.ChoiceField(ResourceKind.choices)
    expires = serializers.BooleanField()
    synonyms = serializers.ListField(child=serializers.CharField(), help_text="For search; none is a substitute.")
    codes = serializers.DictField(child=serializers.CharField(), help_text="Codes of other catalogues.")
    substitutes = SubstituteSerializer(many=True, source="its_substitutes")
    packs = PackSerializer(many=True, source="its_packs", help_text="From the smallest.")
    is_active = serializers.BooleanField(help_text="Whether it may be posted.")


class ResourceTypeReference(LeanSerializer):
    """A type, named in something else."""

    slug = serializers.SlugField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of ours; DRF has an attribute of this name
    unit = serializers.CharField()


class PostingSerializer(LeanSerializer):
    """What an offer and a request have in common."""

    id = serializers.IntegerField()
    organization = StandingReference()
    resource_type = ResourceTypeReference()
    title = serializers.CharField(allow_blank=True, help_text="What exactly, where the type does not say it all.")
    description = serializers.CharField(allow_blank=True)
    quantity = serializers.IntegerField(help_text="In the unit of the type.")
    pack = serializers.CharField(allow_blank=True, help_text="The pack in which it was posted; empty for single units.")
    pack_size = serializers.IntegerField(help_text="Units in a pack then; 1 for single units.")
    packs = serializers.IntegerField(allow_null=True, help_text="How many packs the quantity makes.")
    city = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(geography.STATE_CHOICES)
    latitude = serializers.FloatField(help_text="Degrees.")
    longitude = serializers.FloatField(help_text="Degrees.")
    project = serializers.IntegerField(source="project_id", allow_null=True)
    contact = serializers.CharField(allow_blank=True, help_text="Whom to call.")
    posted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(help_text="When its organization last stood by it, by whatever act.")
    stale = serializers.BooleanField(source="is_stale", help_text="Open, but not confirmed lately.")
    version = serializers.IntegerField(help_text="Send it with a change.")


class OfferSerializer(PostingSerializer):
    """What an organization brings, for nothing."""

    committed = serializers.IntegerField(help_text="Units held by matches.")
    terms = serializers.ChoiceField(Terms.choices)
    least_lot = serializers.IntegerField(help_text="The least quantity to give.")
    available_from = serializers.DateField()
    available_until = serializers.DateField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)
    return_on = serializers.DateField(allow_null=True, help_text="Of a loan.")
    conditions = serializers.CharField(allow_blank=True, help_text="What the receiver must mind.")
    status = serializers.ChoiceField(OfferStatus.choices)


class RequestSerializer(PostingSerializer):
    """What an organization lacks."""

    covered = serializers.IntegerField(help_text="Units that matches bring.")
    severity = serializers.ChoiceField(Severity.choices)
    needed_by = serializers.DateField()
    status = serializers.ChoiceField(RequestStatus.choices)


class PostingReference(LeanSerializer):
    """One side of a match."""

    id = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    organization = StandingReference()
    resource_type = ResourceTypeReference()


class AgreementSerializer(LeanSerializer):
    """One side's record of the verbal agreement."""

    organization = OrganizationReference()
    spoke_with = serializers.CharField()
    spoken_at = serializers.DateTimeField()
    means = serializers.ChoiceField(AgreementMeans.choices)
    terms = serializers.CharField()
    recorded_at = serializers.DateTimeField()


class AnswerSerializer(LeanSerializer):
    """One side's answer to a proposal: yes, or other terms."""

    organization = OrganizationReference()
    kind = serializers.ChoiceField(AnswerKind.choices)
    quantity = serializers.IntegerField()
    deliver_by = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField()


class DisputeSerializer(LeanSerializer):
    """What one side says is not right, and how it was settled."""

    id = serializers.IntegerField()
    organization = OrganizationReference()
    text = serializers.CharField()
    raised_at = serializers.DateTimeField()
    outcome = serializers.ChoiceField([*DisputeOutcome.choices, ("", "Open")], help_text="Empty while it is open.")
    resolution = serializers.CharField(allow_blank=True)
    settled_at = serializers.DateTimeField(allow_null=True)


class MatchSerializer(LeanSerializer):
    """Units of an offer for a request, from the proposal to the receipt, and back from a loan."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(MatchStatus.choices)
    quantity = serializers.IntegerField()
    offer = PostingReference()
    request = PostingReference()
    reason = serializers.CharField(allow_blank=True)
    engine_version = serializers.CharField(
        allow_blank=True, help_text="Of the engine that ranked the candidates; empty before versions were kept."
    )
    proposed_at = serializers.DateTimeField()
    answer_by = serializers.DateTimeField()
    deliver_by = serializers.DateField(allow_null=True, help_text="The day of delivery that the terms name.")
    answers = AnswerSerializer(many=True, source="its_answers")
    agreements = AgreementSerializer(many=True, source="its_agreements")
    disputes = DisputeSerializer(many=True, source="its_disputes")
    carrier = serializers.CharField(allow_blank=True)
    tracking = serializers.CharField(allow_blank=True)
    lots = serializers.CharField(allow_blank=True, help_text="Lot numbers.")
    received_quantity = serializers.IntegerField(allow_null=True)
    returned_quantity = serializers.IntegerField(allow_null=True, help_text="Of a loan.")
    closing_note = serializers.CharField(allow_blank=True)
    changed_at = serializers.DateTimeField()


class CandidateSerializer(LeanSerializer):
    """An offer that the coordinator saw, as it stood then."""

    offer = serializers.IntegerField(required=False)
    organization = serializers.CharField()
    score = serializers.IntegerField(help_text="0 to 100.")
    km = serializers.IntegerField(required=False)
    formula = serializers.IntegerField(required=False, help_text="Which version of the formula gave the score.")


class MatchWithCandidatesSerializer(MatchSerializer):
    """A match, with the offers that were considered for the request, in the order in which they were shown."""

    considered = CandidateSerializer(many=True)
