"""The agenda in a real browser: grids that become lists on a phone, and a month on one sheet of paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.role import Role
from tests.demo_doors import Doors

Open = Callable[..., Page]


@pytest.mark.parametrize("path", ["/agenda?week=2026-W50", "/agenda?maand=2026-12&weergave=lijst", "/agenda"])
@pytest.mark.parametrize("width", [390, 1280])
def test_agenda_never_scrolls_sideways(open_page: Open, doors: Doors, path: str, width: int) -> None:
    page = open_page(doors.account(Role.STUDENT), path, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_week_is_a_grid_on_a_wide_screen_and_a_list_on_a_phone(open_page: Open) -> None:
    expect(open_page(None, "/agenda?week=2026-W50", width=1280).locator("table.hours")).to_be_visible()
    narrow = open_page(None, "/agenda?week=2026-W50", width=390)

    expect(narrow.locator("table.hours")).to_be_hidden()
    expect(narrow.locator("article.event").first).to_be_visible()


def test_month_for_the_wall_is_one_sheet(open_page: Open) -> None:
    page = open_page(None, "/agenda?maand=2026-12&weergave=print", width=1280)

    paper = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert page.locator("nav").count() == 0
