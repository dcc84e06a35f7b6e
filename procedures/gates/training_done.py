from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from procedures.queries.readers import delivers, people
from procedures.queries.readiness import training_of


@check(key="training-done", stage=Stage.LIVE, label=_("Training passed"))
def ask(engagement: Engagement, today: date) -> Finding:
    """There is a programme, and everybody of the delivering side has passed each of its scenarios."""
    link = "procedures:engagement-procedures"
    trained = [person for person in people(today, engagement=engagement) if delivers(person)]
    programmes = training_of(engagement, trained)
    if not programmes:
        return Finding(False, gettext("No training programme is kept for this engagement yet."), link)
    if not trained:
        return Finding(False, gettext("Nobody who delivers is named in the roles."), "engagements:engagement-raci")
    for each in programmes:
        if not each.scenarios:
            return Finding(False, gettext("%(programme)s has no scenarios.") % {"programme": each.programme}, link)
        if not each.is_done:
            words = gettext("%(programme)s: %(passed)s of %(people)s people have passed.")
            return Finding(
                False, words % {"programme": each.programme, "passed": each.passed, "people": each.people}, link
            )
    return Finding(True)
