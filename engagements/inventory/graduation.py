"""What usually must be true before a process moves on: from agency to freelancer, from freelancer to in-house. Pure."""

from __future__ import annotations

from typing import Final


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


STARTERS: Final = (
    ("to_freelancer", _("The procedure is written, and a newcomer did the work with it without asking")),
    ("to_freelancer", _("The quality bar was kept three months in a row")),
    ("to_freelancer", _("The volume has been steady for three months, and one or two people can do it")),
    ("to_in_house", _("It is at least half a person's work, every month")),
    ("to_in_house", _("Somebody of ours did it for two weeks and kept the quality bar")),
    ("to_in_house", _("What the freelancer knows is in the procedure")),
)
"""(step of ``models.processes.GraduationStep``, criterion)."""
