"""No work goes to a partner before the rules are in writing."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from engagements.gates.registry import check_of
from engagements.gates.standing import Standing, overrides_of
from engagements.models import Engagement, Stage
from vendors.models import VendorKind

RULES_IN_WRITING = ("raci-complete", "service-levels-agreed", "quality-scoring-written", "data-protection-written")


def reasons_not_to_route(engagement: Engagement, today: date) -> list[str]:
    """What is still missing before an item may go to this engagement's partner; empty when it may.

    RACI, service levels, quality scoring and data protection must be in force, or overridden, and the board has brought
    it to its pilot: whoever is only chosen gets no work. Nothing is missing for one's own team. An engagement that
    already runs (live) with none of the four written down is treated the same: its partner gets nothing by itself until
    they are.
    """
    if engagement.vendor.kind == VendorKind.INTERNAL:
        return []
    overrides = overrides_of(engagement)
    found = [each for key in RULES_IN_WRITING if (each := check_of(key)) is not None]
    standings = [Standing(each, each.ask(engagement, today), overrides.get(each.key)) for each in found]
    reasons = [each.finding.message for each in standings if not each.is_open]
    order = list(Stage)
    if order.index(Stage(engagement.stage)) < order.index(Stage.PILOT):
        words = {"engagement": engagement, "stage": engagement.get_stage_display()}
        reasons.insert(
            0, _("%(engagement)s is still at: %(stage)s. Work goes to the partner from the pilot on.") % words
        )
    return reasons
