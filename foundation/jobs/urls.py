from __future__ import annotations

from django.urls import URLPattern, path

from foundation.jobs import views

app_name = "jobs"
urlpatterns: list[URLPattern] = [
    path("jobs/<int:pk>/", views.job_detail, name="job-detail"),
    path("jobs/<int:pk>/card/", views.job_card, name="job-card"),
]
