"""Reads about the work inventory: the list with its figures, a process with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Count, Q, QuerySet

from engagements.fit.answers import Answers
from engagements.inventory.candidate import Candidate, candidate
from engagements.inventory.own_baseline import OwnBaseline, OwnRun, summed
from engagements.inventory.quick_wins import Lack, lacks
from engagements.inventory.workload import minutes_a_month, volume_a_month
from engagements.models import Engagement, FitAssessment, MaturityProof, Process, ProcessBaseline
from engagements.models.processes import Aspect, Verdict
from engagements.queries.catalogue import not_ended
from vendors.models import VendorKind

LISTS: Final = ("", "quick", "can", "cannot", "overdue", "archived")


@dataclass(frozen=True, slots=True)
class ProcessFilter:
    """Which processes: ``shown`` is one of ``LISTS`` (quick wins, what can or cannot leave, overdue reviews)."""

    shown: str = ""
    text: str = ""
    area: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class ListedProcess:
    """A process with its figures, all unrounded; ``unproven`` is how many aspects of maturity lack evidence."""

    process: Process
    volume: Decimal | None
    minutes: Decimal | None
    candidate: Candidate
    lacks: tuple[Lack, ...]
    engagement_count: int
    unproven: int
    is_overdue: bool

    @property
    def is_quick_win(self) -> bool:
        """High volume, repeatable, clear acceptance criteria."""
        return not self.lacks

    @property
    def score(self) -> Decimal | None:
        """The candidate score, 0 to 100."""
        return self.candidate.score

    @property
    def hours(self) -> Decimal | None:
        """Hours of work a month."""
        return None if self.minutes is None else self.minutes / 60


def judged(process: Process, *, today: date) -> ListedProcess:
    """A process with its figures; its counts when it was read with them."""
    volume = volume_a_month(process.volume, process.frequency)
    minutes = minutes_a_month(process.volume, process.frequency, process.minutes)
    return ListedProcess(
        process=process,
        volume=volume,
        minutes=minutes,
        candidate=candidate(repetition=process.repetition, strategic=process.strategic, minutes_a_month=minutes),
        lacks=lacks(
            volume_a_month=volume, repetition=process.repetition, acceptance_criteria=process.acceptance_criteria
        ),
        engagement_count=getattr(process, "engagement_count", 0),
        unproven=len(Aspect) - getattr(process, "proven", 0),
        is_overdue=is_overdue(process, today=today),
    )


def is_overdue(process: Process, *, today: date) -> bool:
    """Whether its verdict was to be looked at again before today."""
    return bool(process.verdict) and process.review_date is not None and process.review_date < today


def listed_processes(wanted: ProcessFilter, *, today: date) -> list[ListedProcess]:
    """The processes of a filter, the best candidates first, those without a score last, then by name."""
    found = Process.objects.filter(archived_at__isnull=wanted.shown != "archived")
    for name in ("area", "service"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.shown in (Verdict.CAN, Verdict.CANNOT):
        found = found.filter(verdict=wanted.shown)
    if wanted.text:
        found = found.filter(Q(name__icontains=wanted.text) | Q(description__icontains=wanted.text))
    counted = found.annotate(
        engagement_count=Count("engagements", distinct=True),
        proven=Count("proofs", filter=Q(proofs__withdrawn_at=None), distinct=True),
    )
    rows = [judged(process, today=today) for process in counted.order_by("name", "pk")]
    if wanted.shown == "quick":
        rows = [row for row in rows if row.is_quick_win]
    if wanted.shown == "overdue":
        rows = [row for row in rows if row.is_overdue]
    return sorted(rows, key=lambda row: (row.score is None, -(row.score or 0)))


def areas() -> list[str]:
    """The areas that processes on the list have."""
    found = Process.objects.filter(archived_at=None).exclude(area="").order_by("area")
    return list(found.values_list("area", flat=True).distinct())


def own_runs(process: Process) -> QuerySet[ProcessBaseline]:
    """The runs of one's own that are over, newest first."""
    return ProcessBaseline.objects.filter(process=process, count__isnull=False).order_by("-done_on", "-pk")


def own_baseline(runs: Iterable[ProcessBaseline]) -> OwnBaseline:
    """Runs summed up."""
    return summed(OwnRun(run.count or 0, run.minutes or Decimal(0), run.errors) for run in runs)


def running_clock(process: Process, person: int) -> ProcessBaseline | None:
    """The clock that somebody (an id) has started on a process and not stopped."""
    running = ProcessBaseline.objects.filter(process=process, created_by=person, started_at__isnull=False)
    return running.filter(stopped_at=None).first()


def proofs_in_force(process_id: int) -> dict[str, MaturityProof]:
    """The evidence in force, by aspect."""
    proofs = MaturityProof.objects.filter(process=process_id, withdrawn_at=None).select_related("confirmed_by")
    return {proof.aspect: proof for proof in proofs}


def unproven_aspects(process_id: int) -> list[Aspect]:
    """The aspects of maturity without evidence: while there is one, whoever hands the work over depends on the partner
    who alone knows how it is done."""
    proven = set(MaturityProof.objects.filter(process=process_id, withdrawn_at=None).values_list("aspect", flat=True))
    return [aspect for aspect in Aspect if aspect not in proven]


def with_partners(process: Process, *, today: date) -> list[Engagement]:
    """The engagements in which somebody else does it, or will."""
    others = process.engagements.exclude(vendor__kind=VendorKind.INTERNAL).filter(not_ended(today))
    return list(others.select_related("vendor").order_by("name"))


def answers_of(assessment: FitAssessment | None) -> Answers | None:
    """The answers of a walk; None when there is none, or it answered other questions than are asked today."""
    try:
        return Answers.from_dict(assessment.answers) if assessment else None
    except ValueError:
        return None


def assessments(process: Process) -> QuerySet[FitAssessment]:
    """The walks through the fit wizard, newest first."""
    return FitAssessment.objects.filter(process=process).select_related("created_by").order_by("-pk")
