"""The arithmetic of a business case: pure, no Django, no I/O (docs/metrics.md, business case).

`Case` holds what is assumed and refuses what cannot be computed; `results`, `sensitivity`, `break_evens` and `chances`
say what follows. Decimal goes in and comes out; float64 stays inside.
"""

from finance.case.break_even import BreakEven, break_evens
from finance.case.chance import DRAWS, Chance, chances
from finance.case.document import Document, canonical, fingerprint, to_json
from finance.case.drivers import Driver, Grade, Per
from finance.case.findings import Findings, find, findings_json, seal
from finance.case.lines import Band, Category, Follows, Line, Step, Timing
from finance.case.model import Case, Option
from finance.case.origins import OptionNote, Source, SourceKind, Way
from finance.case.payback import Payback, PaybackStatus, discounted_payback, payback
from finance.case.problems import CaseError, Problem, ProblemCode
from finance.case.rates import irr, mirr, monthly_rate, npv, peak_cash_out, return_on_cost, sign_changes, yearly_rate
from finance.case.reading import from_json, loads
from finance.case.results import LineTotal, PaybackMonth, Results, all_results, results
from finance.case.sensitivity import Bar, Sensitivity, sensitivity

__all__ = [
    "DRAWS",
    "Band",
    "Bar",
    "BreakEven",
    "Case",
    "CaseError",
    "Category",
    "Chance",
    "Document",
    "Driver",
    "Findings",
    "Follows",
    "Grade",
    "Line",
    "LineTotal",
    "Option",
    "OptionNote",
    "Payback",
    "PaybackMonth",
    "PaybackStatus",
    "Per",
    "Problem",
    "ProblemCode",
    "Results",
    "Sensitivity",
    "Source",
    "SourceKind",
    "Step",
    "Timing",
    "Way",
    "all_results",
    "break_evens",
    "canonical",
    "chances",
    "discounted_payback",
    "find",
    "findings_json",
    "fingerprint",
    "from_json",
    "irr",
    "loads",
    "mirr",
    "monthly_rate",
    "npv",
    "payback",
    "peak_cash_out",
    "results",
    "return_on_cost",
    "seal",
    "sensitivity",
    "sign_changes",
    "to_json",
    "yearly_rate",
]
