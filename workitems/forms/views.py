"""Keeping a filter of the item list as a view."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workitems.models import SavedView


class ViewForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's form takes no argument when it runs
    """Its name, and whether everybody here sees it. The filter itself comes from the address it is posted to."""

    class Meta:
        model = SavedView
        fields = ("name", "is_shared")
        labels = {"name": _("Name of this view")}
