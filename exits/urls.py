from __future__ import annotations

from django.urls import URLPattern, path

from exits.views import plans

app_name = "exits"
urlpatterns: list[URLPattern] = [
    path("exits/", plans.plan_list, name="plan-list"),
    path("engagements/<int:pk>/exit/", plans.engagement_exit, name="engagement-exit"),
    path("engagements/<int:pk>/exit/new/", plans.plan_create, name="engagement-exit-create"),
]
