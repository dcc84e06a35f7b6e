"""Runs several programs as one: they start together, are mended when one falls over, and stop together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Program:
    """One program to keep running; `patience` is how many seconds it gets to finish its work at the end."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    patience: float = 15.0
    process: subprocess.Popen[bytes] | None = None
    starts: deque[float] = field(default_factory=deque)

    def start(self, directory: Path) -> None:
        """Starts it in a process group of its own, so that a signal reaches it once, from the supervisor."""
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(
            self.command,
            env=dict(self.environment),
            cwd=directory,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no thread runs yet
        )

    def signal_group(self, number: int) -> None:
        """Signals the program and all it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Keeps programs running until a stop signal comes, or until one falls over too often."""

    def __init__(
        self, programs: Sequence[Program], directory: Path, *, most_starts: int = 5, window: float = 60
    ) -> None:
        self.programs = programs
        self.directory = directory
        self.most_starts = most_starts
        self.window = window
        self.stopping = threading.Event()
        self.signals = 0

    def run(self, started: Callable[[], None]) -> int:
        """Blocks until the end; calls `started` once all run. Returns 0 after a stop signal, 1 after a failure."""
        before = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        try:
            for program in self.programs:
                if not self.stopping.is_set():
                    program.start(self.directory)
            if not self.stopping.is_set():
                started()
            while not self.stopping.wait(0.3):
                if not self.tend():
                    return 1
            return 0
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def tend(self) -> bool:
        """Starts again what fell over; False if something does so too often."""
        return all(map(self._alive, self.programs))

    def pids(self) -> list[int]:
        """The running programs' process numbers."""
        return [program.process.pid for program in self.programs if program.process]

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.signals += 1
        self.stopping.set()

    def _alive(self, program: Program) -> bool:
        if program.process is None or program.process.poll() is None:
            return True
        code = program.process.returncode
        program.signal_group(signal.SIGKILL)  # what it leaves behind would work beside its successor
        while program.starts and program.starts[0] < time.monotonic() - self.window:
            program.starts.popleft()
        if len(program.starts) >= self.most_starts:
            print(f"{program.name} ended {len(program.starts)} times (last with {code}): stopping.", file=sys.stderr)
            return False
        print(f"{program.name} ended with {code}: starting it again.", file=sys.stderr, flush=True)
        program.start(self.directory)
        return True

    def _stop(self) -> None:
        processes = [program.process for program in self.programs if program.process]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + max((program.patience for program in self.programs), default=0)
        # a second Ctrl-C means at once
        while (
            any(process.poll() is None for process in processes) and self.signals <= 1 and time.monotonic() < deadline
        ):
            time.sleep(0.05)
        for program in self.programs:
            program.signal_group(signal.SIGKILL)
            if program.process:
                program.process.wait()


def _die_with_parent() -> None:
    """A supervisor killed outright takes its programs along, each of which then ends in its own good way."""
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)
