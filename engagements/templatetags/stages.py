"""The compact strip of stages."""

from __future__ import annotations

from typing import Any

from django import template

from engagements.models import Engagement, Stage

register = template.Library()


@register.inclusion_tag("engagements/board_strip.html")
def stage_strip(engagement: Engagement, board_url: str = "") -> dict[str, Any]:
    """The eight stages with what is behind, here and ahead."""
    order = list(Stage)
    here = order.index(Stage(engagement.stage))
    states = ("done", "current", "todo")
    items = [
        {"label": stage.label, "state": states[(place >= here) + (place > here)]} for place, stage in enumerate(order)
    ]
    return {"items": items, "board_url": board_url, "here": order[here].label, "number": here + 1, "total": len(order)}
