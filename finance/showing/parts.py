"""What the pages show of a case, in words: its figures, options, rows, charts and assumptions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from finance.case import Document, Option


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an option: at base, and in the combined low and high case; ``note`` goes with the base."""

    label: str
    base: str
    low: str
    high: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option in the comparison."""

    key: str
    name: str
    is_preferred: bool
    is_today: bool
    status: str
    way: str
    npv: str
    npv_range: str
    payback: str
    total: str
    per_unit: str
    chance: str
    gains: str
    gives_up: str


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row of the cost table: the amount of each option, in its order, and preferred less today."""

    name: str
    cells: tuple[str, ...]
    difference: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for a wide page and one for a phone, with the sentence that it shows."""

    finding: str
    wide: SafeString
    phone: SafeString


@dataclass(frozen=True, slots=True)
class DriverRow:
    """A driver in the tornado's table and the break-evens."""

    name: str
    base: str
    low: str
    high: str
    npv_at_low: str
    npv_at_high: str
    break_even: str
    change: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number with where it comes from."""

    key: str
    name: str
    value: str
    spread: str
    grade: str
    basis: str
    source: str
    is_thumb: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Showing:
    """What the pages show of a document and its findings; about the preferred option unless it says otherwise."""

    document: Document
    headline: str
    verdict: str
    status: str
    figures: tuple[Figure, ...]
    options: tuple[OptionRow, ...]
    cost_rows: tuple[TotalRow, ...]
    cost_total: TotalRow
    value_rows: tuple[TotalRow, ...]
    listed: tuple[str, ...]
    cumulative: Drawing
    tornado: Drawing
    drivers: tuple[DriverRow, ...]
    chance: str
    flows: tuple[tuple[int, str, str, str, str, str], ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[str, ...]

    @property
    def preferred(self) -> Option:
        """The option that is asked for."""
        return self.document.case.option(self.document.preferred)
