"""What a drill came to, from how its steps went. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def result_of(worked: Sequence[str]) -> str:
    """``passed`` when every step worked; ``failed`` when one did not; else ``gaps``. Empty while nothing was tried.

    >>> result_of(["yes", "yes"]), result_of(["yes", ""]), result_of(["partly", "no"]), result_of(["", ""])
    ('passed', 'gaps', 'failed', '')
    """
    if not any(worked):
        return ""
    if "no" in worked:
        return "failed"
    return "passed" if all(each == "yes" for each in worked) else "gaps"
