from pathlib import Path

import pytest

from launcher import native, packages
from launcher.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(checkout=tmp_path, var=tmp_path / "var")


def test_what_cannot_be_installed_is_said_and_stops_nothing(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(native, "LIBRARIES", ("libnowhere.so.0",))
    monkeypatch.setattr(packages, "can_install", lambda: False)
    monkeypatch.setenv("PATH", "/nowhere")
    assert not native.ensure_pdf_libraries(places)
    assert "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in capsys.readouterr().out


def test_unpacked_libraries_are_published_whole(tmp_path: Path, places: Places) -> None:
    root = tmp_path / "unpacked"
    library = root / "usr" / "lib" / "x86_64-linux-gnu" / "libthing.so.1"
    library.parent.mkdir(parents=True)
    library.write_text("thing")
    places.var.mkdir()
    native._publish(root, places.native)  # noqa: SLF001 - the rest of it needs a network
    assert (places.native / "lib" / "libthing.so.1").read_text() == "thing"


def test_libraries_that_are_there_are_not_fetched(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "LIBRARIES", ())
    monkeypatch.setattr(packages, "install", lambda _: pytest.fail("it installed something"))
    assert native.ensure_pdf_libraries(places)


def test_a_missing_browser_is_said_loudly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(packages, "can_install", lambda: False)
    monkeypatch.setenv("PATH", "/nowhere")
    assert native.ensure_browser() is None
    assert "SKIPPED" in capsys.readouterr().out
