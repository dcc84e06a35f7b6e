"""`python3 dev.py bench [names]`: runs the benchmarks one after another and writes what they found.

Names are modules of this folder (`clock`) or numbers (`5`); none means all. Each module runs in a process of its own,
on a database emptied before it, and yields ratios against a baseline measured in the same run. The newest results of
each are kept in `docs/benchmarks.json` and shown in the table of `docs/benchmarks.md`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.machine import machine
from benchmarks.report import lines, write_table
from benchmarks.running import measured

DOCUMENT: Final = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
RESULTS: Final = DOCUMENT.with_suffix(".json")
# The numbers of a module's results, in their order; a single number holds for all of them.
MODULES: Final = {
    "ingest": (1, 2),
    "clock": (3, 4),
    "scorecards": (5, 6, 8),
    "walls": (9,),
    "pdf": (13,),
    "cases": (16,),
}


def main(wanted: Sequence[str]) -> int:
    """Runs what is wanted; returns 1 for a name that is none, or when a benchmark broke."""
    unknown = [name for name in wanted if name not in MODULES and not _modules_of(name)]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(MODULES)}.")
        return 1
    names = [name for name in MODULES if not wanted or name in wanted or any(name in _modules_of(w) for w in wanted)]
    kept: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name in names:
        kept[name] = {"machine": machine(), "results": list(_run(name))}
        print(*lines(kept[name]["results"]), sep="\n", flush=True)
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n")
        write_table(DOCUMENT, [kept[each] for each in MODULES if each in kept])
    return 1 if any("error" in result for name in names for result in kept[name]["results"]) else 0


def _modules_of(number: str) -> list[str]:
    return [name for name, numbers in MODULES.items() if number in map(str, numbers)]


def _run(name: str) -> Iterator[dict[str, Any]]:
    """The numbered results of one module; one that breaks is a result too, with the error."""
    print(f"{name} ...", flush=True)
    began = perf_counter()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            results = pool.submit(measured, name).result()
        except Exception as error:  # noqa: BLE001  # the others shall still run
            results = [{"name": name, "error": f"{type(error).__name__}: {str(error)[:300]}"}]
    numbers = MODULES[name] if len(results) == len(MODULES[name]) else MODULES[name][:1] * len(results)
    for number, result in zip(numbers, results, strict=True):
        yield {"number": number, **result}
    print(f"  {perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
