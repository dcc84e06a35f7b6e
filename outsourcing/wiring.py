"""What higher rooms give to lower ones: every slot is filled here, and nowhere else."""

from __future__ import annotations

from importlib import import_module

from engagements.actions.colleagues import take_up_grants
from engagements.actions.sealed import sealed_until
from engagements.gates.eligibility import reason_not_to_receive
from engagements.queries.data_classes import classes_by_vendor
from engagements.queries.engagements import counts_by_vendor
from engagements.queries.stages import has_items
from exits.queries.plans import contract_days as days_of_contract
from finance.queries.invoices import paid_in_time
from foundation.accounts.actions.invitations import joined
from foundation.accounts.actions.organizations import furnish
from foundation.accounts.queries import vendor_choices
from foundation.inbox.gates import taker
from foundation.jobs.actions import job_over
from foundation.outbox.actions.announcements import announce_job
from foundation.outbox.gates import eligibility
from outsourcing.queries import engagement_has_items
from pilots.queries.bonds import contract_days
from pilots.queries.policy import why_pilot_first
from scorecards.queries import sealed
from scorecards.sections import prompt_payment
from sourcing.gates import pilot_first
from vendors import queries as vendors
from vendors.actions import make_own_team
from vendors.queries.evidence import data_classes
from workitems.tasks.mails import take_mail

# Each contributes its gate checks when it is loaded; a higher room's check takes the place of one with the same key.
CHECKS = ["engagements.gates.checks", "procedures.gates", "pilots.gates", "finance.gates", "exits.gates"]
# Likewise the parts of templates: applied in the order in which they are registered.
PARTS = ["engagements.patterns.parts", "procedures.patterns", "workitems.patterns"]


def register_contributions() -> None:
    """Load every room's gate checks and parts of templates, the lowest room first."""
    for name in [*CHECKS, *PARTS]:
        import_module(name)


def fill_slots() -> None:
    """Fill every slot that a lower room declares."""
    furnish.fill(make_own_team)
    joined.fill(take_up_grants)
    eligibility.fill(reason_not_to_receive)
    job_over.fill(announce_job)
    vendor_choices.fill(vendors.vendor_choices)
    vendors.engagement_counts.fill(counts_by_vendor)
    data_classes.fill(classes_by_vendor)
    has_items.fill(engagement_has_items)
    sealed_until.fill(sealed.sealed_until)
    taker.fill(take_mail)
    prompt_payment.fill(paid_in_time)
    pilot_first.fill(why_pilot_first)
    contract_days.fill(days_of_contract)
