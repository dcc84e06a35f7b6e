"""The five rules, asked of one engagement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from engagements.health import cost_only, no_integration, thin_onboarding, unclear_scope, weak_governance
from engagements.health.rule import Symptom
from engagements.models import Engagement


class Failure(NamedTuple):
    """One of the five classic failures and the rule that looks for it."""

    key: str
    label: object
    ask: Callable[[Engagement, date], Symptom]


FIVE = (
    Failure("unclear-scope", _("Unclear scope"), unclear_scope.ask),
    Failure("thin-onboarding", _("Thin onboarding"), thin_onboarding.ask),
    Failure("weak-governance", _("Weak governance"), weak_governance.ask),
    Failure("no-integration", _("No integration"), no_integration.ask),
    Failure("cost-only", _("Cost only"), cost_only.ask),
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A failure and what was found of it."""

    failure: Failure
    symptom: Symptom

    @property
    def is_healthy(self) -> bool:
        """No sign of it."""
        return not self.symptom.signs


def health(engagement: Engagement, today: date) -> list[Diagnosis]:
    """What the five rules find; ``today`` is the organization's date."""
    return [Diagnosis(failure, failure.ask(engagement, today)) for failure in FIVE]
