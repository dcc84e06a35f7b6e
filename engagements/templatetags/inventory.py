"""What the work inventory says on an engagement's pages."""

from __future__ import annotations

from typing import Any

from django import template

from engagements.models import Engagement
from engagements.queries.processes import unproven_aspects
from vendors.models import VendorKind

register = template.Library()


@register.inclusion_tag("engagements/process_risk.html")
def dependency_risk(engagement: Engagement, organization: Any) -> dict[str, Any]:
    """A warning while a partner does work of which nothing shows that it is stable, documented and measurable."""
    with_partner = engagement.vendor.kind != VendorKind.INTERNAL
    unproven = [aspect.label for aspect in unproven_aspects(engagement.process_id)] if with_partner else []
    return {"unproven": unproven, "engagement": engagement, "organization": organization}
