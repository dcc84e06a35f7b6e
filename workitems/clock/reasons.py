"""Why work waits."""

from enum import StrEnum


class PauseReason(StrEnum):
    """Why work waits. Waiting for the vendor's own subcontractor is the vendor's time: it does not pause the clock."""

    CLIENT = "waiting_for_client"
    APPROVED_HOLD = "approved_hold"
    CLIENT_THIRD_PARTY = "client_third_party"
    VENDOR_SUBCONTRACTOR = "vendor_subcontractor"

    @property
    def pauses(self) -> bool:
        """Whether the clock stands still meanwhile."""
        return self is not PauseReason.VENDOR_SUBCONTRACTOR
