"""Locks between processes. They die with their holder, so a killed one leaves nothing to clean up."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def held(path: Path, *, shared: bool = False) -> Iterator[int]:
    """Waits for the lock on `path` and holds it; yields the file descriptor."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def only_holder(descriptor: int) -> bool:
    """Turns a shared lock into an exclusive one if nobody else holds it; says whether that went."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def first_free(directory: Path, limit: int = 64) -> Iterator[int]:
    """Holds the lowest number below `limit` that no living process holds; raises RuntimeError when all are taken."""
    directory.mkdir(parents=True, exist_ok=True)
    for number in range(limit):
        descriptor = os.open(directory / f"{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        try:
            yield number
        finally:
            os.close(descriptor)
        return
    raise RuntimeError(f"All {limit} places in {directory} are taken.")
