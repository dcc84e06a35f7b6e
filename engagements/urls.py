from __future__ import annotations

from django.urls import URLPattern, path

from engagements import desk_urls, outcome_urls, process_urls, roles_urls, scope_urls, stage_urls
from engagements.portal import actions as portal_actions
from engagements.portal import colleagues
from engagements.views import (
    action_items,
    calendars,
    catalogue,
    engagements,
    grants,
    metrics,
    tabs,
    targets,
)

app_name = "engagements"
PORTAL: list[URLPattern] = [
    path("portal/<int:vendor>/actions/", portal_actions.action_list, name="action-portal-list"),
    path("portal/<int:vendor>/actions/<int:pk>/", portal_actions.action_detail, name="action-portal-detail"),
    path("portal/<int:vendor>/colleagues/", colleagues.colleague_list, name="colleague-portal-list"),
    path(
        "portal/<int:vendor>/colleagues/<int:pk>/remove/", colleagues.colleague_remove, name="colleague-portal-remove"
    ),
    path(
        "portal/<int:vendor>/colleagues/invitations/<int:pk>/revoke/",
        colleagues.offer_revoke,
        name="invitation-portal-revoke",
    ),
]


def _catalogue(noun: str, plural: str) -> list[URLPattern]:
    """The five pages of a list such as the clients."""
    named = {"noun": noun}
    return [
        path(f"{plural}/", catalogue.catalogue_list, named, name=f"{noun}-list"),
        path(f"{plural}/new/", catalogue.catalogue_create, named, name=f"{noun}-create"),
        path(f"{plural}/<int:pk>/edit/", catalogue.catalogue_edit, named, name=f"{noun}-edit"),
        path(f"{plural}/<int:pk>/archive/", catalogue.catalogue_archive, named, name=f"{noun}-archive"),
        path(f"{plural}/<int:pk>/restore/", catalogue.catalogue_restore, named, name=f"{noun}-restore"),
    ]


urlpatterns: list[URLPattern] = [
    *PORTAL,
    path("engagements/", engagements.engagement_list, name="engagement-list"),
    path("engagements/new/", engagements.engagement_create, name="engagement-create"),
    *outcome_urls.PATHS,
    *desk_urls.PATHS,
    path("engagements/<int:pk>/partner/", tabs.engagement_partner, name="engagement-partner"),
    *stage_urls.PATHS,
    *roles_urls.PATHS,
    *scope_urls.PATHS,
    path("engagements/<int:pk>/edit/", engagements.engagement_edit, name="engagement-edit"),
    path("engagements/<int:pk>/end/", engagements.engagement_end, name="engagement-end"),
    path("engagements/<int:pk>/resume/", engagements.engagement_resume, name="engagement-resume"),
    path("engagements/<int:pk>/terms/new/", engagements.terms_create, name="terms-create"),
    path("engagements/<int:pk>/targets/new/", targets.target_create, name="target-create"),
    path("engagements/<int:pk>/targets/baselines/", targets.target_baseline, name="target-baseline"),
    path("engagements/<int:pk>/targets/<int:metric>/", targets.target_edit, name="target-edit"),
    path("engagements/<int:pk>/targets/<int:metric>/end/", targets.target_end, name="target-end"),
    path("engagements/<int:pk>/grants/<int:person>/", grants.grant_create, name="grant-create"),
    path("engagements/<int:pk>/grants/<int:person>/revoke/", grants.grant_revoke, name="grant-revoke"),
    *_catalogue("client", "clients"),
    *process_urls.PATHS,
    path("calendars/", calendars.calendar_list, name="calendar-list"),
    path("calendars/new/", calendars.calendar_create, name="calendar-create"),
    path("calendars/<int:pk>/", calendars.calendar_detail, name="calendar-detail"),
    path("calendars/<int:pk>/edit/", calendars.calendar_edit, name="calendar-edit"),
    path("calendars/<int:pk>/archive/", calendars.calendar_archive, name="calendar-archive"),
    path("calendars/<int:pk>/restore/", calendars.calendar_restore, name="calendar-restore"),
    path("metrics/", metrics.metric_list, name="metric-list"),
    path("metrics/library/", metrics.metric_library, name="metric-library"),
    path("metrics/library/<slug:key>/", metrics.metric_adopt, name="metric-adopt"),
    path("metrics/new/", metrics.metric_create, name="metric-create"),
    path("metrics/<int:pk>/edit/", metrics.metric_edit, name="metric-edit"),
    path("metrics/<int:pk>/name/", metrics.metric_rename, name="metric-rename"),
    path("metrics/<int:pk>/archive/", metrics.metric_archive, name="metric-archive"),
    path("metrics/<int:pk>/restore/", metrics.metric_restore, name="metric-restore"),
    path("actions/", action_items.action_list, name="action-list"),
    path("actions/new/", action_items.action_create, name="action-create"),
    path("actions/<int:pk>/", action_items.action_edit, name="action-edit"),
    path("actions/<int:pk>/close/", action_items.action_close, name="action-close"),
    path("actions/<int:pk>/done/", action_items.action_done, name="action-done"),
    path("actions/<int:pk>/reopen/", action_items.action_reopen, name="action-reopen"),
]
