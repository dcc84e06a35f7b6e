from __future__ import annotations

from django.urls import URLPattern, path

from finance import invoice_urls, realisation_urls
from finance.views import cases, drafts, papers, parts, policies, sending, versions

app_name = "finance"
urlpatterns: list[URLPattern] = [
    path("engagements/<int:pk>/business-case/", cases.engagement_case, name="engagement-case"),
    path("cases/", cases.case_list, name="case-list"),
    path("cases/new/", cases.case_create, name="case-create"),
    path("cases/rules/", policies.policy_edit, name="policy-edit"),
    path("cases/rules/limits/new/", policies.limit_create, name="limit-create"),
    path("cases/rules/limits/<int:pk>/delete/", policies.limit_delete, name="limit-delete"),
    path("cases/<int:pk>/", cases.case_detail, name="case-detail"),
    path("cases/<int:pk>/place/", cases.case_change, name="case-change"),
    path("cases/<int:pk>/archive/", cases.case_archive, name="case-archive"),
    path("cases/<int:pk>/restore/", cases.case_restore, name="case-restore"),
    path("cases/<int:pk>/edit/", drafts.case_edit, name="case-edit"),
    path("cases/<int:pk>/preview/", drafts.case_preview, name="case-preview"),
    path("cases/<int:pk>/submit/", versions.version_submit, name="version-submit"),
    path("cases/<int:pk>/discard/", versions.version_discard, name="version-discard"),
    path("cases/<int:pk>/versions/<int:number>/", cases.case_version, name="case-version"),
    path("cases/<int:pk>/versions/<int:number>/changes/", cases.case_difference, name="case-difference"),
    path("cases/<int:pk>/versions/<int:number>/withdraw/", versions.version_withdraw, name="version-withdraw"),
    path("cases/<int:pk>/versions/<int:number>/revise/", versions.version_revise, name="version-revise"),
    path("cases/<int:pk>/versions/<int:number>/decide/", versions.version_decide, name="version-decide"),
    path("cases/<int:pk>/versions/<int:number>/case.pdf", papers.version_pdf, name="version-pdf"),
    path("cases/<int:pk>/versions/<int:number>/case.xlsx", papers.version_workbook, name="version-workbook"),
    path("cases/<int:pk>/versions/<int:number>/mail/", sending.sending_create, name="version-mail"),
    path("cases/<int:pk>/mails/<int:sending>/stop/", sending.sending_stop, name="case-mail-stop"),
    path("cases/<int:pk>/drivers/new/", parts.driver_create, name="driver-create"),
    path("cases/<int:pk>/drivers/<slug:driver>/", parts.driver_edit, name="driver-edit"),
    path("cases/<int:pk>/drivers/<slug:driver>/delete/", parts.driver_delete, name="driver-delete"),
    path("cases/<int:pk>/options/new/", parts.option_create, name="option-create"),
    path("cases/<int:pk>/options/<slug:option>/", parts.option_edit, name="option-edit"),
    path("cases/<int:pk>/options/<slug:option>/delete/", parts.option_delete, name="option-delete"),
    path("cases/<int:pk>/options/<slug:option>/lines/new/", parts.line_create, name="line-create"),
    path("cases/<int:pk>/options/<slug:option>/lines/<slug:line>/", parts.line_edit, name="line-edit"),
    path("cases/<int:pk>/options/<slug:option>/lines/<slug:line>/delete/", parts.line_delete, name="line-delete"),
    *invoice_urls.urlpatterns,
    *realisation_urls.urlpatterns,
]
