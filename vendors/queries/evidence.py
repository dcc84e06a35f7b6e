"""Reads about evidence: how each vendor stands, what waits, what lapses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q

from foundation.accounts.slots import Slot
from vendors.models import Decided, Evidence, EvidenceKind, EvidencePolicy, EvidenceRequest, Vendor, VendorKind
from vendors.rules import Held, Standing, State, standing

# The classes of data that each vendor's living engagements let it see, by vendor id; filled by the room of engagements.
data_classes: Slot[Callable[[date], dict[int, set[str]]]] = Slot("vendors.data_classes")

JUDGED = (EvidenceKind.SOC2, EvidenceKind.ISO27001, EvidenceKind.DPA, EvidenceKind.INSURANCE)


class KindStanding(NamedTuple):
    """How a vendor stands with a kind: the state, the piece it rests on, whether it is demanded, what was asked."""

    kind: EvidenceKind
    standing: Standing
    evidence: Evidence | None
    is_demanded: bool
    request: EvidenceRequest | None = None

    @property
    def chip(self) -> str:
        """The state as a status: what is not demanded is never bad."""
        if self.standing.state == State.IN_FORCE:
            return "ok"
        if self.standing.state.counts:
            return "warn"
        return "bad" if self.is_demanded else "none"


class Lapse(NamedTuple):
    """The newest evidence of a kind that a vendor had ran out."""

    vendor: Vendor
    evidence: Evidence
    until: date


def policy() -> EvidencePolicy:
    """What the workspace demands; the defaults, unsaved, when nobody changed them."""
    return EvidencePolicy.objects.first() or EvidencePolicy()


def accepted(vendor_ids: Iterable[int] | None = None) -> dict[tuple[int, str], list[Evidence]]:
    """The accepted evidence by (vendor id, kind); of all vendors unless told."""
    rows = Evidence.objects.filter(decision=Decided.ACCEPTED)
    if vendor_ids is not None:
        rows = rows.filter(vendor_id__in=list(vendor_ids))
    found: dict[tuple[int, str], list[Evidence]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.vendor_id, row.kind].append(row)
    return found


def held(rows: Iterable[Evidence]) -> list[Held]:
    """Evidence as the rules look at it."""
    return [Held(row.pk, row.effective_on, row.valid_until, row.fault) for row in rows]


def standing_of(vendor_id: int, kind: str, *, today: date) -> Standing:
    """How a vendor stands with one kind."""
    rows = accepted([vendor_id]).get((vendor_id, kind), [])
    return standing(held(rows), today=today, grace_days=policy().grace_days)


def standings(vendor: Vendor, *, today: date) -> list[KindStanding]:
    """How a vendor stands with each kind that is judged."""
    return matrix([vendor], today=today)[vendor.pk]


def matrix(vendors: Iterable[Vendor], *, today: date) -> dict[int, list[KindStanding]]:
    """How each vendor stands with each kind, by vendor id."""
    known = list(vendors)
    rules, classes = policy(), data_classes()(today)
    rows = accepted([vendor.pk for vendor in known])
    asked = {(row.vendor_id, row.kind): row for row in EvidenceRequest.objects.filter(closed_at=None)}
    found: dict[int, list[KindStanding]] = {}
    for vendor in known:
        needs = {kind for each in classes.get(vendor.pk, ()) for kind in rules.needs(each)}
        line = []
        for kind in JUDGED:
            papers = rows.get((vendor.pk, kind.value), [])
            state = standing(held(papers), today=today, grace_days=rules.grace_days)
            on = next((row for row in papers if state.paper and row.pk == state.paper.key), None)
            line.append(KindStanding(kind, state, on, kind.value in needs, asked.get((vendor.pk, kind.value))))
        found[vendor.pk] = line
    return found


def partners() -> list[Vendor]:
    """The vendors whose evidence counts: partners on the list, by name."""
    return list(Vendor.objects.filter(kind=VendorKind.EXTERNAL, archived_at=None).order_by("name", "pk"))


def lapses(*, today: date) -> list[Lapse]:
    """What ran out and was not replaced, grace included, of partners on the list."""
    rules, vendors = policy(), {vendor.pk: vendor for vendor in partners()}
    found = []
    for (vendor_id, _kind), rows in accepted(vendors).items():
        state = standing(held(rows), today=today, grace_days=rules.grace_days)
        if state.state == State.LAPSED and state.paper is not None and state.paper.until is not None:
            on = next(row for row in rows if row.pk == state.paper.key)
            found.append(Lapse(vendors[vendor_id], on, state.paper.until))
    return sorted(found, key=lambda lapse: (lapse.until, lapse.evidence.pk))


def ending(*, today: date, days: int) -> list[Evidence]:
    """Accepted evidence whose last day is near and that nothing newer outlasts, of partners on the list."""
    last = today + timedelta(days=days)
    near = Q(valid_until__gte=today, valid_until__lte=last, fault="", vendor__archived_at=None)
    rows = list(Evidence.objects.filter(near, decision=Decided.ACCEPTED).select_related("vendor").order_by("pk"))
    others = accepted({row.vendor_id for row in rows})

    def is_outlasted(row: Evidence) -> bool:
        later = (each for each in others[row.vendor_id, row.kind] if each.pk != row.pk and not each.fault)
        return row.kind != EvidenceKind.OTHER and any(
            each.valid_until is None or each.valid_until > (row.valid_until or today) for each in later
        )

    return [row for row in rows if not is_outlasted(row)]


def evidence_of(vendor: Vendor) -> list[Evidence]:
    """Everything that was put there for a vendor, what waits first, then the newest."""
    rows = Evidence.objects.filter(vendor=vendor).select_related("submitted_by", "decided_by")
    found = list(rows.defer("file__content").select_related("file").order_by("-pk"))
    return sorted(found, key=lambda row: row.decision != Decided.WAITING)


def waiting_count() -> int:
    """How much evidence waits for a decision."""
    return Evidence.objects.filter(decision=Decided.WAITING).count()
