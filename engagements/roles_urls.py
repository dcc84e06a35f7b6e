"""Addresses behind an engagement's tab "Roles"."""

from __future__ import annotations

from django.urls import URLPattern, path

from engagements.views import decision_rights, parties, raci

ROLES = "engagements/<int:pk>/roles/"
PATHS: list[URLPattern] = [
    path(ROLES, raci.engagement_raci, name="engagement-raci"),
    path(f"{ROLES}grid/", raci.raci_edit, name="raci-edit"),
    path(f"{ROLES}start/", raci.raci_seed, name="raci-seed"),
    path(f"{ROLES}contacts/<slug:contact>/", parties.contact_edit, name="contact-edit"),
    path(f"{ROLES}participants/new/", parties.participant_create, name="participant-create"),
    path(f"{ROLES}participants/<int:participant>/", parties.participant_edit, name="participant-edit"),
    path(f"{ROLES}participants/<int:participant>/left/", parties.participant_depart, name="participant-depart"),
    path(f"{ROLES}participants/<int:participant>/remove/", parties.participant_remove, name="participant-remove"),
    path(f"{ROLES}decisions/new/", decision_rights.decisionright_create, name="decisionright-create"),
    path(f"{ROLES}decisions/<int:decisionright>/", decision_rights.decisionright_edit, name="decisionright-edit"),
    path(
        f"{ROLES}decisions/<int:decisionright>/remove/",
        decision_rights.decisionright_remove,
        name="decisionright-remove",
    ),
]
