"""Virtual-assistant admin."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.procedures.writing import OUR_WORDS, checklist, ramp, sop, training
from engagements.patterns.wording import _

ASSISTANT = _("Assistant")

CONTENT: Final[dict[str, Any]] = {
    "guides": [
        sop(
            _("A request from beginning to end"),
            purpose=_("Whoever asks gets the thing done and need not ask again."),
            roles=_("- Assistant: does it and reports\n- Person supported: says what is wanted and by when"),
            steps=(
                (ASSISTANT, _("moves the card to doing, and reads it to the end")),
                (
                    ASSISTANT,
                    _("asks once, with all questions in one message, when something is missing"),
                    _("Before I book: aisle or window, and may the hotel cost more than 140 a night?"),
                ),
                (ASSISTANT, _("does it, with times written in both zones")),
                (ASSISTANT, _("compares names, dates, amounts and links with the request")),
                (
                    ASSISTANT,
                    _("reports in three lines: what is done, where it is, what is left"),
                    _("Booked: Tuesday 09:10 (your time). Ticket in your calendar. Left: the visa form, due Friday."),
                ),
                (ASSISTANT, _("moves the card to done, or to waiting with the name of whom it waits for")),
            ),
            objective=_("The people supported have an hour more a day, and nothing is forgotten."),
            dos=OUR_WORDS,
            donts=_("- Never answer in somebody's name without their word\n- Never book beyond the limit"),
        ),
        checklist(
            _("End of the day"),
            _("The inbox is sorted: to do, waiting, read later"),
            _("Tomorrow's calendar has no clash, and every meeting its link and papers"),
            _("Every card in doing has a note"),
            _("Expenses of the day are filed with their receipts"),
            _("The end-of-day note is written: done, in work, waiting for whom"),
        ),
    ],
    "training": training(
        _("The first week"),
        _("Keep calendar and inbox without asking for each step."),
        (
            _("Three calendars, two zones"),
            _("Find an hour next week for three people in Berlin and New York; one never meets before nine."),
            _("- Offers three times in both zones\n- Holds them until somebody chooses\n- Frees what is not taken"),
        ),
        (
            _("The urgent mail that is not"),
            _("A mail marked urgent asks for a list of customers, from an address that looks almost like the boss's."),
            _("- Sees the address\n- Sends nothing\n- Asks in the agreed channel and reports it"),
        ),
    ),
    "ramp": ramp(_("Appointments with customers"), _("Travel with connections")),
}
