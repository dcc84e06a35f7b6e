"""First procedures of each starter template: what the room of procedures makes drafts of."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.procedures import (
    admin_assistance,
    after_hours_support,
    content_formatting,
    customer_service,
    data_hygiene,
    invoice_matching,
)

OF: Final[dict[str, dict[str, Any]]] = {
    "admin-assistance": admin_assistance.CONTENT,
    "after-hours-support": after_hours_support.CONTENT,
    "content-formatting": content_formatting.CONTENT,
    "customer-service": customer_service.CONTENT,
    "data-hygiene": data_hygiene.CONTENT,
    "invoice-matching": invoice_matching.CONTENT,
}
