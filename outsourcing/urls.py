"""Every address. Inside a workspace each starts with its short name; the middleware sets the scope from it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from finance.views import by_mail
from foundation.accounts.views import identity
from outsourcing import views
from scorecards.views import shared

handler400 = "outsourcing.views.bad_request"
handler403 = "outsourcing.views.forbidden"
handler404 = "outsourcing.views.not_found"
handler500 = "outsourcing.views.server_error"

workspace = [
    path("", include("outsourcing.tenant_urls")),
    path("", include("exits.urls")),
    path("", include("finance.urls")),
    path("", include("pilots.urls")),
    path("", include("scorecards.urls")),
    path("", include("workitems.urls")),
    path("", include("sourcing.urls")),
    path("", include("procedures.urls")),
    path("", include("engagements.urls")),
    path("", include("vendors.urls")),
    path("", include("foundation.inbox.urls")),
    path("", include("foundation.outbox.urls")),
    path("", include("foundation.jobs.urls")),
    path("", include("foundation.accounts.urls")),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front_door, name="front-door"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("workspaces/", identity.workspaces, name="workspaces"),
    path("accounts/", include("foundation.accounts.identity_urls")),
    path("accounts/", include("allauth.urls")),
    path("mails/", include("foundation.outbox.mail_urls")),
    path("shared/<str:token>/", shared.shared_scorecard, name="shared-scorecard"),
    path("shared/<str:token>/scorecard.pdf", shared.shared_scorecard_pdf, name="shared-scorecard-pdf"),
    path("shared/case/<str:token>/", by_mail.case_by_mail, name="case-by-mail"),
    path("shared/case/<str:token>/business-case.pdf", by_mail.case_by_mail_pdf, name="case-by-mail-pdf"),
    path("api/v1/inbound/", include("foundation.inbox.hook_urls")),
    path("api/v1/", include("outsourcing.api_urls")),
    path("<slug:org>/", include(workspace)),
]
