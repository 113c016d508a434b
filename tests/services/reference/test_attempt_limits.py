"""The rows about trying: what they say, and every way in which they cannot be right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.attempts import Attempt, TooManyAttemptsError, count_attempt, limit_of
from services.reference import REFERENCE_FOLDER, AttemptLimit, ReferenceDataError, load_reference, read_reference
from services.rules.listing import list_rules
from services.unit_of_work import House

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_limits_are_those_of_the_rows() -> None:
    held = load_reference(NOW.date()).attempt_limits

    assert {key: (limit.count, limit.within) for key, limit in held.items()} == {
        ("link", "address"): (5, timedelta(minutes=15)),
        ("password", "address"): (10, timedelta(minutes=15)),
        ("invite", "address"): (5, timedelta(days=1)),
        ("link", "network"): (300, timedelta(hours=1)),
        ("password", "network"): (300, timedelta(hours=1)),
        ("school", "network"): (1200, timedelta(hours=1)),
        ("invite", "account"): (300, timedelta(days=1)),
        ("feed", "network"): (300, timedelta(hours=1)),
    }


def test_what_has_no_row_has_no_limit() -> None:
    assert limit_of(Attempt.SCHOOL, "address", now=NOW) is None
    assert limit_of(Attempt.LINK, "address", now=NOW) == AttemptLimit(count=5, within=timedelta(minutes=15))


@pytest.mark.parametrize(
    ("where", "cells", "told"),
    [
        ({"attempt": "link", "per": "address"}, {"count": "0"}, "attempt_limits.csv, regel 2, kolom count"),
        ({"attempt": "link", "per": "address"}, {"within_minutes": "later"}, "regel 2, kolom within_minutes"),
        ({"attempt": "school"}, {"per": "street"}, "kolom per"),
        ({"attempt": "school"}, {"attempt": "walk"}, "kolom attempt"),
        ({"attempt": "school"}, {"valid_to": "2026-01-01"}, "“school” met “network” was er niet bij"),
    ],
)
def test_rows_that_cannot_be_right_are_refused(
    folder: Path, spoil: Callable[..., int], where: dict[str, str], cells: dict[str, str], told: str
) -> None:
    spoil("attempt_limits.csv", where, **cells)

    with pytest.raises(ReferenceDataError, match=told):
        read_reference(folder, on=NOW.date())


def test_limit_changes_on_its_day(
    house: House,
    ruling_folder: Path,
    lines: Callable[[str], list[dict[str, str]]],
    write: Callable[[str, list[dict[str, str]]], None],
) -> None:
    first, *others = lines("attempt_limits.csv")
    turn = "2026-11-23"
    write("attempt_limits.csv", [{**first, "valid_to": turn}, {**first, "count": "2", "valid_from": turn}, *others])

    assert [tried(house, now=NOW), tried(house, now=NOW + timedelta(days=1))] == [5, 2]


def tried(house: House, *, now: datetime) -> int:
    """Count how often a link may be asked for one address."""
    for n in range(10):
        try:
            with house.writing() as work:
                count_attempt(work, Attempt.LINK, address="noor@post.example", now=now)
        except TooManyAttemptsError:
            return n
    return 10


def test_limits_are_told_in_plain_words() -> None:
    told = [line.says for line in list_rules(REFERENCE_FOLDER, on=NOW.date(), families=("attempt_limits",))]

    assert told[0] == "Een link per mail vragen voor één adres: hoogstens 5 keer in 15 minuten"
    assert told[2] == "Eén adres uitnodigen: hoogstens 5 keer in 1 dag"
    assert len(told) == 8
