"""Any event log: many rows an item, each with a state and the moment it began."""

from workitems.canonical import Shape
from workitems.presets.generic_columns import ALIASES, CHANGED, STATES, VALUE_MAPS
from workitems.presets.preset import Preset

PRESET = Preset(
    key="generic_event_log",
    label="Any event log (many rows an item)",
    source="import",
    shape=Shape.EVENT_LOG,
    signature=frozenset(),
    aliases={
        **ALIASES,
        "event_at": (
            "timestamp",
            "event time",
            "event date",
            "time",
            "date",
            *CHANGED,
            "zeitstempel",
            "zeitpunkt",
            "datum",
        ),
    },
    states=STATES,
    value_maps=VALUE_MAPS,
    once_per_item=False,
)
