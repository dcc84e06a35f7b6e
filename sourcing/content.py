"""What a published brief says, as a frozen value. Pure.

The client's texts, and the facts of process, scope, outcomes and procedures as they stood on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric with what was agreed about it; ``unit`` and ``sign`` ("≥") as pages show them."""

    name: str
    definition: str
    source: str
    unit: str
    sign: str
    baseline: Decimal | None
    minimum: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True)
class Wanted:
    """An outcome with its measures."""

    statement: str
    why: str
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Volume:
    """A part of the work and how much of it comes a week, with the band in which that may move."""

    name: str
    details: str
    weekly: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Procedure:
    """A version of an SOP or checklist."""

    title: str
    number: int
    effective_from: str
    purpose: str
    objective: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a vendor needs to make an offer. Texts with lines are lists; ``work`` is (label key, text)."""

    problem: str = ""
    in_scope: tuple[str, ...] = ()
    out_of_scope: tuple[str, ...] = ()
    guardrails: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    remarks: str = ""
    trial_task: str = ""
    process: str = ""
    work: tuple[tuple[str, str], ...] = ()
    volumes: tuple[Volume, ...] = ()
    coverage: str = ""
    outcomes: tuple[Wanted, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    weights: tuple[tuple[str, Decimal], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values; numbers that must stay exact are texts."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def content_from(values: Mapping[str, Any]) -> Content:
    """A content from the plain values of ``as_json``; unknown names are left out, what is missing is empty."""
    known = {name: values[name] for name in (field.name for field in fields(Content)) if name in values}
    for name in ("in_scope", "out_of_scope", "guardrails", "evidence"):
        known[name] = tuple(known.get(name, ()))
    known["work"] = tuple((label, text) for label, text in known.get("work", ()))
    known["volumes"] = tuple(Volume(**each) for each in known.get("volumes", ()))
    known["procedures"] = tuple(
        Procedure(**{**each, "steps": tuple(each["steps"])}) for each in known.get("procedures", ())
    )
    known["weights"] = tuple((key, Decimal(weight)) for key, weight in known.get("weights", ()))
    known["outcomes"] = tuple(
        Wanted(each["statement"], each["why"], tuple(_measure(one) for one in each["measures"]))
        for each in known.get("outcomes", ())
    )
    return Content(**known)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something, without bullets before them."""
    found = (line.strip().lstrip("-*\N{BULLET}").strip() for line in text.splitlines())
    return tuple(line for line in found if line)


def _measure(values: Mapping[str, Any]) -> Measure:
    exact = {name: Decimal(values[name]) for name in ("minimum", "expected")}
    baseline = None if values["baseline"] is None else Decimal(values["baseline"])
    return Measure(**{**values, **exact, "baseline": baseline})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, Decimal) else value
