"""What the planner is asked with: it changes nothing, so everything lives in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from pilots.models import Kind, SuccessCriterion
from pilots.queries.planning import Guess

_PERCENT: Final = 100


class PlannerForm(forms.Form):
    """Items a day, and of each criterion what is held to be true (in its unit), of a mean its deviation too."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[SuccessCriterion],
        guesses: Mapping[int, Guess],
        daily: float,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.guesses, self.known_daily = criteria, guesses, daily
        self.fields["daily"] = forms.FloatField(
            label=_("Items a day"), min_value=0, max_value=100_000, required=False, initial=round(daily, 1)
        )
        for each in criteria:
            guess = guesses[each.pk]
            is_share = each.kind != Kind.MEAN
            self.fields[f"truth_{each.pk}"] = forms.FloatField(
                label=_truth_label(each),
                required=False,
                min_value=0,
                max_value=_PERCENT if is_share else None,
                initial=round(guess.value * (_PERCENT if is_share else 1), 2),
            )
            if each.kind == Kind.MEAN:
                self.fields[f"spread_{each.pk}"] = forms.FloatField(
                    label=_("Its standard deviation"),
                    required=False,
                    min_value=0,
                    initial=round(guess.deviation or 0, 2),
                )

    def daily(self) -> float:
        """Items a day, as typed or as known."""
        typed = self._typed("daily")
        return self.known_daily if typed is None else typed

    def assumed(self, criterion: SuccessCriterion) -> Guess:
        """What is held to be true of a criterion, as typed or as guessed."""
        guess = self.guesses[criterion.pk]
        value, deviation = self._typed(f"truth_{criterion.pk}"), self._typed(f"spread_{criterion.pk}")
        if value is not None and criterion.kind != Kind.MEAN:
            value /= _PERCENT
        return Guess(guess.value if value is None else value, guess.deviation if deviation is None else deviation)

    def _typed(self, name: str) -> float | None:
        found: float | None = self.cleaned_data.get(name) if self.is_bound and self.is_valid_or_partly() else None
        return found

    def is_valid_or_partly(self) -> bool:
        """Whether it was looked at; fields that cannot be read are shown with their error and count as not typed."""
        return self.errors is not None


def _truth_label(criterion: SuccessCriterion) -> str:
    if criterion.kind == Kind.PERCENTILE:
        return _("You expect within the threshold, %")
    return _("You expect, %") if criterion.kind == Kind.SHARE else _("You expect")
