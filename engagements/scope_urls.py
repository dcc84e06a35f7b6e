"""The addresses of scope and guardrails, and of the registers of the whole workspace."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from engagements.views import (
    claims,
    entries,
    guardrails,
    places,
    reviews,
    scope,
    service_levels,
    triage,
    written_rules,
)


def _entries(noun: str, plural: str, *, ordered: bool = True) -> list[URLPattern]:
    """The addresses of an engagement's list."""
    named: dict[str, Any] = {"noun": noun}
    base, one = f"engagements/<int:pk>/{plural}/", f"<int:{noun}>/"
    found = [
        path(f"{base}new/", entries.entry_create, named, name=f"{noun}-create"),
        path(f"{base}{one}", entries.entry_edit, named, name=f"{noun}-edit"),
        path(f"{base}{one}remove/", entries.entry_remove, named, name=f"{noun}-remove"),
    ]
    if ordered:
        found.append(path(f"{base}{one}move/", entries.entry_move, named, name=f"{noun}-move"))
    return found


def _claims(noun: str, plural: str) -> list[URLPattern]:
    """The addresses of a register that both sides sign."""
    named: dict[str, Any] = {"noun": noun}
    base, one = f"engagements/<int:pk>/{plural}/", f"<int:{noun}>/"
    return [
        path(f"{base}new/", claims.claim_create, named, name=f"{noun}-create"),
        path(f"{base}{one}", claims.claim_edit, named, name=f"{noun}-edit"),
        path(f"{base}{one}decide/", claims.claim_decide, named, name=f"{noun}-decide"),
        path(f"{base}{one}end/", claims.claim_end, named, name=f"{noun}-end"),
        path(f"{base}{one}remove/", claims.claim_remove, named, name=f"{noun}-remove"),
    ]


def _registers(noun: str, plural: str) -> list[URLPattern]:
    """The addresses of a register of the whole workspace."""
    named: dict[str, Any] = {"noun": noun}
    return [
        path(f"{plural}/", places.listed_list, named, name=f"{noun}-list"),
        path(f"{plural}/new/", places.listed_create, named, name=f"{noun}-create"),
        path(f"{plural}/<int:pk>/edit/", places.listed_edit, named, name=f"{noun}-edit"),
        path(f"{plural}/<int:pk>/withdraw/", places.listed_withdraw, named, name=f"{noun}-withdraw"),
        path(f"{plural}/<int:pk>/restore/", places.listed_restore, named, name=f"{noun}-restore"),
    ]


PATHS: list[URLPattern] = [
    path("engagements/<int:pk>/scope/", scope.engagement_scope, name="engagement-scope"),
    path("engagements/<int:pk>/guardrails/", guardrails.engagement_guardrails, name="engagement-guardrails"),
    path("engagements/<int:pk>/levels/", guardrails.engagement_levels, name="engagement-levels"),
    path("engagements/<int:pk>/levels/new/", service_levels.level_create, name="level-create"),
    path("engagements/<int:pk>/levels/quality/", service_levels.quality_create, name="quality-create"),
    path("engagements/<int:pk>/levels/<int:level>/", service_levels.level_edit, name="level-edit"),
    path("engagements/<int:pk>/levels/<int:level>/name/", service_levels.level_rename, name="level-rename"),
    *_entries("segment", "segments", ordered=False),
    *_entries("communication", "communication"),
    path("engagements/<int:pk>/triage/example/", triage.triage_example, name="triage-example"),
    *_entries("triage", "triage"),
    *_claims("exclusionrule", "exclusion-rules"),
    *_claims("assumption", "assumptions"),
    path("engagements/<int:pk>/rules/<slug:rule>/", written_rules.rule_edit, name="rule-edit"),
    path("engagements/<int:pk>/reviews/<slug:layer>/", reviews.review_edit, name="review-edit"),
    path("engagements/<int:pk>/reviews/<slug:layer>/remove/", reviews.review_remove, name="review-remove"),
    *_registers("place", "places"),
    *_registers("tool", "tools"),
    path("reviews/", reviews.review_list, name="review-list"),
    path("reviews/<slug:layer>/", reviews.review_change, name="review-change"),
    path("reviews/<slug:layer>/clear/", reviews.review_clear, name="review-clear"),
]
