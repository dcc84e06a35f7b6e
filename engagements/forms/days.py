"""Days in forms."""

from foundation.accounts.forms.days import DayField, DayInput

__all__ = ["DayField", "DayInput"]
