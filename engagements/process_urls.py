"""The addresses of the work inventory and the fit wizard."""

from __future__ import annotations

from django.urls import URLPattern, path

from engagements.views import (
    baselines,
    catalogue,
    fit,
    maturity,
    process_forms,
    process_imports,
    processes,
)

ONE = "processes/<int:process>/"
PATHS: list[URLPattern] = [
    path("processes/", processes.process_list, name="process-list"),
    path("processes/new/", process_forms.process_create, name="process-create"),
    path("processes/library/", process_forms.process_library, name="process-library"),
    path("processes/library/<slug:process_key>/", process_forms.process_adopt, name="process-adopt"),
    path("processes/<int:pk>/", processes.process_detail, name="process-detail"),
    path("processes/<int:pk>/edit/", process_forms.process_edit, name="process-edit"),
    path("processes/<int:pk>/verdict/", process_forms.process_decide, name="process-decide"),
    path("processes/<int:pk>/archive/", catalogue.catalogue_archive, {"noun": "process"}, name="process-archive"),
    path("processes/<int:pk>/restore/", catalogue.catalogue_restore, {"noun": "process"}, name="process-restore"),
    path(f"{ONE}fit/", fit.fit_create, name="fitassessment-create"),
    path(f"{ONE}runs/new/", baselines.run_create, name="processbaseline-create"),
    path(f"{ONE}runs/start/", baselines.run_start, name="processbaseline-start"),
    path("processes/runs/<int:pk>/stop/", baselines.run_stop, name="processbaseline-stop"),
    path("processes/runs/<int:pk>/remove/", baselines.run_remove, name="processbaseline-remove"),
    path(f"{ONE}maturity/<slug:aspect>/", maturity.proof_create, name="maturityproof-create"),
    path("processes/maturity/<int:pk>/withdraw/", maturity.proof_withdraw, name="maturityproof-withdraw"),
    path(f"{ONE}criteria/new/", maturity.criterion_create, name="graduationcriterion-create"),
    path(f"{ONE}criteria/propose/", maturity.criterion_propose, name="graduationcriterion-propose"),
    path("processes/criteria/<int:pk>/met/", maturity.criterion_meet, name="graduationcriterion-meet"),
    path("processes/criteria/<int:pk>/reopen/", maturity.criterion_reopen, name="graduationcriterion-reopen"),
    path("processes/criteria/<int:pk>/remove/", maturity.criterion_remove, name="graduationcriterion-remove"),
    path("processes/imports/", process_imports.import_create, name="processimport-create"),
    path("processes/imports/<int:pk>/", process_imports.import_detail, name="processimport-detail"),
    path("processes/imports/<int:pk>/columns/", process_imports.import_map, name="processimport-map"),
    path("processes/imports/<int:pk>/check/", process_imports.import_check, name="processimport-check"),
    path("processes/imports/<int:pk>/commit/", process_imports.import_commit, name="processimport-commit"),
    path("processes/imports/<int:pk>/quarantined.csv", process_imports.import_rejected, name="processimport-rejected"),
    path("processes/imports/<int:pk>/undo/", process_imports.import_undo, name="processimport-undo"),
    path("processes/imports/<int:pk>/discard/", process_imports.import_discard, name="processimport-discard"),
]
