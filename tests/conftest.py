"""What every test shares, and the line that says which services this run used."""

import gc

import pytest

from tests.services_available import services_found

pytest_plugins = ["tests.databases", "tests.demo_doors", "tests.mail_server", "tests.contact_doors"]


def pytest_report_header() -> str:
    """Say at the start which services this run uses."""
    return services_found()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it again at the end, where people look."""
    terminalreporter.write_line(services_found())


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and leave out what was collected: tests and modules stay anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
