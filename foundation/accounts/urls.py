"""Addresses of the pages about people and the workspace, inside it."""

from __future__ import annotations

from django.urls import URLPattern, path

from foundation.accounts.views import people, support, workspace

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("people/", people.membership_list, name="person-list"),
    path("people/invite/", people.invitation_create, name="invitation-create"),
    path("people/invite-partner/", people.invitation_create_partner, name="invitation-create-partner"),
    path("people/<int:pk>/", people.membership_edit, name="person-edit"),
    path("people/<int:pk>/end/", people.membership_end, name="person-end"),
    path("people/invitations/<int:pk>/renew/", people.invitation_renew, name="invitation-renew"),
    path("people/invitations/<int:pk>/revoke/", people.invitation_revoke, name="invitation-revoke"),
    path("settings/", workspace.organization_edit, name="settings"),
    path("tokens/", workspace.apitoken_list, name="token-list"),
    path("tokens/new/", workspace.apitoken_create, name="token-create"),
    path("tokens/<int:pk>/revoke/", workspace.apitoken_revoke, name="token-revoke"),
    path("support/", support.support_list, name="support-list"),
    path("support/<int:pk>/approve/", support.support_approve, name="support-approve"),
    path("support/<int:pk>/end/", support.support_end, name="support-end"),
    path("audit/", workspace.auditevent_list, name="audit-list"),
]
