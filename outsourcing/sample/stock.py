"""What the sample's inventory says of each kind of work. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from engagements.fit.answers import Answers, Change, Degree, Geography, Goal, Presence, Size, Volatility

MATURE: Final = ("stable", "documented", "measurable")


@dataclass(frozen=True, slots=True)
class Stock:
    """A kind of work. ``a_week`` is the volume where no engagement tells it; ``starter`` the library's process whose
    words it has; ``proven`` the aspects of maturity with evidence.

    A ``verdict`` has its reason, and is looked at again ``review`` days from today. ``runs`` are own baselines: how
    many days ago, by whom, pieces, minutes in all, of them with errors.
    """

    area: str
    service: str
    done_by: str
    minutes: int
    repetition: int
    strategic: int
    reasons: tuple[str, ...] = ()
    verdict: str = ""
    because: str = ""
    review: int = 0
    starter: str = ""
    a_week: int = 0
    place: str = ""
    proven: tuple[str, ...] = MATURE
    runs: tuple[tuple[int, str, int, int, int], ...] = ()

    def values(self, a_week: int) -> dict[str, Any]:
        """The fields of the process, with ``a_week`` items unless its own volume is said."""
        return {
            "area": self.area,
            "service": self.service,
            "done_by": self.done_by,
            "frequency": "weekly",
            "volume": self.a_week or a_week,
            "minutes": Decimal(self.minutes),
            "repetition": self.repetition,
            "strategic": self.strategic,
            "reasons": list(self.reasons),
            "needs_presence": bool(self.place),
            "presence_place": self.place,
        }


STOCK: Final[dict[str, Stock]] = {
    "IT support": Stock(
        "IT", "it_support", "Own desk by day, Kestrel and Bright Desk after hours", 22, 2, 1, ("coverage", "capacity"),
        "can", "Nights and weekends cannot be staffed from Berlin; the list of known faults covers most calls.", 170,
        runs=((226, "Jonas Weber", 40, 912, 2), (219, "Priya Nair", 32, 688, 1)),
    ),
    "Accounts payable": Stock(
        "Finance", "operations", "Ledgerline BPO", 8, 3, 0, ("cost", "capacity"),
        "can", "The matching rules are written down, and the volume doubles at the end of a quarter.", -19,
        runs=((231, "Felix Brandt", 60, 498, 3), (224, "Felix Brandt", 80, 612, 2)),
    ),
    "Customer service": Stock(
        "Customer care", "customer_service", "Sol Contact and Harbour CX", 14, 2, 1, ("coverage", "capacity"),
        "can", "Three languages, late hours and a summer peak; what guests ask is known.", 95,
    ),
    "Content": Stock(
        "Marketing", "operations", "Inkwell Studio", 45, 3, 0, ("capacity",),
        "can", "Templates and house style decide how it looks; only the words stay with us.", 210,
        proven=("stable", "documented"),
    ),
    "Order desk": Stock(
        "Operations", "operations", "Harbour CX", 9, 3, 1, ("capacity",),
        "can", "Rules say where each order goes, and the list of exceptions is short.", 120, starter="order-tracking",
    ),
    "Administration": Stock(
        "Administration", "virtual_assistance", "Bright Desk", 35, 2, 0, ("capacity", "cost"),
        "can", "It keeps four managers from their own work for a day each week.", 60,
    ),
    "Data hygiene": Stock(
        "Data", "operations", "Bright Desk and Paperlane", 6, 3, 0, ("cost", "capacity"),
        "can", "Every rule can be checked by a second pair of eyes, and any change can be undone.", 150,
        runs=((205, "Noor Haddad", 120, 744, 4),),
    ),
    "Field service": Stock(
        "Field", "field_service", "Kestrel Field Services", 75, 2, 1, ("expertise",),
        "can", "Licensed technicians near the clinics, whom we could not keep busy ourselves.", 130,
        starter="field-dispatch", place="At the clinic, within two hours of Warsaw",
    ),
    "Procurement": Stock(
        "Finance", "operations", "Ledgerline BPO", 18, 3, 1, ("cost",),
        "can", "Orders follow the catalogue; whoever needs something still chooses the supplier.", 88,
        starter="purchase-orders",
    ),
    "Reporting": Stock(
        "Supply chain", "operations", "Northbank Data", 40, 3, 1, ("expertise",),
        "can", "The same eleven reports every week, from data that we can read ourselves.", 101,
        starter="inventory-reporting",
    ),
    "Supply chain": Stock(
        "Supply chain", "operations", "Tideway Logistics", 25, 2, 2, ("expertise", "coverage"),
        "can", "Forwarders and customs work in other time zones; we keep the choice of the route.", 33,
        starter="supply-chain-follow-ups", proven=("stable",),
    ),
}  # fmt: skip
OWN: Final[dict[str, Stock]] = {
    "Supplier master data": Stock(
        "Data", "operations", "Purchasing, two clerks", 12, 3, 0, ("capacity", "cost"),
        "can", "Six months without a change of rules; the clerks are needed for new suppliers.", 180, a_week=208,
        starter="data-hygiene", runs=((12, "Noor Haddad", 50, 588, 2), (5, "Jonas Weber", 45, 561, 1)),
    ),
    "Pricing of offers": Stock(
        "Sales", "", "Sales, three people", 60, 1, 3,
        verdict="cannot", because="What we charge whom is how we compete; nobody else is to know it.", review=300,
        a_week=14, proven=("documented",),
    ),
    "Ticket triage": Stock("IT", "it_support", "Own desk", 4, 3, 0, starter="ticket-triage", a_week=136),
    "Contract reviews": Stock("Administration", "", "Ada Winter", 90, 1, 3, a_week=2, proven=()),
}  # fmt: skip
"""Work of our own hands, in no engagement or in a planned one."""
EVIDENCE: Final = {
    "stable": "Rules and volume stayed the same for six months; the last change is noted in the change log.",
    "documented": "Written procedure; a newcomer worked by it for a day without asking.",
    "measurable": "Counted for four weeks: volume, minutes and errors of each day.",
}
WALKED: Final = "Supplier master data"
WALK: Final = Answers(
    volatility=Volatility.STEADY,
    change=Change.RARELY,
    knowledge=Degree.LOW,
    sensitivity=Degree.MEDIUM,
    complexity=Degree.LOW,
    geography=Geography.ONE_ZONE,
    presence=Presence.REMOTE,
    goal=Goal.OUTCOME,
    size=Size.ONE_OR_TWO,
    knows_skill=True,
)
