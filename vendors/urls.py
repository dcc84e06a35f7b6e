from __future__ import annotations

from django.urls import URLPattern, path

from vendors import views

app_name = "vendors"
urlpatterns: list[URLPattern] = [
    path("vendors/", views.vendor_list, name="vendor-list"),
    path("vendors/new/", views.vendor_create, name="vendor-create"),
    path("vendors/<int:pk>/edit/", views.vendor_edit, name="vendor-edit"),
    path("vendors/<int:pk>/archive/", views.vendor_archive, name="vendor-archive"),
    path("vendors/<int:pk>/restore/", views.vendor_restore, name="vendor-restore"),
]
