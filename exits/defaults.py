"""What an exit plan begins with: every topic spoken for, each line citing the clause of the text block (``clauses``).

Texts come in the language in force when the plan is made, and are the organization's own from then on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagements.models import Side
from exits.models import Agreement, StepKind, Topic


@dataclass(frozen=True, slots=True)
class Step:
    """A line as the plan will have it. ``planned`` and ``stressed`` are days before the last day, None for a rule."""

    key: str
    topic: Topic
    title: Promise
    detail: Promise
    planned: int | None = None
    stressed: int | None = None
    side: Side = Side.CLIENT
    after: tuple[str, ...] = ()
    kind: StepKind = StepKind.PLAIN
    agreement: Agreement = Agreement.MASTER


def clause_of(topic: Topic) -> str:
    """The number of a topic's clause in the text block: "E1" to "E14"."""
    return f"E{list(Topic).index(topic) + 1}"


STEPS: Final = (
    Step(
        "triggers",
        Topic.TRIGGERS,
        _("When we leave"),
        _(
            "A material breach not cured in 30 days; off target in three months running; a certificate that lapsed and"
            " was not renewed; insolvency or a change of control; for convenience, with notice."
        ),
    ),
    Step(
        "notice",
        Topic.NOTICE,
        _("Give notice in writing"),
        _("By registered letter and by mail to both contacts, before the last day for notice. Keep what proves it."),
        90,
        30,
    ),
    Step(
        "communication",
        Topic.COMMUNICATION,
        _("Tell those concerned"),
        _("Who hears what, when, from whom: users, the own team, the partner's team. One voice, one page of answers."),
        75,
        25,
        after=("notice",),
    ),
    Step(
        "alternative",
        Topic.ALTERNATIVE,
        _("Confirm who takes over"),
        _("Contract, people and start date of whoever does the work next; step-in rights if it cannot wait."),
        75,
        25,
        after=("notice",),
    ),
    Step(
        "assistance",
        Topic.ASSISTANCE,
        _("Agree the plan of the partner's assistance"),
        _("People, hours a month at the agreed rate, and duties: the service goes on unchanged until the last day."),
        70,
        24,
        after=("notice",),
        agreement=Agreement.STATEMENT,
    ),
    Step(
        "documentation",
        Topic.DOCUMENTATION,
        _("Bring the documentation up to date"),
        _("SOPs, known problems, contacts, open promises: complete enough that a stranger can do the work."),
        50,
        16,
        side=Side.VENDOR,
        after=("assistance",),
        agreement=Agreement.STATEMENT,
    ),
    Step(
        "knowledge",
        Topic.KNOWLEDGE,
        _("Hand over the knowledge"),
        _("Sessions with whoever takes over, recorded; they watch first, then do the work while the partner watches."),
        40,
        12,
        side=Side.VENDOR,
        after=("alternative", "documentation"),
        agreement=Agreement.STATEMENT,
    ),
    Step(
        "handover",
        Topic.DOCUMENTATION,
        _("Sign off the handover checklist"),
        _("Whoever takes over has played the work through by the SOPs, without help."),
        15,
        5,
        after=("knowledge",),
        agreement=Agreement.STATEMENT,
    ),
    Step(
        "open-work",
        Topic.INVOICES,
        _("Close or hand over open work"),
        _("A list of every open item with its state and next step; no new work is taken from here on."),
        7,
        3,
        side=Side.VENDOR,
        after=("knowledge",),
    ),
    Step(
        "data-return",
        Topic.DATA_RETURN,
        _("Return our data"),
        _("All of it, in the agreed format (CSV or JSON with a description of the columns), with counts."),
        5,
        2,
        side=Side.VENDOR,
        after=("open-work",),
    ),
    Step(
        "data-checked",
        Topic.DATA_RETURN,
        _("Check the data that came back"),
        _("Counts against our own, a sample opened and read."),
        2,
        1,
        after=("data-return",),
    ),
    Step(
        "access",
        Topic.ACCESS,
        _("Take back every access"),
        _("Each grant of the register, with what proves it: a ticket, a line of the log."),
        0,
        0,
        after=("handover",),
        kind=StepKind.ACCESS,
    ),
    Step(
        "credentials",
        Topic.ACCESS,
        _("Change what they knew"),
        _("Every shared password, key and token that the partner's people held."),
        -1,
        -1,
        after=("access",),
    ),
    Step(
        "assets",
        Topic.ASSETS,
        _("Return equipment, licences and accounts"),
        _("Each thing on the list of assets, signed for by who receives it."),
        0,
        0,
        side=Side.VENDOR,
    ),
    Step(
        "property",
        Topic.PROPERTY,
        _("Confirm that the results of the work are ours"),
        _("Documents, scripts, configurations and recordings; licences for what the partner brought along."),
        0,
        0,
        side=Side.VENDOR,
    ),
    Step(
        "final-scorecard",
        Topic.INVOICES,
        _("Issue the final scorecard"),
        _("The last week, closed and issued, so that both sides settle on the same figures."),
        -7,
        -7,
        kind=StepKind.SCORECARD,
    ),
    Step(
        "deletion",
        Topic.DATA_RETURN,
        _("Delete our data, and certify it"),
        _("At the partner and its sub-processors, copies and backups too; the certificate names systems and days."),
        -14,
        -14,
        side=Side.VENDOR,
        after=("data-checked",),
        kind=StepKind.CERTIFICATE,
    ),
    Step(
        "credits",
        Topic.CREDITS,
        _("Credits are set off"),
        _("Service credits earned and not yet applied are paid out, or taken off the last invoice."),
    ),
    Step(
        "settlement",
        Topic.INVOICES,
        _("Settle what is owed"),
        _("Open invoices, credits and assistance in one statement that both sides agree on."),
        -30,
        -21,
        after=("final-scorecard", "assets"),
        kind=StepKind.SETTLEMENT,
    ),
    Step(
        "retention",
        Topic.RETENTION,
        _("Delete what may not be kept"),
        _("By the retention schedule: each class of data on its day, counted first."),
        -100,
        -100,
        after=("settlement",),
        kind=StepKind.RETENTION,
    ),
)
# Days that each class of data is kept after the last day.
KEEP_DAYS: Final = {
    "requesters": 30,
    "import-files": 30,
    "import-rows": 30,
    "quarantined-rows": 30,
    "ticket-texts": 90,
    "attachments": 90,
    "shared-files": 90,
    "messages": 90,
    "check-ins": 90,
}
