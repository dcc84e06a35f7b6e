"""Invoice matching."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.procedures.writing import OUR_WORDS, checklist, ramp, sop, training
from engagements.patterns.wording import _

CLERK, REVIEWER = _("Clerk"), _("Reviewer")

CONTENT: Final[dict[str, Any]] = {
    "guides": [
        sop(
            _("From invoice to approval"),
            purpose=_("An invoice is paid once, for what was ordered and came, at the price that was agreed."),
            roles=_(
                "- Clerk: compares and clears differences\n- Reviewer: a second person for what is above the limit"
            ),
            steps=(
                (CLERK, _("checks that the invoice is addressed to us, complete, and not there already")),
                (CLERK, _("finds order and goods receipt, and compares quantity, price, tax and terms")),
                (CLERK, _("approves what lies within the tolerance, with a link to order and receipt")),
                (
                    CLERK,
                    _("writes to the buyer or supplier about a difference, the same day"),
                    _("Invoice 4711 has 12 pieces at 9.80; the order says 10 at 9.50. Which one is right?"),
                ),
                (CLERK, _("parks the invoice with the reason, and asks again after two business days")),
                (REVIEWER, _("looks at everything above the limit, and at changed bank details in every case")),
                (CLERK, _("books it for the payment run before the discount ends")),
            ),
            objective=_("Suppliers are paid right and on time, discounts are taken, nothing is paid twice."),
            dos=OUR_WORDS,
            donts=_(
                "- Never change bank details because of a mail: call the number that we have\n"
                "- Never approve what you ordered yourself"
            ),
        ),
        checklist(
            _("Changed bank details"),
            _("The invoice is stopped"),
            _("The supplier is called under the number in our records, not the one on the invoice"),
            _("Who confirmed it, when, is written into the record"),
            _("A second person has checked and released it"),
        ),
    ],
    "training": training(
        _("Before the first approval"),
        _("Tell a harmless difference from one that costs money."),
        (
            _("The friendly mail"),
            _("A supplier known for years writes that its bank has changed, and asks to pay today."),
            _("- Stops the invoice\n- Calls the number in our records\n- Lets a second person release it"),
        ),
        (
            _("Twice, but different"),
            _("Two invoices over the same amount, one with a letter after its number, three weeks apart."),
            _("- Compares order and receipt, not numbers\n- Asks the supplier\n- Marks the second as a duplicate"),
        ),
    ),
    "ramp": ramp(_("Changed bank details"), _("Invoices above the limit")),
}
