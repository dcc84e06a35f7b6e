"""The filter bar of the item list: what most people choose at once, the rest one click away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Client, Engagement
from vendors.models import Vendor
from workitems.models.clocks import ClockOutcome
from workitems.models.items import StatusClass
from workitems.queries.filter_values import UNASSIGNED
from workitems.queries.filters import ItemFilter

_OUTCOMES: Final = [
    ("", _("any")),
    ("met", _("met")),
    ("missed", _("missed")),
    ("decided", _("met or missed")),
    *[(value, label) for value, label in ClockOutcome.choices if value not in ("met", "missed")],
    ("none", _("no clock")),
]
_YES_NO: Final = [("", _("any")), ("yes", _("yes")), ("no", _("no"))]
_VERDICTS: Final = [
    ("", _("any")),
    ("yes", _("met")),
    ("no", _("missed")),
    ("none", _("says nothing")),
    ("told", _("says either")),
]
_CLAIMS: Final = [("", _("any")), ("yes", _("approved")), ("waiting", _("waiting")), ("no", _("not approved"))]
DATES: Final = ("opened_from", "opened_to", "done_from", "done_to", "closed_from", "closed_to")


class ItemFilterForm(forms.Form):
    """Shows a filter and lets it be changed; reading it is ``ItemFilter.from_query``'s work."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "data-filter": "", "placeholder": _("Number or title")}),
    )
    engagement = forms.ChoiceField(label=_("Engagement"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("any")), *StatusClass.choices])
    response = forms.ChoiceField(label=_("Response clock"), required=False, choices=_OUTCOMES)
    resolution = forms.ChoiceField(label=_("Resolution clock"), required=False, choices=_OUTCOMES)
    vendor = forms.ChoiceField(label=_("Vendor"), required=False)
    client = forms.ChoiceField(label=_("Client"), required=False)
    priority = forms.CharField(label=_("Priority"), required=False)
    type = forms.CharField(label=_("Type"), required=False)
    queue = forms.CharField(label=_("Group or queue"), required=False)
    source_met = forms.ChoiceField(label=_("The source says"), required=False, choices=_VERDICTS)
    excluded = forms.ChoiceField(label=_("Exclusion"), required=False, choices=_CLAIMS)
    reopened = forms.ChoiceField(label=_("Reopened"), required=False, choices=_YES_NO)
    checked = forms.ChoiceField(label=_("Checked"), required=False, choices=_YES_NO)
    defective = forms.ChoiceField(label=_("Defective"), required=False, choices=_YES_NO)
    opened_from = forms.CharField(label=_("Opened from"), required=False)
    opened_to = forms.CharField(label=_("Opened to"), required=False)
    done_from = forms.CharField(label=_("Completed from"), required=False)
    done_to = forms.CharField(label=_("Completed to"), required=False)
    closed_from = forms.CharField(label=_("Closed from"), required=False)
    closed_to = forms.CharField(label=_("Closed to"), required=False)

    first: tuple[str, ...] = ("q", "engagement", "status", "resolution")

    def __init__(self, wanted: ItemFilter, *, zone: str) -> None:
        place = ZoneInfo(zone)
        super().__init__(initial={name: _shown(name, wanted, place) for name in self.base_fields})
        self.wanted = wanted
        named = [(each.pk, str(each)) for each in Engagement.objects.only("organization_id", "name").order_by("name")]
        self._choose("engagement", [(UNASSIGNED, _("Unassigned")), *named])
        self._choose("vendor", [(each.pk, str(each)) for each in Vendor.objects.order_by("name")])
        self._choose("client", [(each.pk, str(each)) for each in Client.objects.order_by("name")])
        for name in DATES:
            if len(self.initial[name]) in (0, len("2026-11-16")):
                self.fields[name].widget = forms.DateInput(attrs={"type": "date"})

    @property
    def basic(self) -> list[forms.BoundField]:
        """What stands in the bar."""
        return [self[name] for name in self.first]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is one click away."""
        return [self[name] for name in self.fields if name not in self.first]

    @property
    def more_in_use(self) -> int:
        """How many of those are set."""
        return sum(1 for name in self.fields if name not in self.first and self.initial[name])

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters that the form has no field for; they stay until somebody takes them away."""
        found = []
        for name, value in self.wanted.to_query().items():
            values = value if isinstance(value, list) else [value]
            if name not in self.fields or len(values) > 1:
                found += [(name, each) for each in values]
        return found

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("any")), *choices]


def _shown(name: str, wanted: ItemFilter, place: ZoneInfo) -> str:
    """A value as its field shows it: a whole day as its date, the end of an interval as the day before."""
    if name == "engagement" and wanted.unassigned:
        return UNASSIGNED
    value = getattr(wanted, name)
    if isinstance(value, tuple):
        return str(value[0]) if len(value) == 1 else ""
    if isinstance(value, datetime):
        local = value.astimezone(place)
        if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
            return str((local - timedelta(days=name.endswith("_to"))).date())
        return str(wanted.to_query()[name])
    return "" if value is None else str(value)
