"""The mail that carries a scorecard: the finding in the subject and in the first line."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from foundation.accounts.models import Membership
from scorecards.models import ScorecardSnapshot


class Mail(NamedTuple):
    """What a mail says."""

    subject: str
    text: str
    html: str


def scorecard_mail(snapshot: ScorecardSnapshot, *, recipient: Membership, now: datetime) -> Mail:
    """The mail of a sealed snapshot for one recipient."""
    del recipient, now
    data = snapshot.data
    headline = data["scorecard"]["headline"]
    subject = f"{data['engagement']['name']} {data['period']['key']}: {headline}"
    lines = [f"{line['name']}: {line['value'] or '-'} ({line['status']})" for line in data["lines"]]
    return Mail(subject, "\n".join([headline, "", *lines]), "")
