"""Tells a running server from the traces of a dead one.

PostgreSQL itself only asks whether some process has the number in its lock file, so after a crash a reused number,
or a zombie in a container whose first process does not reap, would keep it from starting.
"""

from pathlib import Path


def remove_leftovers(data: Path, socket: Path) -> bool:
    """Removes lock files whose server is gone; returns False, touching nothing, while the server lives.

    The caller holds the cluster's start lock, and `socket` belongs to this data directory alone.
    """
    pid_file = data / "postmaster.pid"
    try:
        first_line = pid_file.read_text().split("\n", 1)[0]
    except FileNotFoundError:
        first_line = ""
    if first_line.isdigit() and runs(int(first_line), data):
        return False
    pid_file.unlink(missing_ok=True)
    for lock in socket.glob(".s.PGSQL.*"):
        lock.unlink(missing_ok=True)
    return True


def runs(pid: int, data: Path) -> bool:
    """Whether process `pid` is the server of `data`."""
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        command = process.cmdline()
    except psutil.Error:
        return False
    return "-D" in command and command[-1] != "-D" and Path(command[command.index("-D") + 1]) == data
