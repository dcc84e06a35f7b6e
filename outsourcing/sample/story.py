"""Who does what in the sample, and how well. Pure data; shares are probabilities, times are open minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

DESK = "Desk Berlin, 8 to 18"
LONG_DESK = "Service desk, 7 to 22 with Saturday"
NIGHTS = "Nights and weekends, when the day desk is closed"
VENDORS = {
    "Kestrel Field Services": "Europe/Warsaw",
    "Ledgerline BPO": "Asia/Manila",
    "Sol Contact": "Europe/Madrid",
    "Inkwell Studio": "Europe/Dublin",
    "Harbour CX": "Africa/Johannesburg",
    "Bright Desk": "Asia/Manila",
    "Northbank Data": "Asia/Kolkata",
    "Paperlane": "Europe/Bucharest",
    "Tideway Logistics": "Europe/Lisbon",
}
CLIENTS = ("Blue Harbour Hotels", "Ferrum Tools", "Alba Clinics")
PRIORITIES = ("P1", "P2", "P3")
# What kind of work a title is, where a process has several; else the process is the kind.
KINDS = {
    "VPN drops after login": "Network",
    "Printer on floor 3 offline": "Hardware",
    "Password reset": "Account",
    "Laptop will not boot": "Hardware",
    "Mail delayed": "Mail",
    "New starter set-up": "Account",
    "Screen flickers": "Hardware",
    "Shared folder access": "Account",
}


@dataclass(frozen=True)
class Plan:
    """One engagement of the sample.

    ``a_week`` items; ``response`` and ``resolution`` are the targets by priority in open minutes; ``in_time`` the usual
    share of clocks met, ``slips`` what it loses in each of the last weeks (oldest first, ending with the last closed
    one). A vendor that ``is_late`` has not sent the last closed week. ``fee`` is a month's.
    """

    name: str
    process: str
    vendor: str
    client: str
    calendar: str
    a_week: int
    fee: Decimal
    response: tuple[int, int, int]
    resolution: tuple[int, int, int]
    in_time: float
    titles: tuple[str, ...]
    priorities: tuple[float, float, float] = (0.1, 0.3, 0.6)
    slips: tuple[float, ...] = ()
    growth: float = 0.0
    pauses: float = 0.15
    defects: float = 0.012
    defect_slips: tuple[float, ...] = ()
    happy: float = 0.86
    is_late: bool = False
    segments: tuple[str, ...] = field(default=())
    oversight_hours: Decimal = Decimal(8)


def _fee(amount: int) -> Decimal:
    return Decimal(amount)


PLANS: tuple[Plan, ...] = (
    Plan(
        "After-hours IT support",
        "IT support",
        "Kestrel Field Services",
        "",
        NIGHTS,
        62,
        _fee(13900),
        (15, 60, 240),
        (240, 720, 2880),
        0.962,
        (
            "VPN drops after login",
            "Printer on floor 3 offline",
            "Password reset",
            "Laptop will not boot",
            "Mail delayed",
        ),
        slips=(0.05, 0.07, 0.10, 0.14, 0.18),
        defect_slips=(0.0, 0.008, 0.018),
        pauses=0.1,
    ),
    Plan(
        "Invoice matching",
        "Accounts payable",
        "Ledgerline BPO",
        "",
        DESK,
        71,
        _fee(8200),
        (240, 480, 960),
        (480, 960, 1800),
        0.972,
        ("Match invoice to order", "Price differs from order", "Missing goods receipt"),
        slips=(0.03, 0.035, 0.045),
        defects=0.02,
        defect_slips=(0.004, 0.006, 0.012),
    ),
    Plan(
        "Customer service ES",
        "Customer service",
        "Sol Contact",
        "Blue Harbour Hotels",
        LONG_DESK,
        88,
        _fee(17500),
        (30, 120, 480),
        (480, 1440, 2880),
        0.955,
        ("Change of booking", "Invoice copy", "Late check-in", "Lost property"),
        slips=(0.02, 0.035, 0.04),
        happy=0.83,
        segments=("E-mail", "Chat"),
    ),
    Plan(
        "Content formatting",
        "Content",
        "Inkwell Studio",
        "",
        DESK,
        24,
        _fee(2400),
        (480, 960, 1440),
        (960, 1920, 2880),
        0.965,
        ("Format product sheet", "Resize campaign pictures", "Proofread newsletter"),
        is_late=True,
    ),
    Plan(
        "Order triage",
        "Order desk",
        "Harbour CX",
        "Ferrum Tools",
        DESK,
        46,
        _fee(6100),
        (30, 120, 240),
        (240, 480, 960),
        0.962,
        ("Order without article number", "Credit check", "Split delivery"),
        growth=0.012,
    ),
    Plan(
        "Customer service EN and DE",
        "Customer service",
        "Harbour CX",
        "Blue Harbour Hotels",
        LONG_DESK,
        95,
        _fee(21000),
        (30, 120, 480),
        (480, 1440, 2880),
        0.968,
        ("Change of booking", "Refund", "Complaint about noise", "Group request"),
        segments=("English", "German"),
    ),
    Plan(
        "Leadership admin support",
        "Administration",
        "Bright Desk",
        "",
        DESK,
        31,
        _fee(3200),
        (60, 240, 480),
        (240, 1440, 4320),
        0.97,
        ("Move the board meeting", "Book travel to Oslo", "Expense report", "Meeting notes"),
    ),
    Plan(
        "CRM data hygiene",
        "Data hygiene",
        "Bright Desk",
        "",
        DESK,
        38,
        _fee(2100),
        (480, 960, 1440),
        (960, 1920, 3840),
        0.975,
        ("Merge duplicate accounts", "Complete contact", "Archive old leads"),
        defects=0.008,
    ),
    Plan(
        "IT support, day desk",
        "IT support",
        "",
        "",
        DESK,
        74,
        _fee(0),
        (15, 60, 240),
        (240, 720, 2880),
        0.958,
        ("Password reset", "New starter set-up", "Screen flickers", "Shared folder access"),
        oversight_hours=Decimal(160),
    ),
    Plan(
        "Field dispatch",
        "Field service",
        "Kestrel Field Services",
        "Alba Clinics",
        LONG_DESK,
        33,
        _fee(9800),
        (30, 60, 120),
        (480, 960, 1920),
        0.955,
        ("Replace router", "Card reader broken", "Cable work in ward 2"),
    ),
    Plan(
        "Purchase orders",
        "Procurement",
        "Ledgerline BPO",
        "",
        DESK,
        29,
        _fee(3900),
        (240, 480, 960),
        (480, 960, 1920),
        0.97,
        ("Create order", "Chase confirmation", "Change of delivery date"),
    ),
    Plan(
        "Inventory reporting",
        "Reporting",
        "Northbank Data",
        "Ferrum Tools",
        DESK,
        21,
        _fee(2700),
        (240, 480, 960),
        (960, 1920, 2880),
        0.968,
        ("Weekly stock report", "Slow movers list", "Count differences"),
    ),
    Plan(
        "Data entry",
        "Data hygiene",
        "Paperlane",
        "Alba Clinics",
        DESK,
        58,
        _fee(3300),
        (480, 960, 1440),
        (960, 1440, 1920),
        0.964,
        ("Enter delivery notes", "Enter time sheets", "Index scanned letters"),
        defects=0.016,
    ),
    Plan(
        "Supply chain follow-ups",
        "Supply chain",
        "Tideway Logistics",
        "Ferrum Tools",
        DESK,
        27,
        _fee(4400),
        (120, 240, 480),
        (480, 960, 1920),
        0.955,
        ("Container delayed", "Missing customs papers", "Confirm collection"),
        slips=(0.04, 0.05, 0.05, 0.06),
        pauses=0.3,
    ),
    Plan(
        "IT support, evenings",
        "IT support",
        "Bright Desk",
        "",
        LONG_DESK,
        19,
        _fee(2600),
        (15, 60, 240),
        (240, 720, 2880),
        0.966,
        ("Password reset", "Laptop will not boot", "VPN drops after login", "Mail delayed"),
        defects=0.01,
    ),
)
