"""The front page of the employer toolkit leads somewhere, also for who has no account."""

import pytest

from accounts.role import Role
from api.pages.for_employers import PARTS
from tests.demo_doors import Doors

LINKS = [(link.href, link.is_public) for part in PARTS for link in part.links]


@pytest.mark.parametrize(("href", "is_public"), LINKS)
def test_a_link_of_the_toolkit_opens(doors: Doors, href: str, is_public: bool) -> None:
    nobody, employer = doors.visitor(), doors.somebody(Role.EMPLOYER)

    shown = nobody.get("/voor-werkgevers")

    assert (f'href="{href}"' in shown.text) is is_public
    assert nobody.get(href).status_code == (200 if is_public else 401)
    assert employer.get(href).status_code == 200
