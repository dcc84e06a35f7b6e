"""Importing a file at the console of the server, by a mapping that was saved before."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.tenancy.context import identity, system
from foundation.inbox.actions import store_file
from foundation.inbox.explaining import placed_sentence, stored_problem
from foundation.inbox.models import BatchState, ImportBatch
from foundation.inbox.opening import opened
from foundation.inbox.reading.limits import Limits
from foundation.jobs import running
from foundation.jobs.clock import database_now
from workitems.actions import imports
from workitems.mapping import Mapping, MappingInvalid
from workitems.presets.proposal import propose

SAMPLE_ROWS = 20_000


class Command(BaseCommand):
    """Runs the same job as the wizard, in this process, and prints the account of every row.

    The same file and mapping is the same import: the second time nothing is written, and the account says what a
    comparison row by row found.
    """

    help = "Import work items from a CSV, XLSX or gzip file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """SLUG FILE --mapping mapping.json [--as EMAIL], or --propose to print a mapping to start from."""
        parser.add_argument("organization", help="the workspace's short name, as in its address")
        parser.add_argument("file", type=Path, help="the file to import")
        parser.add_argument("--mapping", type=Path, help="the saved mapping, JSON")
        parser.add_argument("--as", dest="email", help="address of the person who imports")
        parser.add_argument("--propose", action="store_true", help="print the mapping proposed for the file, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Imports all of the file, or nothing."""
        organization, person = _who(options["organization"], options["email"])
        content = _content(options["file"])
        with system([organization.pk]):
            if options["propose"]:
                self.stdout.write(json.dumps(_proposal(content, options["file"].name), indent=2, ensure_ascii=False))
                return
            batch = self._import(content, options["file"].name, _mapping(options["mapping"]), person)
            self._account(batch)

    def _import(self, content: bytes, name: str, mapping: Mapping, person: User | None) -> ImportBatch:
        now = database_now()
        with transaction.atomic():
            file = store_file(content=content, name=name, by=person, now=now)
            batch = imports.open_batch(file=file, header=(), mapping=mapping, by=person, now=now)
            twin = imports.twin_of(batch)
            kind = imports.CHECK if twin else imports.COMMIT
            job = imports.begin(batch=batch, kind=kind, title=f"Import of {name}", by=person, now=now)
        if twin is not None:
            self.stdout.write(f"This file was imported by the same mapping before (import {twin.pk}).")
        running.run(job_id=job.pk)
        with transaction.atomic():
            batch.refresh_from_db()
            if twin is not None:
                batch.delete()
        if batch.state == BatchState.FAILED:
            raise CommandError(batch.error)
        return batch

    def _account(self, batch: ImportBatch) -> None:
        verb = "Imported" if batch.state == BatchState.COMMITTED else "Compared, nothing written"
        self.stdout.write(f"{verb}: {batch.rows_read:,} rows")
        for name in ("created", "updated", "unchanged", "duplicate", "quarantined"):
            self.stdout.write(f"  {getattr(batch, f'rows_{name}'):>12,} {name}")
        figures = [f"{getattr(batch, f'items_{name}'):,} {name}" for name in ("created", "updated", "unchanged")]
        self.stdout.write(f"Items: {', '.join(figures)}")
        self.stdout.write(f"Unassigned: {batch.findings['unassigned']:,}")
        for title, key in (("States nobody decided on", "undecided"), ("Values sent nowhere", "unmapped")):
            if found := batch.findings[key]:
                self.stdout.write(f"{title}: " + ", ".join(f"{value} ({count:,})" for value, count in found.items()))
        for repair in batch.findings["repairs"]:
            text = placed_sentence(stored_problem(repair["problem"]))
            self.stdout.write(f"Quarantined {repair['count']:,}: {text}")


def _who(slug: str, email: str | None) -> tuple[Organization, User | None]:
    with identity():
        organization = Organization.objects.filter(slug=slug).first()
        if organization is None:
            raise CommandError(f"There is no workspace {slug}.")
        if email is None:
            return organization, None
        memberships = Membership.objects.filter(organization=organization, left_at=None, vendor_id=None)
        membership = memberships.select_related("user").filter(user__email__iexact=email).first()
        if membership is None:
            raise CommandError(f"{email} is no member of {slug}.")
        return organization, membership.user


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > Limits().packed_bytes:
            raise CommandError(f"{path} has {size:,} bytes; at most {Limits().packed_bytes:,} can be read. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def _mapping(path: Path | None) -> Mapping:
    if path is None:
        raise CommandError("Give the mapping with --mapping; --propose prints one to start from.")
    try:
        return Mapping.from_json(json.loads(path.read_text()))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} is no JSON: {error}.") from error
    except MappingInvalid as error:
        raise CommandError(str(error.problem)) from error


def _proposal(content: bytes, name: str) -> dict[str, Any]:
    with opened(content, name) as table:
        rows = [row for row, _ in zip(table, range(SAMPLE_ROWS), strict=False)]
        if table.failure is not None:
            raise CommandError(str(table.failure))
        proposal = propose(table.header, rows, zone="UTC")
    if proposal.questions:
        raise CommandError("\n".join(str(each) for each in proposal.questions))
    return proposal.mapping.to_json()
