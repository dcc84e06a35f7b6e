"""Which source a file comes from, by its column names and by whether numbers come twice."""

from collections.abc import Sequence
from typing import NamedTuple

from workitems.presets import (
    generic_event_log,
    generic_item,
    jira_service_management,
    servicenow_event_log,
    servicenow_item,
    zendesk,
)
from workitems.presets.columns import match_columns
from workitems.presets.names import plain
from workitems.presets.preset import Preset

PRESETS: dict[str, Preset] = {
    module.PRESET.key: module.PRESET
    for module in (
        servicenow_event_log,
        servicenow_item,
        zendesk,
        jira_service_management,
        generic_item,
        generic_event_log,
    )
}
_GENERIC_SCORE = 0.5
_SHAPE_WEIGHT = 0.2


class Detection(NamedTuple):
    """A preset and how well it fits, 0 to 1."""

    preset: Preset
    score: float


def detect(header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> list[Detection]:
    """Every preset with its score, best first.

    The score is the share of the preset's signature in the header (0.5 for a preset without one), less 0.2 when the
    sample's numbers come twice and the preset says once per item, or the other way round.
    """
    names = frozenset(plain(name) for name in header)
    found = []
    for preset in PRESETS.values():
        likeness = preset.likeness(names) if preset.signature else _GENERIC_SCORE
        once = _once_per_item(preset, header, sample)
        found.append(Detection(preset, max(0.0, likeness - (0.0 if once == preset.once_per_item else _SHAPE_WEIGHT))))
    return sorted(found, key=lambda each: -each.score)


def _once_per_item(preset: Preset, header: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """Whether no number in the sample comes twice; true without a sample or a column of numbers."""
    match = match_columns(header, preset).found.get("external_id")
    if match is None:
        return True
    place = list(header).index(match.column)
    numbers = [row[place] for row in sample if len(row) > place]
    return len(set(numbers)) == len(numbers)
