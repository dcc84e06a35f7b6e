"""A request that says everything it must, on its way to becoming a work item. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple


class Answer(NamedTuple):
    """What was answered in a field of the form's own: plain text, and its label as it read then."""

    key: str
    label: str
    kind: str
    value: str

    def as_json(self) -> dict[str, str]:
        """As it is stored."""
        return self._asdict()


class Upload(NamedTuple):
    """A file that came with a request; ``kind`` is before, after or other."""

    name: str
    content: bytes
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a requester says. ``due_at`` is an instant (UTC); ``due_zone`` the zone in which it was meant (IANA).

    ``priority`` is empty when the rubric shall choose. Lists hold one entry each, in order.
    """

    title: str
    problem: str
    outcome: str
    steps: str
    due_at: datetime
    due_zone: str
    criteria: tuple[str, ...]
    known: str = ""
    verification: str = ""
    checklist: tuple[str, ...] = ()
    evidence_before: tuple[str, ...] = ()
    evidence_after: tuple[str, ...] = ()
    item_type: str = ""
    priority: str = ""
    requester: str = ""
    answers: tuple[Answer, ...] = ()
    uploads: tuple[Upload, ...] = ()

    def described(self, headings: dict[str, str]) -> str:
        """The request as one text, under ``headings`` (field -> heading), for whoever reads the item elsewhere."""
        parts = [(headings[name], str(getattr(self, name))) for name in TEXTS]
        parts += [(answer.label, answer.value) for answer in self.answers]
        return "\n\n".join(f"{heading}\n{text}" for heading, text in parts if text)


TEXTS: Final = ("problem", "outcome", "known", "steps", "verification")


def stored_answers(rows: Any) -> list[Answer]:
    """Answers as they were stored; whatever is no answer is left out."""
    if not isinstance(rows, list):
        return []
    return [Answer(*(str(row[name]) for name in Answer._fields)) for row in rows if set(Answer._fields) <= set(row)]
