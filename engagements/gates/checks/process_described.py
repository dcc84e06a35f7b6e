from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage

NEEDED = {
    "trigger": _("trigger"),
    "inputs": _("inputs"),
    "outputs": _("outputs"),
    "quality_bar": _("quality bar"),
}


@check(key="process-described", stage=Stage.SCOPE, label=_("The process is described"))
def ask(engagement: Engagement, today: date) -> Finding:
    """What starts it, what goes in, what comes out, and how good is good enough."""
    process = engagement.process
    empty = [str(label) for name, label in NEEDED.items() if not getattr(process, name)]
    if not empty:
        return Finding(True)
    words = gettext("Still to write: %(parts)s.") % {"parts": ", ".join(empty)}
    return Finding(False, words, "engagements:process-edit", process.pk)
