"""What can be wrong with a file somebody sends, each said in a sentence that tells what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SHOWN_VALUE = 200


class Level(StrEnum):
    """How far a problem reaches.

    `FATAL`: nothing of the file may be used. `QUESTION`: a person must choose before the file can be used.
    `ROW`: that row is quarantined. `CELL`: the row is quarantined if a field is read from that column, else a warning.
    `WARNING`: read on, and say so.
    """

    FATAL = "fatal"
    QUESTION = "question"
    ROW = "row"
    CELL = "cell"
    WARNING = "warning"


def gettext_noop(text: str) -> str:
    """Mark a text for translation; whoever shows it translates `kind.text` and fills in `params`."""
    return text


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One thing wrong in one place of a file.

    `line` is the physical line (text) or sheet row (workbook) where the row starts, counted from 1; `column` the
    header's name, or the spreadsheet's letter before a header is known; `value` the offending text, cut to 200.
    `message` is the English sentence; `KINDS[code].text % params` is the same for translation.
    """

    code: str
    message: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    level: Level = Level.ROW
    params: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """The message behind its place: `Line 12, column closed_at: …`."""
        place = [f"line {self.line}"] if self.line is not None else []
        place += [f"column {self.column}"] if self.column is not None else []
        text = ", ".join(place)
        return f"{text[:1].upper()}{text[1:]}: {self.message}" if text else self.message

    def as_json(self) -> dict[str, object]:
        """Everything but the sentence, which follows from the code; see `problem_from_json`."""
        return {
            "code": self.code,
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "params": dict(self.params),
        }


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: its code, how far it reaches, and its text with `%(name)s` places."""

    code: str
    level: Level
    text: str

    def at(
        self, line: int | None = None, column: str | None = None, value: str | None = None, **params: object
    ) -> ImportProblem:
        """The problem of this kind at that place; `params` fill the places of the text, `value` fills `%(value)s`."""
        shown = None if value is None else value[:SHOWN_VALUE]
        named = {name: str(each) for name, each in params.items()}
        message = self.text % {"value": shown, **named}
        return ImportProblem(self.code, message, line, column, shown, self.level, named)


KINDS: dict[str, ProblemKind] = {}


def declare(code: str, level: Level, text: str) -> ProblemKind:
    """Declare a kind of problem once; its code is unique over all rooms. Raises ValueError on a code used twice."""
    if code in KINDS:
        raise ValueError(f"problem code {code!r} is declared twice")
    KINDS[code] = ProblemKind(code, level, text)
    return KINDS[code]


def problem_from_json(data: Mapping[str, object]) -> ImportProblem:
    """The way back from `ImportProblem.as_json`. Raises KeyError on an unknown code, TypeError on a wrong shape."""
    line, column, value, params = data.get("line"), data.get("column"), data.get("value"), data.get("params") or {}
    if not isinstance(params, Mapping) or not isinstance(line, int | None):
        raise TypeError("not a problem")
    return KINDS[str(data["code"])].at(
        line,
        None if column is None else str(column),
        None if value is None else str(value),
        **{str(name): each for name, each in params.items()},
    )


class FileUnfit(Exception):  # noqa: N818 - a state of the file, not a fault of ours
    """The file cannot be used; ``problem`` says why."""

    def __init__(self, problem: ImportProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem
