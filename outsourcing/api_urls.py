"""The API, version 1: ``Authorization: Bearer <token>``; the token says which workspace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from engagements.api import EngagementViewSet, MetricViewSet
from scorecards.api import ScorecardViewSet
from workitems.api import RequestViewSet, WorkItemViewSet

app_name = "api"
router = SimpleRouter()
router.register("engagements", EngagementViewSet, basename="engagement")
router.register("metrics", MetricViewSet, basename="metric")
router.register("work-items", WorkItemViewSet, basename="workitem")
router.register("requests", RequestViewSet, basename="request")
router.register("scorecards", ScorecardViewSet, basename="scorecard")
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("", include(router.urls)),
]
