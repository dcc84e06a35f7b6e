"""No room caches: a cache knows no tenant, so nothing of a tenant may go into one. Rate limits alone live there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOMS = sorted({room.partition(".")[0] for room in settings.ROOMS})
MODULES = sorted(path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py"))
WAYS = ["from django.core.cache import cache", "import django.core.cache", "from django.core import cache"]
FORBIDDEN = ("django.core.cache", "django.middleware.cache", "django.utils.cache")


def imports(path: Path) -> set[str]:
    """Every dotted name that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_no_module_imports_the_cache() -> None:
    assert MODULES
    guilty = {
        str(path.relative_to(settings.BASE_DIR)): name
        for path in MODULES
        for name in imports(path)
        if name.startswith(FORBIDDEN) or name.rpartition(".")[2] in {"cache_page", "caches"}
    }
    assert guilty == {}


def test_no_template_caches() -> None:
    templates = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    assert [str(path) for path in templates if "{% cache " in path.read_text()] == []


def test_no_middleware_caches() -> None:
    assert [name for name in settings.MIDDLEWARE if "cache" in name.lower()] == []


@pytest.mark.parametrize("line", WAYS)
def test_the_rule_sees_each_way_to_import(tmp_path: Path, line: str) -> None:
    module = tmp_path / "module.py"
    module.write_text(line)
    assert any(name.startswith(FORBIDDEN) for name in imports(module))
