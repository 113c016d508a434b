"""A company with contacts has exactly one main one, whatever is added, changed and taken away."""

from contextlib import suppress
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.company_file import Appetite, HostingYear, SiteContact, with_contact, without_contact
from employer_toolkit.employer import Contact
from employer_toolkit.errors import InvalidCompanyError

EMPLOYER, SITE = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 22)


def contact(number: int, *, is_main: bool = False, **who: str) -> SiteContact:
    plain = {"name": f"Persoon {number}", "phone": "038 123 45 67", **who}
    return SiteContact(
        id=UUID(int=100 + number), employer_id=EMPLOYER, site_id=SITE, contact=Contact(**plain), is_main=is_main
    )


steps = st.lists(st.tuples(st.sampled_from(["keep", "take"]), st.integers(0, 3), st.booleans()), max_size=20)


@given(steps)
def test_after_every_step_there_is_exactly_one_main_contact(done: list[tuple[str, int, bool]]) -> None:
    held: tuple[SiteContact, ...] = ()
    for step, number, is_main in done:
        with suppress(InvalidCompanyError):
            if step == "keep":
                held = with_contact(held, contact(number, is_main=is_main))
            else:
                held = without_contact(held, UUID(int=100 + number))
        assert sum(one.is_main for one in held) == bool(held)
        assert len({one.id for one in held}) == len(held)


def test_main_contact_cannot_go_while_others_stay() -> None:
    held = with_contact(with_contact((), contact(1)), contact(2))

    with pytest.raises(InvalidCompanyError) as refused:
        without_contact(held, contact(1).id)

    assert refused.value.faults == {"is_main": "Maak eerst iemand anders het aanspreekpunt"}
    assert without_contact(held, contact(2).id) == (contact(1, is_main=True),)


@pytest.mark.parametrize(
    ("who", "faults"),
    [
        ({"name": " "}, {"name"}),
        ({"phone": "", "email": ""}, {"phone"}),
        ({"phone": "12345"}, {"phone"}),
        ({"phone": "bel mij 0612345678"}, {"phone"}),
        ({"email": "bo at bedrijf"}, {"email"}),
        ({"name": "", "phone": "1", "email": "x"}, {"name", "phone", "email"}),
    ],
)
def test_every_fault_of_a_contact_is_named_at_once(who: dict[str, str], faults: set[str]) -> None:
    with pytest.raises(InvalidCompanyError) as refused:
        contact(1, **who)

    assert set(refused.value.faults) == faults


@pytest.mark.parametrize("phone", ["038 123 45 67", "+31 (0)6-12345678", "0612345678"])
def test_telephone_numbers_as_people_write_them_are_taken(phone: str) -> None:
    assert contact(1, phone=phone).contact.phone == phone


@pytest.mark.parametrize(
    ("appetite", "reason", "until_on", "fault"),
    [
        (Appetite.NOT_NOW, "", None, "reason"),
        (Appetite.LOOKING, "no_time", None, "reason"),
        (Appetite.INTERESTED, "", date(2027, 1, 1), "reason"),
        (Appetite.NOT_NOW, "no_time", TODAY, "until_on"),
    ],
)
def test_reason_and_day_belong_to_a_no_alone(
    appetite: Appetite, reason: str, until_on: date | None, fault: str
) -> None:
    with pytest.raises(InvalidCompanyError) as refused:
        HostingYear(
            employer_id=EMPLOYER, school_year=2026, appetite=appetite, said_on=TODAY, reason=reason, until_on=until_on
        )

    assert set(refused.value.faults) == {fault}
