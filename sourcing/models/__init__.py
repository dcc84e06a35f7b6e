"""Whom do we choose?"""

from sourcing.models.allocation import Allocation, AllocationShare, Beyond, Part, WorkRoute
from sourcing.models.briefs import Basis, Brief, BriefInvitation, BriefQuestion, Outcome, PriceLine
from sourcing.models.clarifications import BriefInquiry, Clarification
from sourcing.models.offers import Interview, KnockoutVerdict, Offer, OfferAnswer, OfferPrice, OwnCost
from sourcing.models.scores import RatingSheet, Score
from sourcing.models.selections import Criterion, CriterionGroup, Group, Path, Selection

__all__ = [
    "Allocation",
    "AllocationShare",
    "Basis",
    "Beyond",
    "Brief",
    "BriefInquiry",
    "BriefInvitation",
    "BriefQuestion",
    "Clarification",
    "Criterion",
    "CriterionGroup",
    "Group",
    "Interview",
    "KnockoutVerdict",
    "Offer",
    "OfferAnswer",
    "OfferPrice",
    "Outcome",
    "OwnCost",
    "Part",
    "Path",
    "PriceLine",
    "RatingSheet",
    "Score",
    "Selection",
    "WorkRoute",
]
