"""The option ``--update-golden`` rewrites what tests have recorded; what changed is shown at the end, to be read."""

import pytest
from _pytest.terminal import TerminalReporter

from tests.golden.recorded import DIFFERENCE


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="record what extraction gives now")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the unified diff of every recorded file that was rewritten."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    for report in reports:
        for name, value in report.user_properties if report.when == "call" else ():
            if name == DIFFERENCE:
                terminalreporter.write_line(str(value))
