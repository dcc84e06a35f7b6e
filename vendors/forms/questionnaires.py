"""Forms about questionnaires."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.forms.days import DayField, DayInput
from foundation.inbox.forms import UploadForm
from vendors.forms.evidence import UploadField
from vendors.models import AnswerKind, AnswerVerdict, Question, QuestionSet


class QuestionSetForm(UploadForm):
    """A file of questions, and what they are called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    field_order = ("name", "file")


class SendForm(forms.Form):
    """Which questions, until when."""

    question_set = forms.ModelChoiceField(label=gettext_lazy("Questions"), queryset=QuestionSet.objects.none())
    due_date = DayField(label=gettext_lazy("Needed by"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["question_set"]
        field.queryset = QuestionSet.objects.filter(archived_at=None).order_by("name")
        field.help_text = _("Sets come out of files, under Due diligence.")


class AnswerForm(forms.Form):
    """An answer; ``seen`` is the revision that the form was opened with."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    value = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    note = forms.CharField(
        label=gettext_lazy("Remark"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = UploadField(label=gettext_lazy("File that shows it"), required=False)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("Your answer")
        if question.kind == AnswerKind.CHOICE:
            choices = [(each, each) for each in question.choices]
            self.fields["value"] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        elif question.kind == AnswerKind.NUMBER:
            self.fields["value"] = forms.CharField(label=label, max_length=40)
        elif question.kind == AnswerKind.DAY:
            self.fields["value"] = forms.CharField(label=label, max_length=10, widget=DayInput())
        if question.wants_evidence:
            self.fields["file"].help_text = _("The client asks for proof of this answer.")


class CommentForm(forms.Form):
    """Something to say, to both sides."""

    text = forms.CharField(label=gettext_lazy("Comment"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class VerdictForm(forms.Form):
    """What we make of an answer."""

    verdict = forms.ChoiceField(label=gettext_lazy("Verdict"), choices=AnswerVerdict.Verdict.choices)
    note = forms.CharField(label=gettext_lazy("Internal note"), max_length=300, required=False)
