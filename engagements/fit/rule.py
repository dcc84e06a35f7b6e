"""A rule of the fit wizard: when it fires, what it speaks for or against, and why, in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engagements.fit.answers import Answers

IN_HOUSE = "in_house"
AUGMENTATION = "augmentation"
MANAGED = "managed"
BUILD_OPERATE_TRANSFER = "bot"
AGENCY = "agency"
FREELANCER = "freelancer"
ASSISTANT = "assistant"
MODELS = (IN_HOUSE, AUGMENTATION, MANAGED, BUILD_OPERATE_TRANSFER, AGENCY, FREELANCER, ASSISTANT)
"""The values of ``models.processes.SourcingModel``, in the order that settles a tie: the more careful one first."""


@dataclass(frozen=True)
class Rule:
    """``points`` are given to models when it fires; ``leaves`` are the only models that come into question then (empty:
    all of them); ``is_warning`` marks work unfit for leaving the house."""

    key: str
    words: str
    fires: Callable[[Answers], bool]
    points: Mapping[str, int] = field(default_factory=dict)
    is_warning: bool = False
    leaves: frozenset[str] = frozenset()


def marked(text: str) -> str:
    """Marks a text for translation; it is translated where it is shown."""
    return text
