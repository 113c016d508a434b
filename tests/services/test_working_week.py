"""The weekly check: the worked cases of the law, a slow re-statement, and a text and a source for every limit."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from services.explaining.working_week import limit_note
from services.files.cells import read_school_minutes
from services.files.placement_notations import read_schedule
from services.permissions import ANONYMOUS
from services.reference import LIMIT_OUTCOMES, SAID_WITH, Limit, Outcome, Week, load_reference
from services.schedules import ScheduleAnswer, ScheduleAsked, check_schedule
from services.working_week import CHECKS, NO_SCHOOL, WorkingWeek, check_week, worst
from tests.services.weeks_restated import is_lawful, made_week

CASES = list(
    csv.DictReader(Path(__file__).with_name("working_time_cases.csv").read_text(encoding="utf-8").splitlines())
)
TODAY = date(2026, 11, 22)
REFERENCE = load_reference(TODAY)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
N_WEEKS = 20_000
OUTCOMES = {
    "allowed": Outcome.MET,
    "agreed": Outcome.TO_ARRANGE,
    "unknown": Outcome.UNKNOWN,
    "refused": Outcome.BROKEN,
}


def answer_to(case: dict[str, str]) -> ScheduleAnswer:
    besides = dict(part.partition("=")[::2] for part in case["besides"].split())
    week = WorkingWeek(
        days=read_schedule(case["schedule"]),
        kind=Week(case["week"]),
        school_minutes=None if case["school"] == "?" else read_school_minutes(case["school"] or "ma 0"),
        is_on_call="oproep" in besides,
        holiday_weeks=int(besides["weken"]) if "weken" in besides else None,
        holiday_weeks_in_row=int(besides["aaneen"]) if "aaneen" in besides else None,
    )
    return check_schedule(
        by=ANONYMOUS, now=NOW, asked=ScheduleAsked(age=int(case["age"]), kind=case["kind"], week=week)
    )


# -- The worked cases --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_worked_case_comes_out_as_the_law_says(case: dict[str, str]) -> None:
    answer = answer_to(case)
    broken = {note.limit.value for note in answer.of(Outcome.BROKEN)}
    about = case["limit"].split(";")

    assert answer.is_too_young == (about == ["age"])
    assert broken == (set(about) - {"age"} if case["outcome"] == "refused" else set())
    if answer.is_too_young:
        assert (answer.outcome, answer.notes) == (Outcome.BROKEN, ())
        return
    held = {note.limit.value: note for note in answer.notes}
    # Who may do something without limit has no limit to be told of.
    found = held[about[0]].outcome if about[0] in held else Outcome.MET
    assert found is OUTCOMES[case["outcome"]]
    if case["outcome"] != "unknown":
        assert answer.outcome is OUTCOMES[case["outcome"]]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_worked_case_names_its_article(case: dict[str, str]) -> None:
    answer = answer_to(case)
    rows = {(row.rule, limit): source for row in REFERENCE.working_time for limit, source in row.sources.items()}
    about = [Limit(name) for name in case["limit"].split(";")] if not answer.is_too_young else []

    assert [rows[answer.rule, limit].article for limit in about] == [case["article"]] * len(about) or len(about) > 1
    assert not about or rows[answer.rule, about[0]].article == case["article"]


BANDS = ("child", "15", "exempt", "stage", "youth", "adult")


@pytest.mark.parametrize("band", BANDS)
def test_each_age_band_has_each_of_its_limits_allowed_and_refused(band: str) -> None:
    """A limit of the table that nobody worked out would be a limit that nobody read."""
    own = [case for case in CASES if case["case"].partition("-")[0] == band]
    seen = {(name, case["outcome"]) for case in own for name in case["limit"].split(";")}
    rules = {answer_to(case).rule for case in own}
    ages = {int(case["age"]) for case in own}
    rows = [row for row in REFERENCE.working_time if row.rule in rules and row.age_from in ages | {18}]
    named = {limit for row in rows if any(row.age_from <= age < row.age_until for age in ages) for limit in row.sources}
    never_refused = {"school_counts", "break_after", "long_break_after", *UNREFUSED[band]}

    refused = {name for name, outcome in seen if outcome == "refused"}
    assert {limit.value for limit in named} - refused == never_refused & {limit.value for limit in named}
    assert len({name for name, outcome in seen if outcome in ("allowed", "agreed")}) >= 6


UNREFUSED = {
    # The days of these follow from a free Sunday, and with the seventh day another limit breaks as well.
    "exempt": {"most_days"},
    "stage": {"most_days"},
    "adult": {"most_days", "earliest", "latest", "on_call", "sunday"},
    "child": set[str](),
    "15": set[str](),
    "youth": {"sunday"},
}


# -- The re-statement --------------------------------------------------------------------------------------------------


def made_weeks(seed: int, n: int) -> Iterator[tuple[WorkingWeek, int]]:
    rng = Random(seed)
    for _ in range(n):
        row_ix = rng.randrange(len(REFERENCE.working_time))
        yield made_week(rng, REFERENCE.working_time[row_ix]), row_ix


def test_week_has_no_broken_limit_exactly_when_the_slow_restatement_finds_it_lawful() -> None:
    n_lawful, broken_alone = 0, Counter[Limit]()
    for week, row_ix in made_weeks(5, N_WEEKS):
        row = REFERENCE.working_time[row_ix]
        findings = check_week(week, row)
        school = week.school_minutes or NO_SCHOOL

        lawful = is_lawful(week, row, school)

        assert (worst(findings) is not Outcome.BROKEN) == lawful, (week, row.rule, row.age_from)
        n_lawful += lawful
        broken = [found.limit for found in findings if found.outcome is Outcome.BROKEN]
        broken_alone.update(broken if len(broken) == 1 else [])

    # Otherwise the two could agree on weeks that are all refused, or on a limit that nothing came near.
    assert 0.15 * N_WEEKS < n_lawful < 0.85 * N_WEEKS
    assert {limit: n for limit in CHECKS if (n := broken_alone[limit]) < 5} == {}


def test_unknown_school_is_left_open_exactly_when_it_could_decide() -> None:
    n_open = 0
    for week, row_ix in made_weeks(6, 5_000):
        if week.school_minutes is not None or week.kind is Week.HOLIDAY:
            continue
        row = REFERENCE.working_time[row_ix]
        about_school = {Limit.MOST_PER_DAY, Limit.MOST_PER_SCHOOL_DAY, Limit.MOST_PER_WEEK, Limit.MOST_PER_AVERAGE_WEEK}
        findings = [found for found in check_week(week, row) if found.limit in about_school]

        could_break = not is_lawful(week, row, (24 * 60,) * 7)
        is_broken = worst(check_week(week, row)) is Outcome.BROKEN

        is_open = any(found.outcome is Outcome.UNKNOWN for found in findings)
        assert is_broken or is_open == could_break, (week, row.rule)
        n_open += is_open
    assert n_open > 300


# -- Every limit has a text and a source -------------------------------------------------------------------------------


def test_every_limit_is_checked_or_told_with_one_that_is() -> None:
    assert set(CHECKS) == set(LIMIT_OUTCOMES)
    assert set(LIMIT_OUTCOMES) | set(SAID_WITH) == set(Limit)
    assert {limit for told in SAID_WITH.values() for limit in told} <= set(LIMIT_OUTCOMES)


def test_every_outcome_that_occurs_has_a_text_and_a_source() -> None:
    seen = set()
    for week, row_ix in made_weeks(7, 5_000):
        for found in check_week(week, REFERENCE.working_time[row_ix]):
            note = limit_note(found, age=REFERENCE.working_time[row_ix].age_from, texts=REFERENCE.limit_texts)
            seen.add((note.limit, note.outcome))
            assert note.label
            assert note.student_text.endswith(".")
            assert note.staff_text.endswith(".")
            assert bool(note.student_repair) is bool(note.repair) is (note.outcome is not Outcome.MET)
            assert all(source.title and (source.article or not source.url) for source in note.sources)
            assert "{" not in "".join((note.student_text, note.staff_text, note.student_repair, note.repair))

    assert seen == {(limit, outcome) for limit, outcomes in LIMIT_OUTCOMES.items() for outcome in outcomes}


SENTENCES = [
    (
        "15-day-over",
        Limit.MOST_PER_DAY,
        "Je werkt op zaterdag 8 uur en 15 minuten. Op jouw leeftijd mag dat hoogstens 8 uur zijn.",
        "Werk op zaterdag 8 uur en 15 minuten. Bij 15 jaar is het hoogstens 8 uur.",
    ),
    (
        "youth-school-over",
        Limit.MOST_PER_DAY,
        "Je werkt op maandag 11 uur, school meegeteld. Op jouw leeftijd mag dat hoogstens 9 uur zijn.",
        "Werk op maandag 11 uur, school meegeteld. Bij 17 jaar is het hoogstens 9 uur.",
    ),
    (
        "child-school-day",
        Limit.MOST_PER_SCHOOL_DAY,
        "Je werkt op woensdag 15 minuten. Dan heb je ook school. Op zo'n dag mag je op jouw leeftijd niet werken.",
        "Werk op woensdag 15 minuten, met school op dezelfde dag. Bij 14 jaar mag iemand dan niet werken.",
    ),
    (
        "15-too-late",
        Limit.LATEST,
        "Je werkt op vrijdag tot 19.15 uur. Op jouw leeftijd mag het tot 19.00 uur.",
        "Het werk duurt op vrijdag tot 19.15 uur. Bij 15 jaar mag het tot 19.00 uur.",
    ),
    (
        "youth-rest-sunday-monday",
        Limit.DAILY_REST,
        "Je hebt tussen zondag en maandag 10 uur rust. Op jouw leeftijd moet dat minstens 12 uur zijn.",
        "Er is tussen zondag en maandag 10 uur rust. Bij 17 jaar is het minstens 12 uur.",
    ),
    (
        "adult-rest-twice-shorter",
        Limit.DAILY_REST,
        "Je hebt tussen maandag en dinsdag 10 uur en tussen donderdag en vrijdag 10 uur rust. "
        "Op jouw leeftijd moet dat minstens 11 uur zijn.",
        "Er is tussen maandag en dinsdag 10 uur en tussen donderdag en vrijdag 10 uur rust. "
        "Bij 22 jaar is het minstens 11 uur.",
    ),
    (
        "youth-span-over",
        Limit.DAILY_REST,
        "Je hebt in de 24 uur vanaf het begin op maandag maar 11 uur en 45 minuten rust. "
        "Op jouw leeftijd moet dat minstens 12 uur zijn.",
        "Er is in de 24 uur vanaf het begin op maandag maar 11 uur en 45 minuten rust. "
        "Bij 16 jaar is het minstens 12 uur.",
    ),
    (
        "stage-break-short",
        Limit.BREAK_AT_LEAST,
        "Je hebt op dinsdag 15 minuten pauze. Werk je langer dan 4 uur en 30 minuten, dan moet dat minstens 30 minuten "
        "zijn.",
        "Er is op dinsdag 15 minuten pauze. Bij meer dan 4 uur en 30 minuten werk is het minstens 30 minuten.",
    ),
    (
        "15-sunday-and-saturday",
        Limit.SUNDAY,
        "Je werkt op zaterdag en zondag. Op jouw leeftijd mag dat niet.",
        "Werk op zaterdag en zondag. Bij 15 jaar mag dat niet.",
    ),
    (
        "exempt-untold",
        Limit.MOST_PER_DAY,
        "Zonder school werk je op maandag, dinsdag, woensdag en donderdag steeds 6 uur. School telt op jouw "
        "leeftijd mee. Samen mag het hoogstens 8 uur op een dag zijn.",
        "Zonder school op maandag, dinsdag, woensdag en donderdag steeds 6 uur. Bij 15 jaar telt school mee: samen "
        "hoogstens 8 uur op een dag.",
    ),
    (
        "child-holidays-over",
        Limit.MOST_HOLIDAY_WEEKS,
        "Je werkt dit jaar 5 weken in de schoolvakantie. Op jouw leeftijd mag dat hoogstens 4 weken zijn.",
        "Dit jaar 5 weken werk in de schoolvakantie. Bij 13 jaar is het hoogstens 4 weken.",
    ),
]


@pytest.mark.parametrize(("case", "limit", "student", "staff"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_sentence_says_what_was_found_and_what_is_allowed(case: str, limit: Limit, student: str, staff: str) -> None:
    answer = answer_to(next(row for row in CASES if row["case"] == case))

    note = next(note for note in answer.notes if note.limit is limit)

    assert (note.student_text, note.staff_text) == (student, staff)


def test_school_that_counts_names_its_own_article_too() -> None:
    answer = answer_to(next(row for row in CASES if row["case"] == "youth-school-over"))

    (note,) = answer.of(Outcome.BROKEN)

    assert [source.article for source in note.sources] == ["5:7", "4:4"]


def test_gravest_limit_comes_first() -> None:
    answer = answer_to(next(row for row in CASES if row["case"] == "stage-untold-too-long"))

    outcomes = [note.outcome for note in answer.notes]

    assert outcomes == sorted(outcomes, key=list(Outcome).index, reverse=True)
    assert set(outcomes) == {Outcome.BROKEN, Outcome.UNKNOWN, Outcome.MET}


def test_week_without_work_breaks_nothing() -> None:
    for row in REFERENCE.working_time:
        week = WorkingWeek(days=(), school_minutes=(600,) * 7, holiday_weeks=0, holiday_weeks_in_row=0)

        assert worst(check_week(week, row)) is Outcome.MET
