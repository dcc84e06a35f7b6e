"""The addresses of the stage board and of templates."""

from __future__ import annotations

from django.urls import URLPattern, path

from engagements.views import patterns, stages

PATHS: list[URLPattern] = [
    path("engagements/start/", patterns.engagement_start, name="engagement-start"),
    path("engagements/start/<slug:starter>/", patterns.engagement_begin, name="engagement-begin"),
    path("engagements/start/own/<int:template>/", patterns.engagement_begin_own, name="engagement-begin-own"),
    path("engagements/<int:pk>/template/", patterns.engagement_save_template, name="engagement-save-template"),
    path("templates/", patterns.template_list, name="template-list"),
    path("templates/<int:pk>/edit/", patterns.template_edit, name="template-edit"),
    path("templates/<int:pk>/variant/", patterns.template_variant, name="template-variant"),
    path("templates/<int:pk>/archive/", patterns.template_archive, name="template-archive"),
    path("engagements/<int:pk>/board/", stages.engagement_board, name="engagement-board"),
    path("engagements/<int:pk>/move/", stages.engagement_move, name="engagement-move"),
    path("engagements/<int:pk>/choose/", stages.engagement_choose, name="engagement-choose"),
    path("engagements/<int:pk>/gates/<slug:check>/", stages.engagement_override, name="engagement-override"),
    path("engagements/<int:pk>/gates/<slug:check>/uphold/", stages.engagement_uphold, name="engagement-uphold"),
]
