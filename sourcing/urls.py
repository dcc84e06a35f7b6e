from __future__ import annotations

from django.urls import URLPattern, path

from sourcing.portal import briefs as portal
from sourcing.views import briefs, clarifications, offers, results, scoring, selections

app_name = "sourcing"
ONE = "selections/<int:pk>/"
OFFER = "selections/offers/<int:pk>/"
PORTAL = "portal/<int:vendor>/proposals/"
THEIRS = f"{PORTAL}<int:pk>/"
WITHDRAW = "briefinvitation-withdraw"

urlpatterns: list[URLPattern] = [
    path("selections/", selections.selection_list, name="selection-list"),
    path("selections/new/", selections.selection_create, name="selection-create"),
    path(ONE, selections.selection_detail, name="selection-detail"),
    path(f"{ONE}criteria/", selections.selection_criteria, name="selection-criteria"),
    path(f"{ONE}lock/", selections.selection_lock, name="selection-lock"),
    path(f"{ONE}unlock/", selections.selection_unlock, name="selection-unlock"),
    path(f"{ONE}cancel/", selections.selection_cancel, name="selection-cancel"),
    path(f"{ONE}brief/edit/", briefs.selection_brief, name="selection-brief"),
    path(f"{ONE}brief/", briefs.selection_preview, name="selection-preview"),
    path(f"{ONE}brief.pdf", briefs.selection_pdf, name="selection-pdf"),
    path(f"{ONE}publish/", briefs.selection_publish, name="selection-publish"),
    path(f"{ONE}invite/", briefs.selection_invite, name="selection-invite"),
    path(f"{ONE}due/", briefs.selection_due, name="selection-due"),
    path(f"{ONE}close/", briefs.selection_close, name="selection-close"),
    path("selections/invitations/<int:pk>/withdraw/", briefs.briefinvitation_withdraw, name=WITHDRAW),
    path("selections/inquiries/<int:pk>/answer/", clarifications.briefinquiry_answer, name="briefinquiry-answer"),
    path(OFFER, offers.offer_detail, name="offer-detail"),
    path(f"{OFFER}knockouts/", offers.offer_judge, name="offer-judge"),
    path(f"{OFFER}interview/", offers.offer_interview, name="offer-interview"),
    path(f"{OFFER}costs/", offers.offer_cost, name="offer-cost"),
    path("selections/costs/<int:pk>/remove/", offers.owncost_remove, name="owncost-remove"),
    path("selections/answers/<int:pk>/file/", offers.offeranswer_download, name="offeranswer-download"),
    path(f"{ONE}raters/", scoring.selection_raters, name="selection-raters"),
    path("selections/raters/<int:pk>/excuse/", scoring.ratingsheet_excuse, name="ratingsheet-excuse"),
    path(f"{ONE}score/", scoring.selection_score, name="selection-score"),
    path(f"{OFFER}score/", scoring.offer_score, name="offer-score"),
    path(f"{ONE}hand-in/", scoring.selection_hand_in, name="selection-hand-in"),
    path(f"{ONE}result/", results.selection_result, name="selection-result"),
    path(f"{ONE}decide/", results.selection_decide, name="selection-decide"),
    path(PORTAL, portal.briefs, name="portal-brief-list"),
    path(THEIRS, portal.brief, name="portal-brief-detail"),
    path(f"{THEIRS}ask/", portal.brief_ask, name="portal-brief-ask"),
    path(f"{THEIRS}answer/", portal.offer_edit, name="portal-brief-answer"),
    path(f"{THEIRS}submit/", portal.offer_submit, name="portal-brief-submit"),
    path(f"{THEIRS}decline/", portal.offer_decline, name="portal-brief-decline"),
    path(f"{THEIRS}brief.pdf", portal.brief_pdf, name="portal-brief-pdf"),
    path(f"{THEIRS}questions/<int:question>/file/", portal.answer_download, name="portal-brief-download"),
]
