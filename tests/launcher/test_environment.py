import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from launcher import environment
from launcher.places import CHECKOUT, Places
from launcher.roles import Server

SERVER = Server(host="/socket")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(checkout=tmp_path, var=tmp_path / "var")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in set(os.environ) - {"PATH", "HOME"}:
        monkeypatch.delenv(key)


def test_the_whole_contract_is_set(places: Places) -> None:
    whole = environment.complete({}, places, SERVER)
    assert whole["DATABASE_URL"] == "postgresql://outsourcing_app@/outsourcing?host=%2Fsocket&port=5432"
    assert whole["DATABASE_OWNER_URL"] == "postgresql://outsourcing_owner@/outsourcing?host=%2Fsocket&port=5432"
    assert whole["BROKER_URL"] == "pgmq://localhost"
    assert whole["QUEUE_DATABASE_URL"] == "postgresql://outsourcing_broker@/outsourcing_broker?host=%2Fsocket&port=5432"
    assert (whole["DEBUG"], whole["DB_ROLE_PREFIX"], whole["VAR_DIR"]) == ("1", "outsourcing", str(places.var))
    assert "EMAIL_URL" not in whole
    assert "DATABASE_OWNER_URL" not in environment.without_owner(whole)


def test_what_the_caller_sets_wins(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"DATABASE_URL": "postgresql://far/away", "REDIS_URL": "redis://far", "DEBUG": "0", "PGHOST": "far"}
    for key, value in given.items():
        monkeypatch.setenv(key, value)
    whole = environment.complete(environment.given(), places, None)
    assert {key: whole[key] for key in given} == given
    assert whole["BROKER_URL"] == "redis://far"
    assert "DATABASE_OWNER_URL" not in whole


def test_redis_takes_over_the_queue_of_the_embedded_server(places: Places) -> None:
    whole = environment.complete({"REDIS_URL": "redis://near"}, places, SERVER)
    assert whole["BROKER_URL"] == "redis://near"
    assert "QUEUE_DATABASE_URL" not in whole


def test_libpqs_own_variables_do_not_bend_the_embedded_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c search_path=elsewhere")
    assert "PGOPTIONS" not in environment.given()


def test_a_shell_that_took_over_the_environment_brings_no_server_of_its_own(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in environment.complete({}, places, SERVER).items():
        monkeypatch.setenv(key, value)
    monkeypatch.setenv("DEBUG", "0")
    again = environment.given()
    assert "DATABASE_URL" not in again
    assert again["DEBUG"] == "0"


def test_the_key_is_made_once_even_by_eight_at_once(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from launcher.environment import secret_key"
    command = [sys.executable, "-c", f"{program}; print(secret_key(Path(sys.argv[1])))", str(tmp_path / "var")]
    at_once = [subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    keys = {process.communicate(timeout=60)[0].strip() for process in at_once}
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_the_fonts_file_is_well_formed_whatever_the_path(tmp_path: Path) -> None:
    places = Places(checkout=tmp_path / "a & b <c>", var=tmp_path / "var")
    root = ET.parse(environment.fonts_file(places)).getroot()
    assert [node.text for node in root] == [str(places.checkout / "static" / "fonts"), str(places.var / "fontcache")]


@pytest.mark.parametrize(
    ("url", "password"),
    [(None, None), ("postgresql://a@h/d", None), ("postgresql://a:b%40c@h/d", "b@c"), ("postgresql://a:@h/d", None)],
)
def test_the_password_of_an_address(url: str | None, password: str | None) -> None:
    assert environment.password_in(url) == password
