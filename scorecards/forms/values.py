"""A figure that somebody enters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Metric
from engagements.models.metrics import Unit
from scorecards.measures.entries import MEASURES
from scorecards.models import Scorecard


class ValueForm(forms.Form):
    """A metric's figure of a scorecard's period: a share as 3 of 40, a number alone; and where it comes from."""

    metric = forms.ModelChoiceField(Metric.objects.none(), label=_("Metric"), empty_label=None)
    numerator = forms.DecimalField(
        label=_("Figure, or counted"), max_digits=20, decimal_places=6, help_text=_("For a share: how many, such as 3.")
    )
    denominator = forms.DecimalField(
        label=_("Of"), max_digits=20, decimal_places=6, min_value=0, required=False,
        help_text=_("For a share: out of how many, such as 40. Leave it empty for a plain number."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Where it comes from"), max_length=300,
        help_text=_("A file, a report, a person: so that others can check it."),
    )  # fmt: skip

    def __init__(self, *args: Any, scorecard: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "value_%s"} | kwargs)
        self.fields["metric"].queryset = enterable(scorecard)  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """A share needs both parts."""
        data = super().clean() or {}
        metric = data.get("metric")
        if (
            metric
            and metric.unit == Unit.PERCENT
            and data.get("denominator") is None
            and "denominator" not in self.errors
        ):
            self.add_error("denominator", _("A share needs the number it is taken from."))
        return data


def enterable(scorecard: Scorecard) -> Any:
    """The metrics of a scorecard's engagement for which a person may enter figures."""
    agreed = Metric.objects.filter(targets__engagement=scorecard.engagement_id, measure__in=sorted(MEASURES))
    return agreed.filter(archived_at=None).distinct().order_by("name")
