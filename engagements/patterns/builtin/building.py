"""The shapes that the starter templates share. Pure."""

from __future__ import annotations

from typing import Any

from engagements.library import starter_metric
from engagements.patterns.wording import Text, _

OWNER, DEPUTY, QUALITY = _("Process owner"), _("Deputy owner"), _("Quality lead")
CONTACT, LEAD = _("Partner's contact"), _("Team lead")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
Plain = dict[str, Any]


def metric(key: str, *numbers: str, strict: bool = False, sample: int = 1) -> Plain:
    """A metric of the starter library with minimum, expected and stretch; without numbers, the library's typical ones.

    Raises:
        LookupError: when the library has no such metric, or no typical numbers for it.
    """
    starter = starter_metric(key)
    if starter is None or not (numbers or starter.typical):
        raise LookupError(key)
    low, mid, high = numbers or (str(each) for each in starter.typical or ())
    return {
        "library": key,
        "minimum": low,
        "expected": mid,
        "stretch": high,
        "is_strict": strict,
        "minimum_sample": sample,
    }


def clock(
    name: Text,
    kind: str,
    pass_rule: Text,
    times: list[tuple[str, int, str]],
    percents: tuple[int, int, int],
    outcome: int = 0,
) -> Plain:
    """A service level that a clock times; ``percents`` are expected level, minimum level and weight."""
    return {
        "name": name,
        "kind": kind,
        "pass_rule": pass_rule,
        "targets": [list(each) for each in times],
        **_percents(percents),
        "outcome": outcome,
    }


def quality(name: Text, key: str, pass_rule: Text, percents: tuple[int, int, int], outcome: int) -> Plain:
    """A service level of quality, counted by a metric of the library."""
    starter = starter_metric(key)
    if starter is None:
        raise LookupError(key)
    return {
        "name": name,
        "kind": "quality",
        "pass_rule": pass_rule,
        "metric": Text(starter.name),
        **_percents(percents),
        "outcome": outcome,
    }


def segment(name: Text, share: int, **more: str) -> Plain:
    """A segment with its share of the volume in percent."""
    return {"name": name, "share": share, "route": "partner", **more}


def talk(what: Text, who: Text, to_whom: Text, where: Text, how_often: Text) -> Plain:
    """A line of the communication plan."""
    return {"what": what, "who": who, "to_whom": to_whom, "where": where, "how_often": how_often}


def request(name: Text, priority: str, words: list[str], example: Text) -> Plain:
    """A line of the triage rubric."""
    return {"name": name, "priority": priority, "words": words, "example": example}


def place(name: Text, data_classes: Text) -> Plain:
    """A place for data that the client controls."""
    return {"name": name, "data_classes": data_classes, "controlled_by": "client"}


def tool(name: Text, purpose: str) -> Plain:
    """A tool in the client's account."""
    return {"name": name, "purpose": purpose, "owner_side": "client"}


def exclusion(kind: str, text: Text, effect: str = "drop", days: int = 10) -> Plain:
    """What may be left out of a service level, with the days to claim it."""
    return {"kind": kind, "text": text, "effect": effect, "claim_days": days}


def assumption(text: Text, if_wrong: Text) -> Plain:
    """What is taken for granted."""
    return {"text": text, "if_wrong": if_wrong}


def roles(*more: Plain, decisions: tuple[Plain, ...] = ()) -> Plain:
    """Five roles, the six activities that every engagement has, and what a template adds."""
    return {
        "roles": [
            {"side": "client", "title": OWNER, "contact": "owner"},
            {"side": "client", "title": DEPUTY, "contact": "deputy"},
            {"side": "client", "title": QUALITY, "contact": ""},
            {"side": "vendor", "title": CONTACT, "contact": "vendor_contact"},
            {"side": "vendor", "title": LEAD, "contact": "team_lead"},
        ],
        "activities": [
            activity(_("Intake"), {DEPUTY: "A", LEAD: "R", OWNER: "I", CONTACT: "I"}, "intake"),
            activity(_("Delivery"), {CONTACT: "A", LEAD: "R", DEPUTY: "C", OWNER: "I"}, "delivery"),
            activity(_("Quality assurance"), {QUALITY: "A/R", LEAD: "C", OWNER: "I", CONTACT: "I"}, "quality"),
            activity(_("Reporting"), {CONTACT: "A", LEAD: "R", OWNER: "I", DEPUTY: "I"}, "reporting"),
            activity(_("Acceptance"), {OWNER: "A", DEPUTY: "R", QUALITY: "C", CONTACT: "I"}, "acceptance"),
            activity(_("Payment"), {OWNER: "A", DEPUTY: "R", CONTACT: "I"}, "payment"),
            *more,
        ],
        "decisions": [
            decision(_("What is worked on first"), DEPUTY, beyond=OWNER),
            decision(_("Who of the partner's team works on it"), LEAD, beyond=CONTACT),
            decision(_("Whether delivered work is accepted"), OWNER),
            decision(_("Spending above the agreed fee"), OWNER),
            decision(_("Changes of scope, outcomes or service levels"), OWNER),
            *decisions,
        ],
    }


def activity(name: Text, cells: dict[Text, str], kind: str = "other") -> Plain:
    """A row of the RACI grid."""
    return {"name": name, "kind": kind, "cells": cells}


def decision(what: Text, by: Text, limit: Text | str = "", beyond: Text | str = "") -> Plain:
    """Who decides what."""
    return {"decision": what, "by": by, "limit": limit, "beyond": beyond}


def _percents(percents: tuple[int, int, int]) -> Plain:
    expected, minimum, weight = (str(each) for each in percents)
    return {"expected_level": expected, "minimum_level": minimum, "weight": weight}
