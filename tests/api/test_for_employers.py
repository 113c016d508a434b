"""The front page of the employer toolkit leads somewhere, also for who has no account."""

import pytest

from api.pages.for_employers import PARTS
from tests.demo_doors import Doors

LINKS = [link.href for part in PARTS for link in part.links]


@pytest.mark.parametrize("href", LINKS)
def test_a_link_of_the_toolkit_opens_without_an_account(doors: Doors, href: str) -> None:
    nobody = doors.visitor()

    shown, opened = nobody.get("/voor-werkgevers"), nobody.get(href)

    assert f'href="{href}"' in shown.text
    assert opened.status_code == 200
