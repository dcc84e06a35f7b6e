"""Forms about corrective actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.forms.engagements import staff_of
from engagements.models import ActionItem, Engagement, Metric
from engagements.queries.action_items import ActionFilter, owner_names
from engagements.queries.grants import possible_owners
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.models import Organization


class ActionItemForm(TenantModelForm):
    """Somebody promises something."""

    due_date = DayField(label=_("Due"))
    metric = forms.ModelChoiceField(
        label=_("Metric"), queryset=Metric.objects.none(), required=False, help_text=_("Which figure it is to mend.")
    )
    field_order = ("engagement", "title", "owner", "owner_name", "due_date", "metric")

    class Meta:
        model = ActionItem
        fields = ("engagement", "title", "owner", "owner_name", "due_date")
        labels = {
            "engagement": _("Engagement"),
            "title": _("Action"),
            "owner": _("Owner"),
            "owner_name": _("Or somebody without a login"),
        }
        help_texts = {"owner_name": _("For instance the vendor's team lead.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metric"].queryset = Metric.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["metric"].initial = self.instance.metric_id
        self.fields["engagement"].queryset = Engagement.objects.order_by("name")  # type: ignore[attr-defined]
        owners = possible_owners(self.instance.engagement_id)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["engagement"]

    def clean(self) -> dict[str, Any]:
        """Exactly one owner; the metric goes to its column."""
        data = super().clean() or {}
        engagement = data.get("engagement") or (self.instance.engagement if self.instance.engagement_id else None)
        if data.get("owner") and engagement and data["owner"] not in possible_owners(engagement.pk):
            self.add_error("owner", _("This person of a partner does not follow this engagement."))
        if data.get("owner") and data.get("owner_name"):
            self.add_error("owner_name", _("Choose a person or write a name, not both."))
        elif not data.get("owner") and not data.get("owner_name") and not self.has_error("owner"):
            self.add_error("owner", _("Say who does it: choose a person, or write a name."))
        if "metric" in data:
            self.instance.metric_id = data["metric"].pk if data["metric"] else None
        return data


class ClosingForm(forms.Form):
    """How an action ended."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("done", _("Done")), ("dropped", _("Dropped: it will not be done"))],
        initial="done",
        widget=forms.RadioSelect,
    )
    closing_note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("What came of it. Needed when it is dropped."),
    )

    def clean(self) -> dict[str, Any]:
        """A reason for giving up."""
        data = super().clean() or {}
        if data.get("outcome") == "dropped" and not (data.get("closing_note") or "").strip():
            self.add_error("closing_note", _("Say why it is dropped."))
        return data


class ActionFilterForm(forms.Form):
    """The list's filter; the address is the filter. An owner is ``u<id>``, a name, or ``me``."""

    q = forms.CharField(label=_("Action"), required=False, max_length=120, widget=forms.TextInput({"data-filter": ""}))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Open")),
            ("overdue", _("Overdue")),
            ("done", _("Done")),
            ("dropped", _("Dropped")),
            ("all", _("All")),
        ],
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    engagement = forms.ModelChoiceField(
        label=_("Engagement"), queryset=Engagement.objects.none(), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(f"u{person.pk}", str(person)) for person in staff_of(organization)]
        names = [(f"n{name}", name) for name in owner_names()]
        self.fields["owner"].choices = [("", _("All")), *people, *names]  # type: ignore[attr-defined]
        self.fields["engagement"].queryset = Engagement.objects.order_by("name")  # type: ignore[attr-defined]

    def wanted(self) -> ActionFilter:
        """The filter; a value that says nothing is left out."""
        self.is_valid()
        data = self.cleaned_data
        owner = data.get("owner") or ""
        return ActionFilter(
            state=data.get("state") or "open",
            engagement_id=data["engagement"].pk if data.get("engagement") else None,
            owner_id=int(owner[1:]) if owner.startswith("u") else None,
            owner_name=owner[1:] if owner.startswith("n") else "",
            text=data.get("q") or "",
        )
