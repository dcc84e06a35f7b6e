"""What the fit wizard asks, and the answers as one frozen value. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class Degree(StrEnum):
    """How much of something there is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Volatility(StrEnum):
    """How the volume of work moves."""

    STEADY = "steady"
    SEASONAL = "seasonal"
    SPIKES = "spikes"


class Change(StrEnum):
    """How often the way of doing it changes."""

    RARELY = "rarely"
    QUARTERLY = "quarterly"
    WEEKLY = "weekly"


class Geography(StrEnum):
    """Where and when the work is needed."""

    ONE_ZONE = "one_zone"
    MORE_ZONES = "more_zones"
    AROUND_THE_CLOCK = "around_the_clock"


class Presence(StrEnum):
    """Whether somebody has to be there."""

    REMOTE = "remote"
    ON_SITE = "on_site"


class Goal(StrEnum):
    """What is wanted of somebody else."""

    HANDS = "hands"
    OUTCOME = "outcome"
    CAPABILITY = "capability"
    ONE_PERSON = "one_person"


class Size(StrEnum):
    """How much work a month."""

    HOURS = "hours"
    ONE_OR_TWO = "one_or_two"
    TEAM = "team"


@dataclass(frozen=True)
class Answers:
    """One walk through the wizard.

    ``knowledge`` (of the house), ``sensitivity`` (of the data) and ``complexity`` are how much of it the work has;
    ``knows_skill``: we could do it ourselves and teach it.
    """

    volatility: Volatility
    change: Change
    knowledge: Degree
    sensitivity: Degree
    complexity: Degree
    geography: Geography
    presence: Presence
    goal: Goal
    size: Size
    knows_skill: bool

    def to_dict(self) -> dict[str, str | bool]:
        """Plain values, as they are stored."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> Answers:
        """The answers again.

        Raises:
            ValueError: when a key is missing or a value unknown.
        """
        missing = [field.name for field in fields(cls) if field.name not in stored]
        if missing:
            raise ValueError(f"not answered: {', '.join(missing)}")
        kinds: dict[str, type[StrEnum]] = {
            "volatility": Volatility,
            "change": Change,
            "knowledge": Degree,
            "sensitivity": Degree,
            "complexity": Degree,
            "geography": Geography,
            "presence": Presence,
            "goal": Goal,
            "size": Size,
        }
        values: dict[str, object] = {name: kind(str(stored[name])) for name, kind in kinds.items()}
        knows_skill = stored["knows_skill"]
        if knows_skill is not True and knows_skill is not False:
            raise ValueError(f"knows_skill is yes or no, not {knows_skill!r}")
        return cls(**values, knows_skill=knows_skill)  # type: ignore[arg-type]  # each has its kind


def _plain(value: object) -> str | bool:
    return value if isinstance(value, bool) else str(value)
