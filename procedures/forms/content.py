"""The editor of a guide's words: its texts, and rows of steps, assets and questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.validators import URLValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from procedures.content import DEFAULT_PASS_SHARE, TEXTS, Asset, AssetKind, Content, Question, Step
from procedures.models import GuideKind

LONG, SHORT = 20_000, 500
MOST_ROWS = 200
SPARE = {"steps": 2, "assets": 1, "quiz": 1}
PARTS = {
    GuideKind.SOP: ("background", "roles", "purpose", "objective", "dos", "donts"),
    GuideKind.CHECKLIST: ("purpose",),
    GuideKind.ARTICLE: ("body", "url"),
}
ROWS = {
    GuideKind.SOP: ("steps", "assets", "quiz"),
    GuideKind.CHECKLIST: ("steps", "assets"),
    GuideKind.ARTICLE: ("assets", "quiz"),
}
_KINDS = [
    (AssetKind.DOCUMENT, _("Document")),
    (AssetKind.VIDEO, _("Video")),
    (AssetKind.TEMPLATE, _("Template")),
    (AssetKind.OUTLINE, _("Outline")),
    (AssetKind.LINK, _("Link")),
]


def _text(label: object, *, rows: int = 3, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=cast("str", label),
        required=False,
        max_length=LONG,
        widget=forms.Textarea({"rows": rows}),
        help_text=cast("str", help_text),
    )


class _Url(forms.CharField):
    """A link to a page; nothing that a browser would run."""

    default_validators = [URLValidator(["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=SHORT, required=False, widget=forms.URLInput, **kwargs)


class TextsForm(forms.Form):
    """The texts of a kind of guide. A line that begins with a dash becomes a list."""

    background = _text(_("Background"), help_text=_("What somebody new has to know before they begin."))
    roles = _text(_("Roles"), help_text=_("Who takes part, one a line."))
    purpose = _text(_("Purpose"), rows=2, help_text=_("What this is for."))
    objective = _text(
        _("The ending: the business objective"), rows=2, help_text=_("What is true for the business when it is done.")
    )
    dos = _text(_("Do"), help_text=_("One a line, with a dash before each."))
    donts = _text(_("Do not"), help_text=_("One a line, with a dash before each."))
    body = _text(_("Text"), rows=14, help_text=_("An empty line begins a paragraph, a dash an item of a list."))
    url = _Url(label=_("Or where it is kept"), help_text=_("A link, when the text lives somewhere else."))
    pass_share = forms.IntegerField(
        label=_("Quiz passed from, in percent"), min_value=1, max_value=100, initial=DEFAULT_PASS_SHARE
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: GuideKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            if name not in PARTS[kind]:
                del self.fields[name]
        if "url" not in PARTS[kind]:
            del self.fields["url"]
        if "quiz" not in ROWS[kind]:
            del self.fields["pass_share"]


class StepForm(forms.Form):
    """Who does what, and the words for it; a row without an action is left out."""

    actor = forms.CharField(label=_("Who"), required=False, max_length=80)
    action = forms.CharField(label=_("Does what"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))
    wording = forms.CharField(
        label=_("Words to use"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Words need something to be done with them."""
        data = super().clean() or {}
        if not data.get("action") and (data.get("actor") or data.get("wording")) and not self.has_error("action"):
            self.add_error("action", _("Say what is done in this step."))
        return data

    def result(self) -> Step | None:
        """The step, None for an empty row."""
        data = self.cleaned_data
        return Step(data["action"], data["actor"], data["wording"]) if data.get("action") else None


class AssetForm(forms.Form):
    """Something to look at; a row without a title and link is left out."""

    kind = forms.ChoiceField(label=_("Kind"), choices=_KINDS, required=False)
    title = forms.CharField(label=_("Title"), required=False, max_length=160)
    url = _Url(label=_("Link"))

    def clean(self) -> dict[str, Any]:
        """Title and link belong together."""
        data = super().clean() or {}
        for name, other in (("title", "url"), ("url", "title")):
            if data.get(other) and not data.get(name) and not self.has_error(name):
                self.add_error(name, _("Both are needed."))
        return data

    def result(self) -> Asset | None:
        """The asset, None for an empty row."""
        data = self.cleaned_data
        kind = data.get("kind") or AssetKind.LINK.value
        return Asset(data["title"], data["url"], kind) if data.get("url") else None


class QuestionForm(forms.Form):
    """A question, its right answer, and wrong ones; a row without a question is left out."""

    text = forms.CharField(label=_("Question"), required=False, max_length=300)
    right = forms.CharField(label=_("Right answer"), required=False, max_length=300)
    wrong = forms.CharField(
        label=_("Wrong answers, one a line"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    def clean_wrong(self) -> tuple[str, ...]:
        """The lines that say something."""
        return tuple(line.strip() for line in self.cleaned_data["wrong"].splitlines() if line.strip())

    def clean(self) -> dict[str, Any]:
        """A question needs one right answer and something to confuse it with."""
        data = super().clean() or {}
        if not any(data.values()):
            return data
        for name, words in (
            ("text", _("Ask something.")),
            ("right", _("Give the right answer.")),
            ("wrong", _("Give at least one wrong answer.")),
        ):
            if not data.get(name) and not self.has_error(name):
                self.add_error(name, words)
        if data.get("right") in (data.get("wrong") or ()):
            self.add_error("wrong", _("This is the right answer."))
        return data

    def result(self) -> Question | None:
        """The question, None for an empty row."""
        data = self.cleaned_data
        return Question(data["text"], data["right"], data["wrong"]) if data.get("text") else None


ROW_FORMS: dict[str, type[forms.Form]] = {"steps": StepForm, "assets": AssetForm, "quiz": QuestionForm}


@dataclass
class Editor:
    """The whole editor of one guide: its texts, and a set of rows by name."""

    texts: TextsForm
    rows: dict[str, BaseFormSet[Any]]

    def is_valid(self) -> bool:
        """Every part, so that all messages show at once."""
        return all([self.texts.is_valid(), *[rows.is_valid() for rows in self.rows.values()]])

    def result(self) -> Content:
        """What was written."""
        data = self.texts.cleaned_data
        texts: dict[str, Any] = {name: data[name] for name in (*TEXTS, "url") if name in data}
        made: dict[str, Any] = {
            name: tuple(filter(None, (row.result() for row in rows))) for name, rows in self.rows.items()
        }
        return Content(**texts, **made, pass_share=data.get("pass_share") or DEFAULT_PASS_SHARE)


def editor_of(kind: GuideKind, content: Content, *, seen: int) -> Editor:
    """The editor with a content to go on from."""
    texts = {name: getattr(content, name) for name in (*TEXTS, "url")}
    initial = {
        "steps": [{"actor": step.actor, "action": step.action, "wording": step.wording} for step in content.steps],
        "assets": [{"kind": each.kind, "title": each.title, "url": each.url} for each in content.assets],
        "quiz": [{"text": each.text, "right": each.right, "wrong": "\n".join(each.wrong)} for each in content.quiz],
    }
    form = TextsForm(kind=kind, initial=texts | {"pass_share": content.pass_share, "seen": seen})
    return Editor(form, {name: _formset(name)(prefix=name, initial=initial[name]) for name in ROWS[kind]})


def posted_editor(kind: GuideKind, data: MultiValueDict[str, str]) -> Editor:
    """The editor as it was sent."""
    return Editor(TextsForm(data, kind=kind), {name: _formset(name)(data, prefix=name) for name in ROWS[kind]})


def rearranged_editor(kind: GuideKind, data: MultiValueDict[str, str], wish: str) -> Editor:
    """The editor as it was sent, with one row moved, added or taken away: ``steps-up-3``, ``quiz-remove-0``.

    Nothing is checked and nothing is saved; a wish that says nothing changes nothing.
    """
    name, _dash, rest = wish.partition("-")
    verb, _dash, place = rest.partition("-")
    texts = TextsForm(kind=kind, initial=data.dict())
    rows = {each: _typed(each, data) for each in ROWS[kind]}
    is_there = place.isdigit() and (verb == "add" or int(place) < len(rows.get(name, ())))
    if name in rows and verb in MOVES and is_there:
        MOVES[verb](rows[name], int(place))
    return Editor(texts, {each: _formset(each, spare=0)(prefix=each, initial=rows[each]) for each in rows})


def _typed(name: str, data: MultiValueDict[str, str]) -> list[Mapping[str, str]]:
    count = data.get(f"{name}-TOTAL_FORMS") or "0"
    fields = list(ROW_FORMS[name].base_fields)
    places = range(min(int(count), MOST_ROWS) if count.isdigit() else 0)
    return [{field: data.get(f"{name}-{place}-{field}") or "" for field in fields} for place in places]


def _up(rows: list[Mapping[str, str]], place: int) -> None:
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]


def _down(rows: list[Mapping[str, str]], place: int) -> None:
    if place + 1 < len(rows):
        _up(rows, place + 1)


MOVES: dict[str, Callable[[list[Mapping[str, str]], int], None]] = {
    "up": _up,
    "down": _down,
    "add": lambda rows, place: rows.insert(place + 1, {}),
    "remove": lambda rows, place: rows.__delitem__(place),
}


def _formset(name: str, *, spare: int | None = None) -> type[BaseFormSet[Any]]:
    extra = SPARE[name] if spare is None else spare
    return formset_factory(ROW_FORMS[name], extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
