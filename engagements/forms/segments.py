"""The form about a part of an engagement's work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Complexity, Segment
from foundation.accounts import zones
from foundation.accounts.forms import TenantModelForm


class SegmentForm(TenantModelForm):
    """What comes in, how, how much of it, and who does it."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = Segment
        fields = (
            "name",
            "route",
            "contact_type",
            "channel",
            "complexity",
            "language",
            "time_zone",
            "weekly_volume",
            "volume_low",
            "volume_high",
        )
        labels = {
            "name": _("Name"),
            "route": _("Done by"),
            "contact_type": _("Contact type"),
            "channel": _("Channel"),
            "complexity": _("Complexity"),
            "language": _("Language"),
            "weekly_volume": _("Expected, items a week"),
            "volume_low": _("Forecast band, from"),
            "volume_high": _("Forecast band, to"),
        }
        help_texts = {
            "name": _("For instance a language, a site or a kind of request."),
            "route": _("Part at the partner and part in-house is normal."),
            "contact_type": _("For instance question, complaint, order."),
            "channel": _("For instance phone, e-mail, ticket, chat."),
            "volume_low": _("Below this the forecast was wrong, and neither side is to blame."),
            "volume_high": _("Above this the service levels may not hold."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["complexity"].choices = [("", _("Not said")), *Complexity.choices]  # type: ignore[attr-defined]
        zone = self.fields["time_zone"]
        zone.choices = [("", _("As the coverage")), *zones.choices(kept=self.instance.time_zone)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The band has two ends and holds what is expected."""
        data = super().clean() or {}
        low, volume, high = (data.get(name) for name in ("volume_low", "weekly_volume", "volume_high"))
        if (low, high) == (None, None) or {"volume_low", "weekly_volume", "volume_high"} & set(self.errors):
            return data
        if volume is None:
            self.add_error("weekly_volume", _("A band needs what is expected."))
        if low is None:
            self.add_error("volume_low", _("A band has two ends."))
        elif volume is not None and low > volume:
            self.add_error("volume_low", _("The band begins at or below what is expected."))
        if high is None:
            self.add_error("volume_high", _("A band has two ends."))
        elif volume is not None and high < volume:
            self.add_error("volume_high", _("The band ends at or above what is expected."))
        return data
