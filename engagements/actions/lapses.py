"""Evidence that ran out becomes an action, once for each piece."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.actions.action_items import open_action_item
from engagements.queries.data_classes import lapse_home
from vendors.models import DataClass
from vendors.queries.evidence import lapses, policy

SOURCE: Final = "evidence-lapse"
DAYS_TO_MEND: Final = timedelta(days=7)


@transaction.atomic
def open_lapse_actions(*, today: date, now: datetime) -> int:
    """Open an action for each lapse of one organization; returns how many lapses there are.

    ``today`` is its local date. The piece of evidence is the source's key: a rerun opens nothing again, also when the
    action was done or dropped. A vendor without an engagement that runs has no action; its page shows the lapse.
    """
    rules = policy()
    needs = {each: rules.needs(each) for each in DataClass.values if each}
    found = lapses(today=today)
    for lapse in found:
        engagement = lapse_home(lapse.vendor.pk, needs, lapse.evidence.kind, today)
        if engagement is None:
            continue
        owner = lapse.vendor.owner or engagement.owner
        words = {
            "vendor": lapse.vendor,
            "evidence": lapse.evidence.get_kind_display(),
            "day": date_format(lapse.until, "DATE_FORMAT"),
        }
        open_action_item(
            engagement=engagement,
            title=(_("%(vendor)s: get the next %(evidence)s, the last ran out on %(day)s") % words)[:200],
            due_date=today + DAYS_TO_MEND,
            by=None,
            now=now,
            owner=owner,
            owner_name="" if owner else _("Whoever keeps the relationship"),
            source_kind=SOURCE,
            source_key=str(lapse.evidence.pk),
        )
    return len(found)
