"""The four figures, each with its trend, its change since the week before, and a link."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.charts.templatetags.charts import sparkline
from outsourcing.home.facts import Facts
from outsourcing.home.need import Link
from scorecards.headlines import shown
from scorecards.models.cards import CardState
from scorecards.sheet_lines import MINUS, NOTHING, plain

ROOM = 84


@dataclass(frozen=True, slots=True)
class Tile:
    """As ``components/stat_tile.html`` wants it."""

    label: str
    value: str
    note: str
    change: str
    change_status: str
    url: str
    chart: SafeString


def tiles(facts: Facts, link: Link) -> list[Tile]:
    """On target, SLA adherence, overdue actions, data in."""
    return [_on_target(facts, link), _adherence(facts, link), _overdue(facts, link), _data_in(facts, link)]


def _on_target(facts: Facts, link: Link) -> Tile:
    series = [facts.counts[week.key].on_target if week.key in facts.counts else None for week in facts.weeks]
    now, before = series[-1] or 0, series[-2]
    change, status = "", ""
    if before is not None:
        change = _moved(now - before)
        status = "ok" if now > before else "warn" if now < before else "sub"
    whole = len(facts.engagements)
    note = ngettext("of %(count)d engagement", "of %(count)d engagements", whole) % {"count": whole}
    mark = "on_target" if now == whole else "at_risk"
    chart = sparkline(series, name=_("Engagements on target"), status=mark)
    url = link("scorecards:scorecard-list", week=facts.week.key)
    return Tile(_("On target"), str(now), note, change, status, url, chart)


def _moved(step: int) -> str:
    if not step:
        return _("as last week")
    if step > 0:
        return _("%(count)d more than last week") % {"count": step}
    return _("%(count)d fewer than last week") % {"count": -step}


def _adherence(facts: Facts, link: Link) -> Tile:
    """Pooled: all clocks met of all clocks decided, never a mean of percentages."""
    found = [facts.adherence.get(week.key) for week in facts.weeks]
    now, before = found[-1], found[-2]
    series = [each and each.ratio.percent for each in found]
    url = link("scorecards:scorecard-compare", measure="sla_adherence", week=facts.week.key)
    label = _("SLA adherence, pooled")
    if now is None or now.ratio.percent is None:
        return Tile(label, NOTHING, _("no clock decided"), "", "", url, sparkline(series, name=label, unit=" %"))
    value, expected = now.ratio.percent, now.expected
    status = "" if expected is None else "on_target" if value >= expected else "off_target"
    note = ""
    if expected is not None:
        note = _("target ≥ %(target)s") % {"target": shown(expected, "percent")}
        label = label if now.is_uniform else _("SLA adherence, pooled; target weighted")
    clocks = _("n %(count)s") % {"count": plain(Decimal(now.ratio.denominator))}
    change = " · ".join(part for part in (_points(value, before and before.ratio.percent), clocks) if part)
    chart = sparkline(series, target=expected, status=status, name=label, unit=" %")
    return Tile(label, shown(value, "percent", against=expected), note, change, status, url, chart)


def _points(value: Decimal, before: Decimal | None) -> str:
    if before is None:
        return ""
    step = (value - before).quantize(Decimal("0.1"))
    sign = "" if not step else "+" if step > 0 else MINUS
    return _("%(sign)s%(points)s points") % {"sign": sign, "points": plain(abs(step))}


def _overdue(facts: Facts, link: Link) -> Tile:
    late = facts.late_actions
    change, status = _("nothing is late"), "ok"
    if late:
        days = (facts.today - late[0].due_date).days
        change = ngettext("oldest %(count)d day", "oldest %(count)d days", days) % {"count": days}
        status = "bad"
    note = _("of %(count)d open") % {"count": len(facts.actions)}
    chart = sparkline(facts.overdue, name=_("Overdue actions"), status="off_target" if late else "on_target")
    url = link("engagements:action-list", state="overdue") if late else link("engagements:action-list")
    return Tile(_("Overdue actions"), str(len(late)), note, change, status, url, chart)


def _data_in(facts: Facts, link: Link) -> Tile:
    whole = len(facts.engagements)
    series = [facts.counts[week.key].with_data if week.key in facts.counts else None for week in facts.weeks]
    now = series[-1] or 0
    blocked = sum(found.card.state == CardState.BLOCKED for found in facts.cards.values())
    review = sum(found.card.state == CardState.FROZEN for found in facts.cards.values())
    change, status = _("complete"), "ok"
    if blocked:
        change, status = _("%(count)d without data") % {"count": blocked}, "warn"
    elif now < whole:
        change, status = _("%(count)d still missing") % {"count": whole - now}, "warn"
    note = ngettext("of %(count)d engagement", "of %(count)d engagements", whole) % {"count": whole}
    mark = "on_target" if now == whole else "no_data"
    chart = sparkline(series, name=_("Engagements with data"), status=mark)
    url = link("scorecards:scorecard-list", week=facts.week.key, **({"state": "blocked"} if blocked else {}))
    if review:
        change += " · " + _("%(count)d to review") % {"count": review}
    return Tile(_("Data in"), str(now), note, change, status, url, chart)
