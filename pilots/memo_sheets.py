"""The memo of a pilot made ready to be read: page, PDF and mail say the same. Texts are in the language in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models.metrics import Direction
from foundation import charts
from foundation.charts.templatetags.charts import WORDS
from pilots.figures.advice import Advice, Tally
from pilots.figures.verdicts import FEWEST_FOR_MEAN, Why
from pilots.models import Choice, Kind, Outcome, SuccessCriterion, Verdict
from pilots.words import AT_LEAST, AT_MOST, DASH, NO_BREAK, SUFFIXES, exact, figure

STATUS: Final = {Outcome.MET: "on_target", Outcome.NOT_MET: "off_target", Outcome.NOT_ENOUGH: "too_few", "": "no_data"}
TONES: Final = {
    Advice.SCALE: "ok",
    Advice.EXTEND: "warn",
    Advice.STOP: "bad",
    Advice.WAIT: "none",
    Advice.JUDGE: "warn",
}
_HUNDRED: Final = Decimal(100)


class Tile(NamedTuple):
    """A figure with what stands below it."""

    label: str
    value: str
    below: str


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A criterion in words, with its drawing."""

    name: str
    process: str
    threshold: str
    counted: str
    estimate: str
    bounds: str
    baseline: str
    control: str
    control_n: str
    status: str
    verdict: str
    why: str
    budget: str
    chart: SafeString
    trail: SafeString


@dataclass(frozen=True, slots=True)
class MemoSheet:
    """The whole memo; ``decision`` and what goes with it are empty before there is one."""

    data: Mapping[str, Any]
    headline: str
    advice: str
    advice_word: str
    tone: str
    rows: tuple[MemoRow, ...]
    tiles: tuple[Tile, ...]
    triggers: tuple[tuple[str, bool], ...]
    compared: str
    made_on: date
    first_day: date
    last_day: date

    @property
    def pilot(self) -> Mapping[str, Any]:
        """Title, vendor, days and seal."""
        found: Mapping[str, Any] = self.data["pilot"]
        return found

    @property
    def has_baseline(self) -> bool:
        """Whether anything is known of before."""
        return any(row["baseline"] is not None for row in self.data["criteria"])

    @property
    def has_control(self) -> bool:
        """Whether somebody did the same work in the same days."""
        return bool(self.data["control"])


def sheet_of(data: Mapping[str, Any], *, chart_width: float = 120, trail_width: float = 150) -> MemoSheet:
    """A memo's JSON in words."""
    counts, advice = Tally(**data["counts"]), Advice(data["advice"])
    return MemoSheet(
        data=data,
        headline=headline(counts),
        advice=advice_words(advice, counts),
        advice_word=advice_word(advice),
        tone=TONES[advice],
        rows=tuple(_row(each, chart_width, trail_width) for each in data["criteria"]),
        tiles=tuple(_tiles(data, counts)),
        triggers=tuple(_trigger(each) for each in data["triggers"]),
        compared=_compared(data),
        made_on=date.fromisoformat(data["made_on"]),
        first_day=date.fromisoformat(data["pilot"]["first_day"]),
        last_day=date.fromisoformat(data["pilot"]["last_day"]),
    )


def headline(counts: Tally) -> str:
    """The finding: how many criteria are met, missed and open."""
    if not counts.total:
        return _("No criterion was written down.")
    if counts.met == counts.total:
        return ngettext("The criterion is met.", "All %(n)d criteria are met.", counts.total) % {"n": counts.total}
    words = {"met": counts.met, "total": counts.total, "not_met": counts.not_met, "open": counts.not_enough}
    said = [_("%(met)d of %(total)d criteria met") % words]
    if counts.not_met:
        said.append(_("%(not_met)d not met") % words)
    if counts.not_enough:
        said.append(_("%(open)d without enough evidence") % words)
    if counts.waiting:
        said.append(_("%(n)d without a verdict so far") % {"n": counts.waiting})
    return ", ".join(said) + "."


def advice_word(advice: Advice) -> str:
    """What the evidence speaks for, in a word or two."""
    return {
        Advice.SCALE: _("Scale"),
        Advice.EXTEND: _("Extend"),
        Advice.STOP: _("Stop"),
        Advice.WAIT: _("No verdict yet"),
        Advice.JUDGE: _("A judgement"),
    }[advice]


def advice_words(advice: Advice, counts: Tally) -> str:
    """Why."""
    return {
        Advice.SCALE: _("Every criterion was reached with 90 % confidence."),
        Advice.EXTEND: _("What lacks evidence gets more items and one last look; nothing has failed so far."),
        Advice.STOP: ngettext(
            "A criterion was missed with 90 %% confidence; more items will hardly mend that.",
            "%(n)d criteria were missed with 90 %% confidence; more items will hardly mend that.",
            counts.not_met,
        )
        % {"n": counts.not_met},
        Advice.WAIT: _("So far, no verdict: each comes once, at its planned n or at the pilot's end."),
        Advice.JUDGE: _("The evidence is not enough, and the pilot cannot be extended: people have to weigh it."),
    }[advice]


def outcome_word(outcome: str) -> str:
    """A verdict in words."""
    return str(Outcome(outcome).label) if outcome else _("no verdict yet")


def why_words(row: Mapping[str, Any]) -> str:
    """Why there is not enough evidence; else when it was decided."""
    if row["why"]:
        return {
            Why.NO_DATA: _("no items"),
            Why.TOO_FEW: _("a mean needs %(n)d items") % {"n": FEWEST_FOR_MEAN},
            Why.SKEWED: _("the values lean too far to one side for a mean"),
            Why.STRADDLES: _("the threshold lies between the bounds"),
        }[Why(row["why"])]
    if not row["decided_on"]:
        return _("%(n)d of %(planned)d items") % {"n": row["n"], "planned": row["planned_n"]}
    day = date_format(date.fromisoformat(row["decided_on"]), "j M")
    return _("last look, on %(day)s") % {"day": day} if row["look"] > 1 else _("on %(day)s") % {"day": day}


class VerdictRow(NamedTuple):
    """A verdict in words."""

    name: str
    status: str
    word: str
    why: str


def verdict_rows(criteria: Iterable[SuccessCriterion], looks: Mapping[int, Verdict]) -> list[VerdictRow]:
    """The verdicts that were given, in the order of the criteria: what, on which day, of how many items."""
    found = []
    for criterion in criteria:
        verdict = looks.get(criterion.pk)
        if verdict is None:
            continue
        facts = {"why": verdict.why, "look": verdict.look, "decided_on": verdict.decided_on.isoformat()}
        why = _("%(why)s, n %(n)d") % {"why": why_words(facts), "n": verdict.n}
        found.append(VerdictRow(criterion.name, STATUS[verdict.outcome], outcome_word(verdict.outcome), why))
    return found


def choice_words(choice: str) -> str:
    """A decision in words."""
    return str(Choice(choice).label)


def _row(row: Mapping[str, Any], width: float, trail_width: float) -> MemoRow:
    status, other = STATUS[row["outcome"]], row["control"]
    return MemoRow(
        name=row["name"],
        process=row["process"],
        threshold=_threshold(row),
        counted=_counted(row),
        estimate=figure(_number(row["estimate"]), row["unit"]),
        bounds=_bounds(row),
        baseline=figure(_number(row["baseline"]), row["unit"]),
        control=figure(_number(other["estimate"]), row["unit"]) if other else DASH,
        control_n=_("n %(n)d") % {"n": other["n"]} if other else "",
        status=status,
        verdict=outcome_word(row["outcome"]),
        why=why_words(row),
        budget=_budget(row),
        chart=_chart(row, status, width),
        trail=_trail(row, status, trail_width),
    )


def _threshold(row: Mapping[str, Any]) -> str:
    sign = AT_LEAST if row["direction"] == Direction.HIGHER else AT_MOST
    said = f"{sign}{NO_BREAK}{exact(_number(row['threshold']), row['unit'])}"
    if row["kind"] == Kind.PERCENTILE:
        return f"P{row['percentile']} {said}"
    return _("mean %(threshold)s") % {"threshold": said} if row["kind"] == Kind.MEAN else said


def _counted(row: Mapping[str, Any]) -> str:
    if not row["n"]:
        return _("no items")
    if row["kind"] == Kind.MEAN:
        return _("n %(n)d") % {"n": row["n"]}
    words = {"k": int(Decimal(row["numerator"] or 0)), "n": row["n"]}
    return _("%(k)d of %(n)d within") % words if row["kind"] == Kind.PERCENTILE else _("%(k)d of %(n)d") % words


def _bounds(row: Mapping[str, Any]) -> str:
    low, high = _number(row["lower"]), _number(row["upper"])
    if low is None or high is None:
        return DASH
    unit = row["unit"] if row["kind"] == Kind.MEAN else "percent"
    return _("%(low)s to %(high)s") % {"low": figure(low, "score"), "high": figure(high, unit)}


def _budget(row: Mapping[str, Any]) -> str:
    allowed, failures = _number(row["error_budget"]), row["failures"]
    if allowed is None or failures is None:
        return ""
    n = max(row["planned_n"], row["read_n"])
    words = {"failures": failures, "allowed": figure(allowed * n / _HUNDRED, "score")}
    return _("%(failures)d of %(allowed)s failures used") % words


def _chart(row: Mapping[str, Any], status: str, width: float) -> SafeString:
    """Bounds against the threshold; of a percentile on the scale of the share within it."""
    baseline = _number(row["baseline"])
    control = _number(row["control"]["estimate"]) if row["control"] else None
    if row["kind"] == Kind.PERCENTILE:
        numerator = _number(row["numerator"])
        estimate = numerator * _HUNDRED / row["n"] if numerator is not None and row["n"] else None
        part = Decimal(row["percentile"])
        threshold: Decimal | None = _HUNDRED - part if row["direction"] == Direction.HIGHER else part
        unit, lower = f"{NO_BREAK}%", False
        others: list[Decimal] = []
    else:
        estimate, threshold = _number(row["estimate"]), _number(row["threshold"])
        unit, lower = SUFFIXES.get(row["unit"], ""), row["direction"] == Direction.LOWER
        others = [each for each in (baseline, control) if each is not None]
    svg = charts.interval(
        estimate,
        threshold,
        bounds=(_number(row["lower"]), _number(row["upper"])),
        others=others,
        lower_is_better=lower,
        status=status,
        unit=unit,
        name=row["name"],
        width=width,
        words=WORDS,
    )
    return mark_safe(svg)  # noqa: S308 - every text and attribute in it went through svg.clean


def _trail(row: Mapping[str, Any], status: str, width: float) -> SafeString:
    """How the estimate moved day by day, with the threshold."""
    svg = charts.sparkline(
        [_number(each) for each in row["trail"]],
        target=_number(row["threshold"]),
        status=status,
        name=_("%(criterion)s, day by day") % {"criterion": row["name"]},
        unit=SUFFIXES.get(row["unit"], ""),
        width=width,
        height=44,
        words=WORDS,
    )
    return mark_safe(svg)  # noqa: S308 - every text and attribute in it went through svg.clean


def _tiles(data: Mapping[str, Any], counts: Tally) -> list[Tile]:
    pilot, criteria = data["pilot"], data["criteria"]
    fired = sum(each["fired"] for each in data["triggers"])
    items = max((row["read_n"] for row in criteria), default=0)
    day = _("over") if pilot["is_over"] else _("the day it is")
    tiles = [
        Tile(_("Criteria met"), f"{counts.met} / {counts.total}", _left(counts)),
        Tile(_("Days"), f"{pilot['day']} / {pilot['days']}", day),
        Tile(_("Items counted"), exact(Decimal(items), "count"), _("in the fullest criterion")),
        Tile(
            _("Rollback triggers"),
            f"{fired} / {len(data['triggers'])}",
            _("fired") if fired else _("none fired"),
        ),
    ]
    amount = _number(data["budget"]["amount"])
    if amount is not None:
        tiles.append(Tile(_("Budget"), exact(amount, "count"), data["budget"]["currency"]))
    drill = data["drill"]
    if drill is not None:
        tiles.append(Tile(_("Off-boarding drill"), _("open") if drill["is_open"] else _("done"), _("in the pilot")))
    return tiles


def _left(counts: Tally) -> str:
    if counts.not_met:
        return _("%(n)d not met") % {"n": counts.not_met}
    left = counts.not_enough + counts.waiting
    return _("%(n)d open") % {"n": left} if left else _("all")


def _trigger(trigger: Mapping[str, Any]) -> tuple[str, bool]:
    if trigger["fired"]:
        return trigger["text"], True
    return f"{trigger['name']}: {trigger['limit']}", False


def _compared(data: Mapping[str, Any]) -> str:
    """With whom the pilot is compared, and how to read it."""
    if data["control"]:
        words = {"control": data["control"], "vendor": data["control_vendor"]}
        return _("Compared with %(control)s (%(vendor)s): same metrics, same days.") % words
    said = [row["baseline_source"] for row in data["criteria"] if row["baseline_source"]]
    sources: Sequence[str] = list(dict.fromkeys(said))
    return _("Compared with before: %(sources)s.") % {"sources": "; ".join(sources)} if sources else ""


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
