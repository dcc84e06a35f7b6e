"""Forms about engagements, their money, their end and their segments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Client, Engagement, EngagementTerms, Process
from engagements.queries.engagements import EngagementFilter, State
from foundation.accounts import currencies
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.models import Membership, Organization, User
from vendors.models import Vendor

NORMS_HELP = _("How and when you talk: channels, meetings, languages, who escalates to whom.")


class EngagementChangeForm(TenantModelForm):
    """What may change in an engagement's life; process and vendor stay."""

    started_on = DayField(label=_("First day"))

    class Meta:
        model = Engagement
        fields: tuple[str, ...] = (
            "name",
            "reference",
            "client",
            "owner",
            "started_on",
            "calendar",
            "data_class",
            "communication_norms",
        )
        labels = {
            "name": _("Name"),
            "process": _("Process"),
            "vendor": _("Vendor"),
            "reference": _("Contract reference"),
            "client": _("Client"),
            "owner": _("Owner"),
            "calendar": _("Coverage"),
            "data_class": _("Most sensitive data that the partner sees"),
            "communication_norms": _("Communication norms"),
        }
        help_texts = {
            "client": _("Only if you are somebody's partner yourself."),
            "owner": _("Replies to its mails go to this person."),
            "data_class": _("Decides which evidence the partner needs before it starts."),
            "calendar": _("When the vendor is there; proposed for its service levels."),
            "communication_norms": NORMS_HELP,
        }
        widgets = {"communication_norms": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("process", "vendor", "client", "calendar"):
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                chosen = getattr(self.instance, f"{name}_id", None)
                field.queryset = field.queryset.filter(Q(archived_at=None) | Q(pk=chosen)).order_by("name")
        self.fields["calendar"].empty_label = _("Around the clock")  # type: ignore[attr-defined]

    def clean_started_on(self) -> Any:
        """The first day lies before the last."""
        day = self.cleaned_data["started_on"]
        if self.instance.ended_on is not None and day > self.instance.ended_on:
            raise forms.ValidationError(_("It cannot begin after its last day."))
        return day


class EngagementForm(EngagementChangeForm):
    """A new engagement."""

    class Meta(EngagementChangeForm.Meta):
        fields = ("name", "process", "vendor", *EngagementChangeForm.Meta.fields[1:])


class TermsForm(TenantModelForm):
    """The money of an engagement; with ``with_day`` from a day on."""

    currency = forms.ChoiceField(label=_("Currency"), choices=currencies.CHOICES)
    valid_from = DayField(label=_("Valid from"), help_text=_("Days before keep the terms that they had."))
    field_order = ("valid_from", "monthly_fee", "currency", "oversight_hours", "oversight_rate")

    class Meta:
        model = EngagementTerms
        fields = ("valid_from", "monthly_fee", "currency", "oversight_hours", "oversight_rate")
        labels = {
            "monthly_fee": _("Monthly fee"),
            "oversight_hours": _("Own oversight, hours a month"),
            "oversight_rate": _("Own oversight, cost an hour"),
        }
        help_texts = {
            "monthly_fee": _("Fixed fee; accrues evenly per calendar day. 0 when there is none."),
            "oversight_hours": _("Hours that your own people spend on steering it."),
            "oversight_rate": _("Fully loaded, in the same currency."),
        }

    def __init__(self, *args: Any, with_day: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_day:
            del self.fields["valid_from"]


class EndForm(forms.Form):
    """The last day of an engagement."""

    ended_on = DayField(label=_("Last day"), help_text=_("It still counts. It may lie ahead."))


class EngagementFilterForm(forms.Form):
    """The list's filter; the address is the filter."""

    q = forms.CharField(
        label=_("Name or reference"), required=False, max_length=120, widget=forms.TextInput({"data-filter": ""})
    )
    vendor = forms.ModelChoiceField(
        label=_("Vendor"), queryset=Vendor.objects.none(), required=False, empty_label=_("All")
    )
    client = forms.ModelChoiceField(
        label=_("Client"), queryset=Client.objects.none(), required=False, empty_label=_("All")
    )
    process = forms.ModelChoiceField(
        label=_("Process"), queryset=Process.objects.none(), required=False, empty_label=_("All")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Planned or running")),
            (State.RUNNING, _("Running")),
            (State.PLANNED, _("Planned")),
            (State.ENDED, _("Ended")),
            ("all", _("All")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("vendor", Vendor), ("client", Client), ("process", Process)):
            self.fields[name].queryset = model.objects.order_by("name")  # type: ignore[attr-defined]

    def wanted(self, *, owner_id: int | None = None) -> EngagementFilter:
        """The filter; a value that says nothing is left out."""
        self.is_valid()
        data = self.cleaned_data

        def pk(name: str) -> int | None:
            return data[name].pk if data.get(name) else None

        return EngagementFilter(
            state=data.get("state") or "current",
            vendor_id=pk("vendor"),
            client_id=pk("client"),
            process_id=pk("process"),
            owner_id=owner_id,
            text=data.get("q") or "",
        )


def staff_of(organization: Organization) -> list[User]:
    """The workspace's living staff by name, for a choice."""
    members = Membership.objects.filter(organization=organization, vendor_id=None, left_at=None).select_related("user")
    return [member.user for member in members.order_by("user__name", "user__email")]
