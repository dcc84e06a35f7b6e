from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from vendors.views import records, vendors

app_name = "vendors"


def _lines(noun: str, plural: str) -> list[URLPattern]:
    """The addresses of a list of a vendor's record."""
    named: dict[str, Any] = {"noun": noun}
    return [
        path(f"vendors/<int:partner>/{plural}/new/", records.line_create, named, name=f"{noun}-create"),
        path(f"vendors/{plural}/<int:pk>/", records.line_edit, named, name=f"{noun}-edit"),
        path(f"vendors/{plural}/<int:pk>/remove/", records.line_remove, named, name=f"{noun}-remove"),
    ]


urlpatterns: list[URLPattern] = [
    path("vendors/", vendors.vendor_list, name="vendor-list"),
    path("vendors/new/", vendors.vendor_create, name="vendor-create"),
    path("vendors/<int:pk>/edit/", vendors.vendor_edit, name="vendor-edit"),
    path("vendors/<int:pk>/archive/", vendors.vendor_archive, name="vendor-archive"),
    path("vendors/<int:pk>/restore/", vendors.vendor_restore, name="vendor-restore"),
    path("vendors/<int:pk>/record/", records.vendor_record, name="vendor-record"),
    path("vendors/<int:partner>/internal/", records.dossier_edit, name="dossier-edit"),
    path("vendors/<int:partner>/status/", records.status_create, name="status-create"),
    *_lines("contact", "contacts"),
    *_lines("subprocessor", "sub-processors"),
    *_lines("interface", "interfaces"),
    *_lines("rate", "rates"),
]
