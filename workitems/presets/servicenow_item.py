"""ServiceNow, one row an incident: the list view's export."""

from workitems.canonical import Shape
from workitems.presets.preset import Preset
from workitems.presets.servicenow_columns import ALIASES, SIGNATURE, STATES

PRESET = Preset(
    key="servicenow_item",
    label="ServiceNow (one row a ticket)",
    source="servicenow",
    shape=Shape.ITEM,
    signature=SIGNATURE,
    aliases={**ALIASES, "event_at": ("sys updated on", "sys updated at", "updated")},
    states=STATES,
)
