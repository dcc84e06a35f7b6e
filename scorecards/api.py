"""Issued scorecards, for programs: the very snapshot that page, mail and PDF show."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from foundation.accounts.tenancy import context
from scorecards.models import Scorecard
from scorecards.models.cards import Audience, CardState


class ScorecardSerializer(serializers.ModelSerializer[Scorecard]):
    """An issued scorecard. ``figures`` is the sealed snapshot for whoever asks, ``sha256`` its hash."""

    engagement_name = serializers.CharField(source="engagement.name", read_only=True)
    figures = serializers.SerializerMethodField()
    sha256 = serializers.SerializerMethodField()

    class Meta:
        model = Scorecard
        fields = (
            "id",
            "engagement",
            "engagement_name",
            "period_kind",
            "period_key",
            "period_start",
            "period_end",
            "revision",
            "status",
            "headline",
            "issued_at",
            "seal",
            "sha256",
            "figures",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object"})
    def get_figures(self, card: Scorecard) -> dict[str, Any] | None:
        found = self._snapshot(card)
        return found.data if found else None

    @extend_schema_field({"type": "string"})
    def get_sha256(self, card: Scorecard) -> str | None:
        found = self._snapshot(card)
        return found.sha256 if found else None

    @staticmethod
    def _snapshot(card: Scorecard) -> Any:
        audience = Audience.CLIENT if context.current().vendor_id is None else Audience.VENDOR
        return next((each for each in card.snapshots.all() if each.audience == audience), None)


class ScorecardViewSet(viewsets.ReadOnlyModelViewSet[Scorecard]):
    """Issued scorecards, newest first; a vendor's token sees its own."""

    is_for_vendors = True
    serializer_class = ScorecardSerializer
    filterset_fields = ("engagement", "period_key", "revision")
    queryset = Scorecard.objects.none()

    def get_queryset(self):  # type: ignore[no-untyped-def]  # noqa: ANN201  # the stubs' own type names no manager
        return (
            Scorecard.objects.filter(state=CardState.ISSUED).select_related("engagement").prefetch_related("snapshots")
        )
