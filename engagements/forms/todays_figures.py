"""How good it is today: figures of several metrics, with one period and source for all."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_FIGURE = "baseline_figure_"


class TodaysFiguresForm(forms.Form):
    """A figure for each metric, by a number that the page chooses; none has to be known.

    ``metrics`` are (number, name, unit in words).
    """

    baseline_period = forms.CharField(
        label=_("Which period is that?"), max_length=60, required=False, help_text=_("For instance: October 2026.")
    )
    baseline_source = forms.CharField(
        label=_("Where is it from?"),
        max_length=120,
        required=False,
        help_text=_("For instance: own count of 200 tickets."),
    )

    def __init__(self, *args: Any, metrics: Iterable[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name, unit in metrics:
            self.fields[f"{_FIGURE}{number}"] = forms.DecimalField(
                label=f"{name} ({unit})" if unit else name, required=False, max_digits=14, decimal_places=4
            )

    def figures(self) -> list[BoundField]:
        """The fields of this form: the figures first, then what all of them have in common."""
        asked = [name for name in self.fields if name.startswith(_FIGURE)]
        return [self[name] for name in (*asked, "baseline_period", "baseline_source")] if asked else []

    def clean(self) -> dict[str, Any]:
        """A figure of today needs its period and its source."""
        data = super().clean() or {}
        if self.baselines():
            for name in ("baseline_period", "baseline_source"):
                if not data.get(name) and not self.has_error(name):
                    self.add_error(name, gettext("The figures above need this."))
        return data

    def baselines(self) -> dict[int, Decimal]:
        """The figures that were typed, by number."""
        return {
            int(name.removeprefix(_FIGURE)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(_FIGURE) and isinstance(value, Decimal)
        }


class BaselinesForm(TodaysFiguresForm):
    """Asked for by itself: one figure at least."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([field.name for field in self.figures()])

    def clean(self) -> dict[str, Any]:
        """Something was typed."""
        data = super().clean()
        if not self.errors and not self.baselines():
            self.add_error(None, gettext("Give the figure of at least one metric."))
        return data
