from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pilots.figures.uniformity import Check, StarterItem, Trouble, Uniformity, look_at
from pilots.readiness.plan import Finding, Plan

NAMES = {Check.TYPE: _("type"), Check.SIZE: _("size"), Check.CRITERIA: _("acceptance criteria")}


def looks(plan: Plan) -> list[Uniformity]:
    """What was found of type, size and acceptance criteria."""
    items = [StarterItem(each.item_type, each.size, each.criteria) for each in plan.backlog]
    return [each for each in look_at(items) if each.check in NAMES]


def ask(plan: Plan) -> Finding:
    """Requirement 55: on a mixed bag nobody can tell whether the partner failed or the bag did."""
    if not plan.backlog:
        return Finding(False, gettext("There is no backlog yet."))
    wrong = [each for each in looks(plan) if not each.is_right]
    if not wrong:
        return Finding(True, gettext("Of one type, size and measure of done."))
    mixed = ", ".join(str(NAMES[each.check]) for each in wrong if each.trouble == Trouble.MIXED)
    unknown = ", ".join(str(NAMES[each.check]) for each in wrong if each.trouble != Trouble.MIXED)
    said = [gettext("Mixed: %(what)s.") % {"what": mixed}] if mixed else []
    said += [gettext("Not said: %(what)s.") % {"what": unknown}] if unknown else []
    return Finding(False, " ".join(said))
