from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from workitems.views import exclusions, item_lists, items, reconciliation

app_name = "workitems"
urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", include("workitems.import_urls")),
    path("", include("workitems.intake_urls")),
    path("items/", item_lists.item_list, name="item-list"),
    path("items/<int:pk>/", items.item_page, name="item-detail"),
    path("items/<int:pk>/exclusion/", exclusions.exclusion_claim, name="exclusion-claim"),
    path("exclusions/", exclusions.exclusion_list, name="exclusion-list"),
    path("exclusions/<int:pk>/decision/", exclusions.exclusion_decide, name="exclusion-decide"),
    path("reconciliation/", reconciliation.reconciliation_page, name="reconciliation"),
]
