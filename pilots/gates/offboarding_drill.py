from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import ActionItem, Engagement, Stage
from pilots.queries.plans import DRILL
from pilots.queries.policy import asked_for

LINK = "pilots:engagement-pilot"


@check(key="offboarding-drill", stage=Stage.PILOT, label=_("Off-boarding tried out"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Requirement 97: the task that each pilot opens was done, and its result is written down.

    A room that keeps drills themselves registers a check of the same key in place of this one.
    """
    if not asked_for(engagement):
        return Finding(True, gettext("No pilot is asked for."))
    tasks = ActionItem.objects.filter(engagement=engagement, source_kind=DRILL)
    done = tasks.exclude(closing_note="").filter(done_at__isnull=False).order_by("-done_at").first()
    if done is not None and done.done_at is not None:
        words = {"day": date_format(done.done_at, "DATE_FORMAT"), "result": done.closing_note}
        return Finding(True, gettext("Tried out on %(day)s: %(result)s") % words, LINK)
    if tasks.filter(done_at__isnull=False).exists():
        said = gettext("The drill is closed without a result: hold it again and write down what came.")
        return Finding(False, said, LINK)
    return Finding(False, gettext("The off-boarding checklist was not tried out yet."), LINK)
