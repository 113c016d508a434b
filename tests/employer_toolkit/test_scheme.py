"""Which schemes may be for a kind of place: a table of cases, and laws over all rows and made-up places."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import (
    CompanySize,
    Condition,
    Fact,
    Mark,
    Origin,
    PlaceFacts,
    Scheme,
    SchemeVerdict,
    Status,
    Test,
    row_for,
    weigh,
)
from employer_toolkit.scheme_moments import MomentState, moments
from services.reference import load_reference

TODAY = date(2026, 11, 22)
BOOK = load_reference(TODAY).schemes
HERE = Path(__file__).parent
CASES = list(csv.DictReader((HERE / "scheme_cases.csv").read_text(encoding="utf-8").splitlines()))
MOMENTS = list(csv.DictReader((HERE / "scheme_moment_cases.csv").read_text(encoding="utf-8").splitlines()))
YES_NO = {"yes": True, "no": False, "": None}

PLACES = st.builds(
    PlaceFacts,
    type=st.sampled_from(PlacementType),
    starts_on=st.dates(date(2023, 11, 22), date(2029, 11, 22)),
    months=st.none() | st.integers(1, 60),
    hours_per_week=st.integers(1, 48),
    level=st.none() | st.integers(0, 4),
    pays_wage=st.none() | st.booleans(),
    sector=st.none() | st.sampled_from(["zorg", "bouw", "sport", "techniek"]),
    municipality=st.none() | st.just("Zwolle"),
    company_size=st.none() | st.sampled_from(CompanySize),
    is_recognised=st.none() | st.booleans(),
)
OPTIONAL = ("level", "pays_wage", "sector", "municipality", "company_size", "is_recognised")
DECIDED = {SchemeVerdict.MAY_APPLY, SchemeVerdict.DEPENDS, SchemeVerdict.NOT, SchemeVerdict.CLOSED, SchemeVerdict.ENDED}


def origin(valid_from: date = date(2020, 1, 1), valid_until: date | None = None, *, verify: bool = False) -> Origin:
    return Origin(
        title="Wet",
        url="https://example.org",
        article="",
        checked_on=TODAY,
        valid_from=valid_from,
        valid_until=valid_until,
        is_to_verify=verify,
    )


def scheme(held: Origin, status: Status = Status.RUNNING) -> Scheme:
    said = dict.fromkeys(
        ("name", "what", "worth_text", "who_applies", "where", "first_step", "group", "still_said"), "x"
    )
    return Scheme(code="S", status=status, origin=held, **said)


def condition(test: Test, held: Origin, *values: str, fact: str = Fact.HOURS_PER_WEEK) -> Condition:
    return Condition(
        scheme="S",
        code="c",
        types=frozenset(),
        fact=fact,
        test=test,
        values=values,
        label="voorwaarde",
        not_met="niet",
        origin=held,
    )


def place(**changes: object) -> PlaceFacts:
    usual = PlaceFacts(type=PlacementType.BPV_BBL, starts_on=date(2027, 2, 1), months=10, hours_per_week=32)
    return replace(usual, **changes)


def facts_of(row: dict[str, str]) -> PlaceFacts:
    return PlaceFacts(
        type=PlacementType(row["type"]),
        starts_on=date.fromisoformat(row["starts_on"]),
        months=int(row["months"]) if row["months"] else None,
        hours_per_week=int(row["hours_per_week"]),
        level=int(row["level"]) if row["level"] else None,
        pays_wage=YES_NO[row["pays_wage"]],
        sector=row["sector"] or None,
        company_size=CompanySize(row["company_size"]) if row["company_size"] else None,
        is_recognised=YES_NO[row["is_recognised"]],
    )


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['scheme']}: {row['why']}")
def test_place_gets_the_verdict_of_the_table(row: dict[str, str]) -> None:
    found = weigh(BOOK.schemes[row["scheme"]], BOOK.conditions[row["scheme"]], facts_of(row))

    assert found.verdict == row["verdict"]


def test_table_has_a_case_in_which_each_condition_about_a_place_is_met_and_one_in_which_it_is_not() -> None:
    met, failed = set(), set()
    for row in CASES:
        found = weigh(BOOK.schemes[row["scheme"]], BOOK.conditions[row["scheme"]], facts_of(row))
        met |= {(one.scheme, one.code) for one in found.met}
        failed |= {(one.scheme, one.code) for one in found.failed}
    about_places = {
        (one.scheme, one.code) for rows in BOOK.conditions.values() for one in rows if not one.is_about_person
    }

    assert len(CASES) >= 80
    assert {row["scheme"] for row in CASES} == set(BOOK.schemes)
    assert met == failed == about_places


@pytest.mark.parametrize("row", MOMENTS, ids=lambda row: f"{row['scheme']} {row['today']}: {row['why']}")
def test_day_to_do_something_lies_to_today_as_the_table_says(row: dict[str, str]) -> None:
    facts = place(type=PlacementType(row["type"]), starts_on=date.fromisoformat(row["starts_on"]))
    told = moments(BOOK.windows[row["scheme"]], facts, today=date.fromisoformat(row["today"]))
    found = {moment.code: moment for moment in told}[row["code"]]

    assert found.state == row["state"]
    assert found.last_on == (date.fromisoformat(row["last_on"]) if row["last_on"] else None)


def test_every_window_has_a_case_in_which_it_is_open_and_one_in_which_it_has_passed() -> None:
    told = {(row["scheme"], row["code"], row["state"]) for row in MOMENTS}

    for rows in BOOK.windows.values():
        for window in rows:
            assert (window.scheme, window.code, MomentState.OPEN) in told
            assert (window.scheme, window.code, MomentState.PASSED) in told


@given(facts=PLACES, code=st.sampled_from(sorted(BOOK.schemes)))
def test_nothing_is_told_without_source_and_day_and_what_is_not_sure_is_marked(facts: PlaceFacts, code: str) -> None:
    found = weigh(BOOK.schemes[code], BOOK.conditions[code], facts)
    used = [found.scheme.origin, *(one.origin for one in (*found.met, *found.failed, *found.unknown, *found.personal))]

    for one in used:
        assert one.title
        assert one.url.startswith("https://") or one.title == "Eigen aanname"
        assert one.checked_on <= TODAY
        assert (not one.is_to_verify) or Mark.TO_VERIFY in found.marks
        assert one.is_on(facts.starts_on) or found.marks & {Mark.EXPIRED, Mark.NOT_YET}


@given(facts=PLACES, code=st.sampled_from(sorted(BOOK.schemes)), field=st.sampled_from(OPTIONAL))
def test_leaving_a_field_empty_never_makes_a_promise(facts: PlaceFacts, code: str, field: str) -> None:
    full = weigh(BOOK.schemes[code], BOOK.conditions[code], facts).verdict
    emptied = weigh(BOOK.schemes[code], BOOK.conditions[code], replace(facts, **{field: None})).verdict

    assert emptied in {full, SchemeVerdict.UNKNOWN}


@given(facts=PLACES, code=st.sampled_from(sorted(BOOK.schemes)))
def test_what_depends_on_a_person_is_never_promised(facts: PlaceFacts, code: str) -> None:
    found = weigh(BOOK.schemes[code], BOOK.conditions[code], facts)

    assert not (found.personal and found.verdict is SchemeVerdict.MAY_APPLY)


def test_row_that_has_ended_without_a_next_one_still_counts_and_is_marked() -> None:
    ended = origin(valid_until=date(2027, 2, 1))

    found = weigh([scheme(origin())], [condition(Test.AT_LEAST, ended, "40")], place())

    assert (found.verdict, found.marks) == (SchemeVerdict.NOT, {Mark.EXPIRED})


@pytest.mark.parametrize(("day", "marks"), [(31, set()), (0, {Mark.EXPIRED}), (1, {Mark.EXPIRED})])
def test_scheme_is_marked_from_the_day_on_which_its_row_ends(day: int, marks: set[Mark]) -> None:
    starts_on = date(2027, 1, 31) if day == 31 else date(2027, 2, 1) + timedelta(days=day)

    found = weigh([scheme(origin(valid_until=date(2027, 2, 1)))], [], place(starts_on=starts_on))

    assert found.marks == marks


def test_scheme_of_which_only_a_later_row_is_known_is_marked() -> None:
    found = weigh([scheme(origin(date(2027, 3, 1)))], [], place())

    assert found.marks == {Mark.NOT_YET}


def test_row_that_nobody_confirmed_is_marked() -> None:
    found = weigh([scheme(origin(verify=True))], [condition(Test.AT_MOST, origin(), "40")], place())

    assert found.marks == {Mark.TO_VERIFY}


def test_condition_that_was_dropped_is_not_asked_any_more() -> None:
    old = condition(Test.AT_LEAST, origin(valid_until=date(2027, 1, 1)), "40")
    dropped = condition(Test.DROPPED, origin(date(2027, 1, 1)))

    found = weigh([scheme(origin())], [old, dropped], place())

    assert found.verdict is SchemeVerdict.MAY_APPLY


@pytest.mark.parametrize(
    ("test", "day", "is_met"),
    [
        (Test.FROM_DAY, date(2027, 1, 31), False),
        (Test.FROM_DAY, date(2027, 2, 1), True),
        (Test.FROM_DAY, date(2027, 2, 2), True),
        (Test.BEFORE_DAY, date(2027, 1, 31), True),
        (Test.BEFORE_DAY, date(2027, 2, 1), False),
        (Test.BEFORE_DAY, date(2027, 2, 2), False),
    ],
)
def test_first_day_is_held_to_a_limit_before_on_and_after_it(test: Test, day: date, is_met: bool) -> None:
    asked = condition(test, origin(), "2027-02-01", fact=Fact.STARTS_ON)

    found = weigh([scheme(origin())], [asked], place(starts_on=day))

    assert found.verdict is (SchemeVerdict.MAY_APPLY if is_met else SchemeVerdict.NOT)


@pytest.mark.parametrize(
    ("day", "line"), [(date(2026, 12, 31), 0), (date(2027, 1, 1), 1), (date(2019, 1, 1), 0), (date(2030, 1, 1), 1)]
)
def test_row_of_a_day_is_chosen(day: date, line: int) -> None:
    rows = [scheme(origin(valid_until=date(2027, 1, 1))), scheme(origin(date(2027, 1, 1)))]

    assert row_for(rows, day) is rows[line]
