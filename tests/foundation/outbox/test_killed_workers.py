"""Nothing lost, nothing twice, while workers are killed at the worst moments."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from foundation.accounts.roles import STAFF_ROLES
from foundation.accounts.tenancy.context import system
from foundation.jobs.clock import database_now
from foundation.outbox.models import Message, MessageEvent
from foundation.outbox.states import OVER
from tests.foundation.outbox import killing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories.cast import Cast
    from tests.foundation.outbox.conftest import Queue

SWEEP = "foundation.outbox.tasks.sweep_outbox"


def run(
    cast: Cast,
    queue: Queue,
    folder: Path,
    broker: str,
    *,
    messages: int,
    kills: int,
    patience: float,
    slowness: float = 0.4,
) -> None:
    houses, roles, now = (cast.northwind, cast.umbra), sorted(STAFF_ROLES), database_now()
    expected = [
        queue(houses[n % 2], role=roles[n % len(roles)], key=f"scorecard/{n}", now=now).message_id
        for n in range(messages)
    ]
    organizations = [house.pk for house in houses]

    def states() -> Counter[str]:
        with transaction.atomic(), system(organizations):
            return Counter(Message.objects.values_list("state", flat=True))

    def is_over() -> bool:
        return set(states()) <= set(OVER)

    with killing.broker(broker) as line:
        report = killing.run(line, folder, [SWEEP], is_over, kills=kills, patience=patience, slowness=slowness)
    with transaction.atomic(), system(organizations):
        seen = Counter(MessageEvent.objects.values_list("state", flat=True))
    sys.stdout.write(
        f"\n{broker}: {messages} mails, {report.kills} kills, {report.seconds:.0f} s, events {dict(seen)},"
        f" lost {len(report.lost(expected))}, twice {len(report.twice())}\n"
    )
    assert report.lost(expected) == []
    assert report.twice() == []
    assert set(report.taken) == set(expected)
    assert states() == {"sent": messages}
    assert seen["sent"] == messages
    assert report.kills == kills
    assert seen["uncertain"] + seen["retry"] > 0, "no kill caught a worker in the middle"


@pytest.mark.parametrize("broker", ["postgresql", "redis"])
def test_six_kills(committed: Cast, queue: Queue, tmp_path: Path, broker: str) -> None:
    run(committed, queue, tmp_path, broker, messages=60, kills=6, patience=240)


@pytest.mark.long
@pytest.mark.timeout(2400)
def test_two_hundred_kills(committed: Cast, queue: Queue, tmp_path: Path) -> None:
    run(committed, queue, tmp_path, "postgresql", messages=500, kills=200, patience=2300, slowness=0.8)
