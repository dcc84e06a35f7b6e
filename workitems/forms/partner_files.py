"""A partner's file of its own items: which engagement, how its times are written, and what it tells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.models import Engagement
from foundation.accounts.zones import choices
from foundation.inbox.explaining import placed_sentence, sentence
from foundation.inbox.forms import UploadForm
from foundation.inbox.inspecting import Inspection, inspect
from foundation.inbox.reading.kinds import FILE_TOO_BIG
from foundation.inbox.reading.limits import megabytes
from foundation.inbox.values.dates import DateOrder
from workitems.canonical import Shape
from workitems.mapping import Mapping
from workitems.partner_rules import partner_mapping
from workitems.presets.generic_item import PRESET
from workitems.presets.proposal import Proposal, propose

LARGEST = 5 * 1024 * 1024
ORDERS = (
    ("", gettext_lazy("as the file itself shows")),
    (DateOrder.DAY_FIRST.value, gettext_lazy("day first, such as 30/11/2026")),
    (DateOrder.MONTH_FIRST.value, gettext_lazy("month first, such as 11/30/2026")),
)


class PartnerFileForm(UploadForm):
    """A file, and what it cannot say itself. ``content``, ``mapping`` and ``header`` are there once it is valid."""

    content: bytes
    mapping: Mapping
    header: tuple[str, ...]

    engagement = forms.ModelChoiceField(Engagement.objects.none(), label=gettext_lazy("Engagement"))
    date_order = forms.ChoiceField(
        label=gettext_lazy("Dates are written"),
        required=False,
        choices=ORDERS,
        help_text=gettext_lazy("Only asked where 3/4/2026 could be either."),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the file"), help_text=gettext_lazy("For times without an offset.")
    )
    field_order = ("engagement", "file", "date_order", "zone")

    def __init__(self, *args: Any, zone: str, allowed: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        engagements = Engagement.objects.filter(pk__in=allowed).order_by("name")
        self.fields["engagement"].queryset = engagements  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["zone"].choices = choices(kept=zone)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["zone"].initial = zone
        if len(allowed) == 1:
            self.fields["engagement"].initial = allowed[0]
        self.fields["file"].help_text = _("CSV or XLSX, one row an item, up to 5 MB.")

    def clean_file(self) -> Any:
        """Refuses a file before a byte of it is looked at."""
        file = super().clean_file()
        if file.size > LARGEST:
            raise forms.ValidationError(sentence(FILE_TOO_BIG.at(size=megabytes(file.size), limit=megabytes(LARGEST))))
        return file

    def clean(self) -> dict[str, Any]:
        """The beginning of the file decides how it is read; whatever is doubtful is asked, never guessed."""
        data = super().clean() or {}
        if self.errors:
            return data
        self.content = data["file"].read()
        found = inspect(self.content, data["file"].name)
        if found.failure is not None:
            self.add_error("file", placed_sentence(found.failure))
            return data
        proposal = propose(found.header, found.rows, zone=data["zone"])
        if proposal.mapping.shape != Shape.ITEM:  # a number that comes twice makes no log of a table that says "opened"
            as_items = propose(found.header, found.rows, zone=data["zone"], preset=PRESET)
            proposal = as_items if "opened_at" in as_items.mapping.columns else proposal
        self.header, self.mapping = found.header, self._ordered(proposal, data["date_order"])
        self._judge(proposal, found, data)
        return data

    def _judge(self, proposal: Proposal, found: Inspection, data: dict[str, Any]) -> None:
        if proposal.mapping.shape != Shape.ITEM:
            self.add_error(
                "file", _("This is a log with many rows for one item. Send a file with one row for each item.")
            )
            return
        taken = partner_mapping(self.mapping, source="file", engagement_id=0)
        for problem in taken.problems(found.header):
            said = _("No column says “%(field)s”. Name one so; the template shows all of them.")
            self.add_error("file", said % {"field": _(problem.params.get("field", ""))})
        asked = set(taken.columns.values())
        for question in proposal.questions:
            if question.column not in asked:
                continue
            if question.code != "dates_ambiguous" or not data["date_order"]:
                name = "date_order" if question.code.startswith("dates") else "file"
                self.add_error(name, placed_sentence(question))

    @staticmethod
    def _ordered(proposal: Proposal, order: str) -> Mapping:
        """An order that was chosen holds for the columns that do not decide it themselves."""
        mapping = proposal.mapping
        open_ones = [column for column, dates in proposal.dates.items() if dates.question is not None]
        if not order or not open_ones:
            return mapping
        return replace(mapping, date_orders={**mapping.date_orders, **dict.fromkeys(open_ones, DateOrder(order))})


class PartnerSourceForm(forms.Form):
    """Which engagement's partner brings its items itself."""

    engagement = forms.ModelChoiceField(Engagement.objects.none(), label=gettext_lazy("Engagement"))
    beside = forms.BooleanField(
        label=gettext_lazy("The partner's file tells of other items than the sources that are in use"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Engagement.objects.filter(vendor__kind="external", ended_on=None).order_by("name")
        self.fields["engagement"].queryset = partners  # type: ignore[attr-defined]  # a ModelChoiceField
