"""Where the work of an intake form can go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from engagements.models import Engagement, Segment
from workitems.queries.intake import FormParts, engagements_for, priorities_of, routed, routes_for, segments_for


@dataclass(frozen=True)
class Places:
    """Where the work of a form can be asked of, the priorities known there, and the routes by type of its process."""

    engagements: QuerySet[Engagement]
    segments: QuerySet[Segment]
    priorities: list[str]
    routes: dict[str, list[int]]

    @classmethod
    def of(cls, parts: FormParts, *, today: date) -> Places:
        """Asked of the database once."""
        return cls(
            engagements_for(parts.form, today=today),
            segments_for(parts.form, today=today),
            priorities_of(parts.form, today=today),
            routes_for(parts.form),
        )

    def routed(self, item_type: str, *, now: datetime) -> Engagement | None:
        """Where a type of work is proposed to go, by the process's routes and, of two, by who is there now."""
        return routed(self.routes, item_type, self.engagements, now=now)


class EngagementChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """An engagement with who does it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.vendor}"


class SegmentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """A part of an engagement."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.engagement.name} · {obj.name}"
