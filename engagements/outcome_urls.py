"""The addresses of outcomes, checkpoints and packs."""

from __future__ import annotations

from django.urls import URLPattern, path

from engagements.views import outcomes

PATHS: list[URLPattern] = [
    path("engagements/<int:pk>/", outcomes.engagement_detail, name="engagement-detail"),
    path("engagements/<int:pk>/outcomes/new/", outcomes.outcome_create, name="outcome-create"),
    path("engagements/<int:pk>/outcomes/<int:outcome>/", outcomes.outcome_edit, name="outcome-edit"),
    path("engagements/<int:pk>/outcomes/<int:outcome>/drop/", outcomes.outcome_drop, name="outcome-drop"),
    path("engagements/<int:pk>/checkpoints/<int:checkpoint>/", outcomes.checkpoint_answer, name="checkpoint-answer"),
    path("engagements/<int:pk>/packs/<slug:pack_key>/", outcomes.pack_apply, name="pack-apply"),
]
