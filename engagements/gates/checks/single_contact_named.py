from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Contact, Engagement, Participant, Stage


@check(key="single-contact-named", stage=Stage.PARTNER, label=_("The partner's single contact"))
def ask(engagement: Engagement, today: date) -> Finding:
    """One named person on the partner's side, still there."""
    held = Participant.objects.filter(engagement=engagement, contact=Contact.VENDOR_CONTACT).exclude(name="")
    if held.filter(Q(left_on=None) | Q(left_on__gte=today)).exists():
        return Finding(True)
    return Finding(False, gettext("Name the one person to turn to at the partner."), "engagements:engagement-raci")
