from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from exits.queries.drills import last_drill

LINK = "exits:engagement-exit"


@check(key="exit-drilled", stage=Stage.PILOT, label=_("The off-boarding tried out"))
def ask(engagement: Engagement, today: date) -> Finding:
    """A drill was finished, and the last one did not fail."""
    drill = last_drill(engagement.pk)
    if drill is None:
        return Finding(False, gettext("Nobody has tried out how to leave."), LINK)
    words = {"result": drill.get_result_display(), "day": date_format(drill.held_on)}
    said = gettext("The last drill, on %(day)s: %(result)s.") % words
    return Finding(drill.result != "failed", said, "exits:drill-detail", drill.pk)
