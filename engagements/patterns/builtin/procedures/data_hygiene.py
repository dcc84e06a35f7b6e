"""Data hygiene."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.procedures.writing import OUR_WORDS, checklist, ramp, sop, training
from engagements.patterns.wording import _

CLERK, OWNER = _("Data clerk"), _("Data owner")

CONTENT: Final[dict[str, Any]] = {
    "guides": [
        sop(
            _("Mending a record"),
            purpose=_("A record is complete, stands there once, and says where each value comes from."),
            roles=_(
                "- Data clerk: finds, checks, mends\n- Data owner: decides in doubt and on merges that lose something"
            ),
            steps=(
                (CLERK, _("takes the next record of the list, and marks it as in work")),
                (CLERK, _("searches for doubles by name, address, domain and tax number")),
                (CLERK, _("checks each field against a source that the rules allow, and notes the source")),
                (CLERK, _("writes names, addresses and numbers as the rules say")),
                (
                    CLERK,
                    _("asks the owner when two sources disagree"),
                    _("Register says Hafenstr. 4, the customer's mail says 14. Which do we keep?"),
                ),
                (CLERK, _("merges into the older record, so that its history stays")),
                (OWNER, _("looks at a sample of every batch before it counts as done")),
            ),
            objective=_("People trust the records and stop keeping lists of their own."),
            dos=OUR_WORDS,
            donts=_("- Never delete: merge or archive\n- Never copy records out of the system"),
        ),
        checklist(
            _("Before a batch is written"),
            _("A backup exists, and it is noted where it lies"),
            _("Ten records of the batch were compared by a second person"),
            _("The number of records before and after is what was expected"),
            _("The way back is known"),
        ),
    ],
    "training": training(
        _("Before the first batch"),
        _("Tell a double from a namesake, and leave no record worse than before."),
        (
            _("Two of the same name"),
            _("Two companies of the same name in one street, one with a tax number, one with orders."),
            _("- Does not merge on the name alone\n- Finds a third mark\n- Asks the owner with both records at hand"),
        ),
        (
            _("The clever shortcut"),
            _("A colleague proposes to download the list, mend it in a spreadsheet and upload it."),
            _("- Refuses: data stays in the approved place\n- Names the rule\n- Proposes the bulk edit in the system"),
        ),
    ),
    "ramp": ramp(_("Merging customers with orders"), _("Changing addresses that parcels go to")),
}
