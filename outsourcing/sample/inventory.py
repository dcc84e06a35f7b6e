"""The sample's work inventory: every kind of work with its figures, whether it may leave, and what shows it is ripe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from engagements.actions.baselines import enter_run
from engagements.actions.catalogue import add_row
from engagements.actions.fit import assess
from engagements.actions.maturity import prove
from engagements.actions.processes import TEXTS, decide_process
from engagements.inventory.library import STARTER_PROCESSES
from engagements.models import Process
from foundation.accounts.models import User
from outsourcing.sample.stock import EVIDENCE, OWN, STOCK, WALK, WALKED, Stock
from outsourcing.sample.story import Plan


def described(name: str, plans: Iterable[Plan]) -> Process:
    """An unsaved process of these plans, with their volume a week."""
    return _process(name, STOCK[name], sum(plan.a_week for plan in plans if plan.process == name))


def take_stock(*, by: User, now: datetime, today: date) -> None:
    """Add the work that is our own, then judge every kind of work."""
    for name, stock in OWN.items():
        add_row(row=_process(name, stock, 0), by=by)
    known = STOCK | OWN
    for process in Process.objects.filter(name__in=known).order_by("pk"):
        _judge(process, known[process.name], by=by, now=now, today=today)
        if process.name == WALKED:
            assess(process=process, answers=WALK, by=by, now=now)


def _process(name: str, stock: Stock, a_week: int) -> Process:
    words: dict[str, Any] = {}
    starter = next((each for each in STARTER_PROCESSES if each.key == stock.starter), None)
    if starter is not None:
        words = {field: _(getattr(starter, field)) for field in TEXTS if field not in ("name", "area")}
    return Process(name=name, **words, **stock.values(a_week))


def _judge(process: Process, stock: Stock, *, by: User, now: datetime, today: date) -> None:
    for aspect in stock.proven:
        prove(process=process, aspect=aspect, evidence=EVIDENCE[aspect], by=by, now=now)
    for back, who, count, minutes, wrong in stock.runs:
        enter_run(
            process=process,
            who=who,
            done_on=today - timedelta(days=back),
            count=count,
            minutes=Decimal(minutes),
            with_errors=wrong,
            by=by,
            now=now,
        )
    if stock.verdict:
        fields = ("verdict", "verdict_reason", "review_date")
        was = {field: getattr(process, field) for field in fields}
        process.verdict, process.verdict_reason = stock.verdict, stock.because
        process.review_date = today + timedelta(days=stock.review)
        decide_process(process=process, by=by, was=was, seen=process.revision)
