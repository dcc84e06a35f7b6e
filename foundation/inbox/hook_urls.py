"""Where mails are posted, below ``/api/v1/inbound/``: outside any workspace."""

from __future__ import annotations

from django.urls import URLPattern, path

from foundation.inbox.views import hooks

app_name = "inbound"
urlpatterns: list[URLPattern] = [path("<str:public_id>/", hooks.inbound, name="message-receive")]
