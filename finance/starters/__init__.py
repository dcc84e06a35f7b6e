"""Where a case starts from: three ways to hand work over, and one instead of hiring; every number is to be replaced.

A starter's numbers are rules of thumb, graded C, and say so; what the workspace knows takes their place.
"""

from finance.starters.known import Known
from finance.starters.making import Starter, start

__all__ = ["Known", "Starter", "start"]
