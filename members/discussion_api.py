"""Discussions in the API: what is said about a thing, and writing, changing and withdrawing one's own words."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from coalition.shared import bodies
from coalition.shared.bodies import Body, Changes, ExplainedBody
from coalition.shared.fields import Key
from coalition.shared.lean import LeanSerializer
from members.api_auth import MemberRequest
from members.discussions import rights, subjects
from members.discussions.subjects import Subject
from members.discussions.writing import edit_comment, withdraw_comment, write_comment
from members.models import Comment
from members.models.discussion import LONGEST
from members.serializers import OrganizationReference


class AuthorReference(LeanSerializer):
    """Who wrote it."""

    name = serializers.CharField()


class CommentSerializer(LeanSerializer):
    """A comment. One that was withdrawn has no text."""

    id = serializers.IntegerField()
    thread = serializers.IntegerField(source="thread_id", allow_null=True, help_text="The comment that it answers.")
    author = AuthorReference()
    organization = OrganizationReference(help_text="For whom it was written; null for the coalition.")
    text = serializers.CharField(allow_blank=True, help_text="Markdown.")
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="Send it with a change.")

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        """What an admin withdrew is kept, and not shown."""
        shown = super().to_representation(instance)
        return shown | {"text": ""} if shown["withdrawn_at"] else shown


class CommentBody(ExplainedBody):
    """A new comment."""

    text = serializers.CharField(max_length=LONGEST, trim_whitespace=False, help_text="Markdown; `@Name` mentions.")
    reply_to = Key(required=False, help_text="The comment to answer.")
    key = serializers.CharField(
        max_length=64, required=False, help_text="The same key writes once, however often sent."
    )


class CommentChanges(Changes, ExplainedBody):
    """Other words for a comment of yours."""

    text = serializers.CharField(max_length=LONGEST, trim_whitespace=False)


class WithdrawalBody(Body):
    """Nothing for your own comment; for an admin, why."""

    reason = serializers.CharField(max_length=500, required=False)


class DiscussionViewSet(GenericViewSet[Comment]):
    """What was said about a project, milestone, offer, request or match, the newest first."""

    serializer_class = CommentSerializer
    queryset: Any = Comment.objects.order_by("-created_at", "-pk")

    def list(self, request: MemberRequest, word: str, subject: int) -> Response:
        """List them."""
        thing = self._subject()
        rows = self.queryset.filter(discussion=thing.discussion) if thing.discussion else self.queryset.none()
        page = self.paginate_queryset(self.filter_queryset(rows.values(*CommentSerializer.columns())))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=CommentBody, responses={201: CommentSerializer})
    def create(self, request: MemberRequest, word: str, subject: int) -> Response:
        """Say something about it, for the organization that you act for."""
        thing = self._subject()
        fields = bodies.read(CommentBody, request)
        answered = fields.pop("reply_to", None)
        said = write_comment(
            thing,
            actor=request.user,
            organization=rights.spoken_for(request.user, request.acting or None),
            reply_to=get_object_or_404(Comment, pk=answered, discussion=thing.discussion) if answered else None,
            **fields,
        )
        location = reverse("comment-detail", args=[said.comment.pk])
        return Response(_shown(said.comment), 201, headers={"Location": location})

    def _subject(self) -> Subject:
        found = subjects.find(self.kwargs["word"], self.kwargs["subject"], reader=self.request.user)
        if found is None:
            raise Http404
        return found


class CommentViewSet(GenericViewSet[Comment]):
    """One comment."""

    serializer_class = CommentSerializer
    lookup_value_converter = "int"
    queryset = Comment.objects.all()

    def retrieve(self, request: MemberRequest, pk: int) -> Response:
        """Read one."""
        return Response(_shown(self._comment()))

    @extend_schema(request=CommentChanges)
    def partial_update(self, request: MemberRequest, pk: int) -> Response:
        """Change your own words. 409 when they were changed since you read them."""
        comment = self._comment()
        fields = {"text": comment.text} | bodies.read(CommentChanges, request)
        return Response(_shown(edit_comment(comment, actor=request.user, **fields).comment))

    @extend_schema(request=WithdrawalBody)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: MemberRequest, pk: int) -> Response:
        """Take a comment of yours back; its text is deleted for good."""
        comment = self._comment()
        return Response(_shown(withdraw_comment(comment, actor=request.user, **bodies.read(WithdrawalBody, request))))

    def _comment(self) -> Comment:
        comment = get_object_or_404(Comment.objects.with_people().select_related("discussion"), pk=self.kwargs["pk"])
        if subjects.of_discussion(comment.discussion, reader=self.request.user) is None:
            raise Http404
        return comment


def _shown(comment: Comment) -> Any:
    rows = Comment.objects.values(*CommentSerializer.columns())
    return CommentSerializer(rows.get(pk=comment.pk)).data
