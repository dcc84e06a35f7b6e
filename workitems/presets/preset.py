"""What is known about the exports of one source."""

from dataclasses import dataclass, field

from workitems.canonical import Shape
from workitems.states import StateMeaning

Aliases = dict[str, tuple[str, ...]]
States = dict[str, StateMeaning]


def plain(name: str) -> str:
    """A column's name as presets compare it: lower case, words apart by one space, no punctuation."""
    kept = "".join(character if character.isalnum() else " " for character in name.casefold())
    return " ".join(kept.split())


@dataclass(frozen=True, slots=True)
class Preset:
    """How one source names its columns and states.

    `signature` are plain column names that together give the source away; `aliases` has per canonical field the names
    it goes by, the likeliest first; `states` the meaning of states that is certain for this source (all others are
    asked); `value_maps` what its values become. `once_per_item`: no number comes twice.
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

    def likeness(self, header: frozenset[str]) -> float:
        """Share of the signature that a header of plain names has, 0 to 1."""
        return len(self.signature & header) / len(self.signature) if self.signature else 0.0
