"""Who gets a case by mail, and when."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.periods import PeriodKind, local_instant, period_at
from finance.models import CaseVersion, Every
from finance.queries.sending import deciders, staff_members
from foundation.accounts.models import Membership

SEALED: Final = (Every.ONCE, Every.WEEK, Every.MONTH)
REALISED: Final = (Every.ONCE, Every.QUARTER)
DAYS_AFTER: Final = timedelta(days=9)
NINE: Final = time(9)


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """People of the workspace, with their role."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, address and role."""
        return f"{obj.user} ({obj.user.email}, {obj.get_role_display()})"


class MailingForm(forms.Form):
    """Who gets a page of a case, and when; local times are those of the workspace."""

    people = PeopleField(
        Membership.objects.none(),
        label=gettext_lazy("Recipients"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one recipient.")},
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def __init__(self, *args: Any, zone: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, ZoneInfo(zone)
        members = [each.pk for each in staff_members()]
        people = Membership.objects.filter(pk__in=members).select_related("user").order_by("user__name", "user__email")
        self.fields["people"].queryset = people  # type: ignore[attr-defined]  # a choice field
        self.fields["at"].help_text = _("Empty: now. Local time in %(zone)s.") % {"zone": zone}

    def clean_at(self) -> datetime:
        """The instant; now when nothing was chosen."""
        typed: datetime | None = self.cleaned_data["at"]
        return self.now if typed is None else typed.replace(tzinfo=self.zone)


class SendingForm(MailingForm):
    """A mailing of a sealed version."""

    every = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=[(each.value, each.label) for each in SEALED], required=False
    )

    def __init__(self, *args: Any, version: CaseVersion, zone: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, zone=zone, now=now, **kwargs)
        self.fields["people"].initial = [each.pk for each in deciders(version)]
        self.fields["people"].help_text = _(
            "Whoever may decide it gets a link to do so; everybody gets the page as a PDF."
        )


class RealisedSendingForm(MailingForm):
    """A mailing of what became of a case: once, or each quarter on the tenth day after it."""

    every = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=[(each.value, each.label) for each in REALISED], required=False
    )
    field_order = ("people", "every", "at")

    def __init__(self, *args: Any, owner: int, zone: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, zone=zone, now=now, **kwargs)
        self.fields["people"].initial = [each.pk for each in staff_members() if each.user_id == owner]
        words = {"zone": zone, "first": date_format(self.first, "j M Y H:i")}
        self.fields["at"].help_text = (
            _("Empty: now; every quarter: on its tenth day, first on %(first)s. Local time in %(zone)s.") % words
        )

    @property
    def first(self) -> datetime:
        """The tenth day of the next quarter, nine o'clock: invoices of its last month have come by then."""
        quarter = period_at(PeriodKind.QUARTER, self.now, self.zone)
        return local_instant(quarter.next().first_date + DAYS_AFTER, NINE, self.zone).astimezone(self.zone)

    def clean(self) -> dict[str, Any]:
        """Every quarter without a time begins with the running one."""
        data = super().clean() or {}
        if data.get("every") == Every.QUARTER and not self["at"].data:
            data["at"] = self.first
        return data
