"""Programs and libraries that no wheel brings: WeasyPrint's; for the tests a browser, Redis and a spreadsheet."""

import ctypes
import os
import platform
import shutil
import subprocess
from pathlib import Path

from launcher import locks, packages
from launcher.places import Places

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def ensure_pdf_libraries(places: Places) -> bool:
    """Makes PDFs possible if that can be done without asking; else prints the line to run and returns False."""
    if _unpacked(places) or platform.system() != "Linux" or _loadable():
        return True
    with locks.held(places.var / "native.lock"):
        if _unpacked(places) or packages.install(PACKAGES) or _unpack(places):
            return True
    print(f"PDFs cannot be made yet; all else works. To mend it: sudo apt-get install {' '.join(PACKAGES)}", flush=True)
    return False


def ensure_browser() -> str | None:
    """Where the browser for the tests is, installed if this user may; else None, and a loud line."""
    found = _first(BROWSERS)
    if found is None and packages.install(["chromium"]):
        found = _first(BROWSERS)
    if found is None:
        print("!! No Chromium here: the browser tests are SKIPPED. To mend it: sudo apt-get install chromium")
    return found


def ensure_redis() -> str | None:
    """Where redis-server is, installed (not started) if this user may."""
    if _first(("redis-server",)) is None and packages.install(["redis-server"]):
        return _first(("redis-server",))
    return _first(("redis-server",))


def ensure_spreadsheet() -> str | None:
    """Where LibreOffice is, which recalculates our workbooks in the tests; Calc without windows, 50 s to install."""
    if _first(("soffice",)) is None and packages.install(["libreoffice-calc-nogui"]):
        return _first(("soffice",))
    return _first(("soffice",))


def _first(names: tuple[str, ...]) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def _loadable() -> bool:
    try:
        for library in LIBRARIES:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _unpacked(places: Places) -> bool:
    return (places.native / "lib").is_dir()


def _unpack(places: Places) -> bool:
    """Downloads the missing packages as an ordinary user and unpacks them below `var`; says whether that went."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return False
    print("Fetching the libraries for PDFs ...", flush=True)
    work = places.var / "native.unfinished"
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial", "root"):
        (work / folder).mkdir(parents=True)
    apt = [
        *("apt-get", "-y", "-qq", "--no-install-recommends", "-o", "Debug::NoLocking=1"),
        *("-o", f"Dir::State::Lists={work / 'lists'}", "-o", f"Dir::Cache={work / 'cache'}"),
    ]
    if not _quietly([*apt, "update"]) or not _quietly([*apt, "install", "--download-only", *PACKAGES]):
        return False
    for package in (work / "cache" / "archives").glob("*.deb"):
        if not _quietly(["dpkg-deb", "-x", str(package), str(work / "root")]):
            return False
    _publish(work / "root", places.native)
    shutil.rmtree(work, ignore_errors=True)
    return _unpacked(places)


def _publish(root: Path, native: Path) -> None:
    multiarch = next((root / "usr" / "lib").glob("*-linux-gnu*"), None)
    if multiarch is None:
        return
    (root / "lib.link").symlink_to(multiarch.relative_to(root))
    shutil.rmtree(native, ignore_errors=True)
    (root / "lib.link").rename(root / "private-libs")
    shutil.rmtree(root / "lib", ignore_errors=True)
    (root / "private-libs").rename(root / "lib")
    root.rename(native)  # whole or not there


def _quietly(command: list[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    done = subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode == 0
