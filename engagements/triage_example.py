"""The rubric to begin with: urgent scheduling in 4 hours, routine in 24, research in 3 business days. Pure.

Texts are translated where they are saved.
"""

from __future__ import annotations

from typing import Final, NamedTuple


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


class ExampleRule(NamedTuple):
    """A rule, in the words of ``TriageRule``; the first that fits wins."""

    name: str
    priority: str
    words: tuple[str, ...]
    example: str


class ExampleTime(NamedTuple):
    """The time allowed for a priority; ``unit`` is minutes (of open time) or business_days."""

    priority: str
    amount: int
    unit: str


RULES: Final = (
    ExampleRule(
        _("Urgent scheduling"),
        "urgent",
        (
            "urgent meeting*",
            "urgent call*",
            "urgent schedul*",
            "urgent reschedul*",
            "urgent appointment*",
            "today meeting*",
            "today call*",
            "today reschedul*",
        ),
        _("Urgent: move today's board call to 16:00"),
    ),
    ExampleRule(
        _("Research"),
        "research",
        ("research*", "find out", "compare*", "look into", "shortlist*"),
        _("Compare three hotels near the trade fair"),
    ),
    ExampleRule(_("Routine"), "routine", (), _("File October's travel receipts")),
)
NAME: Final = _("Resolution")
PASS_RULE: Final = _(
    "A request is done by its due time. What was asked for is delivered as its acceptance criteria say."
)


def times(*, around_the_clock: bool) -> tuple[ExampleTime, ...]:
    """The times allowed. Where only opening hours count, 24 hours are one business day: the same time on the next."""
    routine = (
        ExampleTime("routine", 1440, "minutes") if around_the_clock else ExampleTime("routine", 1, "business_days")
    )
    return (ExampleTime("urgent", 240, "minutes"), routine, ExampleTime("research", 3, "business_days"))
