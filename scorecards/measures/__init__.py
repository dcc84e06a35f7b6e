"""Measures: from facts to figures, for any number of engagements and periods at once. Definitions: docs/metrics.md."""

from scorecards.measures.figures import Figure, Gap
from scorecards.measures.registry import FORMULA, measure
from scorecards.measures.requests import Parameters, Request

__all__ = ["FORMULA", "Figure", "Gap", "Parameters", "Request", "measure"]
