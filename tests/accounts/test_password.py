"""A password is long and not what everybody tries first; nothing else is asked of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.password import LONGEST, SHORTEST, fault_of
from services.passwords import common_words

COMMON = common_words()


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord123",
        "Wachtwoord2026!",
        "W@chtw00rd1234",
        "welkomwelkom01",
        "qwertyuiop12",
        "123456789012",
        "0987654321098",
        "ikhouvanjou12",
        "ajaxajaxajax1",
        "aaaaaaaaaaaaa",
        "Amsterdam2025!",
        "zomervakantie",
        "noor noor noor 1",
        "dewissel2026!",
    ],
)
def test_password_that_everybody_tries_is_refused(password: str) -> None:
    assert "makkelijk" in fault_of(password, common=COMMON, own=("Noor", "dewissel"))


@pytest.mark.parametrize(
    "password",
    ["paard wolk schroef emmer", "trein-boterham-lamp", "8304719265 72 31", "xk93hq7zv2mw", "Zondag fietst tante Riet"],
)
def test_long_password_of_its_own_will_do(password: str) -> None:
    assert fault_of(password, common=COMMON, own=("Noor",)) == ""


@given(st.text(max_size=SHORTEST - 1))
def test_short_password_is_refused(password: str) -> None:
    assert "12 tekens of meer" in fault_of(password, common=())


def test_endless_password_is_refused() -> None:
    assert "hoogstens" in fault_of("ab cd ef" * LONGEST, common=())


@given(st.text(min_size=SHORTEST, max_size=30), st.sets(st.text(min_size=3, max_size=6), max_size=5))
def test_knowing_more_words_never_makes_a_password_better(password: str, known: set[str]) -> None:
    if fault_of(password, common=()):
        assert fault_of(password, common=known)


def test_list_of_common_words_is_in_lower_case() -> None:
    assert len(COMMON) > 250
    assert {word for word in COMMON if word != word.lower() or len(word) < 3} == set()
