"""Forms about templates: the specifics of an engagement, and templates of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.forms.todays_figures import TodaysFiguresForm
from engagements.models import Client, Engagement, Process
from engagements.public_holidays import countries
from foundation.accounts import zones
from foundation.accounts.models import Membership, Organization, User

MOST_A_MONTH = 10_000_000


class SpecificsForm(TodaysFiguresForm):
    """What a template cannot know."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As people will call it."))
    process = forms.ModelChoiceField(
        label=_("Process"),
        queryset=Process.objects.none(),
        required=False,
        help_text=_("One of your processes; what it says stays. Otherwise a new one is made."),
    )
    client = forms.ModelChoiceField(
        label=_("Client"),
        queryset=Client.objects.none(),
        required=False,
        empty_label=_("None: it is for ourselves"),
        help_text=_("Only if you are somebody's partner yourself."),
    )
    started_on = DayField(label=_("First day"), help_text=_("When it is to begin. It can be moved."))
    monthly_volume = forms.IntegerField(
        label=_("Items a month"),
        min_value=1,
        max_value=MOST_A_MONTH,
        help_text=_("Requests, invoices, calls: your best guess. It is shared among the segments."),
    )
    zone = forms.ChoiceField(label=_("Time zone"), help_text=_("In which the coverage hours count."))
    country = forms.ChoiceField(
        label=_("Public holidays"), required=False, help_text=_("Closed on the public holidays of this country.")
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), help_text=_("Answers for it on your side.")
    )
    deputy = forms.CharField(label=_("Deputy"), max_length=120, help_text=_("Decides when the owner is away."))
    quality_lead = forms.CharField(
        label=_("Quality lead"), max_length=120, help_text=_("Checks samples of the work. Never the partner.")
    )
    place = forms.CharField(
        label=_("Where data is exchanged"),
        max_length=120,
        help_text=_("A tool in your own account. With this form you approve it."),
    )

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        has_place: bool = True,
        has_coverage: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["process"].queryset = Process.objects.filter(archived_at=None).order_by("name")
        fields["process"].empty_label = gettext("A new one")
        fields["client"].queryset = Client.objects.filter(archived_at=None).order_by("name")
        members = Membership.objects.filter(organization=organization, vendor_id=None, left_at=None)
        fields["owner"].queryset = User.objects.filter(pk__in=members.values("user_id")).order_by("name", "email")
        fields["zone"].choices = zones.choices()
        fields["country"].choices = [("", gettext("None")), *countries()]
        if not has_place:
            del fields["place"]
        if not has_coverage:
            del fields["country"]

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields under the headings of the page."""
        for heading, names in (
            (_("What and when"), ("name", "process", "client", "started_on", "monthly_volume", "zone", "country")),
            (_("Who, and where"), ("owner", "deputy", "quality_lead", "place")),
        ):
            yield str(heading), [self[name] for name in names if name in self.fields]

    def clean_name(self) -> str:
        """No other engagement has this name."""
        name: str = self.cleaned_data["name"]
        if Engagement.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(gettext("An engagement of this name is there already."))
        return name

    @property
    def first_day(self) -> date:
        """The first day of a valid form."""
        found: date = self.cleaned_data["started_on"]
        return found


class TemplateForm(forms.Form):
    """Name, country and description of a template of one's own."""

    name = forms.CharField(label=_("Name"), max_length=120)
    country = forms.ChoiceField(
        label=_("Country"), required=False, help_text=_("Its public holidays are proposed. Empty: for any country.")
    )
    language = forms.CharField(
        label=_("Language of the work"),
        max_length=80,
        required=False,
        help_text=_("Of every segment. Empty: as it is."),
    )
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", gettext("Any")), *countries()]  # type: ignore[attr-defined]
