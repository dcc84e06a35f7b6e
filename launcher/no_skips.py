"""A pytest plugin for CI: a test that needs a browser, Redis or LibreOffice and is skipped is a failure:
CI installs all of them."""

import pytest

MARKS = {"browser", "redis", "spreadsheet"}
PROGRAMS = ("chromium", "redis-server", "libreoffice")


class NoSkips:
    """Collects, from this process and its workers, the skipped tests that carry one of the MARKS or name one of the
    PROGRAMS as what they miss."""

    def __init__(self) -> None:
        self.skipped: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notes a skip; expected failures are reported as skips too and are none."""
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        reason = str(report.longrepr).lower()
        if MARKS & set(report.keywords) or any(program in reason for program in PROGRAMS):
            self.skipped.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fails the run if anything was noted."""
        if self.skipped:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Names what was noted."""
        for test in sorted(self.skipped):
            terminalreporter.write_line(f"SKIPPED IN CI, which counts as failed: {test}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Registers the collector in the controlling process only."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(NoSkips(), "no-skips")
