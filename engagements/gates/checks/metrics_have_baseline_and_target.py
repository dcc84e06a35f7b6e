from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from engagements.queries.stages import agreed_targets


@check(key="metrics-complete", stage=Stage.OUTCOMES, label=_("Every metric has a baseline and a target"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Each metric has a target and the figure of today; each outcome has a metric."""
    link = "engagements:engagement-detail"
    targets = agreed_targets(engagement, today)
    if not targets:
        return Finding(False, gettext("No metric has a target yet."), link)
    bare = [target.metric.name for target in targets if target.baseline_value is None]
    if bare:
        return Finding(
            False,
            gettext("Say how good it is today: %(names)s.") % {"names": ", ".join(bare)},
            "engagements:target-baseline",
        )
    served = {target.outcome_id for target in targets}
    unmeasured = [o.statement for o in engagement.outcomes.filter(dropped_at=None) if o.pk not in served]
    if unmeasured:
        words = gettext("No metric shows whether this comes true: %(names)s.") % {"names": "; ".join(unmeasured)}
        return Finding(False, words, link)
    return Finding(True)
