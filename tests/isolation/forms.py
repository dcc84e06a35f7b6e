"""The forms of a page, as a program sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

PLAUSIBLE = {"date": "2199-12-15", "number": "1", "email": "somebody@kestrel.example", "hidden": "", "url": ""}


@dataclass
class Form:
    """One form: where it goes, what it holds, which fields offer choices, and of what kind the others are."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> list[str]:
        """The fields that are hidden or numbers, and hold one: what may be an id."""
        return [
            name for name, kind in self.kinds.items() if kind in ("hidden", "number") and self.values[name].isdecimal()
        ]

    @property
    def plausible(self) -> dict[str, str]:
        """What it holds, with something in each empty field, so that it comes as far as it can."""
        return {
            name: value or PLAUSIBLE.get(self.kinds.get(name, "text"), "A word") for name, value in self.values.items()
        }


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            self.form = Form(values.get("action", ""), values.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input" and name:
            self._input(self.form, name, values)
        elif tag == "select" and name:
            self.select = name
            self.form.choices[name] = []
        elif tag == "option" and self.select:
            self.form.choices[self.select].append(values.get("value", ""))
            if "selected" in values:
                self.form.values[self.select] = values.get("value", "")
        elif tag == "textarea" and name:
            self.textarea = name
            self.form.values[name] = ""

    @staticmethod
    def _input(form: Form, name: str, values: dict[str, str]) -> None:
        kind = values.get("type", "text")
        if kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(values.get("value", "on"))
            if "checked" in values:
                form.values[name] = values.get("value", "on")
        elif kind not in {"file", "submit", "button"} and name != "csrfmiddlewaretoken":
            form.values[name] = values.get("value", "")
            form.kinds[name] = kind

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea and self.form:
            self.form.values[self.textarea] += data


def forms_of(response: Any) -> list[Form]:
    """Every form of an HTML answer; sign-out and other accounts' forms are left alone."""
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    reader = _Reader()
    reader.feed(response.content.decode())
    return [form for form in reader.forms if not form.action.startswith("/accounts/")]
