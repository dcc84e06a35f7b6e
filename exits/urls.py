from __future__ import annotations

from django.urls import URLPattern, path

from exits import portal
from exits.views import clauses, drills, plans, runs, tasks

app_name = "exits"
PORTAL: list[URLPattern] = [
    path("portal/<int:vendor>/exit/", portal.task_list, name="task-portal-list"),
    path("portal/<int:vendor>/exit/<int:pk>/", portal.task_detail, name="task-portal-detail"),
    path("portal/<int:vendor>/exit/reports/<int:pk>/file/", portal.report_file, name="report-portal-file"),
]
urlpatterns: list[URLPattern] = [
    *PORTAL,
    path("exits/", plans.plan_list, name="plan-list"),
    path("engagements/<int:pk>/exit/", plans.engagement_exit, name="engagement-exit"),
    path("engagements/<int:pk>/exit/new/", plans.plan_create, name="engagement-exit-create"),
    path("engagements/<int:pk>/exit/start/", runs.exit_create, name="engagement-exit-start"),
    path("exits/plans/<int:pk>/terms/", plans.plan_edit, name="plan-edit"),
    path("exits/plans/<int:pk>/reviewed/", plans.plan_review, name="plan-review"),
    path("exits/plans/<int:pk>/retention/", plans.plan_retention, name="plan-retention"),
    path("exits/plans/<int:pk>/clauses/", clauses.plan_clauses, name="plan-clauses"),
    path("exits/plans/<int:pk>/clauses/clauses.pdf", clauses.plan_clauses_pdf, name="plan-clauses-pdf"),
    path("exits/plans/<int:pk>/steps/new/", plans.step_create, name="plan-step-create"),
    path("exits/plans/<int:pk>/drills/new/", drills.drill_create, name="plan-drill-create"),
    path("exits/steps/<int:pk>/", plans.step_edit, name="step-edit"),
    path("exits/steps/<int:pk>/delete/", plans.step_delete, name="step-delete"),
    path("exits/drills/<int:pk>/", drills.drill_detail, name="drill-detail"),
    path("exits/<int:pk>/", runs.exit_detail, name="exit-detail"),
    path("exits/<int:pk>/call-off/", runs.exit_off, name="exit-off"),
    path("exits/<int:pk>/shut/", runs.exit_shut, name="exit-shut"),
    path("exits/<int:pk>/close/", runs.exit_close, name="exit-close"),
    path("exits/<int:pk>/access/<int:grant>/", tasks.exit_prove, name="exit-prove"),
    path("exits/<int:pk>/settlement/", tasks.exit_settle, name="exit-settle"),
    path("exits/tasks/<int:pk>/done/", tasks.task_done, name="task-done"),
    path("exits/tasks/<int:pk>/drop/", tasks.task_drop, name="task-drop"),
    path("exits/tasks/<int:pk>/reopen/", tasks.task_reopen, name="task-reopen"),
    path("exits/tasks/<int:pk>/edit/", tasks.task_edit, name="task-edit"),
    path("exits/tasks/<int:pk>/file/", tasks.task_file, name="task-file"),
    path("exits/reports/<int:pk>/file/", tasks.report_file, name="report-file"),
    path("exits/retention/<int:pk>/count/", tasks.erasure_count, name="erasure-count"),
    path("exits/retention/<int:pk>/approve/", tasks.erasure_approve, name="erasure-approve"),
    path("exits/retention/<int:pk>/withdraw/", tasks.erasure_withdraw, name="erasure-withdraw"),
]
