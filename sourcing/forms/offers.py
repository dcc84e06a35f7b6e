"""A vendor's offer as one form: only what somebody changed is written, so that colleagues can share the work."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sourcing.actions.offers import AnswerTerms, PriceGiven
from sourcing.queries.offers import Answered, Priced
from vendors.forms.evidence import UploadField

YES_NO: Final = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
MEANS: Final = {"yes": True, "no": False, "": None}


class PlainText(forms.CharField):
    """Words with one kind of line end, so that what was not touched equals what was opened."""

    def to_python(self, value: Any) -> str:
        """The words."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class OfferForm(forms.Form):
    """Answers and prices. Hidden beside each field stands what it was opened with; ``seen`` carries the revisions."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, answers: list[Answered], prices: list[Priced], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers, self.prices = answers, prices
        for each in answers:
            self._add_question(each)
        for price in prices:
            self._add_price(price)
        self.initial["seen"] = seen_text(answers, prices)

    def _add_question(self, each: Answered) -> None:
        question, answer = each.question, each.answer
        text = PlainText(
            label=_("Explain") if question.is_knockout else question.text,
            max_length=10_000,
            required=False,
            show_hidden_initial=True,
            initial=answer.value if answer else "",
            widget=forms.Textarea(attrs={"rows": 2 if question.is_knockout else 4}),
        )
        if question.is_knockout:
            said = {True: "yes", False: "no"}.get(answer.says_yes) if answer and answer.says_yes is not None else ""
            self.fields[f"yes_{question.pk}"] = forms.ChoiceField(
                label=question.text,
                choices=YES_NO,
                required=False,
                show_hidden_initial=True,
                initial=said,
                widget=forms.RadioSelect,
            )
        self.fields[f"text_{question.pk}"] = text
        if question.wants_file:
            kept = _("Kept so far: %(name)s") % {"name": answer.file.name} if answer and answer.file else ""
            self.fields[f"file_{question.pk}"] = UploadField(label=_("File"), required=False, help_text=kept)

    def _add_price(self, each: Priced) -> None:
        self.fields[f"price_{each.line.pk}"] = forms.DecimalField(
            label=each.line.label,
            required=False,
            min_value=0,
            max_digits=14,
            decimal_places=4,
            show_hidden_initial=True,
            initial=f"{each.price.amount.normalize():f}" if each.price else None,
        )

    def knockout_rows(self) -> list[dict[str, Any]]:
        """The knock-outs with their fields."""
        return self._rows(knockouts=True)

    def open_rows(self) -> list[dict[str, Any]]:
        """The other questions with their fields."""
        return self._rows(knockouts=False)

    def _rows(self, *, knockouts: bool) -> list[dict[str, Any]]:
        return [
            {
                "question": each.question,
                "yes": self[f"yes_{each.question.pk}"] if knockouts else None,
                "text": self[f"text_{each.question.pk}"],
                "file": self[f"file_{each.question.pk}"] if each.question.wants_file else None,
            }
            for each in self.answers
            if each.question.is_knockout == knockouts
        ]

    def price_rows(self) -> list[tuple[Priced, Any]]:
        """The prices with their fields."""
        return [(each, self[f"price_{each.line.pk}"]) for each in self.prices]

    def seen_of(self, name: str) -> int:
        """The revision of an answer ("q12") or price ("p5") that the form was opened with."""
        return seen_from(self.cleaned_data.get("seen", "")).get(name, 0)

    def changed_answers(self) -> list[AnswerTerms]:
        """The answers that somebody touched."""
        changed, found = set(self.changed_data), []
        for each in self.answers:
            pk = each.question.pk
            if not changed & {f"yes_{pk}", f"text_{pk}", f"file_{pk}"}:
                continue
            data = self.cleaned_data
            yes = MEANS[data.get(f"yes_{pk}", "")]
            upload = data.get(f"file_{pk}") or None
            found.append(AnswerTerms(pk, data.get(f"text_{pk}", ""), yes, self.seen_of(f"q{pk}"), upload))
        return found

    def changed_prices(self) -> list[PriceGiven]:
        """The prices that somebody touched; one that was emptied stays as it was."""
        return [
            PriceGiven(each.line.pk, self.cleaned_data[name], self.seen_of(f"p{each.line.pk}"))
            for each in self.prices
            for name in [f"price_{each.line.pk}"]
            if name in self.changed_data and self.cleaned_data.get(name) is not None
        ]

    def merge(self, answers: list[Answered], prices: list[Priced]) -> None:
        """After a conflict: what was not touched shows what colleagues saved, what was touched stays, and both are told
        apart by a message; saving again means "I have read theirs"."""
        posted: Any = self.data
        changed, sent = set(self.changed_data), posted.copy()
        for each in answers:
            pk = each.question.pk
            if each.answer is None:
                continue
            if each.answer.revision != self.seen_of(f"q{pk}") and changed & {f"yes_{pk}", f"text_{pk}", f"file_{pk}"}:
                self.add_error(f"text_{pk}", _told(each.answer.answered_by, each.answer.value or "\N{EN DASH}"))
            if f"text_{pk}" not in changed:
                sent[f"text_{pk}"] = sent[f"initial-text_{pk}"] = each.answer.value
            if f"yes_{pk}" in self.fields and f"yes_{pk}" not in changed:
                said = {True: "yes", False: "no", None: ""}[each.answer.says_yes]
                sent[f"yes_{pk}"] = sent[f"initial-yes_{pk}"] = said
        for price in prices:
            name = f"price_{price.line.pk}"
            if price.price is None:
                continue
            if name not in changed:
                sent[name] = sent[f"initial-{name}"] = f"{price.price.amount.normalize():f}"
            elif price.price.revision != self.seen_of(f"p{price.line.pk}"):
                self.add_error(name, _told(price.price.answered_by, f"{price.price.amount.normalize():f}"))
        sent["seen"] = seen_text(answers, prices)
        self.data = sent


class DeclineForm(forms.Form):
    """Why a vendor makes no offer, if it likes to say."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )


def seen_text(answers: list[Answered], prices: list[Priced]) -> str:
    """The revisions in one field: "q12:3 p5:1"."""
    parts = [f"q{each.question.pk}:{each.answer.revision}" for each in answers if each.answer]
    return " ".join(parts + [f"p{each.line.pk}:{each.price.revision}" for each in prices if each.price])


def seen_from(text: str) -> dict[str, int]:
    """The revisions back; what cannot be read is left out, and then counts as not seen."""
    pairs = (part.partition(":") for part in text.split())
    return {name: int(number) for name, _colon, number in pairs if number.isdigit()}


def _told(who: Any, value: str) -> str:
    words = _("%(who)s saved meanwhile: %(value)s. Yours stands above; save again to replace theirs.")
    return words % {"who": who or _("Somebody"), "value": value[:500]}
