"""What the gates ask of a partner's evidence, by the class of data that it sees."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from engagements.gates.registry import Finding
from engagements.models import Engagement
from engagements.queries.stages import is_with_own_team
from vendors.evidence_words import state_words
from vendors.models import EvidenceKind
from vendors.queries.evidence import policy, standing_of


def demand(engagement: Engagement, kind: EvidenceKind, today: date) -> Finding:
    """Whether the partner has the evidence that the class of data demands; the own team needs none.

    While nobody said which data the partner sees, that is what is missing, not this.
    """
    if is_with_own_team(engagement) or not engagement.data_class:
        return Finding(True)
    if kind.value not in policy().needs(engagement.data_class):
        return Finding(True, _("Not asked for this class of data."))
    found = standing_of(engagement.vendor_id, kind.value, today=today)
    words = _("%(vendor)s: %(state)s.") % {"vendor": engagement.vendor, "state": state_words(found)}
    return Finding(found.state.counts, words, "vendors:vendor-evidence", engagement.vendor_id)
