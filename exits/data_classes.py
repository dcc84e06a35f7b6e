"""The classes of data that a retention schedule speaks of. Issued scorecards, money and the audit log always stay."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DataKind(NamedTuple):
    """A class: its name, and what goes when it is deleted."""

    label: Promise
    what: Promise


CLASSES: Final[dict[str, DataKind]] = {
    "requesters": DataKind(_("Who asked"), _("Requesters of work items, senders of mails to the intake.")),
    "import-files": DataKind(
        _("Uploaded files"),
        _("Files of imports, as a whole: rows of other engagements that they hold stay as rows."),
    ),
    "import-rows": DataKind(_("Rows of imports"), _("The raw rows that the work items came from.")),
    "quarantined-rows": DataKind(
        _("Quarantined rows"), _("Rows that became no work item, in every import that brought some for this one.")
    ),
    "ticket-texts": DataKind(
        _("Texts of work items"),
        _("Titles, descriptions, links, source fields, requests and notes. Times and counts stay."),
    ),
    "attachments": DataKind(_("Attachments"), _("Files on work items, and mails to the intake as they came.")),
    "shared-files": DataKind(_("Files exchanged"), _("What both sides attached to messages and items.")),
    "messages": DataKind(_("Messages"), _("What both sides wrote to each other, and comments on items.")),
    "check-ins": DataKind(
        _("Check-ins"), _("What the partner wrote each day, and remarks to the monthly pulse. Scores stay.")
    ),
}
