"""Everything that follows from a case, computed once: what the pages show, the PDF prints and the seal covers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from finance.case.break_even import BreakEven, break_evens
from finance.case.chance import Chance, chances
from finance.case.document import Document, canonical
from finance.case.results import Results, all_results
from finance.case.sensitivity import Sensitivity, sensitivity


@dataclass(frozen=True, slots=True)
class Findings:
    """The figures of every option by its key; sensitivity and break-evens of all but today's."""

    results: Mapping[str, Results]
    sensitivities: Mapping[str, Sensitivity]
    break_evens: Mapping[str, tuple[BreakEven, ...]]
    chances: Mapping[str, Chance]


def find(document: Document) -> Findings:
    """Compute it; raises CaseError when amounts are too large."""
    case = document.case
    compared = [option.key for option in case.options if option.key != case.baseline]
    return Findings(
        results=all_results(case),
        sensitivities={key: sensitivity(case, key) for key in compared},
        break_evens={key: break_evens(case, key) for key in compared},
        chances=chances(case, seed=document.seed),
    )


def findings_json(findings: Findings) -> dict[str, Any]:
    """The findings as JSON values, numbers as text."""
    found: dict[str, Any] = _plain(findings)
    return found


def seal(inputs: Mapping[str, Any], results: Mapping[str, Any]) -> str:
    """SHA-256 over inputs and results together, 64 hexadecimal digits."""
    return hashlib.sha256(canonical({"inputs": inputs, "results": results})).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.value if isinstance(value, Enum) else value
