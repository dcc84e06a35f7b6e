"""A case as a workbook whose figures are live formulas: whoever changes an input in it sees the results change.

Sheets: Inputs (drivers, rate, scenario), Months (discount, ramp, units), one for each option with its lines by month,
and Results. The formulas are those of docs/metrics.md; a test has LibreOffice recalculate them.
"""

from finance.workbook.inputs import HIGH, LOW
from finance.workbook.results import RESULTS
from finance.workbook.whole import workbook

__all__ = ["HIGH", "LOW", "RESULTS", "workbook"]
