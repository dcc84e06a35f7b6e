"""Customer service BPO."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.procedures.writing import OUR_WORDS, checklist, ramp, sop, training
from engagements.patterns.wording import _

AGENT, LEAD = _("Agent"), _("Team lead")

CONTENT: Final[dict[str, Any]] = {
    "guides": [
        sop(
            _("A customer contacts us"),
            purpose=_("The customer has an answer that solves it, at the first contact if it can be."),
            roles=_("- Agent: listens, solves, writes it down\n- Team lead: takes over complaints and promises money"),
            steps=(
                (AGENT, _("greets in our name and lets the customer finish"), _("Good morning, how can I help you?")),
                (AGENT, _("proves who it is before speaking of an order or an account")),
                (AGENT, _("says the problem back in one sentence"), _("So the parcel came, but one part is missing.")),
                (AGENT, _("solves it by the knowledge base, or says who does and until when")),
                (
                    AGENT,
                    _("asks whether it is solved, and only then ends"),
                    _("Is there anything that is still open for you?"),
                ),
                (AGENT, _("writes reason, solution and promises into the ticket")),
                (LEAD, _("takes over when the customer asks for it, threatens, or wants money back above the limit")),
            ),
            objective=_("Customers stay, and do not have to contact us twice for the same thing."),
            dos=OUR_WORDS,
            donts=_("- Never promise what is not in the knowledge base\n- Never blame the customer or a colleague"),
        ),
        checklist(
            _("A complaint"),
            _("The customer was heard to the end, and got an apology without an excuse"),
            _("What happened is written down in the customer's words"),
            _("What the customer wants is written down"),
            _("An answer with a day was promised"),
            _("The team lead knows"),
        ),
    ],
    "training": training(
        _("Before the first shift"),
        _("Solve the twenty most frequent reasons for contact in our tone."),
        (
            _("The third call"),
            _("A customer calls for the third time about the same refund, and is loud."),
            _("- Reads the story instead of asking again\n- Says what went wrong\n- Promises one thing, and keeps it"),
        ),
        (
            _("Somebody else's order"),
            _("A caller asks where the order of their mother is delivered."),
            _("- Stays friendly\n- Gives no data without proof\n- Says what the mother can do"),
        ),
    ),
    "ramp": ramp(_("Complaints"), _("Refunds")),
}
