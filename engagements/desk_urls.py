"""The addresses of working together: messages, check-ins and pulses, for the client and in the portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from engagements.portal import files as portal_files
from engagements.portal import messages as portal_messages
from engagements.portal import rhythm as portal_rhythm
from engagements.views import files, messages, rhythm

PORTAL = "portal/<int:vendor>"
PATHS: list[URLPattern] = [
    path("messages/", messages.thread_list, name="thread-list"),
    path("messages/new/", messages.thread_create, name="thread-create"),
    path("messages/<int:pk>/", messages.thread_detail, name="thread-detail"),
    path("engagements/<int:pk>/together/", rhythm.engagement_together, name="engagement-together"),
    path("engagements/<int:pk>/together/answers/", messages.engagement_promise, name="engagement-promise"),
    path("engagements/<int:pk>/together/pulse/", rhythm.engagement_pulse, name="engagement-pulse"),
    path(f"{PORTAL}/messages/", portal_messages.thread_list, name="thread-portal-list"),
    path(f"{PORTAL}/messages/new/", portal_messages.thread_create, name="thread-portal-create"),
    path(f"{PORTAL}/messages/<int:pk>/", portal_messages.thread_detail, name="thread-portal-detail"),
    path("shared-files/<int:pk>/", files.sharedfile_download, name="sharedfile-download"),
    path(f"{PORTAL}/files/<int:pk>/", portal_files.sharedfile_download, name="sharedfile-portal-download"),
    path(f"{PORTAL}/check-in/", portal_rhythm.checkin_list, name="checkin-portal-list"),
    path(f"{PORTAL}/pulse/", portal_rhythm.pulse_list, name="pulse-portal-list"),
    path(f"{PORTAL}/pulse/<int:engagement>/", portal_rhythm.pulse_create, name="pulse-portal-create"),
]
