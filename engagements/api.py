"""What was agreed, for programs: engagements and metrics, read only."""

from __future__ import annotations

from rest_framework import serializers, viewsets

from engagements.models import Engagement, Metric, MetricVersion


class EngagementSerializer(serializers.ModelSerializer[Engagement]):
    """An engagement with the names that reports need. Money terms are not part of it."""

    vendor_name = serializers.CharField(source="vendor.name", read_only=True)
    process_name = serializers.CharField(source="process.name", read_only=True)
    client_name = serializers.CharField(source="client.name", read_only=True, default=None)

    class Meta:
        model = Engagement
        fields = (
            "id",
            "name",
            "reference",
            "vendor",
            "vendor_name",
            "process",
            "process_name",
            "client",
            "client_name",
            "started_on",
            "ended_on",
        )
        read_only_fields = fields


class MetricVersionSerializer(serializers.ModelSerializer[MetricVersion]):
    """How a metric is counted from a day on."""

    class Meta:
        model = MetricVersion
        fields = ("number", "valid_from", "definition", "source", "cadence", "parameters")
        read_only_fields = fields


class MetricSerializer(serializers.ModelSerializer[Metric]):
    """A metric of the organization with every version of its definition."""

    versions = MetricVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Metric
        fields = ("id", "name", "measure", "unit", "direction", "is_internal", "archived_at", "versions")
        read_only_fields = fields


class EngagementViewSet(viewsets.ReadOnlyModelViewSet[Engagement]):
    """The engagements of the workspace, newest first."""

    serializer_class = EngagementSerializer
    filterset_fields = ("vendor", "process", "client")
    queryset = Engagement.objects.none()

    def get_queryset(self):  # type: ignore[no-untyped-def]  # noqa: ANN201  # the stubs' own type names no manager
        return Engagement.objects.select_related("vendor", "process", "client")


class MetricViewSet(viewsets.ReadOnlyModelViewSet[Metric]):
    """The metrics of the workspace, newest first."""

    serializer_class = MetricSerializer
    filterset_fields = ("measure",)
    queryset = Metric.objects.none()

    def get_queryset(self):  # type: ignore[no-untyped-def]  # noqa: ANN201  # the stubs' own type names no manager
        return Metric.objects.prefetch_related("versions")
