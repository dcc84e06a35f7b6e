"""Memos for the tests: an ordinary one, and one in which everything is as long as it can be."""

from __future__ import annotations

from typing import Any


def criterion(name: str, **more: Any) -> dict[str, Any]:
    row = {
        "id": 1,
        "name": name,
        "process": "After-hours support",
        "kind": "share",
        "percentile": None,
        "unit": "percent",
        "direction": "higher",
        "threshold": "95",
        "planned_n": 300,
        "n": 304,
        "numerator": "296",
        "estimate": "97.368421",
        "lower": "95.775714",
        "upper": "98.465131",
        "outcome": "met",
        "why": "",
        "look": 1,
        "decided_on": "2026-11-27",
        "definition_version": 1,
        "baseline": "93.4",
        "baseline_source": "own team, May to July, 312 items",
        "control": {"n": 288, "numerator": 270, "estimate": "93.75"},
        "error_budget": "5",
        "failures": 8,
        "read_n": 304,
        "trail": [None, "100", "95", "94.1", "96", "96.4", "97", "97.2", "97.1", "97.4"],
    }
    return row | more


def memo(**more: Any) -> dict[str, Any]:
    """Four criteria, one of them without enough evidence."""
    data = {
        "format": 1,
        "made_on": "2026-12-19",
        "organization": "Northwind Facilities",
        "pilot": {
            "id": 7,
            "title": "Nights with Kestrel Field Services",
            "goal": "Whether a partner answers nights and weekends as well as our own team does by day.",
            "vendor": "Kestrel Field Services",
            "processes": ["After-hours support"],
            "first_day": "2026-10-20",
            "last_day": "2026-12-18",
            "days": 60,
            "day": 60,
            "is_over": True,
            "owner": "Mara Lindqvist",
            "seal": "8f14e45fceea167a5a36dedd4bea2543a1b2c3d4e5f60718293a4b5c6d7e8f90",
        },
        "budget": {"amount": "18000", "currency": "EUR"},
        "control": "Day desk",
        "control_vendor": "Own team",
        "criteria": [
            criterion("Resolution within the level"),
            criterion(
                "Turnaround, 90th percentile",
                kind="percentile",
                percentile=90,
                unit="hours",
                direction="lower",
                threshold="8",
                numerator="283",
                estimate="7.2",
                lower="90.6",
                upper="95.0",
                baseline="9.1",
                control={"n": 288, "numerator": 250, "estimate": "8.9"},
                error_budget="10",
                failures=21,
            ),
            criterion(
                "Error rate",
                direction="lower",
                threshold="2",
                numerator="5",
                estimate="1.644737",
                lower="0.8",
                upper="3.02",
                outcome="not_enough",
                why="straddles",
                baseline="3.1",
                control={"n": 288, "numerator": 9, "estimate": "3.125"},
                error_budget="2",
                failures=5,
            ),
            criterion(
                "Turnaround, mean",
                kind="mean",
                unit="hours",
                direction="lower",
                threshold="4",
                numerator=None,
                estimate="3.6",
                lower="3.4",
                upper="3.8",
                baseline=None,
                baseline_source="",
                control={"n": 288, "numerator": None, "estimate": "4.4"},
                error_budget=None,
                failures=None,
            ),
        ],
        "triggers": [
            {"name": "Error rate", "limit": "above 8 % over 7 days, from 20 items on", "fired": False, "text": ""},
            {"name": "Missed level", "limit": "more than 3 within 7 days", "fired": False, "text": ""},
        ],
        "counts": {"met": 3, "not_met": 0, "not_enough": 1, "waiting": 0},
        "advice": "extend",
        "can_extend": True,
        "looked_back": {
            "well": ["Resolution within the level: 97.4 % of 304.", "Password resets needed no call-back."],
            "badly": ["Two handovers came after 07:00."],
            "weeks": ["9"],
        },
        "drill": {"title": "Try the off-boarding checklist", "due": "2026-11-29", "is_open": False},
    }
    return data | more


LONG = "Donaudampfschifffahrtsgesellschaft and a name that somebody typed without ever thinking of a page on paper " * 3


def long_memo() -> dict[str, Any]:
    """Eleven criteria, long names, many triggers and lines."""
    data = memo()
    data["pilot"] |= {"title": LONG[:120], "goal": LONG * 4, "vendor": LONG[:120], "owner": LONG[:60]}
    data["pilot"]["processes"] = [LONG[:120], "Another"]
    data["organization"] = LONG[:100]
    data["control"] = data["control_vendor"] = LONG[:120]
    data["criteria"] = [
        criterion(f"{n} {LONG}"[:120], process=LONG[:120], outcome="not_enough", why="skewed") for n in range(11)
    ]
    fired = {"name": LONG[:120], "limit": LONG, "fired": True, "text": LONG}
    data["triggers"] = [fired] * 12
    data["looked_back"] = {"well": [LONG] * 6, "badly": [LONG] * 6, "weeks": ["13"]}
    data["counts"] = {"met": 0, "not_met": 0, "not_enough": 11, "waiting": 0}
    return data
