"""What is known about an engagement that a vendor needs: its work, volumes, outcomes, hours and procedures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from engagements.models import Engagement, Process, Route, Segment
from engagements.models.processes import Reason
from engagements.queries.coverage import coverage_of
from engagements.queries.outcomes import shown_outcomes
from engagements.queries.registers import written_rules
from engagements.queries.segments import segments_of
from engagements.templatetags.agreements import SIGNS
from procedures.models import GuideKind, GuideVersion
from procedures.queries.guides import content_of, guides_of, versions_in_force
from sourcing.content import Content, Measure, Procedure, Volume, Wanted
from vendors.models import EvidenceKind
from vendors.queries.evidence import policy

WORK = ("trigger", "inputs", "outputs", "quality_bar", "acceptance_criteria")


def facts_of(engagement: Engagement, *, now: datetime, today: date) -> Content:
    """The facts as they stand; texts are left empty."""
    process: Process = engagement.process
    return Content(
        process=process.name,
        work=tuple((name, getattr(process, name)) for name in WORK if getattr(process, name)),
        volumes=tuple(_volumes(engagement)),
        coverage=_coverage(engagement, now=now, today=today),
        outcomes=tuple(_outcomes(engagement, today)),
        procedures=tuple(_procedures(engagement, today)),
    )


def texts_of(engagement: Engagement, *, today: date) -> dict[str, str]:
    """What the texts of a new brief begin with, by name."""
    process: Process = engagement.process
    reasons = [str(label) for value, label in Reason.choices if value in process.reasons]
    segments = segments_of(engagement.pk)
    needed = policy().needs(engagement.data_class)
    rules = [f"{rule.label}: {rule.row.text}" for rule in written_rules(engagement.pk, today=today) if rule.row]
    if engagement.data_class:
        rules.append(_("Most sensitive data: %(what)s") % {"what": engagement.get_data_class_display()})
    problem = [process.description, process.reason_note or ", ".join(reasons)]
    return {
        "problem": "\n\n".join(filter(None, problem)) or _("What hurts today, and why we want help with it."),
        "in_scope": "\n".join(_lines(segments, Route.PARTNER)) or process.name,
        "out_of_scope": "\n".join(_lines(segments, Route.IN_HOUSE)),
        "guardrails": "\n".join(rules),
        "evidence": "\n".join(str(label) for kind, label in EvidenceKind.choices if kind in needed),
    }


def monthly_volume(engagement: Engagement) -> int:
    """About how many units come a month: of the partner's segments, else of the process; 0 when nobody said."""
    weekly = sum(each.weekly_volume or 0 for each in segments_of(engagement.pk) if each.route == Route.PARTNER)
    if weekly:
        return round(weekly * 52 / 12)
    process: Process = engagement.process
    times = {"daily": 260 / 12, "weekly": 52 / 12, "monthly": 1}
    return round((process.volume or 0) * times.get(process.frequency, 0))


def _lines(segments: list[Segment], route: Route) -> list[str]:
    return [each.name for each in segments if each.route == route]


def _volumes(engagement: Engagement) -> Iterator[Volume]:
    found = [each for each in segments_of(engagement.pk) if each.route == Route.PARTNER]
    for each in found:
        complexity = str(each.get_complexity_display()) if each.complexity else ""
        parts = (each.contact_type, each.channel, each.language, complexity, each.time_zone)
        yield Volume(each.name, ", ".join(filter(None, parts)), each.weekly_volume, each.volume_low, each.volume_high)
    process: Process = engagement.process
    if not found and process.volume:
        words = {"n": number_format(process.volume, force_grouping=True), "often": process.get_frequency_display()}
        details = _("%(n)s, %(often)s") % words
        if process.minutes:
            details += ", " + _("about %(n)s minutes each") % {"n": number_format(process.minutes.normalize())}
        yield Volume(process.name, details, None, None, None)


def _coverage(engagement: Engagement, *, now: datetime, today: date) -> str:
    found = coverage_of(engagement, now=now, today=today)
    if found.calendar is None:
        return _("Around the clock")
    if found.hours is None:
        return found.calendar.name
    week: dict[str, list[str]] = {}
    for number, windows in enumerate(found.hours.week):
        if windows:
            week.setdefault(", ".join(map(str, windows)), []).append(str(WEEKDAYS_ABBR[number]))
    days = "; ".join(f"{_run(names)} {hours}" for hours, names in week.items())
    return f"{days} ({found.hours.zone})"


def _run(names: list[str]) -> str:
    """Days in a row as "Mon to Fri"; others one by one."""
    order = [str(name) for name in WEEKDAYS_ABBR.values()]
    first, last = order.index(names[0]), order.index(names[-1])
    if len(names) > 2 and order[first : last + 1] == names:  # noqa: PLR2004  # two days need no "to"
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)


def _outcomes(engagement: Engagement, today: date) -> Iterator[Wanted]:
    for shown in shown_outcomes(engagement.pk, today):
        measures = tuple(
            Measure(
                name=one.target.metric.name,
                definition=one.version.definition if one.version else "",
                source=one.version.source if one.version else "",
                unit=one.target.metric.unit,
                sign=SIGNS[one.target.metric.direction, one.target.is_strict],
                baseline=one.target.baseline_value,
                minimum=one.target.minimum,
                expected=one.target.expected,
            )
            for one in shown.agreed
            if not one.target.metric.is_internal
        )
        if shown.outcome is not None:
            yield Wanted(shown.outcome.statement, shown.outcome.why, measures)
        elif measures:
            yield Wanted(_("Also measured"), "", measures)


def _procedures(engagement: Engagement, today: date) -> Iterator[Procedure]:
    guides = [each for each in guides_of(engagement) if each.kind in (GuideKind.SOP, GuideKind.CHECKLIST)]
    versions = versions_in_force([each.pk for each in guides], today)
    whole = {row.guide_id: row for row in GuideVersion.objects.filter(pk__in=[row.pk for row in versions.values()])}
    for guide in guides:
        if (version := whole.get(guide.pk)) is None:
            continue
        said = content_of(version)
        yield Procedure(
            title=guide.title,
            number=version.number,
            effective_from=date_format(version.effective_from, "DATE_FORMAT"),
            purpose=said.purpose or said.background,
            objective=said.objective,
            steps=tuple(f"{step.actor}: {step.action}" if step.actor else step.action for step in said.steps),
        )
