"""An installation is for one use, and knows when its market changed."""

import pytest

from services.unit_of_work import ConflictError, House, Mode


def test_new_installation_is_for_nothing_yet(house: House) -> None:
    with house.reading() as work:
        assert work.installation.mode is None


def test_installation_claimed_twice_for_the_same_use_stays_so(house: House) -> None:
    for _ in range(2):
        with house.writing() as work:
            work.installation.claim(Mode.DEMO)

    with house.reading() as work:
        assert work.installation.mode is Mode.DEMO


def test_installation_claimed_for_another_use_is_refused(house: House) -> None:
    with house.writing() as work:
        work.installation.claim(Mode.LIVE)

    with pytest.raises(ConflictError, match="for live use, not for demo use"), house.writing() as work:
        work.installation.claim(Mode.DEMO)
