"""Something to see on the pages of working together: the sample's quarter, in a small workspace."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from engagements.models import Engagement, Participant, Side, Thread
from foundation.accounts.tenancy import context
from outsourcing.sample.desk import ENGAGEMENT, work_together
from procedures.actions.guides import create_guide, publish
from procedures.models import Guide, GuideKind
from tests.factories.small_workspace import SmallWorkspace
from tests.procedures.desk import PLAY, QUIZ


@transaction.atomic
def show_together(workspace: SmallWorkspace) -> dict[str, int]:
    """Conversations, days, pulses and an SOP that waits, between the ops lead and the partner; ids by noun."""
    now, lead = workspace.now, next(iter(workspace.staff.values()))
    with context.system([workspace.organization.pk]):
        engagement: Engagement = workspace.engagements[ENGAGEMENT]
        work_together(workspace.organization, workspace.engagements, by=lead, now=now)
        Participant.objects.create(
            engagement=engagement, title="Shift lead", side=Side.VENDOR, user=workspace.partner.user
        )
        values = {"kind": GuideKind.SOP, "title": "Night calls", "engagement": engagement, "owner": lead}
        guide = create_guide(guide=Guide(**values), content=replace(PLAY, quiz=QUIZ), by=lead, now=now)
        publish(guide=guide, effective_from=now.date(), note="", seen=guide.revision, by=lead, now=now)
        thread = Thread.objects.order_by("pk")[0]
    return {"messages": thread.pk, "pulse": engagement.pk, "procedures": guide.pk}
