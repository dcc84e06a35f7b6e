"""How the columns of one kind of file are read: a value that a person confirms once and the next file finds again."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from zoneinfo import ZoneInfo

from foundation.inbox.problems import ImportProblem
from foundation.inbox.values.dates import DateOrder
from foundation.inbox.values.durations import DurationUnit
from foundation.inbox.values.numbers import DecimalStyle
from foundation.inbox.values.parsed import MISSING_TEXTS
from workitems import import_kinds as kinds
from workitems.canonical import FIELDS, REQUIRED, Shape
from workitems.states import StateMeaning

VERSION = 1
PLACES = ("engagement", "vendor")
EVERY_ROW = ""
"""The column of a placement that sends every row to one place."""


class MappingInvalid(ValueError):  # noqa: N818 - a state, not a fault of ours
    """The data is no mapping; `problem` says what to correct."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.problem: ImportProblem = kinds.MAPPING_WRONG.at(detail=detail)


def same_value(text: str) -> str:
    """How values of a value map are compared: without regard to case and white space around."""
    return text.strip().casefold()


@dataclass(frozen=True, slots=True)
class Placement:
    """Sends the values of one column to engagements or vendors.

    `target` is `engagement` or `vendor`; `values` maps a value to the key of one. A value without an entry goes to the
    Unassigned bucket, counted. With the column ``EVERY_ROW`` all rows go where its one entry says.
    """

    column: str
    target: str
    values: dict[str, str]

    def __post_init__(self) -> None:
        if self.target not in PLACES:
            raise MappingInvalid(f"a placement leads to an engagement or a vendor, not to “{self.target}”")


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file is read as work items. Frozen; use `dataclasses.replace` to change one. Raises MappingInvalid.

    `columns` maps a canonical field to the name of its column (a column may serve several fields). `zone` is the IANA
    zone of times without an offset. `date_orders` has the order per column where it is not `date_order`. `states` maps
    a state to its meaning, `value_maps` has per field what a source's value becomes (priority, satisfaction, yes and
    no). `defaults` has per field the text that stands for a missing cell or column. `preset` names where it came from.
    """

    source: str
    shape: Shape
    columns: dict[str, str]
    zone: str = "UTC"
    date_order: DateOrder = DateOrder.ISO
    date_orders: dict[str, DateOrder] = field(default_factory=dict)
    decimal_style: DecimalStyle = DecimalStyle.POINT
    duration_unit: DurationUnit = DurationUnit.MINUTES
    missing: tuple[str, ...] = MISSING_TEXTS
    states: dict[str, StateMeaning] = field(default_factory=dict)
    value_maps: dict[str, dict[str, str]] = field(default_factory=dict)
    placement: Placement | None = None
    defaults: dict[str, str] = field(default_factory=dict)
    preset: str = ""

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise MappingInvalid("the source has no name")
        for name in (*self.columns, *self.value_maps, *self.defaults):
            if name not in FIELDS:
                raise MappingInvalid(f"there is no field “{name}”")
        try:
            ZoneInfo(self.zone)
        except (ValueError, OSError, KeyError):
            raise MappingInvalid(f"there is no time zone “{self.zone}”") from None

    @property
    def clock_zone(self) -> ZoneInfo:
        """The zone of naive times."""
        return ZoneInfo(self.zone)

    def problems(self, header: Sequence[str]) -> tuple[ImportProblem, ...]:
        """What keeps a file with this header from being read: columns it lacks, fields that no column gives."""
        known = set(header)
        wanted = dict(self.columns)
        if self.placement and self.placement.column != EVERY_ROW:
            wanted["placement"] = self.placement.column
        absent = [
            kinds.COLUMN_MISSING.at(1, column, column, field=FIELDS[name].label if name in FIELDS else name)
            for name, column in wanted.items()
            if column not in known
        ]
        unmapped = [
            kinds.FIELD_UNMAPPED.at(1, field=FIELDS[name].label)
            for name in REQUIRED[self.shape]
            if name not in self.columns and name not in self.defaults
        ]
        return (*absent, *unmapped)

    def order_of(self, column: str) -> DateOrder:
        """In which order that column writes its dates."""
        return self.date_orders.get(column, self.date_order)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; `from_json` is the way back."""
        return {
            "version": VERSION,
            "source": self.source,
            "shape": self.shape.value,
            "preset": self.preset,
            "columns": dict(self.columns),
            "zone": self.zone,
            "date_order": self.date_order.value,
            "date_orders": {column: order.value for column, order in self.date_orders.items()},
            "decimal_style": self.decimal_style.value,
            "duration_unit": self.duration_unit.value,
            "missing": list(self.missing),
            "states": {state: meaning.value for state, meaning in self.states.items()},
            "value_maps": {name: dict(values) for name, values in self.value_maps.items()},
            "placement": self.placement
            and {
                "column": self.placement.column,
                "target": self.placement.target,
                "values": dict(self.placement.values),
            },
            "defaults": dict(self.defaults),
        }

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The mapping that `to_json` wrote, or a person did. Raises MappingInvalid, saying what to correct."""
        if not isinstance(data, dict):
            raise MappingInvalid("a mapping is a JSON object")
        given = dict(data)
        if given.pop("version", VERSION) != VERSION:
            raise MappingInvalid(f"only version {VERSION} is understood")
        unknown = sorted(set(given) - set(cls.__dataclass_fields__))
        if unknown:
            raise MappingInvalid(f"“{unknown[0]}” is no part of a mapping")
        try:
            return cls(**{name: _part(name, value) for name, value in given.items()})
        except MappingInvalid:
            raise
        except (TypeError, ValueError, AttributeError) as error:
            raise MappingInvalid(str(error)) from None

    def fingerprint(self) -> str:
        """SHA-256 of its meaning; the order of entries does not matter. The same file and fingerprint is one batch."""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise MappingInvalid(f"“{value}” should be text")
    return value


def _texts(values: Any) -> dict[str, str]:
    return {_text(key): _text(value) for key, value in values.items()}


def _placement(value: Any) -> Placement | None:
    return Placement(**{**value, "values": _texts(value.get("values", {}))}) if value else None


_PARTS: dict[str, Callable[[Any], Any]] = {
    "shape": Shape,
    "date_order": DateOrder,
    "decimal_style": DecimalStyle,
    "duration_unit": DurationUnit,
    "missing": lambda value: tuple(_text(each) for each in value),
    "placement": _placement,
    "states": lambda value: {_text(state): StateMeaning(meaning) for state, meaning in value.items()},
    "date_orders": lambda value: {_text(column): DateOrder(order) for column, order in value.items()},
    "value_maps": lambda value: {_text(name): _texts(values) for name, values in value.items()},
    "columns": _texts,
    "defaults": _texts,
}


def _part(name: str, value: Any) -> Any:
    """One part of a mapping out of JSON. Raises TypeError, ValueError, AttributeError, MappingInvalid."""
    read: Callable[[Any], Any] = _PARTS.get(name, _text)
    return read(value)


def header_fingerprint(header: Iterable[str]) -> str:
    """SHA-256 of the columns' names, whatever their order: how the next file of the same kind is recognised."""
    text = "\n".join(sorted(" ".join(name.split()).casefold() for name in header))
    return hashlib.sha256(text.encode()).hexdigest()
