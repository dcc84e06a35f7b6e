from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from vendors.portal import evidence as portal
from vendors.portal import questionnaires as answers
from vendors.views import access, access_imports, evidence, questionnaires, records, vendors

app_name = "vendors"
PORTAL = "portal/<int:vendor>/"
ONE = f"{PORTAL}questionnaires/<int:pk>/"
SENT = "vendors/questionnaires/<int:pk>/questions/<int:question>/"
CALL_OFF = "evidencerequest-call-off"


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
    path("vendors/evidence/", evidence.evidence_list, name="evidence-list"),
    path("vendors/evidence/policy/", evidence.evidencepolicy_edit, name="evidencepolicy-edit"),
    path("vendors/<int:pk>/evidence/", evidence.vendor_evidence, name="vendor-evidence"),
    path("vendors/<int:partner>/evidence/<slug:evidence_kind>/new/", evidence.evidence_create, name="evidence-create"),
    path("vendors/<int:partner>/evidence/ask/", evidence.evidencerequest_create, name="evidencerequest-create"),
    path("vendors/evidence-requests/<int:pk>/call-off/", evidence.evidencerequest_call_off, name=CALL_OFF),
    path("vendors/evidence/<int:pk>/", evidence.evidence_detail, name="evidence-detail"),
    path("vendors/evidence/<int:pk>/decide/", evidence.evidence_decide, name="evidence-decide"),
    path("vendors/evidence/<int:pk>/withdraw/", evidence.evidence_withdraw, name="evidence-withdraw"),
    path("vendors/evidence/<int:pk>/file/", evidence.evidence_download, name="evidence-download"),
    path("vendors/access/", access.access_list, name="access-list"),
    path("vendors/<int:pk>/access/", access.vendor_access, name="vendor-access"),
    path("vendors/<int:partner>/access/new/", access.accessgrant_create, name="accessgrant-create"),
    path("vendors/access-grants/<int:pk>/", access.accessgrant_edit, name="accessgrant-edit"),
    path("vendors/access-grants/<int:pk>/review/", access.accessgrant_review, name="accessgrant-review"),
    path("vendors/<int:partner>/access/import/", access_imports.accessimport_create, name="accessimport-create"),
    path("vendors/access-imports/<int:pk>/", access_imports.accessimport_check, name="accessimport-check"),
    path("vendors/access-imports/<int:pk>/commit/", access_imports.accessimport_commit, name="accessimport-commit"),
    path("vendors/<int:partner>/leaving/", access.person_offboard, name="person-offboard"),
    path("vendors/<int:partner>/credentials/new/", access.credential_create, name="credential-create"),
    path("vendors/credentials/<int:pk>/", access.credential_rotate, name="credential-rotate"),
    path("vendors/credentials/<int:pk>/retire/", access.credential_retire, name="credential-retire"),
    path("vendors/<int:partner>/deviations/new/", access.deviation_create, name="deviation-create"),
    path("vendors/deviations/<int:pk>/resolve/", access.deviation_resolve, name="deviation-resolve"),
    path("vendors/questions/", questionnaires.questionset_list, name="questionset-list"),
    path("vendors/questions/new/", questionnaires.questionset_create, name="questionset-create"),
    path("vendors/question-sets/<int:pk>/", questionnaires.questionset_detail, name="questionset-detail"),
    path("vendors/<int:pk>/questions/", questionnaires.vendor_questionnaires, name="vendor-questionnaires"),
    path("vendors/<int:partner>/questions/send/", questionnaires.questionnaire_create, name="questionnaire-create"),
    path("vendors/questionnaires/<int:pk>/", questionnaires.questionnaire_detail, name="questionnaire-detail"),
    path("vendors/questionnaires/<int:pk>/close/", questionnaires.questionnaire_close, name="questionnaire-close"),
    path(f"{SENT}comment/", questionnaires.questionnaire_comment, name="questionnaire-comment"),
    path(f"{SENT}judge/", questionnaires.questionnaire_judge, name="questionnaire-judge"),
    path("vendors/answers/<int:pk>/file/", questionnaires.answer_download, name="answer-download"),
    path("vendors/<int:pk>/record/", records.vendor_record, name="vendor-record"),
    path("vendors/<int:partner>/internal/", records.dossier_edit, name="dossier-edit"),
    path("vendors/<int:partner>/status/", records.status_create, name="status-create"),
    *_lines("contact", "contacts"),
    *_lines("subprocessor", "sub-processors"),
    *_lines("interface", "interfaces"),
    *_lines("rate", "rates"),
    path(f"{PORTAL}deviations/", portal.deviations, name="portal-deviations"),
    path(f"{PORTAL}evidence/", portal.evidence, name="portal-evidence"),
    path(f"{PORTAL}evidence/<slug:evidence_kind>/new/", portal.evidence_create, name="portal-evidence-create"),
    path(f"{PORTAL}evidence/<int:pk>/file/", portal.evidence_download, name="portal-evidence-download"),
    path(f"{PORTAL}questionnaires/", answers.questionnaires, name="portal-questionnaires"),
    path(ONE, answers.questionnaire, name="portal-questionnaire-detail"),
    path(f"{ONE}questions/<int:question>/", answers.answer, name="portal-questionnaire-answer"),
    path(f"{ONE}questions/<int:question>/comment/", answers.questionnaire_comment, name="portal-questionnaire-comment"),
    path(f"{ONE}reuse/", answers.questionnaire_reuse, name="portal-questionnaire-reuse"),
    path(f"{ONE}submit/", answers.questionnaire_submit, name="portal-questionnaire-submit"),
    path(f"{PORTAL}answers/<int:pk>/file/", answers.answer_download, name="portal-answer-download"),
]
