"""Forms about the triage rubric."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import TriageRule
from foundation.accounts.forms import TenantModelForm

_SEPARATORS = re.compile(r"[,;\n]+")
MOST_WORDS, LONGEST = 40, 60


class TriageRuleForm(TenantModelForm):
    """What kind of request gets which priority."""

    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "With commas between; one is enough. “schedul*” fits every word that begins so; “urgent call” needs both"
            " words. Empty: takes every request."
        ),
    )

    class Meta:
        model = TriageRule
        fields = ("name", "priority", "words", "item_type", "example")
        labels = {
            "name": _("Kind of request"),
            "priority": _("Priority"),
            "item_type": _("Only for the type"),
            "example": _("Example"),
        }
        help_texts = {
            "priority": _("As the service levels write it: their times for this priority then hold."),
            "item_type": _("Empty: any type."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["words"] = ", ".join(self.instance.words or [])

    def clean_words(self) -> list[str]:
        """The entries, each once, in their order."""
        entries = [" ".join(entry.split()) for entry in _SEPARATORS.split(self.cleaned_data["words"])]
        found = list({entry.casefold(): entry for entry in entries if entry}.values())
        if len(found) > MOST_WORDS:
            raise forms.ValidationError(_("At most 40 entries; make a second rule."))
        for entry in found:
            if len(entry) > LONGEST:
                raise forms.ValidationError(
                    _("“%(entry)s…” is too long: at most 60 letters."), params={"entry": entry[:20]}
                )
            if not re.search(r"\w", entry):
                raise forms.ValidationError(_("“%(entry)s” holds no word."), params={"entry": entry})
        return found


class TryForm(forms.Form):
    """A request to try the rubric with."""

    title = forms.CharField(label=_("Title of a request"), max_length=200, required=False)
    item_type = forms.CharField(label=_("Type"), max_length=120, required=False)
