"""What a guide says: the words of an SOP, a checklist or an article, as a frozen value. Pure.

An SOP is written like a play: background, roles, purpose, then steps (actor, action, wording), and its ending is the
business objective. A checklist has steps alone, an article a body or a link; all may have assets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

DEFAULT_PASS_SHARE = 80
TEXTS = ("background", "roles", "purpose", "objective", "dos", "donts", "body")


class AssetKind(StrEnum):
    """What an asset is."""

    DOCUMENT = "document"
    VIDEO = "video"
    TEMPLATE = "template"
    OUTLINE = "outline"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who does what, and the words to say or write (``wording``), where they matter."""

    action: str
    actor: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """Something to look at beside the text; ``kind`` is a value of ``AssetKind``."""

    title: str
    url: str
    kind: str = AssetKind.LINK.value


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the quiz with its right answer and at least one wrong one."""

    text: str
    right: str
    wrong: tuple[str, ...]

    def choices(self) -> list[str]:
        """All answers by the alphabet, so that their order gives nothing away."""
        return sorted({self.right, *self.wrong}, key=str.casefold)


@dataclass(frozen=True, slots=True)
class Content:
    """All that one version of a guide says. ``pass_share`` is the percent of right answers that passes the quiz."""

    background: str = ""
    roles: str = ""
    purpose: str = ""
    steps: tuple[Step, ...] = ()
    objective: str = ""
    dos: str = ""
    donts: str = ""
    body: str = ""
    url: str = ""
    assets: tuple[Asset, ...] = ()
    quiz: tuple[Question, ...] = ()
    pass_share: int = DEFAULT_PASS_SHARE

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the database and for templates."""
        return asdict(self)

    def plain_text(self) -> str:
        """Every word of it, for the search; the quiz is left out, so that a search gives no answer away."""
        parts = [getattr(self, name) for name in TEXTS]
        parts += [" ".join(filter(None, (step.actor, step.action, step.wording))) for step in self.steps]
        parts += [asset.title for asset in self.assets]
        return "\n".join(filter(None, [*parts, self.url]))


def content_from(values: Mapping[str, Any]) -> Content:
    """A content from plain values; unknown names are left out, what is missing is empty.

    Raises:
        TypeError: when a part is not of the shape that ``as_json`` gives.
    """
    known = {name: values[name] for name in (field.name for field in fields(Content)) if name in values}
    known["steps"] = tuple(Step(**each) for each in known.get("steps", ()))
    known["assets"] = tuple(Asset(**each) for each in known.get("assets", ()))
    known["quiz"] = tuple(Question(each["text"], each["right"], tuple(each["wrong"])) for each in known.get("quiz", ()))
    return Content(**known)


def steps_from(lines: str | Iterable[str]) -> tuple[Step, ...]:
    """Steps from lines, one each: ``Actor: action`` or the action alone. Numbers and bullets before them go."""
    found = []
    for line in lines.splitlines() if isinstance(lines, str) else lines:
        text = line.strip().lstrip("-*\N{BULLET}").strip()
        number, dot, rest = text.partition(".")
        if dot and number.isdigit():
            text = rest.strip()
        actor, colon, action = text.partition(": ")
        if colon and len(actor.split()) <= 4:  # noqa: PLR2004  # a role's name; more words are a sentence
            found.append(Step(action.strip(), actor.strip()))
        elif text:
            found.append(Step(text))
    return tuple(found)
