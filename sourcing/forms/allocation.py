"""Forms about the sharing out of a process."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Engagement, Metric
from engagements.models.metrics import Cadence
from foundation.accounts.forms import TenantModelForm
from sourcing.actions.allocation import Given, share_problems
from sourcing.models import Allocation, Part, WorkRoute

CONDITION: Final = ("metric", "beyond", "threshold", "weeks")


class AllocationForm(TenantModelForm):
    """Who does what share from when, and when we would switch. The view puts the process on the row.

    Each engagement of the process has two fields, ``part_<id>`` and ``share_<id>``; ``rows()`` pairs them.
    """

    valid_from = DayField(
        label=_("Valid from"), help_text=_("From this day on. A week is compared with the plan of its Monday.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Allocation
        fields = ("valid_from", "reason", "switch_rule", *CONDITION)
        widgets = {"switch_rule": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "reason": _("For example: one partner alone was too great a risk."),
            "switch_rule": _("What would make us give the primary's place to the challenger, and who decides."),
            "metric": _("Measured on the primary's weeks. The page says when it is met; nothing switches by itself."),
            "threshold": _("In the metric's unit. Exactly the threshold does not count."),
        }

    def __init__(self, *args: Any, engagements: Sequence[Engagement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.engagements = engagements
        metrics: Any = self.fields["metric"]
        metrics.queryset = metrics.queryset.filter(archived_at=None, pk__in=_weekly()).order_by("name")
        metrics.empty_label = _("Not measured")
        for each in engagements:
            parts = [("", _("takes no part")), *Part.choices]
            self.fields[f"part_{each.pk}"] = forms.ChoiceField(
                label=_("Part of %(name)s") % {"name": each.name}, choices=parts, required=False
            )
            self.fields[f"share_{each.pk}"] = forms.DecimalField(
                label=_("Share of %(name)s in %%") % {"name": each.name},
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                required=False,
            )

    def rows(self) -> list[tuple[Engagement, forms.BoundField, forms.BoundField]]:
        """An engagement with its two fields."""
        return [(each, self[f"part_{each.pk}"], self[f"share_{each.pk}"]) for each in self.engagements]

    def given(self) -> list[Given]:
        """The shares that were typed, of a valid form."""
        found = []
        for each in self.engagements:
            part, share = self.cleaned_data.get(f"part_{each.pk}"), self.cleaned_data.get(f"share_{each.pk}")
            if part:
                found.append(Given(each, part, share or Decimal(0)))
        return found

    def clean(self) -> dict[str, Any]:
        """A share has a part; all come to 100; a condition is whole or absent."""
        data = super().clean() or {}
        for each in self.engagements:
            if data.get(f"share_{each.pk}") and not data.get(f"part_{each.pk}"):
                self.add_error(f"part_{each.pk}", _("It has a share: say as what."))
        if not any(name.startswith(("part_", "share_")) for name in self.errors) and data.get("valid_from"):
            self.instance.valid_from = data["valid_from"]
            for problem in share_problems(self.instance, self.given()):
                self.add_error(None, problem)
        filled = [name for name in CONDITION if data.get(name) not in (None, "")]
        if filled and len(filled) < len(CONDITION):
            for name in CONDITION:
                if name not in filled and not self.has_error(name):
                    self.add_error(name, _("To be measured, the rule needs this too. Or leave all four empty."))
        return data


class RouteForm(TenantModelForm):
    """Where a type of work goes."""

    class Meta:
        model = WorkRoute
        fields = ("item_type", "engagement")
        help_texts = {"item_type": _("As it stands on the items; capitals do not matter.")}

    def __init__(self, *args: Any, engagements: Sequence[Engagement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["engagement"]
        places.queryset = places.queryset.filter(pk__in=[each.pk for each in engagements]).order_by("name")
        places.empty_label = _("Choose")

    def clean_item_type(self) -> str:
        """Without stray spaces."""
        return " ".join(str(self.cleaned_data["item_type"]).split())


def _weekly() -> Any:
    """Metrics that are or were counted weekly: a rule in weeks can be measured on no others."""
    return Metric.objects.filter(versions__cadence=Cadence.WEEK).values("pk")
