from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from workitems.views.imports import checking, columns, mending, partners, results, starting, values


class TableKind:
    """The kinds of files that tables are given out as."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TableKind, "table_kind")
urlpatterns: list[URLPattern] = [
    path("", starting.import_list, name="import-list"),
    path("new/", starting.import_create, name="import-create"),
    path("partners/", partners.partnersource_list, name="partnersource-list"),
    path("partners/<int:pk>/close/", partners.partnersource_close, name="partnersource-close"),
    path("<int:pk>/", results.import_detail, name="import-detail"),
    path("<int:pk>/columns/", columns.import_map, name="import-map"),
    path("<int:pk>/values/", values.import_values, name="import-values"),
    path("<int:pk>/check/", checking.import_check, name="import-check"),
    path("<int:pk>/check/again/", checking.import_check_again, name="import-check-again"),
    path("<int:pk>/progress/", checking.import_progress, name="import-progress"),
    path("<int:pk>/agreements/", checking.import_agreements, name="import-agreements"),
    path("<int:pk>/commit/", checking.import_commit, name="import-commit"),
    path("<int:pk>/undo/", results.import_undo, name="import-undo"),
    path("<int:pk>/discard/", starting.import_discard, name="import-discard"),
    path("<int:pk>/quarantined.<table_kind:kind>", results.import_rejected, name="import-rejected"),
    path("<int:pk>/mend/", mending.import_mend, name="import-mend"),
    path("<int:pk>/rows/<int:row>/", mending.import_row, name="import-row"),
]
