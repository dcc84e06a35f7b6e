"""Any table with one row an item."""

from workitems.canonical import Shape
from workitems.presets.generic_columns import ALIASES, CHANGED, STATES, VALUE_MAPS
from workitems.presets.preset import Preset

PRESET = Preset(
    key="generic_item",
    label="Any table (one row an item)",
    source="import",
    shape=Shape.ITEM,
    signature=frozenset(),
    aliases={**ALIASES, "event_at": CHANGED},
    states=STATES,
    value_maps=VALUE_MAPS,
)
