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
    "import-rows": DataKind(_("Rows of imports"), _("The raw rows that the work items came from.")),
    "ticket-texts": DataKind(
        _("Texts of work items"),
        _("Titles, descriptions, links, source fields, requests and notes. Times and counts stay."),
    ),
    "shared-files": DataKind(_("Files exchanged"), _("What both sides attached to messages and items.")),
    "messages": DataKind(_("Messages"), _("What both sides wrote to each other, and comments on items.")),
}
