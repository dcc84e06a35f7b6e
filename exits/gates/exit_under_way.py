from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from exits.queries.runs import running_of

LINK = "exits:engagement-exit"


@check(key="exit-under-way", stage=Stage.EXIT, label=_("An exit, with its tasks"))
def ask(engagement: Engagement, today: date) -> Finding:
    """An exit was started from the plan, so that each task has its day and its owner."""
    run = running_of(engagement.pk)
    if run is None:
        return Finding(False, gettext("Start the exit on its page: the plan becomes dated tasks."), LINK)
    return Finding(True, gettext("The last day is %(day)s.") % {"day": date_format(run.ends_on)}, LINK)
