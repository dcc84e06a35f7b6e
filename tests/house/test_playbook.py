"""docs/playbook.md has one row a requirement, and what its rows name exists; so does what the other documents name."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from launcher.places import CHECKOUT
from tests.house.test_compose import read_by_settings

REQUIREMENTS = range(1, 162)
DOCUMENTS = ["README.md", "SECURITY.md", *sorted(f"docs/{path.name}" for path in (CHECKOUT / "docs").glob("*.md"))]
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]*)\| ([^|]*)\|$", re.MULTILINE)
ADDRESS = re.compile(r"`([a-z]+:[a-z-]+)`")
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
LINK = re.compile(r"(?:\]\(|src=\"|href=\")([^)\"#]+)")


def text(name: str) -> str:
    return (CHECKOUT / name).read_text()


@cache
def addresses() -> frozenset[str]:
    def walk(patterns: list[URLPattern | URLResolver], space: str) -> set[str]:
        found = set()
        for each in patterns:
            if isinstance(each, URLResolver):
                found |= walk(each.url_patterns, f"{each.namespace}:" if each.namespace else space)
            elif each.name:
                found.add(space + each.name)
        return found

    return frozenset(walk(get_resolver().url_patterns, ""))


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_requirement_has_one_row() -> None:
    rows = ROW.findall(text("docs/playbook.md"))
    assert [int(number) for number, *_ in rows] == list(REQUIREMENTS)


def test_a_row_is_done_with_a_place_and_a_test_or_it_is_later() -> None:
    for number, _what, where, proof in ROW.findall(text("docs/playbook.md")):
        if where.strip() == "later":
            assert proof.strip() == "", number
        else:
            assert (bool(ADDRESS.search(where)), bool(TEST.search(proof))) == (True, True), number


def test_the_count_is_right() -> None:
    done = [row for row in ROW.findall(text("docs/playbook.md")) if row[2].strip() != "later"]
    assert f"Done so far: {len(done)} of {len(REQUIREMENTS)}." in text("docs/playbook.md")


@pytest.mark.parametrize("document", ["docs/playbook.md", "docs/tenancy.md", "docs/security.md"])
def test_every_address_named_exists(document: str) -> None:
    assert set(ADDRESS.findall(text(document))) - addresses() - {"app:model-action"} == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_named_exists(document: str) -> None:
    missing = [
        f"{path}::{name}"
        for path, name in TEST.findall(text(document))
        if not (CHECKOUT / path).exists() or (name and name not in names_in(CHECKOUT / path))
    ]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    links = [link for link in LINK.findall(text(document)) if "://" not in link and link[0] not in "?{"]
    folder = (CHECKOUT / document).parent
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_settings_are_explained() -> None:
    table = text("docs/operations.md").partition("## Settings")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` ", table, re.MULTILINE)) == set(read_by_settings())


def test_the_readme_says_the_two_commands() -> None:
    assert {"python3 dev.py run", "python3 dev.py test"} <= set(text("README.md").splitlines())


def test_decisions_are_numbered_as_they_are_named() -> None:
    decisions = sorted((CHECKOUT / "docs" / "adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers == sorted(set(numbers))
    for path, number in zip(decisions, numbers, strict=True):
        assert path.read_text().startswith(f"# {number}. "), path.name
