"""Who gets a case by mail, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.models import CaseVersion, Every
from finance.queries.sending import deciders, staff_members
from foundation.accounts.models import Membership


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """People of the workspace, with their role."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, address and role."""
        return f"{obj.user} ({obj.user.email}, {obj.get_role_display()})"


class SendingForm(forms.Form):
    """A mailing of a sealed version; local times are those of the workspace."""

    people = PeopleField(
        Membership.objects.none(),
        label=gettext_lazy("Recipients"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one recipient.")},
        help_text=gettext_lazy("Whoever may decide it gets a link to do so; everybody gets the page as a PDF."),
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    every = forms.ChoiceField(label=gettext_lazy("How often"), choices=Every.choices, required=False)

    def __init__(self, *args: Any, version: CaseVersion, zone: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, ZoneInfo(zone)
        members = [each.pk for each in staff_members()]
        people = Membership.objects.filter(pk__in=members).select_related("user").order_by("user__name", "user__email")
        self.fields["people"].queryset = people  # type: ignore[attr-defined]  # a choice field
        self.fields["people"].initial = [each.pk for each in deciders(version)]
        self.fields["at"].help_text = _("Empty: now. Local time in %(zone)s.") % {"zone": zone}

    def clean_at(self) -> datetime:
        """The instant; now when nothing was chosen."""
        typed: datetime | None = self.cleaned_data["at"]
        if typed is None:
            return self.now
        return typed.replace(tzinfo=self.zone)
