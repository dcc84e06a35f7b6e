"""Where the work of an intake form can go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from engagements.models import Engagement, Segment
from workitems.queries.intake import FormParts, engagements_for, priorities_of, segments_for


@dataclass(frozen=True)
class Places:
    """Where the work of a form can be asked of, and the priorities known there."""

    engagements: QuerySet[Engagement]
    segments: QuerySet[Segment]
    priorities: list[str]

    @classmethod
    def of(cls, parts: FormParts, *, today: date) -> Places:
        """Asked of the database once."""
        return cls(
            engagements_for(parts.form, today=today),
            segments_for(parts.form, today=today),
            priorities_of(parts.form, today=today),
        )


class EngagementChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """An engagement with who does it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.vendor}"


class SegmentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """A part of an engagement."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.engagement.name} · {obj.name}"
