import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from launcher.places import CHECKOUT
from launcher.supervisor import Program, Supervisor

WAITS = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0)); print('up', flush=True); "


def program(code: str, name: str = "waits", patience: float = 5) -> Program:
    return Program(name, [sys.executable, "-c", code], os.environ, patience)


def later(seconds: float, number: int = signal.SIGTERM) -> None:
    threading.Timer(seconds, os.kill, [os.getpid(), number]).start()


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_ends_all_of_them(number: int) -> None:
    supervisor = Supervisor([program(WAITS + "time.sleep(60)"), program(WAITS + "time.sleep(60)")], Path.cwd())
    assert supervisor.run(lambda: later(0.5, number)) == 0
    assert not any(alive(pid) for pid in supervisor.pids())
    assert [item.process and item.process.returncode for item in supervisor.programs] == [0, 0]


def test_signals_work_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    Supervisor([program(WAITS + "time.sleep(60)")], Path.cwd()).run(lambda: later(0.2))
    assert signal.getsignal(signal.SIGTERM) is before


def test_one_that_falls_over_is_started_again(tmp_path: Path) -> None:
    mark = tmp_path / "starts"
    code = f"import pathlib, time; p = pathlib.Path({str(mark)!r}); n = p.exists(); p.touch(); n and time.sleep(60)"
    supervisor = Supervisor([program(code)], tmp_path)
    assert supervisor.run(lambda: later(2)) == 0
    assert len(supervisor.programs[0].starts) == 2


def test_one_that_keeps_falling_over_ends_all(capfd: pytest.CaptureFixture[str]) -> None:
    steady = program(WAITS + "time.sleep(60)")
    supervisor = Supervisor([steady, program("raise SystemExit(3)", "broken")], Path.cwd(), most_starts=3)
    assert supervisor.run(lambda: None) == 1
    assert steady.process
    assert not alive(steady.process.pid)
    assert "broken ended 3 times (last with 3): stopping." in capfd.readouterr().err


def test_one_that_does_not_listen_is_killed_with_all_it_started() -> None:
    deaf = "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    deaf += "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"
    supervisor = Supervisor([program(deaf, patience=0.5)], Path.cwd())
    children: list[psutil.Process] = []

    def look() -> None:
        time.sleep(1)
        children.extend(psutil.Process(supervisor.pids()[0]).children())
        later(0.1)

    assert supervisor.run(look) == 0
    assert len(children) == 1
    psutil.wait_procs(children, timeout=5)  # killed, but perhaps not gone in the same instant
    assert not alive(children[0].pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_a_supervisor_killed_outright_takes_its_programs_along() -> None:
    code = (
        "import os, sys; from pathlib import Path; from launcher.supervisor import Program, Supervisor;"
        "waits = Program('w', [sys.executable, '-c', 'import time; time.sleep(60)'], os.environ);"
        "s = Supervisor([waits], Path.cwd()); s.run(lambda: print(s.pids()[0], flush=True))"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", code], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout
    child = int(supervisor.stdout.readline())
    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()
    for _ in range(100):
        if not alive(child):
            return
        time.sleep(0.05)
    pytest.fail("the program outlived its supervisor")
