"""Issued scorecards, for programs: the very snapshot that page, mail and PDF show."""

from __future__ import annotations

import django_filters
from rest_framework import serializers, viewsets

from foundation.accounts.tenancy import context
from scorecards.models import ScorecardSnapshot
from scorecards.models.cards import Audience


class ScorecardSerializer(serializers.ModelSerializer[ScorecardSnapshot]):
    """A sealed scorecard. ``figures`` is its snapshot for whoever asks, ``sha256`` the seal over it."""

    id = serializers.IntegerField(source="scorecard_id", read_only=True)
    period = serializers.CharField(source="data.period.key", read_only=True)
    revision = serializers.IntegerField(source="data.scorecard.revision", read_only=True)
    issued_at = serializers.DateTimeField(source="created_at", read_only=True)
    figures = serializers.JSONField(source="data", read_only=True)

    class Meta:
        model = ScorecardSnapshot
        fields = ("id", "engagement", "period", "revision", "issued_at", "sha256", "figures")
        read_only_fields = fields


class ScorecardFilter(django_filters.FilterSet):  # type: ignore[misc]  # comes without types
    """``?engagement=`` ``?period=2026-W47``."""

    engagement = django_filters.NumberFilter(field_name="engagement_id")
    period = django_filters.CharFilter(field_name="data__period__key")

    class Meta:
        model = ScorecardSnapshot
        fields = ("engagement", "period")


class ScorecardViewSet(viewsets.ReadOnlyModelViewSet[ScorecardSnapshot]):
    """Issued scorecards, newest first; a vendor's token sees its own, without internal metrics."""

    is_for_vendors = True
    serializer_class = ScorecardSerializer
    filterset_class = ScorecardFilter
    lookup_field = "scorecard_id"
    lookup_value_regex = "[0-9]+"
    queryset = ScorecardSnapshot.objects.none()

    def get_queryset(self):  # type: ignore[no-untyped-def]  # noqa: ANN201  # the stubs' own type names no manager
        audience = Audience.CLIENT if context.current().vendor_id is None else Audience.VENDOR
        return ScorecardSnapshot.objects.filter(audience=audience)
