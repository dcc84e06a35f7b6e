"""The addresses of the stage board."""

from __future__ import annotations

from django.urls import URLPattern, path

from engagements.views import stages

PATHS: list[URLPattern] = [
    path("engagements/<int:pk>/board/", stages.engagement_board, name="engagement-board"),
    path("engagements/<int:pk>/move/", stages.engagement_move, name="engagement-move"),
    path("engagements/<int:pk>/choose/", stages.engagement_choose, name="engagement-choose"),
    path("engagements/<int:pk>/gates/<slug:key>/", stages.engagement_override, name="engagement-override"),
    path("engagements/<int:pk>/gates/<slug:key>/uphold/", stages.engagement_uphold, name="engagement-uphold"),
]
