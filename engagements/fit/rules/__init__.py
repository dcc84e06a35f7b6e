"""The rules of the fit wizard, one a file, in the order in which they are shown: warnings last."""

from __future__ import annotations

from typing import Final

from engagements.fit.rule import Rule
from engagements.fit.rules import (
    capability_wanted,
    complex_work,
    deep_context,
    fast_changing,
    few_hours,
    more_zones,
    on_site,
    one_person,
    outcome_wanted,
    sensitive,
    skill_known,
    skill_unknown,
    spikes,
    standardised_and_steady,
)

RULES: Final[tuple[Rule, ...]] = (
    standardised_and_steady.RULE,
    outcome_wanted.RULE,
    capability_wanted.RULE,
    spikes.RULE,
    one_person.RULE,
    few_hours.RULE,
    skill_known.RULE,
    skill_unknown.RULE,
    more_zones.RULE,
    on_site.RULE,
    deep_context.RULE,
    sensitive.RULE,
    complex_work.RULE,
    fast_changing.RULE,
)
