"""Addresses of intake."""

from __future__ import annotations

from django.urls import URLPattern, path

from workitems.views import evidence
from workitems.views.intake import builder, fields, hooks, mails, patterns, submitting, working

urlpatterns: list[URLPattern] = [
    path("intake/", builder.intake_list, name="intake-list"),
    path("intake/new/", builder.intake_create, name="intake-create"),
    path("intake/<int:pk>/", builder.intake_detail, name="intake-detail"),
    path("intake/<int:pk>/edit/", builder.intake_edit, name="intake-edit"),
    path("intake/<int:pk>/retire/", builder.intake_retire, name="intake-retire"),
    path("intake/<int:intake>/fields/new/", fields.field_create, name="intakefield-create"),
    path("intake/<int:intake>/fields/preview/", fields.field_preview, name="intakefield-preview"),
    path("intake/fields/<int:pk>/", fields.field_edit, name="intakefield-edit"),
    path("intake/fields/<int:pk>/move/", fields.field_move, name="intakefield-move"),
    path("intake/fields/<int:pk>/remove/", fields.field_remove, name="intakefield-remove"),
    path("intake/<int:intake>/patterns/new/", patterns.template_create, name="requesttemplate-create"),
    path("intake/patterns/<int:pk>/", patterns.template_edit, name="requesttemplate-edit"),
    path("intake/patterns/<int:pk>/archive/", patterns.template_archive, name="requesttemplate-archive"),
    path("intake/<int:intake>/mail/", hooks.hook_create, name="inboundhook-create"),
    path("intake/mail/<int:pk>/renew/", hooks.hook_renew, name="inboundhook-renew"),
    path("intake/mail/<int:pk>/revoke/", hooks.hook_revoke, name="inboundhook-revoke"),
    path("intake/<int:intake>/request/", submitting.request_create, name="request-create"),
    path("intake/<int:intake>/request/look/", submitting.request_look, name="request-look"),
    path("intake/mails/", mails.message_list, name="inboundmessage-list"),
    path("intake/mails/<int:pk>/", mails.message_complete, name="inboundmessage-complete"),
    path("intake/mails/<int:pk>/discard/", mails.message_discard, name="inboundmessage-discard"),
    path("intake/mails/<int:pk>/download/", mails.message_download, name="inboundmessage-download"),
    path("items/<int:pk>/tell/", working.item_tell, name="item-tell"),
    path("items/<int:pk>/promise/", working.item_promise, name="item-promise"),
    path("items/<int:pk>/route/", working.item_route, name="item-route"),
    path("items/points/<int:pk>/", working.point_answer, name="requestpoint-answer"),
    path("items/<int:item>/files/", evidence.attachment_create, name="attachment-create"),
    path("items/files/<int:pk>/", evidence.attachment_download, name="attachment-download"),
    path("items/files/<int:pk>/withdraw/", evidence.attachment_withdraw, name="attachment-withdraw"),
]
