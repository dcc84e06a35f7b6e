"""Forms about the frame of a selection: begun, its criteria, its people, its end."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.models import Engagement
from engagements.queries.stages import partners
from foundation.accounts import currencies
from foundation.accounts.models import Membership, Organization, User
from sourcing.actions.selections import CriterionTerms, GroupTerms
from sourcing.models import Brief, BriefInvitation, Criterion, CriterionGroup, Group, Path, Selection
from vendors.models import Vendor

ANCHORS: Final = tuple(f"anchor_{points}" for points in range(6))
JUDGED: Final = [choice for choice in Group.choices if choice[0] != Group.PRICE]


class LocalInstantField(forms.DateTimeField):
    """A day and time in the workspace's zone; gives an aware instant."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)
        self.zone = ""

    def set_zone(self, zone: str) -> None:
        """Say in which zone times are typed."""
        self.zone = zone
        self.help_text = _("Local time in %(zone)s.") % {"zone": zone}

    def clean(self, value: Any) -> datetime | None:
        """The instant."""
        typed: datetime | None = super().clean(value)
        return None if typed is None else typed.replace(tzinfo=ZoneInfo(self.zone))

    def prepare_value(self, value: Any) -> Any:
        """Local, as it is typed."""
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return value


class BeginForm(forms.Form):
    """What is to be done, and how it is tried."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    engagement = forms.ModelChoiceField(
        label=gettext_lazy("For the engagement"),
        queryset=Engagement.objects.none(),
        help_text=gettext_lazy("Its process, scope, outcomes and procedures make the brief."),
    )
    path = forms.ChoiceField(label=gettext_lazy("How"), choices=Path.choices, widget=forms.RadioSelect)
    currency = forms.ChoiceField(label=gettext_lazy("Prices in"), choices=currencies.CHOICES)
    due_at = LocalInstantField(label=gettext_lazy("Proposals until"))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_at"].set_zone(organization.time_zone)  # type: ignore[attr-defined]  # a field of ours
        rows = Engagement.objects.filter(ended_on=None, organization=organization)
        self.fields["engagement"].queryset = rows.order_by("name")  # type: ignore[attr-defined]  # a choice field


class CriteriaForm(forms.Form):
    """Weight and minimum of each group; carries the revision that it was opened with."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: list[CriterionGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        for group in groups:
            self.fields[f"weight_{group.key}"] = forms.DecimalField(
                label=_("Weight of %(group)s") % {"group": group},
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                initial=f"{group.weight.normalize():f}",
            )
            if group.key != Group.PRICE:
                self.fields[f"minimum_{group.key}"] = forms.DecimalField(
                    label=_("Minimum of %(group)s") % {"group": group},
                    required=False,
                    min_value=0,
                    max_value=5,
                    max_digits=2,
                    decimal_places=1,
                    initial=group.minimum,
                )

    def rows(self) -> list[tuple[CriterionGroup, Any, Any]]:
        """Each group with its two fields; price has no minimum."""
        return [
            (group, self[f"weight_{group.key}"], None if group.key == Group.PRICE else self[f"minimum_{group.key}"])
            for group in self.groups
        ]

    def result(self) -> list[GroupTerms]:
        """What was typed, for the verb."""
        data = self.cleaned_data
        return [GroupTerms(row.key, data[f"weight_{row.key}"], data.get(f"minimum_{row.key}")) for row in self.groups]


class CriterionRowForm(forms.Form):
    """A criterion with its six anchors; a row without a name is left out."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    group = forms.ChoiceField(label=gettext_lazy("Group"), choices=JUDGED)
    name = forms.CharField(label=gettext_lazy("Criterion"), max_length=120, required=False)

    def __init__(self, *args: Any, groups: list[CriterionGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(row.key, str(row)) for row in groups if row.key != Group.PRICE]  # type: ignore[attr-defined]  # a choice field
        for points, name in enumerate(ANCHORS):
            self.fields[name] = forms.CharField(
                label=_("%(points)d points") % {"points": points}, max_length=200, required=False
            )

    def anchors(self) -> list[Any]:
        """The fields of the six anchors."""
        return [self[name] for name in ANCHORS]

    def clean(self) -> dict[str, Any]:
        """A criterion with a name has all its anchors."""
        data = super().clean() or {}
        if data.get("name") and not all(data.get(name) for name in ANCHORS):
            self.add_error("name", _("Say for every point from 0 to 5 what it looks like."))
        return data


class BaseCriteria(BaseFormSet):  # type: ignore[type-arg]  # generic only in the stubs
    """The criteria of a selection; empty a name to drop one."""

    def result(self) -> list[CriterionTerms]:
        """The rows that say something."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        return [CriterionTerms(row["pk"], row["group"], row["name"], [row[name] for name in ANCHORS]) for row in rows]


def criteria_formset(data: QueryDict | None, criteria: list[Criterion], groups: list[CriterionGroup]) -> BaseCriteria:
    """The rows of the criteria, with one empty one."""
    made = formset_factory(CriterionRowForm, formset=BaseCriteria, extra=1, max_num=60, absolute_max=60)
    initial = [
        {"pk": row.pk, "group": row.group.key, "name": row.name, **dict(zip(ANCHORS, row.anchors, strict=True))}
        for row in criteria
    ]
    kwargs = {"groups": groups}
    return cast("BaseCriteria", made(data, prefix="rows", initial=None if data else initial, form_kwargs=kwargs))


class ReasonForm(forms.Form):
    """A reason that is kept."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


class DueForm(forms.Form):
    """A later due time."""

    due_at = LocalInstantField(label=gettext_lazy("Proposals until"))

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_at"].set_zone(zone)  # type: ignore[attr-defined]  # a field of ours


class InviteForm(forms.Form):
    """Which vendors are asked; none of them learns of another."""

    vendors = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Vendors"),
        queryset=Vendor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one vendor.")},
        help_text=gettext_lazy("Their people get a mail each. No vendor learns who else is asked."),
    )

    def __init__(self, *args: Any, brief: Brief, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = BriefInvitation.objects.filter(brief=brief, withdrawn_at=None).values("vendor_id")
        known = [each.pk for each in partners()]
        rows = Vendor.objects.filter(pk__in=known).exclude(pk__in=asked).order_by("name")
        self.fields["vendors"].queryset = rows  # type: ignore[attr-defined]  # a choice field


class RatersForm(forms.Form):
    """Who scores."""

    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Raters"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
        help_text=gettext_lazy("Each scores alone and sees the others' points once their own are handed in."),
    )

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = Membership.objects.filter(vendor_id=None, left_at=None).values("user_id")
        rows = User.objects.filter(pk__in=ours).exclude(Q(pk__in=selection.sheets.values("rater_id")))
        self.fields["people"].queryset = rows.order_by("name", "email")  # type: ignore[attr-defined]  # a choice field


class DecideForm(forms.Form):
    """Who is chosen, and why."""

    vendor = forms.ModelChoiceField(
        label=gettext_lazy("Choose"), queryset=Vendor.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed when it is not the only first. Vendors do not see it."),
    )

    def __init__(self, *args: Any, vendor_ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Vendor.objects.filter(pk__in=vendor_ids).order_by("name")
        self.fields["vendor"].queryset = rows  # type: ignore[attr-defined]  # a choice field


def total_of(rows: list[CriterionGroup]) -> Decimal:
    """What the weights come to."""
    return sum((row.weight for row in rows), Decimal(0))
