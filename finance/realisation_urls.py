"""Addresses of what became of cases, and of what is earned."""

from __future__ import annotations

from django.urls import URLPattern, path

from finance.views import actuals, profit, realisation, realised_papers

urlpatterns: list[URLPattern] = [
    path("cases/<int:pk>/realisation/", realisation.case_realisation, name="case-realisation"),
    path("cases/<int:pk>/realisation/line/", realisation.case_realised_line, name="case-realised-line"),
    path("cases/<int:pk>/realisation/page.pdf", realised_papers.realisation_pdf, name="case-realised-pdf"),
    path("cases/<int:pk>/realisation/mail/", realised_papers.realisation_mail, name="case-realised-mail"),
    path("engagements/<int:pk>/actuals/", actuals.engagement_actuals, name="engagement-actuals"),
    path("engagements/<int:pk>/actuals/new/", actuals.engagement_enter, name="engagement-enter"),
    path("actuals/<int:pk>/edit/", actuals.entry_edit, name="actualentry-edit"),
    path("actuals/<int:pk>/remove/", actuals.entry_remove, name="actualentry-remove"),
    path("margin/", profit.profit_list, name="profit-list"),
]
