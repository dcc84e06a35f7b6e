"""A template for another country: the same agreement with other holidays, another language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any


def variant(content: Mapping[str, Any], *, country: str, language: str) -> dict[str, Any]:
    """A copy with the public holidays of ``country`` (ISO code, empty: none) and every segment in ``language``.

    An empty language leaves the segments as they are.

    >>> variant({"coverage": {"week": {}}, "segments": [{"name": "Mail"}]}, country="PT", language="Portuguese")
    {'coverage': {'week': {}, 'country': 'PT'}, 'segments': [{'name': 'Mail', 'language': 'Portuguese'}]}
    """
    copy = deepcopy(dict(content))
    if isinstance(copy.get("coverage"), dict) and not copy["coverage"].get("always_open"):
        copy["coverage"]["country"] = country
    if language:
        for segment in copy.get("segments") or []:
            segment["language"] = language
    return copy


def language_of(content: Mapping[str, Any]) -> str:
    """The language that all segments have in common, else empty."""
    found = {segment.get("language", "") for segment in content.get("segments") or []}
    return str(found.pop()) if len(found) == 1 else ""
