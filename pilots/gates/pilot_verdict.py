from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage
from pilots.contract import Bond, needs_pilot
from pilots.models import Choice, PilotDecision
from pilots.phase import Phase
from pilots.queries.bonds import bond_of
from pilots.queries.plans import listed
from pilots.queries.policy import limits
from pilots.showing import phase_words

LINK = "pilots:engagement-pilot"


@check(key="pilot-verdict", stage=Stage.PILOT, label=_("The pilot's verdict"))
def ask(engagement: Engagement, today: date) -> Finding:
    """Requirement 91: a contract over the workspace's limit needs a pilot that was decided to scale.

    Without a known end the contract binds for as long as nobody ends it, which is over any limit. While the partner is
    not chosen the work is with the own team, and the gate says what it will ask.
    """
    mine = Q(pilot__engagement=engagement) | Q(pilot__second_engagement=engagement)
    decisions = PilotDecision.objects.filter(mine).exclude(choice=Choice.EXTEND)
    newest = decisions.select_related("pilot").order_by("-pk").first()
    if newest is not None:
        words = {"pilot": newest.pilot, "choice": newest.get_choice_display()}
        return Finding(newest.choice == Choice.SCALE, gettext("%(pilot)s: %(choice)s.") % words, LINK)
    bond = bond_of(engagement)
    if not needs_pilot(bond, limits()):
        return Finding(True, _within(bond), LINK)
    rows = listed(today=today, engagement=engagement)
    if not rows:
        return Finding(False, gettext("No pilot is kept for this engagement yet."), LINK)
    words = {"pilot": rows[0].pilot, "phase": phase_words(Phase(rows[0].phase))}
    return Finding(False, gettext("%(pilot)s: %(phase)s.") % words, LINK)


def _within(bond: Bond) -> str:
    months = bond.months or 0
    said = ngettext("The contract binds for %(n)d month", "The contract binds for %(n)d months", months) % {"n": months}
    return gettext("%(said)s: no pilot is asked for.") % {"said": said}
