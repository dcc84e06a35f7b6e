"""The mailbox of the local set-up, below ``/mails/``: outside any workspace."""

from __future__ import annotations

from django.urls import URLPattern, path

from foundation.outbox.views import mails

app_name = "mails"
urlpatterns: list[URLPattern] = [
    path("", mails.mail_list, name="mail-list"),
    path("clear/", mails.mail_clear, name="mail-clear"),
    path("<int:pk>/", mails.mail_detail, name="mail-detail"),
    path("<int:pk>/html/", mails.mail_html, name="mail-html"),
    path("<int:pk>/attachments/<int:number>/", mails.mail_attachment, name="mail-attachment"),
]
