"""What it costs and returns."""

from finance.models.cases import ApprovalLimit, BusinessCase, CasePolicy, CaseState, CaseVersion

__all__ = ["ApprovalLimit", "BusinessCase", "CasePolicy", "CaseState", "CaseVersion"]
