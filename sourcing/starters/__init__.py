"""What a new selection begins with: criteria with their anchors, questions, prices that are asked."""

from sourcing.starters.asking import KNOCKOUTS, PRICES, QUESTIONS, AskedPrice, AskedQuestion
from sourcing.starters.judging import STARTERS, StarterCriterion, StarterGroup

__all__ = [
    "KNOCKOUTS",
    "PRICES",
    "QUESTIONS",
    "STARTERS",
    "AskedPrice",
    "AskedQuestion",
    "StarterCriterion",
    "StarterGroup",
]
