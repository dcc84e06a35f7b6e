"""Plain text as people type it: paragraphs, and lists of lines that begin with a dash, a star or a number. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_BULLET = re.compile(r"^\s*[-*\N{BULLET}]\s+(.*)$")
_NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+(.*)$")


class Shape(StrEnum):
    """How a block is set."""

    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (its lines) or a list (its items)."""

    shape: Shape
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """The blocks of a text; an empty line ends one, and so does a line of another shape."""
    found: list[Block] = []
    for line in [*text.splitlines(), ""]:
        shape, words = _read(line)
        if not words:
            found.append(Block(Shape.PARAGRAPH, ()))
        elif found and found[-1].lines and found[-1].shape == shape:
            found[-1] = Block(shape, (*found[-1].lines, words))
        else:
            found.append(Block(shape, (words,)))
    return [block for block in found if block.lines]


def _read(line: str) -> tuple[Shape, str]:
    for pattern, shape in ((_BULLET, Shape.BULLETS), (_NUMBER, Shape.NUMBERS)):
        if match := pattern.match(line):
            return shape, match[1].strip()
    return Shape.PARAGRAPH, line.strip()
