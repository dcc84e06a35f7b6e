"""Failure 2: the partner began before it knew how."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from engagements.health.rule import Symptom
from engagements.models import Contact, Engagement, MaturityProof, Participant
from engagements.models.processes import Aspect


def ask(engagement: Engagement, today: date) -> Symptom:
    """Signs: no evidence that the process is documented, no own baseline, nobody leads the team."""
    signs = []
    proofs = MaturityProof.objects.filter(process=engagement.process_id, withdrawn_at=None)
    if not proofs.filter(aspect=Aspect.DOCUMENTED).exists():
        signs.append(gettext("Nothing shows that the process is documented."))
    if not engagement.process.baselines.filter(count__isnull=False).exists():
        signs.append(gettext("Nobody did it in-house first and took down the time."))
    if not Participant.objects.filter(engagement=engagement, contact=Contact.TEAM_LEAD).exclude(name="").exists():
        signs.append(gettext("No team lead is named."))
    return Symptom(tuple(signs), "engagements:engagement-raci")
