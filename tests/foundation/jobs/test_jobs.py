from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import transaction

from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.jobs import actions, registry, running
from foundation.jobs.clock import database_now
from foundation.jobs.models import Job, JobState
from foundation.jobs.registry import JobRefusedError, Progress, UnknownKindError, handles
from foundation.jobs.tasks import run_job, sweep_jobs
from foundation.outbox.models import Message
from tests.factories.cast import Cast, House

if TYPE_CHECKING:
    from tests.conftest import SignIn


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds registered in a test are gone after it."""
    monkeypatch.setattr(registry, "_handlers", {})


def start(house: House, now: datetime, **arguments: Any) -> Job:
    by = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=by.pk):
        return actions.start(kind="count", title="Counting", arguments=arguments, by=by, now=now, link="/there/")


@pytest.mark.usefixtures("kinds")
class TestLife:
    def test_a_job_is_claimed_done_and_tells_its_result(self, cast: Cast, now: datetime) -> None:
        @handles("count")
        def count(job_id: int, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
            progress(2, 3)
            progress(3)
            return {"job": job_id, "counted": arguments["upto"]}

        job = start(cast.northwind, now, upto=3)
        with system([cast.northwind.pk]):
            assert running.run(job_id=job.pk) is True
            job.refresh_from_db()
            assert (job.state, job.done, job.total, job.attempt) == ("done", 3, 3, 1)
            assert job.result == {"job": job.pk, "counted": 3}
            assert running.run(job_id=job.pk) is False
            verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
        assert verbs[-2:] == ["job.queued", "job.done"]

    def test_a_refusal_is_told_and_a_fault_is_not(self, cast: Cast, now: datetime) -> None:
        @handles("count")
        def count(_job: int, arguments: dict[str, Any], _progress: Progress) -> None:
            if arguments["refuse"]:
                raise JobRefusedError("The file is empty.")
            raise ZeroDivisionError("secret detail")

        errors = []
        for refuse in (True, False):
            job = start(cast.northwind, now, refuse=refuse)
            with system([cast.northwind.pk]):
                running.run(job_id=job.pk)
                job.refresh_from_db()
                errors.append((job.state, job.error))
        assert errors == [
            ("failed", "The file is empty."),
            ("failed", "Something went wrong on our side; it is in the log."),
        ]

    def test_a_claim_is_taken_once_and_later_writes_are_fenced(self, cast: Cast, now: datetime) -> None:
        handles("count")(lambda *_: None)
        job = start(cast.northwind, now)
        with system([cast.northwind.pk]):
            first = actions.claim(job_id=job.pk, now=now)
            assert first is not None
            assert actions.claim(job_id=job.pk, now=now) is None
            later = now + actions.LEASE + timedelta(seconds=1)
            assert actions.requeue_stale(now=now + actions.LEASE) == []
            assert actions.requeue_stale(now=later) == [job.pk]
            second = actions.claim(job_id=job.pk, now=later)
            assert second is not None
            assert second.attempt == 2
            assert actions.progress(job_id=job.pk, attempt=1, done=9, total=9, now=later) is False
            assert actions.finish(job=first, now=later) is False
            assert actions.finish(job=second, now=later) is True

    def test_a_job_that_kills_its_worker_is_given_up(self, cast: Cast, now: datetime) -> None:
        handles("count")(lambda *_: None)
        job = start(cast.northwind, now)
        with system([cast.northwind.pk]):
            for number in range(actions.MOST_ATTEMPTS):
                assert actions.claim(job_id=job.pk, now=now) is not None
                requeued = actions.requeue_stale(now=now + timedelta(hours=1))
                assert requeued == ([job.pk] if number < actions.MOST_ATTEMPTS - 1 else [])
            job.refresh_from_db()
        assert (job.state, job.error) == ("failed", "The work was stopped 5 times and has been given up.")

    def test_whoever_started_a_long_job_is_told(self, cast: Cast, now: datetime) -> None:
        handles("count")(lambda *_: None)
        told = []
        for seconds, result in ((19, "Counted."), (20, "Counted."), (3600, "")):
            job = start(cast.northwind, now)
            with system([cast.northwind.pk]):
                claimed = actions.claim(job_id=job.pk, now=now)
                assert claimed is not None
                over = now + timedelta(seconds=seconds)
                if result:
                    actions.finish(job=claimed, now=over, result={"message": result})
                else:
                    actions.fail(job=claimed, error="The disk is full.", now=over)
                mails = Message.objects.filter(subject_key=f"job/{job.pk}")
                told.append(list(mails.values_list("to_address", "subject", "text", "not_before")))
        lead, site = "ops_lead@northwind.example", settings.SITE_URL
        assert told == [
            [],
            [(lead, "Done: Counting", f"Counted.\n\n{site}/there/\n", now + timedelta(seconds=20))],
            [(lead, "Failed: Counting", f"The disk is full.\n\n{site}/there/\n", now + timedelta(hours=1))],
        ]

    def test_an_unknown_kind_and_a_second_handler_are_refused(self, cast: Cast, now: datetime) -> None:
        with pytest.raises(UnknownKindError):
            start(cast.northwind, now)
        handles("count")(lambda *_: None)
        with pytest.raises(ValueError, match="handler already"):
            handles("count")(lambda *_: None)


@pytest.mark.usefixtures("kinds")
class TestPages:
    def test_the_card_asks_again_until_the_job_is_over(self, cast: Cast, now: datetime, sign_in: SignIn) -> None:
        handles("count")(lambda *_: {"message": "Counted."})
        job = start(cast.northwind, now)
        browser = sign_in(cast.northwind.people[Role.VIEWER])
        page = f"/northwind/jobs/{job.pk}/"
        for address in (page, f"{page}card/"):
            body = browser.get(address).content.decode()
            assert body.count(f'hx-get="{page}card/" hx-trigger="every 1s"') == 1
        with system([cast.northwind.pk]):
            running.run(job_id=job.pk)
        body = browser.get(f"{page}card/").content.decode()
        assert "hx-trigger" not in body
        assert "Counted." in body
        assert 'href="/there/"' in body

    def test_another_tenants_job_and_a_missing_one_are_not_found(
        self, cast: Cast, now: datetime, sign_in: SignIn
    ) -> None:
        handles("count")(lambda *_: None)
        theirs = start(cast.umbra, now)
        browser = sign_in(cast.northwind.people[Role.VIEWER])
        for pk in (theirs.pk, theirs.pk + 1000):
            assert browser.get(f"/northwind/jobs/{pk}/").status_code == 404


@pytest.mark.usefixtures("kinds")
class TestCommitted:
    def test_progress_is_seen_while_the_handler_is_inside_its_transaction(self, committed: Cast, now: datetime) -> None:
        seen: list[tuple[str, int, int]] = []

        @handles("count")
        def count(job_id: int, _arguments: dict[str, Any], progress: Progress) -> None:
            with transaction.atomic():
                list(Job.objects.all())
                progress(5, 10)
                deadline = time.monotonic() + 10
                while time.monotonic() < deadline and not seen:
                    time.sleep(0.1)
                    found = Job.objects.values_list("state", "done", "total").get(pk=job_id)
                    if found[1]:
                        seen.append(found)

        with transaction.atomic():
            job = start(committed.northwind, now)
        run_job.apply((job.pk,), headers={"organizations": [committed.northwind.pk]}, throw=True)  # type: ignore[dict-item]  # ids are numbers
        assert seen == [("running", 5, 10)]
        with system([committed.northwind.pk]), transaction.atomic():
            assert Job.objects.get(pk=job.pk).state == JobState.DONE

    def test_the_handler_learns_that_its_job_went_to_another_worker(
        self, committed: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "SECONDS_BETWEEN_WRITES", 0.05)
        steps = 0

        @handles("count")
        def count(_job: int, _arguments: dict[str, Any], progress: Progress) -> None:
            nonlocal steps
            with transaction.atomic():
                Job.objects.update(attempt=7)
            for steps in range(100):  # the count is read outside
                progress(steps)
                time.sleep(0.05)

        with transaction.atomic():
            job = start(committed.northwind, now)
        with system([committed.northwind.pk]):
            assert running.run(job_id=job.pk) is False
        assert 0 < steps < 99

    def test_the_sweep_puts_back_what_a_dead_worker_held_in_every_organization(
        self, committed: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        handles("count")(lambda *_: None)
        sent: list[tuple[list[int], list[int]]] = []
        monkeypatch.setattr(run_job, "apply_async", lambda args, organizations: sent.append((args, organizations)))
        long_ago = database_now() - timedelta(hours=1)
        with transaction.atomic():
            jobs = [start(house, long_ago) for house in (committed.northwind, committed.umbra)]
        with system([committed.northwind.pk]):
            assert actions.claim(job_id=jobs[0].pk, now=long_ago) is not None
        sweep_jobs.apply(throw=True)
        assert sorted(sent) == [
            ([jobs[0].pk], [committed.northwind.pk]),
            ([jobs[1].pk], [committed.umbra.pk]),
        ]
        sent.clear()
        sweep_jobs.apply(throw=True)
        assert len(sent) == 2
