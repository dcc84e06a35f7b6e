"""The chain over the audit log: what it seals, and that a change shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from foundation.accounts import actions, chain
from foundation.accounts.actions import seals
from foundation.accounts.audit import record
from foundation.accounts.models import AuditEvent, AuditSeal
from foundation.accounts.tasks import seal_audit_logs
from foundation.accounts.tenancy.context import staff, system
from foundation.accounts.verifying import verify_chain
from tests.factories.cast import Cast, make_cast

LATER = timedelta(minutes=11)


def seal(cast: Cast, *, after: timedelta = LATER) -> int:
    with system([cast.northwind.pk, cast.umbra.pk]):
        return actions.seal_audit_log(organization=cast.northwind.pk, now=timezone.now() + after)


def test_the_digest_is_what_the_docstring_says() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert (
        chain.line({"b": 1, "at": at, "ä": None})
        == '{"at":"2026-01-02T03:04:05.000006+00:00","b":1,"ä":null}\n'.encode()
    )
    assert chain.digest("", []) == "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b"
    assert chain.digest("", [{"id": 1}]) != chain.digest("x", [{"id": 1}])


def test_links_follow_each_other_and_young_events_wait(cast: Cast) -> None:
    house = cast.northwind
    assert seal(cast, after=timedelta(minutes=9)) == 0
    assert seal(cast) == 1  # organization.created
    with staff(house.pk):
        record("test.one", by=None)
        record("test.two", by=None)
    assert (seal(cast), seal(cast)) == (2, 0)
    with system([house.pk]):
        first, second = AuditSeal.objects.order_by("last_event_id")
        assert (first.previous_digest, second.previous_digest) == ("", first.digest)
        verdict = verify_chain(house.pk)
    assert (verdict.links, verdict.events, verdict.waiting, verdict.head, verdict.broken) == (
        2,
        3,
        0,
        second.digest,
        "",
    )


def test_a_long_log_is_sealed_in_several_links(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "LINK", 2)
    with staff(cast.northwind.pk):
        for _ in range(4):
            record("test.counted", by=None)
    assert seal(cast) == 5
    with system([cast.northwind.pk]):
        assert list(AuditSeal.objects.order_by("pk").values_list("event_count", flat=True)) == [2, 2, 1]
        assert verify_chain(cast.northwind.pk).broken == ""


def test_each_organization_has_a_chain_of_its_own(cast: Cast) -> None:
    seal(cast)
    with staff(cast.umbra.pk):
        assert AuditSeal.objects.count() == 0


TAMPERING: dict[str, str] = {
    "an event is changed": "UPDATE accounts_auditevent SET data = '[1]' WHERE verb = 'test.one'",
    "an event is deleted": "DELETE FROM accounts_auditevent WHERE verb = 'test.one'",
    "an event is slipped in": "INSERT INTO accounts_auditevent (id, organization_id, actor_name, verb, subject_type,"
    " subject_name, data, request_id) SELECT id - 1, organization_id, '', 'forged', '', '', '{{}}', ''"
    " FROM accounts_auditevent WHERE verb = 'test.gap'",
    "an event is moved to the other tenant": "UPDATE accounts_auditevent SET organization_id = {umbra}"
    " WHERE verb = 'test.one'",
    "a link is deleted": "DELETE FROM accounts_auditseal WHERE event_count = 1",
    "a link is changed": "UPDATE accounts_auditseal SET digest = repeat('0', 64) WHERE event_count = 1",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", TAMPERING.values(), ids=list(TAMPERING))
def test_the_command_finds_what_even_the_owner_of_the_tables_changed(
    sql: str, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    with transaction.atomic():
        cast = make_cast(now=now)
    seal(cast)
    with staff(cast.northwind.pk), transaction.atomic():
        record("test.one", by=None)
        undone = transaction.savepoint()
        record("test.undone", by=None)
        transaction.savepoint_rollback(undone)  # leaves a gap in the numbers
        record("test.gap", by=None)
    assert seal(cast) == 2
    call_command("verify_audit")
    assert "northwind: 2 links, 3 events sealed, 0 waiting; intact" in capsys.readouterr().out
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # our backend
        cursor.execute(sql.format(umbra=cast.umbra.pk))
    with pytest.raises(SystemExit) as stop:
        call_command("verify_audit")
    assert stop.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert ["BROKEN" in line for line in lines if line.startswith("northwind")] == [True]
    assert ["BROKEN" in line for line in lines if line.startswith("umbra")] == [False]


@pytest.mark.django_db(transaction=True)
def test_the_job_seals_every_organization(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        cast = make_cast(now=now)
    monkeypatch.setattr(seals, "MARGIN", timedelta(0))
    seal_audit_logs()
    seal_audit_logs()
    with system([cast.northwind.pk, cast.umbra.pk]), transaction.atomic():
        assert AuditSeal.objects.count() == 2
        assert AuditEvent.objects.count() == 2
