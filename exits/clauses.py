"""The exit plan as clauses: a text block for the master agreement and one for the statement of work.

Each topic is a clause, numbered as the steps cite it. The words are a draft for your lawyer, filled with the terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exits.data_classes import CLASSES
from exits.defaults import clause_of
from exits.models import Agreement, Disposition, ExitPlan, ExitStep, RetentionRule, Topic

NO_BREAK: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause: its heading and its sentences."""

    number: str
    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The clauses of one agreement."""

    agreement: Agreement
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """Plain text, to be copied."""
        parts = [f"{each.number}  {each.heading}\n" + "\n".join(each.sentences) for each in self.clauses]
        return "\n\n".join(parts)


# What the statement of work says; the rest stands in the master agreement.
OF_THE_STATEMENT: Final = (Topic.ASSISTANCE, Topic.KNOWLEDGE, Topic.DOCUMENTATION)


def blocks(plan: ExitPlan, steps: Sequence[ExitStep], rules: Sequence[RetentionRule]) -> list[Block]:
    """Both blocks, master agreement first."""
    found: dict[Agreement, list[Clause]] = {Agreement.MASTER: [], Agreement.STATEMENT: []}
    for topic in Topic:
        agreement = Agreement.STATEMENT if topic in OF_THE_STATEMENT else Agreement.MASTER
        own = [step for step in steps if step.topic == topic]
        extra = _EXTRA[topic](plan, rules) if topic in _EXTRA else []
        sentences = [*extra, *(_of_step(step) for step in own)]
        if sentences:
            found[agreement].append(Clause(clause_of(topic), str(topic.label), tuple(sentences)))
    return [Block(agreement, tuple(clauses)) for agreement, clauses in found.items()]


def _of_step(step: ExitStep) -> str:
    """A line of the plan as a duty of one side."""
    detail = f" {step.detail}" if step.detail else ""
    if step.days_before is None:
        return f"{step.title}:{detail}" if detail else f"{step.title}."
    who = _("The partner") if step.side == "vendor" else _("The client")
    return f"{who} ({_when(step.days_before)}): {step.title}.{detail}"


def _when(days: int) -> str:
    if days == 0:
        return _("on the last day")
    if days > 0:
        return ngettext("%(n)d day before the last day", "%(n)d days before the last day", days) % {"n": days}
    return ngettext("%(n)d day after the last day", "%(n)d days after the last day", -days) % {"n": -days}


def _notice(plan: ExitPlan, _rules: Sequence[RetentionRule]) -> list[str]:
    found = []
    if plan.ends_on:
        found.append(_("The agreement runs until %(day)s.") % {"day": date_format(plan.ends_on)})
    if plan.ends_on and plan.tacit_months:
        words = {"n": plan.tacit_months}
        found.append(_("It renews itself by %(n)d months each time, unless one side gives notice.") % words)
    words = {"n": plan.notice_months}
    text = ngettext(
        "Notice is given in writing, %(n)d month before the end of a term.",
        "Notice is given in writing, %(n)d months before the end of a term.",
        plan.notice_months,
    )
    return [*found, text % words]


def _assistance(plan: ExitPlan, _rules: Sequence[RetentionRule]) -> list[str]:
    words = {
        "months": plan.assistance_months,
        "hours": number_format(plan.assistance_hours.normalize(), use_l10n=True),
        "rate": f"{number_format(plan.assistance_rate, 2)}{NO_BREAK}{plan.currency}",
    }
    return [
        _(
            "For up to %(months)d months after notice the partner assists the client, and whoever takes over, with up"
            " to %(hours)s hours a month at %(rate)s an hour."
        )
        % words,
        _("During that time service levels, prices and people stay as they are; the duty to assist outlives the end."),
    ]


def _alternative(plan: ExitPlan, _rules: Sequence[RetentionRule]) -> list[str]:
    return [
        _("The client may have the work done by anybody else, in part or in whole, before and after the end."),
        _("If the service fails and is not restored in the agreed time, the client may step in at the partner's cost."),
    ]


def _retention(plan: ExitPlan, rules: Sequence[RetentionRule]) -> list[str]:
    """One sentence for what has the same end."""
    alike: dict[int | None, list[str]] = defaultdict(list)
    for rule in rules:
        label = str(CLASSES[rule.data].label) if rule.data in CLASSES else rule.data
        alike[rule.keep_days if rule.disposition == Disposition.DELETE else None].append(label)
    return [_end_of(days, ", ".join(labels)) for days, labels in alike.items()]


def _end_of(days: int | None, data: str) -> str:
    if days is None:
        return _("%(data)s: kept.") % {"data": data}
    text = ngettext(
        "%(data)s: deleted %(n)d day after the last day.", "%(data)s: deleted %(n)d days after the last day.", days
    )
    return text % {"data": data, "n": days}


def _data_return(_plan: ExitPlan, _rules: Sequence[RetentionRule]) -> list[str]:
    return [
        _("All data of the client belongs to the client and is returned at any time, in a common format, for free."),
        _("The certificate of deletion names systems, copies, backups, sub-processors and days."),
    ]


def _property(_plan: ExitPlan, _rules: Sequence[RetentionRule]) -> list[str]:
    return [
        _("What is made for the client is the client's; for what the partner brought along it has a lasting licence.")
    ]


_EXTRA: Final[dict[Topic, Callable[[ExitPlan, Sequence[RetentionRule]], list[str]]]] = {
    Topic.NOTICE: _notice,
    Topic.ASSISTANCE: _assistance,
    Topic.ALTERNATIVE: _alternative,
    Topic.DATA_RETURN: _data_return,
    Topic.RETENTION: _retention,
    Topic.PROPERTY: _property,
}
