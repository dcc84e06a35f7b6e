from __future__ import annotations

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.gates.registry import Finding, check
from engagements.models import Engagement, Stage, WrittenRule
from engagements.queries.stages import rule_in_force


@check(key="data-protection-written", stage=Stage.GUARDRAILS, label=_("How data is protected, in writing"))
def ask(engagement: Engagement, today: date) -> Finding:
    """The rule is signed and in force."""
    if rule_in_force(engagement, WrittenRule.Kind.DATA_PROTECTION, today):
        return Finding(True)
    words = gettext("How data is protected is not in force yet: it needs a text, where it stands signed, and a day.")
    return Finding(False, words, "engagements:rule-edit", link_word=WrittenRule.Kind.DATA_PROTECTION.value)
