"""What a rule of the health check says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symptom:
    """What one rule found; empty ``signs`` means healthy. ``link`` is the name of a page that takes org and pk."""

    signs: tuple[str, ...]
    link: str
