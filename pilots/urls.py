from __future__ import annotations

from django.urls import URLPattern, path

from pilots import portal
from pilots.views import deciding, parts, pilots, running

app_name = "pilots"
urlpatterns: list[URLPattern] = [
    path("engagements/<int:pk>/pilot/", pilots.engagement_pilot, name="engagement-pilot"),
    path("pilots/", pilots.pilot_list, name="pilot-list"),
    path("pilots/new/", pilots.pilot_create, name="pilot-create"),
    path("pilots/rules/", pilots.policy_edit, name="policy-edit"),
    path("pilots/<int:pk>/", pilots.pilot_detail, name="pilot-detail"),
    path("pilots/<int:pk>/plan/", pilots.pilot_edit, name="pilot-edit"),
    path("pilots/<int:pk>/start/", pilots.pilot_start, name="pilot-start"),
    path("pilots/<int:pk>/discard/", pilots.pilot_discard, name="pilot-discard"),
    path("pilots/<int:pk>/rules/<slug:rule_key>/waive/", pilots.pilot_waive, name="pilot-waive"),
    path("pilots/<int:pk>/rules/<slug:rule_key>/uphold/", pilots.pilot_uphold, name="pilot-uphold"),
    path("pilots/<int:pk>/backlog/", parts.pilot_backlog, name="pilot-backlog"),
    path("pilots/<int:pk>/criteria/new/", parts.criterion_create, name="criterion-create"),
    path("pilots/<int:pk>/criteria/<int:criterion>/", parts.criterion_edit, name="criterion-edit"),
    path("pilots/<int:pk>/criteria/<int:criterion>/delete/", parts.criterion_delete, name="criterion-delete"),
    path("pilots/<int:pk>/triggers/new/", parts.trigger_create, name="trigger-create"),
    path("pilots/<int:pk>/triggers/<int:trigger>/", parts.trigger_edit, name="trigger-edit"),
    path("pilots/<int:pk>/triggers/<int:trigger>/delete/", parts.trigger_delete, name="trigger-delete"),
    path("pilots/<int:pk>/amendments/new/", running.amendment_create, name="amendment-create"),
    path("pilots/<int:pk>/amendments/<int:amendment>/withdraw/", running.amendment_withdraw, name="amendment-withdraw"),
    path("pilots/<int:pk>/amendments/<int:amendment>/sign/", running.amendment_sign, name="amendment-sign"),
    path("pilots/<int:pk>/rollback/", running.rollback_start, name="rollback-start"),
    path("pilots/<int:pk>/rollback/finish/", running.rollback_finish, name="rollback-finish"),
    path("pilots/<int:pk>/weeks/<int:retrospective>/", running.retrospective_edit, name="retrospective-edit"),
    path("pilots/<int:pk>/planner/", deciding.pilot_planner, name="pilot-planner"),
    path("pilots/<int:pk>/decision/", deciding.pilot_decide, name="pilot-decide"),
    path("pilots/<int:pk>/memo.pdf", deciding.pilot_memo, name="pilot-memo"),
    path("pilots/<int:pk>/memo/mail/", deciding.pilot_memo_mail, name="pilot-memo-mail"),
    path("pilots/<int:pk>/steps/<int:step>/reach/", deciding.step_reach, name="pilot-step-reach"),
    path("pilots/<int:pk>/steps/<int:step>/hold/", deciding.step_hold, name="pilot-step-hold"),
    path("portal/<int:vendor>/pilots/", portal.pilot_list, name="pilot-portal-list"),
    path("portal/<int:vendor>/pilots/<int:pk>/", portal.pilot_detail, name="pilot-portal-detail"),
    path(
        "portal/<int:vendor>/pilots/<int:pk>/amendments/<int:amendment>/",
        portal.amendment_answer,
        name="amendment-portal-answer",
    ),
]
