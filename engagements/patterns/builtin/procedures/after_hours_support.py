"""After-hours IT support."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.procedures.writing import OUR_WORDS, checklist, ramp, sop, training
from engagements.patterns.wording import _

AGENT, LEAD = _("Agent"), _("Shift lead")

CONTENT: Final[dict[str, Any]] = {
    "guides": [
        sop(
            _("A call after hours"),
            purpose=_("Everybody who calls at night gets help, or knows who helps and when."),
            roles=_("- Agent: answers, logs, solves or hands on\n- Shift lead: decides on outages, wakes our on-call"),
            steps=(
                (AGENT, _("picks up and says who is there"), _("Good evening, IT support. What has stopped working?")),
                (AGENT, _("opens a ticket while the caller speaks and repeats the problem in a sentence")),
                (AGENT, _("asks how many people are stopped, and sets the priority by the rubric")),
                (AGENT, _("looks it up in the knowledge base and does what stands there")),
                (
                    AGENT,
                    _("says what happens next, and until when"),
                    _("I have passed it on as urgent. You hear from us within 30 minutes, under this number."),
                ),
                (LEAD, _("is told at once when a whole site is stopped, and wakes our on-call person")),
                (AGENT, _("writes the end into the ticket: cause, what was done, what is left for the day")),
            ),
            objective=_("Work goes on at night, and the day desk finds everything in the ticket."),
            dos=OUR_WORDS,
            donts=_("- Never ask for a password\n- Never change a permission without the approval that it needs"),
        ),
        checklist(
            _("Handover to the day desk"),
            _("Every open ticket says what was done and what is next"),
            _("Workarounds that end in the morning are marked"),
            _("Outages of the night are in the handover note, with times and their zone"),
            _("Questions to our people are sent, with the ticket's number"),
            _("The phone is switched to the day desk, and a test call answered"),
        ),
    ],
    "training": training(
        _("Before the first night"),
        _("Handle the ten most frequent calls alone, and know when not to."),
        (
            _("Locked out before a deadline"),
            _("At 22:40 somebody cannot sign in and has to hand in an offer at midnight. They offer their password."),
            _("- Refuses the password\n- Proves who calls, as agreed\n- Unlocks, logs, and stays until it works"),
        ),
        (
            _("Is it one or is it all?"),
            _("Three calls in ten minutes: the label printers of one hall stand still."),
            _("- Joins the calls into one incident\n- Asks for the extent\n- Tells the shift lead within five minutes"),
        ),
    ),
    "ramp": ramp(_("An outage of a whole site"), _("A locked account before a deadline")),
}
