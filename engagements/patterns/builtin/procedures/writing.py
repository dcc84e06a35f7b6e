"""Short words for the data of first procedures: SOPs and checklists to go on from, training, ramp."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.wording import Text, _

Plain = dict[str, Any]
Steps = tuple[tuple[Text, ...], ...]
ACKNOWLEDGED, PASSED = _("Everybody has acknowledged the SOP"), _("Everybody has passed the training")


def sop(title: Text, *, purpose: Text, roles: Text, steps: Steps, objective: Text, dos: Text, donts: Text) -> Plain:
    """An SOP as a draft; a step is (who, does what) or (who, does what, in which words)."""
    play = [dict(zip(("actor", "action", "wording"), step, strict=False)) for step in steps]
    content = {"purpose": purpose, "roles": roles, "steps": play, "objective": objective, "dos": dos, "donts": donts}
    return {"kind": "sop", "title": title, "content": content}


def checklist(title: Text, *steps: Text) -> Plain:
    """A checklist as a draft."""
    return {"kind": "checklist", "title": title, "content": {"steps": [{"action": step} for step in steps]}}


def training(title: Text, purpose: Text, *scenarios: tuple[Text, Text, Text]) -> list[Plain]:
    """One programme; a scenario is (title, the situation, what a good answer looks like)."""
    cases = [dict(zip(("title", "situation", "expected"), each, strict=True)) for each in scenarios]
    return [{"title": title, "purpose": purpose, "scenarios": cases}]


def ramp(first: Text, second: Text) -> list[Plain]:
    """Three stages in six weeks, the workflow that must not go wrong first, then the next one."""
    return [
        {
            "name": _("Beside a colleague of ours"),
            "critical_workflows": [first],
            "criteria": [ACKNOWLEDGED, _("Ten items done together without a correction")],
            "after_days": 14,
        },
        {
            "name": _("Half of the volume alone"),
            "critical_workflows": [first, second],
            "criteria": [PASSED, _("Quality on target in a sample of twenty")],
            "after_days": 28,
        },
        {
            "name": _("The whole volume"),
            "critical_workflows": [first, second],
            "criteria": [_("Two weeks with every metric at least at its minimum")],
            "after_days": 42,
        },
    ]


OUR_WORDS: Final = _("- Ask at once when something is unclear\n- Write down what you did while you do it")
