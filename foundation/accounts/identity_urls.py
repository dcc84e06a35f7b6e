"""Addresses of one's own account that allauth does not have; under ``/accounts/``, outside any workspace."""

from __future__ import annotations

from django.urls import URLPattern, path

from foundation.accounts.views import identity, support

urlpatterns: list[URLPattern] = [
    path("profile/", identity.profile, name="profile"),
    path("support/", support.support_request, name="support-request"),
    path("invitation/<str:token>/", identity.invitation_accept, name="invitation-accept"),
]
