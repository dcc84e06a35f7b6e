"""What is known about the exports of one source."""

from dataclasses import dataclass, field

from foundation.inbox.values.durations import DurationUnit
from workitems.canonical import Shape
from workitems.states import StateMeaning

Aliases = dict[str, tuple[str, ...]]
States = dict[str, StateMeaning]


@dataclass(frozen=True, slots=True)
class Preset:
    """How one source names its columns and states.

    `signature` are plain column names that together give the source away; `aliases` has per canonical field the names
    it goes by, the likeliest first; `states` the meaning of states that is certain for this source (all others are
    asked); `value_maps` what its values become. `once_per_item`: no number comes twice.
    `duration_unit` is what its plain durations count; None: whatever a column's name says.
    """

    key: str
    label: str
    source: str
    shape: Shape
    signature: frozenset[str]
    aliases: Aliases
    states: States = field(default_factory=dict)
    value_maps: dict[str, dict[str, str]] = field(default_factory=dict)
    once_per_item: bool = True
    duration_unit: DurationUnit | None = None

    def likeness(self, header: frozenset[str]) -> float:
        """Share of the signature that a header of plain names has, 0 to 1."""
        return len(self.signature & header) / len(self.signature) if self.signature else 0.0
