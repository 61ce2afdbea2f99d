"""The second floor in the API. Every change goes through its verb; no state is written from outside."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Model, OuterRef, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from coalition.shared import bodies
from coalition.shared.bodies import Body
from coalition.shared.errors import NotAllowed
from coalition.shared.lean import LeanSerializer
from members.api_auth import MemberRequest, acting_organization
from members.models import Organization
from members.permissions import can_coordinate
from resources import asking, confirming, lifecycle, posting, serializers
from resources.matching.candidates import candidates_for
from resources.models import Agreement, Answer, Dispute, Match, Offer, Pack, Request, ResourceType, Substitute

SUBSTITUTES = Substitute.objects.filter(resource_type=OuterRef("pk")).values(
    shown=JSONObject(slug="substitute__slug", note="note")
)
PACKS = (
    Pack.objects.filter(resource_type=OuterRef("pk"))
    .order_by("size", "name")
    .values(shown=JSONObject(code=Concat("name", Value("-"), Cast("size", CharField())), size="size"))
)
AGREEMENTS = Agreement.objects.filter(match=OuterRef("pk")).values(
    shown=JSONObject(
        organization=JSONObject(slug="organization__slug", name="organization__name"),
        spoke_with="spoke_with",
        spoken_at="spoken_at",
        means="means",
        terms="terms",
        recorded_at="recorded_at",
    )
)

ANSWERS = Answer.objects.filter(match=OuterRef("pk")).values(
    shown=JSONObject(
        organization=JSONObject(slug="organization__slug", name="organization__name"),
        kind="kind",
        quantity="quantity",
        deliver_by="deliver_by",
        note="note",
        answered_at="answered_at",
    )
)
DISPUTES = Dispute.objects.filter(match=OuterRef("pk")).values(
    shown=JSONObject(
        id="id",
        organization=JSONObject(slug="organization__slug", name="organization__name"),
        text="text",
        raised_at="raised_at",
        outcome="outcome",
        resolution="resolution",
        settled_at="settled_at",
    )
)


MATCHES: Any = Match.objects.annotate(
    its_answers=ArraySubquery(ANSWERS),
    its_agreements=ArraySubquery(AGREEMENTS),
    its_disputes=ArraySubquery(DISPUTES),
)


class ResourceTypeViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[ResourceType]):
    """The catalogue, by label."""

    serializer_class = serializers.ResourceTypeSerializer
    parameters = asking.ResourceTypeParameters
    lookup_field = "slug"
    lookup_value_converter = "slug"
    queryset = (
        ResourceType.objects.order_by("label", "pk")
        .annotate(its_substitutes=ArraySubquery(SUBSTITUTES), its_packs=ArraySubquery(PACKS))
        .values(*serializers.ResourceTypeSerializer.columns())
    )


class PostingViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]):
    """What the lists of offers and requests have in common."""

    serializer_class: type[LeanSerializer]
    queryset: Any
    lookup_value_converter = "int"

    columns: tuple[str, ...] = ()  # beside those shown, for an order

    def get_queryset(self) -> Any:
        rows = self.queryset.visible_to(self.request.user).telling_stale()
        return rows.values(*self.serializer_class.columns(), *self.columns)

    def _post(self, request: MemberRequest, verb: Callable[..., Model], body: type[Body]) -> Response:
        fields = bodies.read(body, request)
        posted = verb(organization=acting_organization(request), actor=request.user, **fields)
        location = reverse(f"{self.basename}-detail", args=[posted.pk])
        return Response(self.serializer_class.of(posted), 201, headers={"Location": location})

    def _change(self, request: MemberRequest, verb: Callable[..., Model], body: type[Body] = Body) -> Response:
        rows = self.queryset.model.objects.visible_to(request.user).select_related("organization")
        posted = get_object_or_404(rows, pk=self.kwargs["pk"])
        fields = bodies.read(body, request)
        return Response(self.serializer_class.of(verb(posted, actor=request.user, **fields)))


class OfferViewSet(PostingViewSet):
    """What organizations bring, newest first."""

    serializer_class = serializers.OfferSerializer
    parameters = asking.OfferParameters
    queryset = Offer.objects.all()

    @extend_schema(request=asking.OfferBody, responses={201: serializers.OfferSerializer})
    def create(self, request: MemberRequest) -> Response:
        """Post an offer for the organization that you act for."""
        return self._post(request, posting.post_offer, asking.OfferBody)

    @extend_schema(request=asking.OfferChanges)
    def partial_update(self, request: MemberRequest, pk: int) -> Response:
        """Change an open offer of your organization. 409 when somebody has changed it since you read it."""
        return self._change(request, posting.edit_offer, asking.OfferChanges)

    @extend_schema(request=asking.OptionalReasonBody)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: MemberRequest, pk: int) -> Response:
        """Take an offer back. 409 while matches of it are under way."""
        return self._change(request, posting.withdraw_offer, asking.OptionalReasonBody)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request: MemberRequest, pk: int) -> Response:
        """Open a withdrawn or closed offer again."""
        return self._change(request, posting.reopen_offer)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def confirm(self, request: MemberRequest, pk: int) -> Response:
        """Say that an open offer of your organization still stands. Again within a day it changes nothing."""
        return self._change(request, confirming.confirm_posting)


class RequestViewSet(PostingViewSet):
    """What organizations lack, newest first, or most urgent first."""

    serializer_class = serializers.RequestSerializer
    parameters = asking.RequestParameters
    queryset = Request.objects.all()
    columns = ("severity_rank",)  # of the urgent order

    @extend_schema(request=asking.RequestBody, responses={201: serializers.RequestSerializer})
    def create(self, request: MemberRequest) -> Response:
        """Post a request for the organization that you act for."""
        return self._post(request, posting.post_request, asking.RequestBody)

    @extend_schema(request=asking.RequestChanges)
    def partial_update(self, request: MemberRequest, pk: int) -> Response:
        """Change an open request of your organization. 409 when somebody has changed it since you read it."""
        return self._change(request, posting.edit_request, asking.RequestChanges)

    @extend_schema(request=asking.OptionalReasonBody)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: MemberRequest, pk: int) -> Response:
        """Take a request back. 409 while matches for it are under way."""
        return self._change(request, posting.withdraw_request, asking.OptionalReasonBody)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request: MemberRequest, pk: int) -> Response:
        """Open a withdrawn or closed request again."""
        return self._change(request, posting.reopen_request)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def confirm(self, request: MemberRequest, pk: int) -> Response:
        """Say that an open request of your organization still stands. Again within a day it changes nothing."""
        return self._change(request, confirming.confirm_posting)

    @extend_schema(request=asking.ProposalBody, responses={201: serializers.MatchWithCandidatesSerializer})
    @action(detail=True, methods=["post"])
    def propose(self, request: MemberRequest, pk: int) -> Response:
        """Propose units of an offer for the request, as a coordinator. The candidates of the hour are kept with it."""
        wanted = get_object_or_404(Request.objects.visible_to(request.user).select_related("resource_type"), pk=pk)
        if not can_coordinate(request.user):
            raise NotAllowed(_("Only the coordinators of the coalition propose matches."))
        fields = bodies.read(asking.ProposalBody, request)
        considered = [candidate.as_record() for candidate in candidates_for(wanted)]
        match = lifecycle.propose_match(
            fields.pop("offer"), wanted, actor=request.user, considered=considered, **fields
        )
        location = reverse("match-detail", args=[match.pk])
        return Response(_shown(match), 201, headers={"Location": location})


class MatchViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Match]):
    """The matches of your organization, newest first; coordinators see all."""

    parameters = asking.MatchParameters
    lookup_value_converter = "int"
    queryset = MATCHES

    def get_serializer_class(self) -> type[serializers.MatchSerializer]:
        return serializers.MatchSerializer if self.action == "list" else serializers.MatchWithCandidatesSerializer

    def get_queryset(self) -> Any:
        return MATCHES.visible_to(self.request.user).values(*self.get_serializer_class().columns())

    @extend_schema(request=asking.NoteBody)
    @action(detail=True, methods=["post"])
    def accept(self, request: MemberRequest, pk: int) -> Response:
        """Say yes to the terms as they are now, for your side."""
        return self._act(request, lifecycle.accept_match, asking.NoteBody, organization=acting_organization(request))

    @extend_schema(request=asking.CounterBody)
    @action(detail=True, methods=["post"])
    def counter(self, request: MemberRequest, pk: int) -> Response:
        """Answer with another quantity or day, for your side. 409 when there are not so many units."""
        return self._act(
            request, lifecycle.counter_match, asking.CounterBody, organization=acting_organization(request)
        )

    @extend_schema(request=asking.AgreementBody)
    @action(detail=True, methods=["post"])
    def agree(self, request: MemberRequest, pk: int) -> Response:
        """Put on record what was agreed by word of mouth, for your side. The first record makes the match binding."""
        return self._act(
            request, lifecycle.record_agreement, asking.AgreementBody, organization=acting_organization(request)
        )

    @extend_schema(request=asking.ReasonBody)
    @action(detail=True, methods=["post"])
    def decline(self, request: MemberRequest, pk: int) -> Response:
        """Answer a proposal with no, for your side."""
        return self._act(request, lifecycle.decline_match, asking.ReasonBody, organization=acting_organization(request))

    @extend_schema(request=asking.ReasonBody)
    @action(detail=True, methods=["post"])
    def cancel(self, request: MemberRequest, pk: int) -> Response:
        """Call a match off before it is received."""
        return self._act(request, lifecycle.cancel_match, asking.ReasonBody)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def undo(self, request: MemberRequest, pk: int) -> Response:
        """Take your own proposal back before anybody has answered."""
        return self._act(request, lifecycle.undo_proposal, Body)

    @extend_schema(request=asking.ShipmentBody)
    @action(detail=True, methods=["post"])
    def ship(self, request: MemberRequest, pk: int) -> Response:
        """Record, for the giving side, that the units are on their way."""
        return self._act(request, lifecycle.record_shipment, asking.ShipmentBody)

    @extend_schema(request=asking.ReceiptBody)
    @action(detail=True, methods=["post"])
    def receive(self, request: MemberRequest, pk: int) -> Response:
        """Record, for the receiving side, how many units arrived. What did not is open again."""
        return self._act(request, lifecycle.record_receipt, asking.ReceiptBody)

    @extend_schema(request=asking.ReturnBody)
    @action(detail=True, methods=["post"], url_path="return")
    def take_back(self, request: MemberRequest, pk: int) -> Response:
        """Record, for the giving side, how many units of a loan came back."""
        return self._act(request, lifecycle.record_return, asking.ReturnBody)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def close(self, request: MemberRequest, pk: int) -> Response:
        """Confirm what the other side recorded at the end, which closes the match."""
        return self._act(request, lifecycle.confirm_outcome, Body)

    @extend_schema(request=asking.FeedbackBody)
    @action(detail=True, methods=["post"])
    def feedback(self, request: MemberRequest, pk: int) -> Response:
        """Say for your side, once, how it went."""
        return self._act(
            request, lifecycle.give_feedback, asking.FeedbackBody, organization=acting_organization(request)
        )

    @extend_schema(request=asking.DisputeBody)
    @action(detail=True, methods=["post"])
    def dispute(self, request: MemberRequest, pk: int) -> Response:
        """Say for your side what is not right; a coordinator who had no part in the match settles it."""
        return self._act(
            request, lifecycle.raise_dispute, asking.DisputeBody, organization=acting_organization(request)
        )

    @extend_schema(request=asking.SettlementBody)
    @action(detail=True, methods=["post"])
    def settle(self, request: MemberRequest, pk: int) -> Response:
        """Settle the open dispute, as a coordinator who had no part in the match. 409 when there is none."""
        return self._act(request, lifecycle.settle_dispute_of, asking.SettlementBody)

    def _act(
        self, request: MemberRequest, verb: Callable[..., object], body: type[Body], **side: Organization
    ) -> Response:
        match = get_object_or_404(Match.objects.visible_to(request.user).with_parties(), pk=self.kwargs["pk"])
        fields = bodies.read(body, request)
        verb(match, actor=request.user, **side, **fields)
        return Response(_shown(match))


def _shown(match: Match) -> Any:
    whole = serializers.MatchWithCandidatesSerializer
    return whole(MATCHES.values(*whole.columns()).get(pk=match.pk)).data
