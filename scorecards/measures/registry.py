"""Which module computes which measure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from engagements.models.metrics import Measure
from scorecards.measures import backlog, clocks, completed, completion, cost, coverage, entries, first_contact, ratings
from scorecards.measures.figures import Figure
from scorecards.measures.requests import Given, Request, organizations
from scorecards.measures.windows import has_exclusions

FORMULA: Final = 2
"""Version of the formulas below; raised with every change that can change a figure."""

Family = Callable[[Sequence[Request], Given], Iterator[tuple[Request, Figure]]]
FAMILIES: Final[dict[str, Family]] = {
    measure: family.measure
    for family in (completed, backlog, clocks, ratings, cost, completion, first_contact)
    for measure in map(str, sorted(family.MEASURES))
}
NEEDS_COVERAGE: Final = clocks.MEASURES | {
    Measure.THROUGHPUT, Measure.BACKLOG, Measure.BACKLOG_AGED, Measure.CSAT, Measure.COMPLETION, Measure.FIRST_CONTACT
}  # fmt: skip
"""What says something only where the data covers the period: a zero, a deadline that passed, that nobody came back."""


def measure(requests: Iterable[Request]) -> dict[Request, Figure]:
    """Every request's figure. Entries go first; the rest is one statement a family, however many requests there are.

    Runs in whatever scope is in force: staff, or system over several organizations.
    """
    asked = list(requests)
    found = entries.entered(asked)
    found |= {each: entries.no_entry() for each in asked if each.measure in entries.ENTERED_ONLY and each not in found}
    rest = [each for each in asked if each not in found]
    covered = coverage.covered([each for each in rest if each.measure in NEEDS_COVERAGE])
    given = Given(covered, has_exclusions(organizations(rest)))
    families: dict[Family, list[Request]] = {}
    for each in rest:
        families.setdefault(FAMILIES[each.measure], []).append(each)
    for family, group in families.items():
        found.update(family(group, given))
    return found
