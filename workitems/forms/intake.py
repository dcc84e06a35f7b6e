"""Building a form: its settings, its questions, the name of a pattern."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.forms import TenantModelForm
from workitems.forms.intake_fields import LinesField
from workitems.models import IntakeField, IntakeForm, RequestTemplate

_LISTS = ("item_types", "criteria", "checklist", "evidence_before", "evidence_after")


class SettingsForm(TenantModelForm):
    """What a form is for, and what each of its requests begins with. ``seen`` is the revision that was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = IntakeForm
        fields = ("name", "engagement", "introduction", *_LISTS)
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}
        field_classes = dict.fromkeys(_LISTS, LinesField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision
        places = self.fields["engagement"]
        if isinstance(places, forms.ModelChoiceField) and places.queryset is not None and self.instance.process_id:
            places.queryset = places.queryset.filter(process_id=self.instance.process_id)

    @property
    def was(self) -> dict[str, Any]:
        """The changed fields of the row, for ``update_fields``."""
        return {name: None for name in self.changed_data if name != "seen"}


class NewForm(TenantModelForm):
    """A process's first form; where it goes and more lists are set on its own page."""

    class Meta:
        model = IntakeForm
        fields = ("process", "name", "introduction", "criteria")
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"criteria": LinesField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        processes = self.fields["process"]
        if isinstance(processes, forms.ModelChoiceField) and processes.queryset is not None:
            taken = IntakeForm.objects.filter(retired_at=None).values("process_id")
            processes.queryset = processes.queryset.filter(~Q(pk__in=taken), archived_at=None).order_by("name")
            processes.help_text = _("Processes without a form; each has one.")


class FieldForm(TenantModelForm):
    """One question."""

    class Meta:
        model = IntakeField
        fields = ("label", "kind", "required", "help_text", "choices")
        field_classes = {"choices": LinesField}


class TemplateNameForm(TenantModelForm):
    """What a pattern is called."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = RequestTemplate
        fields = ("name",)
        labels = {"name": _("Name of the pattern")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision


class DiscardForm(forms.Form):
    """Why nothing comes of a mail."""

    note = forms.CharField(label=_("Reason"), max_length=300, required=False)
