"""Forms about a plan: the pilot with its budget, its backlog, an exception, the start."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from engagements.forms.days import DayField
from engagements.models import Engagement
from foundation.accounts.currencies import CHOICES
from foundation.accounts.forms import TenantModelForm
from pilots.models import BacklogItem, Pilot, PilotPolicy, PilotTerms
from procedures.forms.readiness import LinesField
from vendors.models import VendorKind
from workitems.models import IntakeForm

MOST_ROWS: Final = 1000
COLUMNS: Final = ("reference", "title", "item_type", "size", "criteria")
HEADINGS: Final = frozenset({"reference", "id", "number", "key", "ref"})
OURS: Final = (
    _("Stop new work to the partner"),
    _("Take open items back and tell who asked"),
    _("Take back access and change shared passwords"),
)
THEIRS: Final = (_("Hand over open items with their state"), _("Return or delete our data and confirm it"))


class PilotForm(TenantModelForm):
    """The plan, and what the vendor does not see of it. Vendor and processes are the engagements'."""

    start_date = DayField(label=_("First day"))
    end_date = DayField(label=_("Last day"), help_text=_("A pilot takes 30 to 90 days."))
    rollback_ours = LinesField(
        label=_("Rollback: what we do"), required=False, help_text=_("One step a line, in the order of doing.")
    )
    rollback_theirs = LinesField(
        label=_("Rollback: what the vendor does"), required=False, help_text=_("One step a line; the vendor sees it.")
    )
    budget = forms.DecimalField(
        label=_("Budget"),
        required=False,
        max_digits=14,
        decimal_places=2,
        min_value=Decimal(0),
        help_text=_("What the trial may cost in all. The vendor never sees it."),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CHOICES, required=False)
    control = forms.ModelChoiceField(
        label=_("Control group"),
        queryset=Engagement.objects.none(),
        required=False,
        help_text=_("Who does the same work in the same days, as a rule your own team. The vendor never sees it."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = (
        "title", "engagement", "second_engagement", "goal", "start_date", "end_date", "owner", "intake_form", "budget",
        "currency", "control", "rollback_days", "rollback_ours", "rollback_theirs",
    )  # fmt: skip

    class Meta:
        model = Pilot
        fields = (
            "title", "engagement", "second_engagement", "goal", "start_date", "end_date", "owner", "intake_form",
            "rollback_ours", "rollback_theirs", "rollback_days",
        )  # fmt: skip
        labels = {
            "title": _("Title"),
            "engagement": _("Engagement"),
            "second_engagement": _("Second process"),
            "goal": _("What it shall show"),
            "owner": _("Owner"),
            "intake_form": _("Intake form"),
            "rollback_days": _("Days for the rollback"),
        }
        help_texts = {"goal": _("One sentence; the vendor sees it.")}
        widgets = {"goal": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, terms: PilotTerms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        of_partners = Engagement.objects.exclude(vendor__kind=VendorKind.INTERNAL).order_by("name")
        for name, rows in (
            ("engagement", of_partners),
            ("second_engagement", of_partners),
            ("control", Engagement.objects.order_by("name")),
            ("intake_form", IntakeForm.objects.filter(retired_at=None).order_by("name")),
        ):
            self.fields[name].queryset = rows.filter(organization=self.organization)  # type: ignore[attr-defined]
        self.fields["budget"].initial, self.fields["control"].initial = terms.budget, terms.control_id
        self.fields["currency"].initial = terms.currency or self.organization.currency
        self.fields["seen"].initial = self.instance.revision
        if self.instance.pk is None:
            self.initial["rollback_ours"] = [str(each) for each in OURS]
            self.initial["rollback_theirs"] = [str(each) for each in THEIRS]

    def clean(self) -> dict[str, Any]:
        """Days in their order, two processes of one vendor, a control group that is neither of them."""
        data = super().clean() or {}
        first, last = data.get("start_date"), data.get("end_date")
        if first and last and last < first:
            self.add_error("end_date", _("The last day lies before the first: one of the two is wrong."))
        one, two = data.get("engagement"), data.get("second_engagement")
        if one and two and one.pk == two.pk:
            self.add_error("second_engagement", _("That is the same engagement. Leave it empty for one process."))
        elif one and two and one.vendor_id != two.vendor_id:
            self.add_error("second_engagement", _("A pilot tries one vendor: choose an engagement of the same one."))
        if data.get("control") and data["control"] in (one, two):
            self.add_error("control", _("The pilot cannot be compared with itself."))
        return data

    def filled_terms(self) -> PilotTerms:
        """The internal part, not saved."""
        self.terms.budget = self.cleaned_data.get("budget")
        self.terms.currency = self.cleaned_data.get("currency") or self.organization.currency
        self.terms.control = self.cleaned_data.get("control")
        return self.terms


class BacklogForm(forms.Form):
    """A starter backlog, pasted from a spreadsheet or as CSV: all of it or nothing."""

    rows = forms.CharField(
        label=_("Items"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "One a line: reference, title, type, size, acceptance criteria. Copy the columns out of a spreadsheet, or"
            " write them with commas or semicolons. A size is a word (S) or a number (minutes). It replaces what is"
            " there."
        ),
    )

    def clean_rows(self) -> list[BacklogItem]:
        """The items; each refusal names its line."""
        text = self.cleaned_data["rows"]
        first = text.splitlines()[0] if text.splitlines() else ""
        mark = next((each for each in ("\t", ";") if each in first), ",")
        items: list[BacklogItem] = []
        known: dict[str, int] = {}
        for line, cells in enumerate(csv.reader(io.StringIO(text), delimiter=mark), start=1):
            values = [" ".join(cell.split()) for cell in cells]
            if not any(values) or (line == 1 and values[0].casefold() in HEADINGS):
                continue
            items.append(_item(values, line, known))
            if len(items) > MOST_ROWS:
                raise forms.ValidationError(_("More than %(n)d lines: a start is 50 to 200 items.") % {"n": MOST_ROWS})
        return items


def _item(values: list[str], line: int, known: dict[str, int]) -> BacklogItem:
    values += [""] * (len(COLUMNS) - len(values))
    words = {"line": line, "reference": values[0]}
    if not values[0] or not values[1]:
        raise forms.ValidationError(_("Line %(line)d: a reference and a title are needed.") % words)
    if (before := known.setdefault(values[0].casefold(), line)) != line:
        said = _("Line %(line)d: %(reference)s stands in line %(before)d already.")
        raise forms.ValidationError(said % {**words, "before": before})
    item = BacklogItem(**dict(zip(COLUMNS, values, strict=False)))
    for name in COLUMNS:
        column: Any = BacklogItem._meta.get_field(name)
        if len(getattr(item, name)) > column.max_length:
            said = _("Line %(line)d: %(column)s is longer than %(most)d letters.")
            words_of = {**words, "column": column.verbose_name, "most": column.max_length}
            raise forms.ValidationError(said % words_of)
    return item


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PolicyForm(TenantModelForm):
    """From when on a contract needs a pilot first."""

    currency = forms.ChoiceField(label=_("Currency"), choices=[("", "–"), *CHOICES], required=False)  # noqa: RUF001
    field_order = ("term_months", "commitment", "currency")

    class Meta:
        model = PilotPolicy
        fields = ("term_months", "commitment", "currency")
        labels = {"term_months": _("Months"), "commitment": _("Commitment")}
        help_texts = {
            "term_months": _("A contract that binds for longer needs a pilot that was decided to scale."),
            "commitment": _("So does one that commits to more than this in all. Empty: no such limit."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitment"].validators.append(MinValueValidator(Decimal("0.01")))

    def clean(self) -> dict[str, Any]:
        """An amount has a currency."""
        data = super().clean() or {}
        if data.get("commitment") is not None and not data.get("currency"):
            self.add_error("currency", _("Say in which currency."))
        return data
