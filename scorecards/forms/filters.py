"""Which scorecards a list shows; the address is the filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from engagements.models import Client, Engagement, Metric, Process
from engagements.periods import Period, PeriodError, PeriodKind, period_from_key
from scorecards.models.cards import CardState
from scorecards.queries.pages import CardFilter
from vendors.models import Vendor

EVERY_WEEK = "all"


def week_choices(last: Period, count: int = 26) -> list[tuple[str, str]]:
    """The last closed week and those before it."""
    weeks = [last.shift(-back) for back in range(count)]
    return [(week.key, f"{week.key} · {date_format(week.first_date, 'j M')}") for week in weeks]


def read_week(text: str, fallback: Period) -> Period:
    """The ISO week a key names; the fallback for anything else."""
    try:
        week = period_from_key(text, fallback.zone)
    except PeriodError:
        return fallback
    return week if week.kind is PeriodKind.WEEK else fallback


class CardFilterForm(forms.Form):
    """The filter of the scorecard list: by week (the last closed one unless told otherwise), state, vendor, client."""

    week = forms.ChoiceField(label=_("Week"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *CardState.choices])
    vendor = forms.ModelChoiceField(
        Vendor.objects.none(), label=_("Vendor"), required=False, empty_label=_("All vendors")
    )
    client = forms.ModelChoiceField(
        Client.objects.none(), label=_("Client"), required=False, empty_label=_("All clients")
    )
    engagement = forms.ModelChoiceField(Engagement.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, last: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last
        chosen = [key for key in [str(self.data.get("week", ""))] if read_week(key, last).key == key]
        weeks = week_choices(last)
        known = {key for key, _label in weeks}
        extra = [(key, key) for key in chosen if key not in known]
        self.fields["week"].choices = [("", weeks[0][1]), *weeks[1:], *extra, (EVERY_WEEK, _("All weeks"))]  # type: ignore[attr-defined]  # a ChoiceField
        if chosen == [last.key]:
            self.fields["week"].choices = [*weeks, (EVERY_WEEK, _("All weeks"))]  # type: ignore[attr-defined]
        self.fields["vendor"].queryset = Vendor.objects.order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["client"].queryset = Client.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["engagement"].queryset = Engagement.objects.all()  # type: ignore[attr-defined]

    def wanted(self) -> CardFilter:
        """What can be read of it; the rest keeps everything."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        week = data.get("week") or ("" if data.get("engagement") else self.last.key)
        return CardFilter(
            week="" if week == EVERY_WEEK else week,
            state=data.get("state") or "",
            vendor_id=_pk(data.get("vendor")),
            client_id=_pk(data.get("client")),
            engagement_id=_pk(data.get("engagement")),
        )


class CompareForm(forms.Form):
    """Which engagements stand side by side: those of a process, by a metric, in a week."""

    week = forms.ChoiceField(label=_("Week"), required=False)
    process = forms.ModelChoiceField(
        Process.objects.none(), label=_("Process"), required=False, empty_label=_("All processes")
    )
    metric = forms.ModelChoiceField(
        Metric.objects.none(), label=_("Metric"), required=False, empty_label=_("All metrics")
    )

    def __init__(self, *args: Any, last: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["week"].choices = week_choices(last)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["process"].queryset = Process.objects.filter(archived_at=None).order_by("name")  # type: ignore[attr-defined]
        self.fields["metric"].queryset = Metric.objects.filter(archived_at=None).order_by("name")  # type: ignore[attr-defined]


def _pk(row: Any) -> int | None:
    return None if row is None else int(row.pk)
