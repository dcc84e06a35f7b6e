"""Scorecards and their schedules inside a workspace, and a vendor's own in its portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from scorecards.portal import cards as portal
from scorecards.portal import lines, returns
from scorecards.views import answers, cards, compare, figures, life, lists, metrics, schedules

app_name = "scorecards"
urlpatterns: list[URLPattern] = [
    path("scorecards/", lists.scorecard_list, name="scorecard-list"),
    path("scorecards/issue/", lists.scorecard_issue_many, name="scorecard-issue-many"),
    path("scorecards/compare/", compare.scorecard_compare, name="scorecard-compare"),
    path("scorecards/figures.xlsx", figures.figures_export, name="figures-export"),
    path("scorecards/<int:pk>/", cards.scorecard_detail, name="scorecard-detail"),
    path("scorecards/<int:pk>/pdf/", cards.scorecard_pdf, name="scorecard-pdf"),
    path("scorecards/<int:pk>/issue/", life.scorecard_issue, name="scorecard-issue"),
    path("scorecards/<int:pk>/excuse/", life.scorecard_excuse, name="scorecard-excuse"),
    path("scorecards/<int:pk>/refresh/", life.scorecard_refresh, name="scorecard-refresh"),
    path("scorecards/<int:pk>/revise/", life.scorecard_revise, name="scorecard-revise"),
    path("scorecards/<int:pk>/causes/new/", life.rootcause_create, name="scorecard-rootcause-create"),
    path("scorecards/causes/<int:pk>/remove/", life.rootcause_remove, name="rootcause-remove"),
    path("scorecards/<int:pk>/actions/new/", life.correction_create, name="scorecard-correction-create"),
    path("scorecards/<int:pk>/values/new/", life.value_create, name="scorecard-value-create"),
    path("scorecards/<int:pk>/metrics/<int:metric>/", metrics.scorecard_metric, name="scorecard-metric"),
    path("disputes/<int:pk>/decide/", answers.dispute_decide, name="dispute-decide"),
    path("engagements/<int:engagement>/scorecard/", lists.engagement_scorecard, name="engagement-scorecard"),
    path("schedules/", schedules.schedule_list, name="schedule-list"),
    path("schedules/new/", schedules.schedule_create, name="schedule-create"),
    path("schedules/<int:pk>/", schedules.schedule_edit, name="schedule-edit"),
    path("schedules/<int:pk>/end/", schedules.schedule_end, name="schedule-end"),
    path("portal/<int:vendor>/scorecards/", portal.scorecard_list, name="scorecard-portal-list"),
    path("portal/<int:vendor>/scorecards/<int:pk>/", portal.scorecard_detail, name="scorecard-portal"),
    path("portal/<int:vendor>/scorecards/<int:pk>/pdf/", portal.scorecard_pdf, name="scorecard-portal-pdf"),
    path(
        "portal/<int:vendor>/scorecards/<int:pk>/acknowledge/",
        lines.scorecard_acknowledge,
        name="scorecard-portal-acknowledge",
    ),
    path(
        "portal/<int:vendor>/scorecards/<int:pk>/metrics/<int:metric>/",
        lines.scorecard_line,
        name="scorecard-portal-line",
    ),
    path("portal/<int:vendor>/weeks/", returns.return_list, name="return-portal-list"),
    path("portal/<int:vendor>/weeks/<int:pk>/", returns.return_submit, name="return-portal"),
]
