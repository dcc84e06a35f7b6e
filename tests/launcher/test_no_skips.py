import subprocess
import sys
from pathlib import Path

import pytest

from launcher.places import CHECKOUT

SETTINGS = "[pytest]\nmarkers =\n  browser: x\n  redis: x\npythonpath = {}\n"


NEEDED = """
@pytest.mark.browser
@pytest.mark.skip
def test_page(): pass
@pytest.mark.redis
def test_queue(): pytest.skip("not today")
def test_other_queue(): pytest.skip("redis-server is not installed")
"""
HARMLESS = """
@pytest.mark.skip
def test_other(): pass
@pytest.mark.browser
@pytest.mark.xfail
def test_known(): assert 0
@pytest.mark.browser
def test_page(): pass
"""


@pytest.mark.parametrize("workers", ["0", "2"])
@pytest.mark.parametrize(("tests", "code", "named"), [(NEEDED, 1, 3), (HARMLESS, 0, 0)])
def test_a_skipped_browser_or_redis_test_fails_ci_and_another_skip_does_not(
    tmp_path: Path, tests: str, code: int, named: int, workers: str
) -> None:
    (tmp_path / "pytest.ini").write_text(SETTINGS.format(CHECKOUT))
    (tmp_path / "test_it.py").write_text(f"import pytest\n{tests}\ndef test_steady(): pass\n")
    command = [sys.executable, "-m", "pytest", "-p", "xdist.plugin", "-p", "launcher.no_skips", "-n", workers, "-q"]
    alone = {"PYTHONPATH": str(CHECKOUT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=alone)
    assert (done.returncode, done.stdout.count("SKIPPED IN CI")) == (code, named), done.stdout + done.stderr
