"""The grid that an engagement begins with: roles on both sides, the activities every engagement has, first decisions.

Plain values, the same shape that templates carry: ``actions.raci.lay_out`` applies them. Texts are translated there.
"""

from __future__ import annotations

from typing import Any, Final

from engagements.raci.faults import noop as _

OWNER, DEPUTY, QUALITY = _("Process owner"), _("Deputy owner"), _("Quality lead")
CONTACT, LEAD = _("Partner's contact"), _("Team lead")

STARTER: Final[dict[str, Any]] = {
    "roles": [
        {"side": "client", "title": OWNER, "contact": "owner"},
        {"side": "client", "title": DEPUTY, "contact": "deputy"},
        {"side": "client", "title": QUALITY, "contact": ""},
        {"side": "vendor", "title": CONTACT, "contact": "vendor_contact"},
        {"side": "vendor", "title": LEAD, "contact": "team_lead"},
    ],
    "activities": [
        {"name": _("Intake"), "kind": "intake", "cells": {DEPUTY: "A", LEAD: "R", OWNER: "I", CONTACT: "I"}},
        {"name": _("Delivery"), "kind": "delivery", "cells": {CONTACT: "A", LEAD: "R", DEPUTY: "C", OWNER: "I"}},
        {
            "name": _("Quality assurance"),
            "kind": "quality",
            "cells": {QUALITY: "A/R", LEAD: "C", OWNER: "I", CONTACT: "I"},
        },
        {"name": _("Reporting"), "kind": "reporting", "cells": {CONTACT: "A", LEAD: "R", OWNER: "I", DEPUTY: "I"}},
        {"name": _("Acceptance"), "kind": "acceptance", "cells": {OWNER: "A", DEPUTY: "R", QUALITY: "C", CONTACT: "I"}},
        {"name": _("Payment"), "kind": "payment", "cells": {OWNER: "A", DEPUTY: "R", CONTACT: "I"}},
    ],
    "decisions": [
        {"decision": _("What is worked on first"), "by": DEPUTY, "limit": "", "beyond": OWNER},
        {"decision": _("Who of the partner's team works on it"), "by": LEAD, "limit": "", "beyond": CONTACT},
        {"decision": _("Whether delivered work is accepted"), "by": OWNER, "limit": "", "beyond": ""},
        {"decision": _("Spending above the agreed fee"), "by": OWNER, "limit": "", "beyond": ""},
        {"decision": _("Changes of scope, outcomes or service levels"), "by": OWNER, "limit": "", "beyond": ""},
    ],
}
