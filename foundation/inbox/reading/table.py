"""A file as rows, read in a process of its own: the only door to uploaded files."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from foundation.inbox.problems import ImportProblem, problem_from_json
from foundation.inbox.reading import kinds
from foundation.inbox.reading.limits import Limits, megabytes
from foundation.inbox.reading.messages import info_from, rows_from
from foundation.inbox.reading.rows import ReadOptions, Row, TableInfo

_ROOT = Path(__file__).resolve().parents[3]
_PIECE = 1 << 18
_LONGEST_MESSAGE = 64 * 1024 * 1024


class Table:
    """An uploaded file, read once, in file order, in bounded memory. Use as a context manager.

    `info` is None when the file was refused; then, and when reading stops early, `failure` says why. Only when
    `complete` is true were all rows delivered: nothing may be committed before. No problem of the file is raised.
    `rows_read` and `blank_lines` count so far; `blank_lines` is known at the end.
    """

    def __init__(self, path: Path | str, options: ReadOptions | None = None, limits: Limits | None = None) -> None:
        """Start the reader; waits for the header. `limits` default to the product's."""
        self._limits = limits or Limits()
        self.info: TableInfo | None = None
        self.failure: ImportProblem | None = None
        self.complete = False
        self.rows_read = 0
        self.blank_lines = 0
        self._buffer = bytearray()
        self._process = _start(Path(path), options or ReadOptions(), self._limits)
        assert self._process.stdout is not None  # noqa: S101 - we asked for a pipe
        self._pipe = self._process.stdout.fileno()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._pipe, selectors.EVENT_READ)
        message = self._next_message()
        if message is not None and "info" in message:
            self.info = info_from(message["info"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names; empty when the file was refused."""
        return self.info.header if self.info else ()

    def batches(self) -> Iterator[list[Row]]:
        """The rows in lists of up to 500, each row once."""
        while not self.complete and self.failure is None and self.info is not None:
            message = self._next_message()
            if message is None:
                return
            if "rows" in message:
                rows = rows_from(message["rows"])
                self.rows_read += len(rows)
                yield rows
            elif "end" in message:
                self.blank_lines = int(message["end"]["blank_lines"])
                self.complete = True

    def __iter__(self) -> Iterator[Row]:
        """The rows one by one."""
        for batch in self.batches():
            yield from batch

    def close(self) -> None:
        """End the reader, wherever it is."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._selector.close()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _next_message(self) -> dict[str, Any] | None:
        """The next message, or None after setting `failure`."""
        line = self._next_line()
        if line is None:
            self.failure = self.failure or self._why_it_died()
            return None
        message: dict[str, Any] = json.loads(line)
        if "failure" in message:
            from_child = message["failure"]
            self.failure = problem_from_json(from_child)
            return None
        return message

    def _next_line(self) -> bytes | None:
        """One line of the pipe, or None at its end, after too long a silence, or when it makes no sense."""
        deadline = time.monotonic() + self._limits.silence_seconds
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if not self._selector.select(max(0.0, deadline - time.monotonic())):
                self._process.kill()
                self.failure = kinds.TIME_LIMIT.at(limit=f"{self._limits.silence_seconds:g}")
                return None
            piece = os.read(self._pipe, _PIECE)
            if not piece or searched > _LONGEST_MESSAGE:
                return None
            self._buffer += piece
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _why_it_died(self) -> ImportProblem:
        """What the way the process ended says about the file."""
        code = self._process.wait()
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return kinds.TIME_LIMIT.at(limit=self._limits.cpu_seconds)
        if code in (-signal.SIGABRT, -signal.SIGSEGV):
            return kinds.MEMORY_LIMIT.at(limit=megabytes(self._limits.memory_bytes))
        return kinds.READER_FAILED.at(detail=f"the reader ended with {code}")


def _start(path: Path, options: ReadOptions, limits: Limits) -> subprocess.Popen[bytes]:
    """The reader's process with its request; it inherits no environment but the way to our own code."""
    request = {"path": str(path.resolve()), "options": _as_json(options), "limits": limits.as_json()}
    process = subprocess.Popen(
        [sys.executable, "-m", "foundation.inbox.reading.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        close_fds=True,
    )
    assert process.stdin is not None  # noqa: S101 - we asked for a pipe
    process.stdin.write(json.dumps(request).encode())
    process.stdin.close()
    return process


def _as_json(options: ReadOptions) -> dict[str, str | int | None]:
    return {
        "sheet": options.sheet,
        "delimiter": options.delimiter,
        "encoding": options.encoding,
        "header_line": options.header_line,
    }
