from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from procedures.queries.readers import delivers, people, unread_sops

SHOWN = 3


@check(key="sop-acknowledged", stage=Stage.LIVE, label=_("Everybody who delivers knows the SOPs"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Each named person of the delivering side has acknowledged each SOP that is in force."""
    link = "procedures:engagement-procedures"
    sops, unread = unread_sops(engagement, today)
    if not sops:
        return Finding(False, gettext("There is no SOP in force to acknowledge."), link)
    if not any(delivers(person) for person in people(today, engagement=engagement)):
        return Finding(False, gettext("Nobody who delivers is named in the roles."), "engagements:engagement-raci")
    if not unread:
        return Finding(True)
    names = list(dict.fromkeys(str(person) for person, _sop in unread))
    shown = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
    return Finding(False, gettext("The SOPs are not acknowledged by: %(names)s.") % {"names": shown}, link)
