import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from launcher import venv
from launcher.places import CHECKOUT, Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    checkout = tmp_path / "a checkout"
    checkout.mkdir()
    for lock in (venv.RUN, venv.DEV):
        (checkout / lock).write_text(f"# {lock}\n")
    return Places(checkout=checkout, var=checkout / "var")


def pretend(places: Places, lock: str) -> None:
    places.python.parent.mkdir(parents=True, exist_ok=True)
    places.python.touch()
    (places.venv / f".{lock}.stamp").write_text(venv._fingerprint(places, lock))  # noqa: SLF001 - the stamp is its secret


def test_a_second_start_asks_nobody(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(places, venv.RUN)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it started a program"))
    venv.ensure(places, venv.RUN)


def test_who_has_the_tools_has_what_it_takes_to_run(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(places, venv.DEV)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it started a program"))
    venv.ensure(places, venv.RUN)
    venv.ensure(places, venv.DEV)


@pytest.mark.parametrize("change", ["lock", "place", "python"])
def test_a_changed_lock_a_moved_checkout_or_a_lost_python_installs_again(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    pretend(places, venv.RUN)
    if change == "lock":
        (places.checkout / venv.RUN).write_text("# another\n")
    elif change == "place":
        moved = places.checkout.rename(tmp_path / "moved")
        places = Places(checkout=moved, var=moved / "var")
    else:
        places.python.unlink()
    started: list[Sequence[str]] = []

    def fail(command: Sequence[str], **_: object) -> subprocess.CompletedProcess[str]:
        started.append(command)
        return subprocess.CompletedProcess(command, 1, "", "no network")

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(SystemExit):
        venv.ensure(places, venv.RUN)
    assert started


def test_the_locks_name_no_host_and_pin_everything_with_hashes() -> None:
    for lock in (venv.RUN, venv.DEV):
        text = (CHECKOUT / lock).read_text()
        assert "://" not in text
        assert "--index-url" not in text
        entries = re.split(r"\n(?=[a-z0-9])", text.strip())
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
        assert [entry.split()[0] for entry in entries if not re.match(r"[\w.\[\]-]+==", entry)] == []


def test_the_lock_for_tools_holds_all_of_the_one_for_running() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9][\w.\[\]-]*==[\w.]+", (CHECKOUT / lock).read_text(), re.MULTILINE))

    assert pins(venv.RUN) - pins(venv.DEV) == set()


def test_the_pinned_uv_is_found_with_its_hashes(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(CHECKOUT / venv.DEV, places.checkout / venv.DEV)
    asked: list[str] = []

    def note(command: list[str], _places: Places) -> bool:
        asked.append(Path(command[-1]).read_text())
        return True

    monkeypatch.setattr(venv, "_ran", note)
    assert venv._uv(places)  # noqa: SLF001 - looked at here, or nowhere
    assert re.match(r"uv==[\d.]+ \\\n(    --hash=sha256:\w{64}( \\)?\n)+$", asked[0])


@pytest.mark.long
def test_from_nothing_to_an_environment_and_again_after_a_kill(tmp_path: Path) -> None:
    checkout = tmp_path / "a checkout"
    shutil.copytree(CHECKOUT / "launcher", checkout / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dev.py", venv.RUN, venv.DEV):
        shutil.copy(CHECKOUT / name, checkout / name)
    first = subprocess.Popen([sys.executable, "dev.py", "--help"], cwd=checkout, stdout=subprocess.DEVNULL)
    while not (checkout / ".venv" / "bin" / "uv").exists():
        assert first.poll() is None
    first.kill()
    first.wait()
    second = subprocess.run(
        [sys.executable, "dev.py", "--help"], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert "start everything" in second.stdout
    third = subprocess.run(
        [sys.executable, "dev.py", "--help"], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert "Installing" not in third.stdout
