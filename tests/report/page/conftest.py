"""A real browser, and pages for it to open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tracker.lake import Lake
from tracker.report.page.page import report

MADE = datetime(2026, 4, 1, 8, tzinfo=UTC)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium without a window; where there is none the tests are skipped, and never where CI is set."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip("no Chromium is installed")
    with sync_playwright() as driver:
        # As root, which CI is, Chromium's own sandbox cannot begin.
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Opened:
    """A page that is open, and whatever it complained of or asked for."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.complaints, self.requests = page, [], []
        page.on("console", lambda told: self.complaints.append(told.text))
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        page.on("request", lambda asked: self.requests.append(asked.url))
        page.goto(path.as_uri())
        page.wait_for_selector("#table:not([hidden])")
        self.asked_for = [url for url in self.requests if url != path.as_uri()]

    @property
    def rows(self):
        return self.page.locator("#table tbody tr:not(.unfolded)")


def written(lake: Lake, path: Path) -> Path:
    """The report over all of a lake, in a file."""
    path.write_text(report(lake, made_at=MADE), encoding="utf-8")
    return path
