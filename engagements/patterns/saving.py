"""An engagement is kept as a template."""

from __future__ import annotations

from typing import Any

from engagements.models import Engagement
from engagements.patterns.registry import FORMAT, parts


def content_of(engagement: Engagement) -> dict[str, Any]:
    """What a template made from an engagement carries: every part that has something to say, no people, no figures."""
    found = {part.key: part.export(engagement) for part in parts()}
    return {"format": FORMAT} | {key: value for key, value in found.items() if value}
