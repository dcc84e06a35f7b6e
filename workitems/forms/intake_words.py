"""What a request lacks, in words, each with an example."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workitems.intake.wording import Fault


def missing_texts() -> dict[str, str]:
    """What is said at a field that is needed and empty, each with an example."""
    return {
        "title": fault_text(Fault.TITLE_MISSING),
        "problem": fault_text(Fault.DESCRIPTION_MISSING),
        "outcome": fault_text(Fault.OUTCOME_MISSING),
        "steps": _("Say how to go about it, for example: “Look at the log of the router first, then at the channel”."),
        "criteria": _("Write at least one, for example: “No drop for five working days”."),
        "due_at": _("Say by when, for example: 2026-11-30 17:00, with its time zone."),
    }


def fault_text(fault: Fault, text: str = "") -> str:
    """What is missing, with an example."""
    return {
        Fault.TITLE_MISSING: _(
            "Give it a title, for example: “Router in the Leeds office drops Wi-Fi every afternoon”."
        ),
        Fault.TITLE_VAGUE: _(
            "“%(title)s” says too little. Say what, where and what is wrong, for example:"
            " “Router in the Leeds office drops Wi-Fi every afternoon”."
        )
        % {"title": text},
        Fault.DESCRIPTION_MISSING: _(
            "Describe the problem, for example: “Since Monday Wi-Fi drops at about 3 pm for ten minutes; twelve people"
            " cannot work”."
        ),
        Fault.DESCRIPTION_SHORT: _(
            "Say a little more: for whom, since when, how often. For example: “Since Monday Wi-Fi drops at about 3 pm"
            " for ten minutes; twelve people cannot work”."
        ),
        Fault.DESCRIPTION_REPEATS: _(
            "This only repeats the title. Say what it does not: for whom, since when, how often."
        ),
        Fault.OUTCOME_MISSING: _(
            "Say what is true when it is done, for example: “Wi-Fi holds for a whole working day”."
        ),
        Fault.OUTCOME_SHORT: _(
            "Say it so that somebody can check it, for example: “Wi-Fi holds for a whole working day”."
        ),
    }[fault]
