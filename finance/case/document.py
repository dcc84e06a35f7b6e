"""A case as a document: what is stored, sealed, attached to the PDF and read back without loss.

JSON with numbers as text, so that no reader rounds them; canonical, so that equal cases have equal fingerprints.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from finance.case.drivers import Driver
from finance.case.lines import Line
from finance.case.model import Case, Option
from finance.case.origins import OptionNote, Source
from finance.case.problems import Problem, ProblemCode, refuse

VERSION: Final = 1
"""Of the document's form; a reader refuses one it does not know."""
LONGEST_NAME: Final = 120
LONGEST_TEXT: Final = 500
MOST_OPTIONS: Final = 6
MOST_DRIVERS: Final = 80
MOST_LINES: Final = 40
MOST_POINTS: Final = 12


@dataclass(frozen=True, slots=True)
class Document:
    """A case with what people say about it.

    Month 1 begins on `start_date`. `preferred` is the option that is asked for, never the baseline. `seed` makes the
    Monte Carlo come out again. `sources` has one source for each driver, `notes` one note for each option. Raises
    CaseError.
    """

    case: Case
    start_date: date
    preferred: str
    seed: int
    sources: Mapping[str, Source] = field(default_factory=dict)
    notes: Mapping[str, OptionNote] = field(default_factory=dict)
    ask: str = ""
    risks: tuple[str, ...] = ()
    guardrails: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuse(self._problems())

    def source(self, driver: str) -> Source:
        """Where a driver's numbers came from."""
        return self.sources[driver]

    def _problems(self) -> Iterator[Problem]:
        case = self.case
        options, drivers = {option.key for option in case.options}, {driver.key for driver in case.drivers}
        if self.preferred not in options or self.preferred == case.baseline:
            text = "The option that is asked for is one of the case's, and not today's"
            yield Problem(ProblemCode.UNKNOWN_OPTION, "preferred", text)
        if self.seed < 0:
            yield Problem(ProblemCode.OUT_OF_RANGE, "seed", "A seed is 0 or more")
        for key in sorted(drivers - self.sources.keys()):
            yield Problem(ProblemCode.NO_SOURCE, key, f"{case.driver(key).name}: where does it come from?")
        for key in sorted((self.sources.keys() - drivers) | (self.notes.keys() - options)):
            yield Problem(ProblemCode.UNKNOWN_DRIVER, key, f"There is no {key!r}")
        for key in sorted(options - self.notes.keys()):
            yield Problem(ProblemCode.NO_SOURCE, key, f"{case.option(key).name}: which kind of option is it?")
        yield from self._too_much()

    def _too_much(self) -> Iterator[Problem]:
        case = self.case
        counts = [
            ("options", len(case.options), MOST_OPTIONS),
            ("drivers", len(case.drivers), MOST_DRIVERS),
            ("risks", len(self.risks), MOST_POINTS),
            ("guardrails", len(self.guardrails), MOST_POINTS),
            *((option.key, len(option.lines), MOST_LINES) for option in case.options),
        ]
        for about, found, most in counts:
            if found > most:
                yield Problem(ProblemCode.TOO_LARGE, about, f"{about}: {found} are more than {most}")
        named = [
            *((driver.key, driver.name) for driver in case.drivers),
            *((option.key, option.name) for option in case.options),
            *((line.key, line.name) for option in case.options for line in option.lines),
        ]
        for key, name in named:
            if not name.strip() or len(name) > LONGEST_NAME:
                text = f"{name[:40] or key}: a name has 1 to {LONGEST_NAME} characters"
                yield Problem(ProblemCode.BAD_TEXT, key, text)
        texts = [
            ("ask", self.ask),
            *((driver.key, driver.basis) for driver in case.drivers),
            *((key, text) for key, note in self.notes.items() for text in (note.gains, note.gives_up)),
            *(("risks", text) for text in self.risks),
            *(("guardrails", text) for text in self.guardrails),
        ]
        for about, text in texts:
            if len(text) > LONGEST_TEXT:
                yield Problem(ProblemCode.BAD_TEXT, about, f"A text has at most {LONGEST_TEXT} characters")


def to_json(document: Document) -> dict[str, Any]:
    """The document as JSON values: numbers that are counted as text, months and the seed as integers."""
    case = document.case
    return {
        "version": VERSION,
        "months": case.months,
        "start_date": document.start_date.isoformat(),
        "currency": case.currency,
        "discount_rate": _number(case.discount_rate),
        "counts_non_cash": case.counts_non_cash,
        "baseline": case.baseline,
        "preferred": document.preferred,
        "volume": case.volume,
        "growth": case.growth,
        "ramp": case.ramp,
        "seed": document.seed,
        "ask": document.ask,
        "risks": list(document.risks),
        "guardrails": list(document.guardrails),
        "drivers": [_driver(driver, document.sources[driver.key]) for driver in case.drivers],
        "options": [_option(option, document.notes[option.key]) for option in case.options],
    }


def canonical(data: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys and no blanks, in UTF-8: the bytes that are hashed and attached."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(data: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _driver(driver: Driver, source: Source) -> dict[str, Any]:
    return {
        "key": driver.key,
        "name": driver.name,
        "unit": driver.unit,
        "low": _number(driver.low),
        "base": _number(driver.base),
        "high": _number(driver.high),
        "grade": driver.grade.value,
        "basis": driver.basis,
        "currency": driver.currency,
        "per": driver.per.value,
        "at_least": _number(driver.at_least),
        "at_most": None if driver.at_most is None else _number(driver.at_most),
        "source": {
            "kind": source.kind.value,
            "label": source.label,
            "on": source.on.isoformat(),
            "ref": source.ref,
        },
    }


def _option(option: Option, note: OptionNote) -> dict[str, Any]:
    return {
        "key": option.key,
        "name": option.name,
        "way": note.way.value,
        "gains": note.gains,
        "gives_up": note.gives_up,
        "lines": [_line(line) for line in option.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key,
        "name": line.name,
        "category": line.category.value,
        "drivers": list(line.drivers),
        "timing": line.timing.value,
        "month": line.month,
        "first_month": line.first_month,
        "last_month": line.last_month,
        "steps": [{"month": step.month, "factor": _number(step.factor)} for step in line.steps],
        "bands": [{"above": _number(band.above), "factor": _number(band.factor)} for band in line.bands],
        "follows": line.follows.value,
        "index": line.index,
        "is_cash": line.is_cash,
    }


def _number(value: Decimal) -> str:
    """Plain digits without trailing zeros: 0.090 and 0.09 are one number and one text."""
    return format(value.normalize(), "f") if value else "0"
