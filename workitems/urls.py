from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from workitems import portal, portal_exclusions, portal_files
from workitems.views import exclusions, item_lists, items, reconciliation, saved_views

app_name = "workitems"
urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", include("workitems.import_urls")),
    path("", include("workitems.intake_urls")),
    path("items/", item_lists.item_list, name="item-list"),
    path("items/views/", saved_views.view_create, name="savedview-create"),
    path("items/views/<int:pk>/forget/", saved_views.view_forget, name="savedview-forget"),
    path("items/<int:pk>/", items.item_page, name="item-detail"),
    path("items/<int:pk>/exclusion/", exclusions.exclusion_claim, name="exclusion-claim"),
    path("exclusions/", exclusions.exclusion_list, name="exclusion-list"),
    path("exclusions/<int:pk>/decision/", exclusions.exclusion_decide, name="exclusion-decide"),
    path("portal/<int:vendor>/exclusions/", portal_exclusions.exclusion_list, name="exclusion-portal-list"),
    path(
        "portal/<int:vendor>/exclusions/<int:pk>/decision/",
        portal_exclusions.exclusion_decide,
        name="exclusion-portal-decide",
    ),
    path(
        "portal/<int:vendor>/items/<int:pk>/exclusion/", portal_exclusions.exclusion_claim, name="item-portal-exclusion"
    ),
    path("portal/<int:vendor>/items/", portal.item_list, name="item-portal-list"),
    path("portal/<int:vendor>/items/import/", portal_files.file_list, name="partnerfile-portal-list"),
    path(
        "portal/<int:vendor>/items/import/template.csv", portal_files.file_template, name="partnerfile-portal-template"
    ),
    path("portal/<int:vendor>/items/import/<int:pk>/", portal_files.file_detail, name="partnerfile-portal"),
    path(
        "portal/<int:vendor>/items/import/<int:pk>/decision/",
        portal_files.file_decide,
        name="partnerfile-portal-decide",
    ),
    path("portal/<int:vendor>/items/<int:pk>/", portal.item_page, name="item-portal-detail"),
    path("portal/<int:vendor>/items/<int:pk>/tell/", portal.item_tell, name="item-portal-tell"),
    path("portal/<int:vendor>/items/<int:pk>/promise/", portal.item_promise, name="item-portal-promise"),
    path("portal/<int:vendor>/items/<int:pk>/files/", portal.item_file, name="item-portal-file"),
    path("portal/<int:vendor>/items/<int:pk>/ask/", portal.item_ask, name="item-portal-ask"),
    path("portal/<int:vendor>/items/points/<int:pk>/", portal.point_answer, name="requestpoint-portal-answer"),
    path("reconciliation/", reconciliation.reconciliation_page, name="reconciliation"),
]
