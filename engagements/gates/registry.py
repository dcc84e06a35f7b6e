"""The registry of gate checks: each is one function that looks at one engagement and says what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from engagements.models import Engagement, Stage


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: whether it ``holds``, a sentence about what there is or what is missing, where to mend it.

    ``link`` is the name of a page ("app:model-action") that takes ``org`` and ``pk``; ``link_pk`` is that pk, the
    engagement's when None, and ``link_word`` a third parameter that some pages take.
    """

    holds: bool
    message: str = ""
    link: str = ""
    link_pk: int | None = None
    link_word: str = ""


Ask: TypeAlias = Callable[[Engagement, date], Finding]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. One that only ``warns`` is shown and never shuts the gate."""

    key: str
    stage: Stage
    label: str
    ask: Ask
    warns: bool = False


_CHECKS: dict[str, Check] = {}
STANDS_BEFORE = frozenset({Stage.LIVE, Stage.EXIT})


def check(*, key: str, stage: Stage, label: object, warns: bool = False) -> Callable[[Ask], Ask]:
    """Register the function below as the check ``key`` of a stage's gate; a later one of the same key replaces it.

    Up to the pilot a stage's gate stands at its end: it must be open before the engagement goes on to the next stage.
    The gates of live and exit stand at their beginning. ``label`` is a lazy text of a few words.
    """

    def register(ask: Ask) -> Ask:
        _CHECKS[key] = Check(key, stage, label, ask, warns)  # type: ignore[arg-type]  # a lazy text
        return ask

    return register


def checks_of(stage: Stage) -> list[Check]:
    """The checks of a stage's gate, in the order in which the rooms registered them."""
    return [each for each in _CHECKS.values() if each.stage == stage]


def check_of(key: str) -> Check | None:
    """The check of a key, None when no room registered one."""
    return _CHECKS.get(key)


def stages_before(stage: str, target: str) -> list[Stage]:
    """The stages whose gates must be open on the way from ``stage`` to ``target``, none on the way back.

    >>> [each.value for each in stages_before("partner", "live")]
    ['partner', 'pilot', 'live']
    """
    order = list(Stage)
    start, end = order.index(Stage(stage)), order.index(Stage(target))
    at_their_end = [each for each in order[start:end] if each not in STANDS_BEFORE]
    return at_their_end + [each for each in order[start + 1 : end + 1] if each in STANDS_BEFORE]
