"""Leaving with everything to show, made by the product's own verbs: for walks and pictures."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from engagements.models import Engagement, Side
from exits.actions.drills import begin_drill
from exits.actions.erasing import count_erasure
from exits.actions.plans import make_plan
from exits.actions.runs import start_exit
from exits.actions.tasks import tell_task
from exits.models import Erasure, ExitTask, Mode
from foundation.accounts.models import User
from vendors.models import AccessGrant


def show_exits(*, kept: Engagement, left: Engagement, by: User, partner: User, now: datetime) -> dict[str, int]:
    """A plan with a drill under way, and an exit of the partner's engagement with a file; ids by noun."""
    today = now.date()
    plan = make_plan(engagement=kept, by=by, now=now)
    drill = begin_drill(plan=plan, mode=Mode.PLANNED, held_on=today, took_part="Mara", by=by, now=now, today=today)
    make_plan(engagement=left, by=by, now=now)
    run = start_exit(
        engagement=left,
        mode=Mode.STRESSED,
        ends_on=today + timedelta(days=20),
        reason="Off target",
        by=by,
        now=now,
        today=today,
    )
    theirs = ExitTask.objects.filter(exit=run, side=Side.VENDOR, key="documentation").get()
    ours = ExitTask.objects.get(exit=run, key="notice")
    paper = SimpleUploadedFile("list.pdf", b"%PDF-1.4 what is left", "application/pdf")
    told = tell_task(task=theirs, text="All written", upload=paper, vendor_id=left.vendor_id, by=partner, now=now)
    ours.file = told.file
    ours.save(update_fields=["file"])
    row = Erasure.objects.filter(exit=run).order_by("pk")[0]
    count_erasure(erasure=row, by=by, now=now)
    return {
        "plans": plan.pk,
        "steps": plan.steps.order_by("pk")[0].pk,
        "drills": drill.pk,
        "exits": run.pk,
        "exit": theirs.pk,
        "tasks": ours.pk,
        "reports": told.pk,
        "access": AccessGrant.objects.filter(vendor=left.vendor_id, revoked_on=None).latest("pk").pk,
    }
