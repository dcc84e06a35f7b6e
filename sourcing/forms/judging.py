"""Forms of those who judge: knock-outs, interview, costs beside the price, points."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.days import DayField
from sourcing.actions.judging import Judgement
from sourcing.actions.scoring import Points
from sourcing.models import Criterion, Interview, OwnCost, Score
from sourcing.queries.offers import Answered

PASSES: Final = [("yes", gettext_lazy("passes")), ("no", gettext_lazy("fails"))]
CANNOT_SAY: Final = "none"


class KnockoutForm(forms.Form):
    """Whether an offer passes each knock-out; opened with what the vendor says of itself."""

    def __init__(self, *args: Any, answers: list[Answered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = [each for each in answers if each.question.is_knockout]
        for each in self.answers:
            passes = each.verdict.passes if each.verdict else each.answer.says_yes if each.answer else None
            self.fields[f"passes_{each.question.pk}"] = forms.ChoiceField(
                label=each.question.text,
                choices=PASSES,
                widget=forms.RadioSelect,
                initial={True: "yes", False: "no"}.get(passes) if passes is not None else None,
            )
            self.fields[f"reason_{each.question.pk}"] = forms.CharField(
                label=_("Reason"),
                required=False,
                max_length=1_000,
                initial=each.verdict.reason if each.verdict else "",
            )

    def rows(self) -> list[tuple[Answered, Any, Any]]:
        """Each knock-out with its two fields."""
        return [(each, self[f"passes_{each.question.pk}"], self[f"reason_{each.question.pk}"]) for each in self.answers]

    def result(self) -> dict[int, Judgement]:
        """What was judged, for the verb."""
        data = self.cleaned_data
        keys = [each.question.pk for each in self.answers]
        return {pk: Judgement(data[f"passes_{pk}"] == "yes", data[f"reason_{pk}"]) for pk in keys}


class InterviewForm(TenantModelForm):
    """The three things to find out when one talks to a vendor."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    held_on = DayField(label=gettext_lazy("Held on"))

    class Meta:
        model = Interview
        fields = ("held_on", "people", "understands", "has_done", "approach")
        labels = {
            "people": gettext_lazy("Who took part"),
            "understands": gettext_lazy("Does it understand the problem?"),
            "has_done": gettext_lazy("Has it done this?"),
            "approach": gettext_lazy("How does it explain its approach?"),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("understands", "has_done", "approach")}

    def result(self) -> dict[str, str]:
        """The notes, for the verb."""
        return {name: self.cleaned_data[name] for name in ("understands", "has_done", "approach")}


class OwnCostForm(TenantModelForm):
    """Something that an offer costs us beside its price."""

    for_all = forms.BooleanField(label=gettext_lazy("The same for every proposal"), required=False)

    class Meta:
        model = OwnCost
        fields = ("kind", "note", "basis", "amount")
        labels = {
            "kind": gettext_lazy("What for"),
            "note": gettext_lazy("Note"),
            "basis": gettext_lazy("Basis"),
            "amount": gettext_lazy("Amount"),
        }


class ScoreForm(forms.Form):
    """One rater's points for one offer: every criterion from 0 to 5 by its anchors, or "cannot say"."""

    def __init__(self, *args: Any, criteria: list[Criterion], given: dict[int, Score], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for row in criteria:
            score = given.get(row.pk)
            choices = [(str(points), f"{points}: {anchor}") for points, anchor in enumerate(row.anchors)]
            self.fields[f"points_{row.pk}"] = forms.ChoiceField(
                label=row.name,
                choices=[*choices, (CANNOT_SAY, _("I cannot say"))],
                widget=forms.RadioSelect,
                required=False,
                initial=None if score is None else CANNOT_SAY if score.value is None else str(score.value),
            )
            self.fields[f"note_{row.pk}"] = forms.CharField(
                label=_("Why"), required=False, max_length=1_000, initial=score.note if score else ""
            )

    def rows(self) -> list[tuple[Criterion, Any, Any]]:
        """Each criterion with its two fields."""
        return [(row, self[f"points_{row.pk}"], self[f"note_{row.pk}"]) for row in self.criteria]

    def result(self) -> list[Points]:
        """What was given, for the verb; a criterion without a choice is left for later."""
        data, found = self.cleaned_data, []
        for row in self.criteria:
            said = data[f"points_{row.pk}"]
            if said:
                value = None if said == CANNOT_SAY else int(said)
                found.append(Points(row.pk, value, data[f"note_{row.pk}"]))
        return found
