"""When an engagement's scorecard is issued, and who gets it."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from engagements.queries.grants import followers
from foundation.accounts.models import Membership
from foundation.accounts.models.organizations import Weekday


class RecipientsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """People who get the mail, the vendor's marked as such."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and address."""
        side = _("vendor") if obj.vendor_id else obj.get_role_display()
        return f"{obj.user} ({obj.user.email}, {side})"


class ScheduleForm(forms.Form):
    """A weekly schedule; the engagement stands already."""

    recipients = RecipientsField(
        Membership.objects.none(), label=_("Recipients"), widget=forms.CheckboxSelectMultiple,
        help_text=_("The vendor's people appear once the engagement is opened to them; they get the vendor's version."),
        error_messages={"required": _("Choose at least one recipient.")},
    )  # fmt: skip
    issues_itself = forms.BooleanField(
        label=_("Issue by itself"), required=False,
        help_text=_("Otherwise a person issues it, and after that time it shows under “Needs you”."),
    )  # fmt: skip
    issue_weekday = forms.TypedChoiceField(label=_("Issue day"), choices=Weekday.choices, coerce=int, initial=0)
    issue_time = forms.TimeField(
        label=_("Issue time"), initial=time(12), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, engagement: Engagement, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients"].queryset = possible_recipients(engagement)  # type: ignore[attr-defined]  # a choice field
        self.fields["issue_time"].help_text = _("Local time in %(zone)s.") % {"zone": zone}


class EngagementChoiceForm(forms.Form):
    """Which engagement a new schedule is for: those that have none."""

    engagement = forms.ModelChoiceField(Engagement.objects.none(), label=_("Engagement"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Engagement.objects.exclude(schedules__ended_at__isnull=True, schedules__isnull=False)
        self.fields["engagement"].queryset = free.order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField


def possible_recipients(engagement: Engagement) -> Any:
    """Staff, and the vendor's people to whom the engagement is open."""
    people = Membership.objects.filter(left_at=None).select_related("user")
    theirs = Q(vendor_id=engagement.vendor_id, user__in=followers(engagement.pk))
    return people.filter(Q(vendor_id=None) | theirs).order_by("vendor_id", "user__name", "user__email")
