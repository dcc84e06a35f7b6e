"""The virtual environment: made from a hashed lock, and left alone while the lock stays the same (so offline too)."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from launcher import locks
from launcher.places import Places

RUN, DEV = "requirements.txt", "requirements-dev.txt"
OLDEST = (3, 11)


def ensure(places: Places, lock: str) -> None:
    """Makes the environment hold `lock` (RUN or DEV; DEV holds RUN too). Raises SystemExit with what to do."""
    if sys.version_info < OLDEST:
        raise SystemExit(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")
    if _holds(places, lock):
        return
    with locks.held(places.var / "venv.lock"):
        if _holds(places, lock):
            return
        if _stamp(places, DEV).exists():
            lock = DEV  # whoever had the tools keeps them
        _make(places)
        _install(places, lock)


def _holds(places: Places, lock: str) -> bool:
    for candidate in (lock, DEV):
        try:
            if _stamp(places, candidate).read_text() == _fingerprint(places, candidate):
                return places.python.exists()
        except OSError:
            continue
    return False


def _stamp(places: Places, lock: str) -> Path:
    return places.venv / f".{lock}.stamp"


def _fingerprint(places: Places, lock: str) -> str:
    """Changes with the lock, and with a checkout that was moved, since an environment holds its own path."""
    digest = hashlib.sha256((places.checkout / lock).read_bytes()).hexdigest()
    return f"{digest} {places.venv}"


def _make(places: Places) -> None:
    config = places.venv / "pyvenv.cfg"
    if config.exists() and _works(places):
        return
    print("Making the virtual environment ...", file=sys.stderr, flush=True)
    shutil.rmtree(places.venv, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(places.venv)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode and _install_venv_module():
        shutil.rmtree(places.venv, ignore_errors=True)
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(
            f"{done.stdout}{done.stderr}\nPython cannot make virtual environments here. On Debian or Ubuntu:\n"
            f"  sudo apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        )


def _works(places: Places) -> bool:
    """Whether the environment was made here, by the same minor version of Python, and can start."""
    probe = "import sys, pip; print(sys.prefix, sys.version_info[:2], sep='|')"
    try:
        done = subprocess.run(
            [str(places.python), "-c", probe], check=False, capture_output=True, text=True, timeout=30
        )
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == f"{places.venv}|{sys.version_info[:2]}"


def _install_venv_module() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    from launcher.packages import install

    return install([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"])


def _install(places: Places, lock: str) -> None:
    print(f"Installing {lock} ...", file=sys.stderr, flush=True)
    for old in (RUN, DEV):
        _stamp(places, old).unlink(missing_ok=True)
    path = places.checkout / lock
    if _uv(places) and _ran(
        [str(places.venv / "bin" / "uv"), "pip", "sync", "-q", "--require-hashes", str(path)], places
    ):
        done = True
    else:
        pip = [str(places.python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(path)]
        done = _ran(pip, places)
    if not done:
        raise SystemExit(f"Could not install {lock}: is a package index reachable?")
    _stamp(places, lock).write_text(_fingerprint(places, lock))


def _uv(places: Places) -> bool:
    """Installs the pinned uv, which is several times faster than pip; nothing is lost without it."""
    pinned = re.search(r"^uv==.*(?:\n[ \t]+.*)*", (places.checkout / DEV).read_text(), re.MULTILINE)
    if not pinned:
        return False
    if (places.venv / "bin" / "uv").exists():
        return True
    with tempfile.TemporaryDirectory() as directory:
        wanted = Path(directory) / "uv.txt"
        wanted.write_text(pinned[0] + "\n")
        pip = [str(places.python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(wanted)]
        return _ran(pip, places)


def _ran(command: list[str], places: Places) -> bool:
    environment = os.environ | {"VIRTUAL_ENV": str(places.venv), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment.setdefault("UV_LINK_MODE", "copy")  # its cache is often on another disk; copying is never wrong
    environment.setdefault("UV_SYSTEM_CERTS", "1")  # as pip does: a proxy may have its own root
    try:
        return subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False
