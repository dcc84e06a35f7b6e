"""ServiceNow, many rows an incident: its audit history, each row the incident as it stood after an update."""

from workitems.canonical import Shape
from workitems.presets.preset import Preset
from workitems.presets.servicenow_columns import ALIASES, SIGNATURE, STATES

PRESET = Preset(
    key="servicenow_event_log",
    label="ServiceNow (event log, many rows a ticket)",
    source="servicenow",
    shape=Shape.EVENT_LOG,
    signature=SIGNATURE | {"sys updated at", "sys mod count"},
    aliases={**ALIASES, "event_at": ("sys updated at", "sys updated on", "updated")},
    states=STATES,
    once_per_item=False,
)
