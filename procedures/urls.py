from __future__ import annotations

from django.urls import URLPattern, path

from procedures import portal
from procedures.views import acknowledgements, drafts, guides, knowledge, proposals, readiness, tabs, training

app_name = "procedures"
urlpatterns: list[URLPattern] = [
    path("engagements/<int:pk>/procedures/", tabs.engagement_procedures, name="engagement-procedures"),
    path("engagements/<int:engagement>/guides/new/", guides.guide_create, name="guide-create"),
    path("engagements/<int:engagement>/proposals/new/", proposals.proposal_bring, name="proposal-bring"),
    path("engagements/<int:engagement>/training/new/", training.programme_create, name="programme-create"),
    path("engagements/<int:engagement>/rehearsals/new/", readiness.rehearsal_create, name="rehearsal-create"),
    path("engagements/<int:engagement>/ramp/new/", readiness.rampstage_create, name="rampstage-create"),
    path("engagements/<int:engagement>/shadowing/new/", readiness.shadowing_create, name="shadowing-create"),
    path("engagements/<int:engagement>/parity/", readiness.parity_edit, name="parity-edit"),
    path("knowledge/", knowledge.knowledge_list, name="knowledge-list"),
    path("knowledge/new/", guides.knowledge_create, name="knowledge-create"),
    path("knowledge/waiting/", acknowledgements.acknowledgement_list, name="acknowledgement-list"),
    path("guides/<int:pk>/", guides.guide_detail, name="guide-detail"),
    path("guides/<int:pk>/edit/", drafts.guide_edit, name="guide-edit"),
    path("guides/<int:pk>/publish/", drafts.guide_publish, name="guide-publish"),
    path("guides/<int:pk>/discard/", drafts.guide_discard, name="guide-discard"),
    path("guides/<int:pk>/details/", guides.guide_change, name="guide-change"),
    path("guides/<int:pk>/archive/", guides.guide_archive, name="guide-archive"),
    path("guides/<int:pk>/restore/", guides.guide_restore, name="guide-restore"),
    path("guides/<int:pk>/versions/<int:version>/", guides.guide_version, name="guide-version"),
    path("guides/<int:pk>/versions/<int:version>/changes/", guides.guide_difference, name="guide-difference"),
    path("guides/<int:pk>/acknowledge/", acknowledgements.guide_acknowledge, name="guide-acknowledge"),
    path("guides/<int:pk>/acknowledgements/new/", acknowledgements.guide_behalf, name="guide-behalf"),
    path("guides/<int:pk>/proposals/new/", proposals.guide_propose, name="guide-propose"),
    path("proposals/<int:pk>/", proposals.proposal_decide, name="proposal-decide"),
    path("portal/<int:vendor>/procedures/", portal.guide_list, name="guide-portal-list"),
    path("portal/<int:vendor>/procedures/propose/", portal.proposal_create, name="proposal-portal-create"),
    path("portal/<int:vendor>/procedures/<int:pk>/", portal.guide_detail, name="guide-portal-detail"),
    path("training/<int:pk>/", training.programme_detail, name="programme-detail"),
    path("training/<int:pk>/edit/", training.programme_edit, name="programme-edit"),
    path("training/<int:pk>/archive/", training.programme_archive, name="programme-archive"),
    path("training/<int:pk>/scenarios/new/", training.programme_scenario, name="programme-scenario"),
    path("scenarios/<int:pk>/edit/", training.scenario_edit, name="scenario-edit"),
    path("scenarios/<int:pk>/archive/", training.scenario_archive, name="scenario-archive"),
    path("scenarios/<int:pk>/results/new/", training.scenario_result, name="scenario-result"),
    path("rehearsals/<int:pk>/edit/", readiness.rehearsal_edit, name="rehearsal-edit"),
    path("rehearsals/<int:pk>/sign/", readiness.rehearsal_sign, name="rehearsal-sign"),
    path("ramp/<int:pk>/edit/", readiness.rampstage_edit, name="rampstage-edit"),
    path("ramp/<int:pk>/reach/", readiness.rampstage_reach, name="rampstage-reach"),
]
