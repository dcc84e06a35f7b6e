"""A form over a row whose edits are counted: it carries the revision that it was opened with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.submitting import take

SEEN = "seen"
F = TypeVar("F", bound=TenantModelForm)


def with_seen(form: F) -> F:
    """The form with its row's revision as a hidden field."""
    form.fields[SEEN] = forms.IntegerField(widget=forms.HiddenInput, initial=form.instance.revision)
    return form


def saved(form: TenantModelForm, act: Callable[[dict[str, Any], int], object]) -> bool:
    """Whether ``act`` (old values of what changed, revision seen) took what a form says; else the form shows why not.

    After a conflict what the other person saved stands at each field that differs, and the form carries the newer
    revision, so that saving once more means it.
    """
    if not form.is_valid():
        return False
    stored = type(form.instance)._base_manager.get(pk=form.instance.pk)
    own = [name for name in form._meta.fields or () if name in form.fields]
    was = {name: getattr(stored, name) for name in own if getattr(stored, name) != getattr(form.instance, name)}
    seen = form.cleaned_data[SEEN]
    if take(form, lambda: [act(was, seen)]) is not None:
        return True
    if stored.revision != seen:
        for name, theirs in was.items():
            form.add_error(name, _("Saved in the meantime: %(value)s") % {"value": _words(theirs)})
        data = cast("QueryDict", form.data).copy()
        data[form.add_prefix(SEEN)] = str(stored.revision)
        form.data = data
    return False


def _words(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str("\N{EN DASH}" if value is None else value)
