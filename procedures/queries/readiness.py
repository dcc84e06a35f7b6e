"""Reads about training, rehearsals, the ramp, shadowing and parity of one engagement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engagements.models import Engagement, Participant
from procedures.models import (
    Aspect,
    ParityItem,
    RampStage,
    Rehearsal,
    Scenario,
    ShadowingEntry,
    TrainingProgramme,
    TrainingResult,
)

Results = dict[tuple[int, int], TrainingResult]


@dataclass(frozen=True, slots=True)
class Trained:
    """A programme with its scenarios, and how many of ``people`` have passed every one of them by now."""

    programme: TrainingProgramme
    scenarios: tuple[Scenario, ...]
    people: int
    passed: int

    @property
    def is_done(self) -> bool:
        """There is something to pass, and everybody has."""
        return bool(self.scenarios) and 0 < self.people == self.passed


def training_of(engagement: Engagement, people: Sequence[Participant]) -> list[Trained]:
    """The programmes of an engagement and how far ``people`` are."""
    programmes = list(TrainingProgramme.objects.filter(engagement=engagement, archived_at=None).order_by("title", "pk"))
    scenarios = scenarios_of(programmes)
    results = newest_results(scenarios)
    return [
        Trained(programme, theirs, len(people), sum(has_passed(person, theirs, results) for person in people))
        for programme in programmes
        for theirs in [tuple(each for each in scenarios if each.programme_id == programme.pk)]
    ]


def scenarios_of(programmes: Sequence[TrainingProgramme]) -> list[Scenario]:
    """The scenarios in force of some programmes, in their order."""
    return list(Scenario.objects.filter(programme__in=programmes, archived_at=None).order_by("position", "pk"))


def newest_results(scenarios: Sequence[Scenario]) -> Results:
    """The result that counts, by scenario and participant: the newest."""
    rows = TrainingResult.objects.filter(scenario__in=scenarios).order_by("taken_on", "pk")
    return {(row.scenario_id, row.participant_id): row for row in rows}


def has_passed(person: Participant, scenarios: Sequence[Scenario], results: Results) -> bool:
    """Whether somebody has passed every scenario; where there is none, nobody has."""
    found = [results.get((scenario.pk, person.pk)) for scenario in scenarios]
    return bool(found) and all(result is not None and result.passed for result in found)


def rehearsals_of(engagement: Engagement) -> list[Rehearsal]:
    """The dress rehearsals of an engagement, the newest first."""
    rows = Rehearsal.objects.filter(engagement=engagement).select_related("version__guide", "signed_off_by")
    return list(rows.defer("version__content", "version__text").order_by("-held_on", "-pk"))


def ramp_of(engagement: Engagement) -> list[RampStage]:
    """The stages of an engagement's ramp in their order."""
    return list(RampStage.objects.filter(engagement=engagement).order_by("position", "pk"))


def shadowing_of(engagement: Engagement) -> list[ShadowingEntry]:
    """The shadowing log of an engagement, the newest first."""
    return list(ShadowingEntry.objects.filter(engagement=engagement).order_by("-held_on", "-pk"))


def parity_of(engagement: Engagement) -> list[tuple[Aspect, ParityItem | None]]:
    """Every aspect with what was found, None where nobody has looked."""
    found = {item.aspect: item for item in ParityItem.objects.filter(engagement=engagement)}
    return [(aspect, found.get(aspect)) for aspect in Aspect]
