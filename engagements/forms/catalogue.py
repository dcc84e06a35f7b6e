"""Forms about clients and processes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Client, Process
from foundation.accounts.forms import TenantModelForm


class ClientForm(TenantModelForm):
    """For whom the work is done."""

    class Meta:
        model = Client
        fields = ("name",)
        labels = {"name": _("Name")}


class ProcessForm(TenantModelForm):
    """A kind of work."""

    class Meta:
        model = Process
        fields = ("name", "area", "description")
        labels = {"name": _("Name"), "area": _("Process area"), "description": _("Description")}
        help_texts = {"area": _("Groups processes, for instance Finance or IT.")}
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
