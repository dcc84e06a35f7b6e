"""Work items, for programs: read, and sent in by the thousand."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.accounts.roles import Permission
from workitems.actions.upsert import MOST_ROWS, upsert_items
from workitems.models import WorkItem


class WorkItemSerializer(serializers.ModelSerializer[WorkItem]):
    """A work item as it stands."""

    class Meta:
        model = WorkItem
        fields = (
            "id",
            "source",
            "external_id",
            "url",
            "title",
            "item_type",
            "priority",
            "queue",
            "state",
            "status_class",
            "engagement",
            "vendor",
            "process",
            "client",
            "segment",
            "opened_at",
            "first_response_at",
            "resolved_at",
            "closed_at",
            "reopen_count",
            "csat_score",
            "checked",
            "defective",
            "source_met",
            "updated_at",
        )
        read_only_fields = fields


class WorkItemFilter(django_filters.FilterSet):  # type: ignore[misc]  # comes without types
    """``?engagement=`` ``?source=`` ``?external_id=`` ``?updated_since=``."""

    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")
    engagement = django_filters.NumberFilter(field_name="engagement_id")

    class Meta:
        model = WorkItem
        fields = ("engagement", "source", "external_id", "updated_since")


class BulkSerializer(serializers.Serializer[Any]):
    """A batch: the source system's name, and items as the import knows them (external_id, opened_at, ...)."""

    source = serializers.CharField(max_length=40)  # type: ignore[assignment]  # a field named as DRF's own attribute
    items = serializers.ListField(child=serializers.DictField(), allow_empty=False, max_length=MOST_ROWS)


class WorkItemViewSet(viewsets.ReadOnlyModelViewSet[WorkItem]):
    """The work items of the workspace, newest first."""

    write_permission = Permission.IMPORT_ITEMS
    serializer_class = WorkItemSerializer
    filterset_class = WorkItemFilter
    queryset = WorkItem.objects.none()

    def get_queryset(self):  # type: ignore[no-untyped-def]  # noqa: ANN201  # the stubs' own type names no manager
        return WorkItem.objects.all()

    @extend_schema(request=BulkSerializer, responses={200: {"type": "object"}})
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Create or update up to 1,000 items; sending the same again changes nothing. Every item is accounted for."""
        body = BulkSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        result = upsert_items(
            body.validated_data["items"],
            source=body.validated_data["source"],
            by=request._request.membership.user,  # type: ignore[attr-defined]  # the token's person
            now=timezone.now(),
        )
        return Response(result, status=status.HTTP_200_OK)
