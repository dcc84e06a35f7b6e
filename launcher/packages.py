"""Debian's packages, for root on a machine that has apt-get."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from launcher import locks
from launcher.places import here


def can_install() -> bool:
    """Whether this process may install packages of the system."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(names: Sequence[str]) -> bool:
    """Installs packages of the system, fetching the lists first only if that is needed; says whether that went."""
    if not can_install():
        return False
    print(f"Installing {' '.join(names)} ...", file=sys.stderr, flush=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    with locks.held(here().var / "apt.lock"):
        return _quietly(command) or (_quietly(["apt-get", "update", "-qq"]) and _quietly(command))


def _quietly(command: Sequence[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # -o: wait for another apt-get instead of failing
    patient = [command[0], "-o", "DPkg::Lock::Timeout=120", *command[1:]]
    done = subprocess.run(patient, check=False, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode == 0
