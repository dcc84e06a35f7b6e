"""Texts of the starter templates: marked where they stand, translated when a template is used. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Text(str):
    """A text for people, in English; other strings of a template are keys and stay as they are."""

    __slots__ = ()


def _(text: str) -> Text:
    """Marks a text for translation."""
    return Text(text)


def worded(content: Any, say: Callable[[str], str]) -> Any:
    """A template's content with every marked text said in the reader's language, as plain JSON values.

    >>> worded({"kind": "text", "name": Text("Night desk")}, str.upper)
    {'kind': 'text', 'name': 'NIGHT DESK'}
    """
    if isinstance(content, Text):
        return str(say(str(content)))
    if isinstance(content, dict):
        return {str(worded(key, say)): worded(value, say) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [worded(each, say) for each in content]
    return content
