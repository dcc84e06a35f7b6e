"""What queues, moves and settles messages, and keeps documents."""

from foundation.outbox.actions.documents import store_document
from foundation.outbox.actions.messages import cancel, cancel_many, queue_message, resend, settle

__all__ = ["cancel", "cancel_many", "queue_message", "resend", "settle", "store_document"]
