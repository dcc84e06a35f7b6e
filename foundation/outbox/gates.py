"""May this mail still go to this person? Asked at the moment of transmission, not when it was queued."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from foundation.accounts.slots import Slot
from foundation.outbox.models import Message

# What higher rooms know against a mail, for instance a grant withdrawn: a reason for people, or None.
eligibility: Slot[Callable[[Message], str | None]] = Slot("outbox.eligibility")


def reason_not_to_send(message: Message) -> str | None:
    """Why the mail must not go, in a sentence for people; None when it may.

    ``message`` comes with its recipient and their user.
    """
    membership = message.recipient
    if membership.left_at is not None:
        return _("The recipient has left the workspace.")
    if not membership.user.is_active:
        return _("The recipient's account is closed.")
    if membership.user.email.casefold() != message.to_address.casefold():
        return _("The recipient's address has changed since.")
    if membership.vendor_id != message.vendor_id:
        return _("The mail was not written for this side of the contract.")
    return eligibility()(message)
