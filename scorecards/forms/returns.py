"""A week's form for the partner: made from what is asked."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scorecards.models import WeekReturn
from scorecards.return_answers import LONGEST_NOTE, Answer, Ask, problems_of


class AskedFields(NamedTuple):
    """A figure of the form: what is asked and its fields; ``whole`` is None for a plain number."""

    ask: Ask
    number: BoundField
    whole: BoundField | None
    note: BoundField


class ReturnForm(forms.Form):
    """The figures of a week and notes. ``sent`` are the answers of an earlier submission, which it begins with."""

    note = forms.CharField(
        label=gettext_lazy("Notes on the week"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        help_text=gettext_lazy("What the client should know: staffing, incidents, what you need from them."),
    )  # fmt: skip

    def __init__(self, *args: Any, week_return: WeekReturn, sent: list[Answer], said: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = [Ask.read(stored) for stored in week_return.asks]
        before = {answer.metric_id: answer for answer in sent}
        for ask in self.asks:
            self._add(ask, before.get(ask.metric_id))
        self.fields["note"].initial = said
        self.order_fields([name for name in self.fields if name != "note"])

    def _add(self, ask: Ask, before: Answer | None) -> None:
        key = ask.metric_id
        number, whole = (before.numerator, before.denominator) if before else (None, None)
        self.fields[f"number_{key}"] = forms.DecimalField(
            label=_("How many") if ask.is_share else _("Figure"),
            max_digits=20,
            decimal_places=6,
            required=False,
            initial=_plain(number),
        )
        if ask.is_share:
            self.fields[f"of_{key}"] = forms.DecimalField(
                label=_("Of"), max_digits=20, decimal_places=6, min_value=0, required=False, initial=_plain(whole)
            )
        self.fields[f"note_{key}"] = forms.CharField(
            label=_("Note on this figure"),
            max_length=LONGEST_NOTE,
            required=False,
            initial=before.note if before else "",
        )

    def clean(self) -> dict[str, Any]:
        """The answers are checked as the action will check them, so that each problem stands at its field."""
        data = super().clean() or {}
        for ask in self.asks:
            key = ask.metric_id
            if data.get(f"of_{key}") is not None and data.get(f"number_{key}") is None and not self.errors:
                self.add_error(f"number_{key}", _("Fill in both, or neither."))
        if not self.errors:
            for name, words in problems_of(self.asks, self.answers()).items():
                self.add_error(name if name in self.fields else None, words)
        return data

    def answers(self) -> list[Answer]:
        """The figures that were filled in; a field left empty is no figure, never zero."""
        data, found = self.cleaned_data, []
        for ask in self.asks:
            number = data.get(f"number_{ask.metric_id}")
            if number is not None:
                note = data.get(f"note_{ask.metric_id}", "").strip()
                found.append(Answer(ask.metric_id, number, data.get(f"of_{ask.metric_id}"), note))
        return found

    def asked(self) -> list[AskedFields]:
        """The fields by figure, for the page."""
        return [
            AskedFields(
                ask,
                self[f"number_{ask.metric_id}"],
                self[f"of_{ask.metric_id}"] if ask.is_share else None,
                self[f"note_{ask.metric_id}"],
            )
            for ask in self.asks
        ]


def _plain(number: Any) -> str | None:
    """A stored number without needless zeros."""
    if number is None:
        return None
    words = str(number)
    return words.rstrip("0").rstrip(".") if "." in words else words
