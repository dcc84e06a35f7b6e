"""An option of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.case import (
    Document,
    Option,
    OptionNote,
    Source,
    SourceKind,
    Way,
)
from finance.case.document import LONGEST_NAME, LONGEST_TEXT
from finance.forms.parts.base import PartForm, free_key
from finance.starters.making import option_of, thumb_driver
from finance.words import WAYS


class OptionForm(PartForm):
    """An option: its name, its way, and what it gains and gives up."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    way = forms.ChoiceField(label=gettext_lazy("Way"), choices=[(way.value, words) for way, words in WAYS.items()])
    lines = forms.ChoiceField(label=gettext_lazy("Its lines"), required=False)
    gains = forms.CharField(
        label=gettext_lazy("What it gains"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Left empty, the usual words of its way stand there."),
    )
    gives_up = forms.CharField(label=gettext_lazy("What it gives up"), required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, option: Option | None, today: date, **more: Any) -> None:
        self.option, self.today = option, today
        super().__init__(*args, **more)
        if option:
            del self.fields["lines"]
            note = self.was.notes[option.key]
            self.initial.update(name=option.name, way=note.way.value, gains=note.gains, gives_up=note.gives_up)
            return
        copies = [(each.key, _("a copy of %(name)s") % {"name": each.name}) for each in self.was.case.options]
        self.fields["lines"].choices = [("", _("the usual ones of its way")), *copies]  # type: ignore[attr-defined]

    def made(self, data: dict[str, Any]) -> Document:
        """The case with the option, and with the drivers that it needs."""
        case, way, name = self.was.case, Way(data["way"]), data["name"].strip()
        note = OptionNote(way, data["gains"].strip(), data["gives_up"].strip())
        if self.option:
            key = self.option.key
            options = tuple(replace(each, name=name) if each.key == key else each for each in case.options)
            return replace(self.was, case=replace(case, options=options), notes={**self.was.notes, key: note})
        key = free_key(name, {each.key for each in case.options})
        needed: tuple[str, ...] = ()
        if copied := data["lines"]:
            option = replace(case.option(copied), key=key, name=name)
        else:
            option, needed = option_of(way, key, name, case.months)
        known = {each.key for each in case.drivers}
        added = tuple(thumb_driver(each, case.currency) for each in needed if each not in known)
        source = Source(SourceKind.TEMPLATE, str(WAYS[way]), self.today)
        return replace(
            self.was,
            case=replace(case, options=(*case.options, option), drivers=(*case.drivers, *added)),
            notes={**self.was.notes, key: note},
            sources={**self.was.sources, **{each.key: source for each in added}},
        )
