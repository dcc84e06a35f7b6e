"""Vendored front-end files are the ones that static/vendor/README.md lists, byte for byte."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "static" / "vendor" / "README.md"
ROW = re.compile(
    r"^\| `(?P<file>[^`]+)` \| (?P<what>[^|]+) \| (?P<licence>[^|]+) \| [^|]+ \| `(?P<sha256>[0-9a-f]{64})` \|$",
    re.MULTILINE,
)
ROWS = [match.groupdict() for match in ROW.finditer(LIST.read_text())]
PERMISSIVE = {"MIT", "0BSD", "OFL-1.1"}
VENDORED = (
    "static/vendor/*.css",
    "static/vendor/*.js",
    "static/fonts/*.ttf",
    "static/webfonts/*.woff2",
    "tests/*/vendor/*.js",
)
PRODUCT = sorted((ROOT / "static" / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Mails and papers are no pages: no browser shows them under the policy, and mail programs know only style attributes.
PAGES = [path for path in TEMPLATES if not re.search(r"mail/|/mail|_mail|pdf", path.as_posix())]


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_a_listed_file_has_its_hash(row: dict[str, str]) -> None:
    assert hashlib.sha256((ROOT / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_every_vendored_file_is_listed() -> None:
    there = {path.relative_to(ROOT).as_posix() for pattern in VENDORED for path in ROOT.glob(pattern)}
    assert there | {"static/icons/sprite.svg"} == {row["file"] for row in ROWS}


def test_what_is_served_has_a_permissive_licence() -> None:
    assert {row["licence"] for row in ROWS if row["file"].startswith("static/")} <= PERMISSIVE


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    symbols = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons/sprite.svg").read_text()))
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r'components/icon\.html" with name="([^"]+)"', template.read_text())
    }
    assert named - symbols == set()


@pytest.mark.parametrize("template", PAGES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_a_template_keeps_to_the_content_security_policy(template: Path) -> None:
    text = template.read_text()
    assert re.findall(r"\sstyle=|<style|hx-on|\son[a-z]+=|javascript:", text) == []
    inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text)
    assert inline == []


@pytest.mark.parametrize("script", PRODUCT, ids=lambda path: path.name)
def test_a_script_evaluates_nothing_and_writes_no_markup(script: Path) -> None:
    forbidden = r"\beval\(|new Function|innerHTML|outerHTML|document\.write|insertAdjacentHTML"
    assert re.findall(forbidden, script.read_text()) == []
