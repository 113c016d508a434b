"""A market that follows changes gives the same lists as one built from scratch, to the last byte."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.role import Role
from career.competency import Competency, CompetencyKind
from career.school import MinorSignature, Region, SchoolSettings
from career.student import Student
from employer_toolkit.placement import Placement, PlacementState, PlacementType
from matching import Gate, Verdict
from services.errors import found
from services.features import NO_SETTINGS, Offer
from services.groups import group_of
from services.markets import MOST_DEAD, Market, current_market
from services.matches import MatchFilters, candidates_for_placement, matches_for_student
from services.people import demo_people
from services.placements import count_all_candidates, count_candidates, open_placements
from services.reference import Reference, load_reference
from services.unit_of_work import House, UnitOfWork
from tests.databases import queries_counted
from tests.demo_doors import NOW as DOORS_NOW
from tests.demo_doors import Doors
from tests.strategies import TODAY, People, make_market

STEPS = (
    "add student",
    "change student",
    "remove student",
    "add offer",
    "change offer",
    "close offer",
    "fork",
    "settle",
)
SCHOOLS = ("De Wissel", "De Vaart", "")

Lists = dict[str, list[tuple[str, bytes]]]


def fresh(
    students: dict[str, Student], offers: dict[str, Offer], schools: Mapping[str, SchoolSettings] = NO_SETTINGS
) -> Market:
    """Build from scratch, in the order of reference as the database gives them."""
    return Market.build(
        [students[reference] for reference in sorted(students)],
        [offers[reference] for reference in sorted(offers)],
        reference=load_reference(TODAY),
        schools=schools,
        today=TODAY,
        seed=7,
    )


def lists_of(market: Market, *, top: int = 6) -> tuple[Lists, Lists]:
    """Give both directions by reference, with everything that a score is made of as bytes."""
    places, candidates = market.places_for(top=top), market.candidates_for(top=top)
    found: tuple[Lists, Lists] = ({}, {})
    for student in market.live_people:
        found[0][f"{student.reference} of {places_left(market, student)}"] = []
    for direction, ranking in enumerate((places, candidates)):
        scores = market.scores(ranking.pairs())
        for at, (student_ix, placement_ix) in enumerate(
            zip(ranking.student_ix.tolist(), ranking.placement_ix.tolist(), strict=True)
        ):
            names = (market.students[student_ix].reference, market.offers[placement_ix].placement.reference)
            columns = (scores.score, scores.score_low, scores.score_high, scores.contributions, scores.verdicts)
            told = b"".join(column[at].tobytes() for column in (*columns, ranking.rank))
            found[direction].setdefault(names[direction], []).append((names[1 - direction], told))
    return found


def places_left(market: Market, student: Student) -> int:
    return int(market.count_places([market.student_row[student.id]])[0])


def changed(rng: Random, number: int) -> tuple[Student, Offer]:
    """Draw a student and an offer who may take the place of another."""
    people = make_market(rng, n_students=1, n_offers=1)
    student, offer = people.students[0], people.offers[0]
    named = replace(
        offer,
        placement=replace(offer.placement, reference=f"p{number}"),
        site=replace(offer.site, reference=f"v{number}"),
        employer=replace(offer.employer, reference=f"e{number}"),
    )
    return replace(student, reference=f"s{number}", school=rng.choice(SCHOOLS)), named


def drawn_settings(rng: Random) -> SchoolSettings:
    return SchoolSettings(
        school=rng.choice(SCHOOLS[:2]),
        holiday_region=rng.choice(list(Region)),
        minor_signature=rng.choice(list(MinorSignature)),
        max_travel_minutes=rng.choice([None, rng.randint(1, 90)]),
    )


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1_000)), max_size=25),
    size=st.integers(0, 12),
    late_min=st.sampled_from([0, 2, 512]),
    most_dead=st.sampled_from([0.1, MOST_DEAD, 1.0]),
)
def test_any_sequence_of_changes_gives_the_lists_of_a_fresh_build(
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    steps: list[tuple[str, int]],
    size: int,
    late_min: int,
    most_dead: float,
) -> None:
    monkeypatch.setattr("matching.index.LATE_MIN", late_min)
    monkeypatch.setattr("services.markets.MOST_DEAD", most_dead)
    rng = Random(seed)
    people = make_market(rng, n_students=size, n_offers=size)
    students = {s.reference: replace(s, school=rng.choice(SCHOOLS)) for s in people.students}
    offers = {o.placement.reference: o for o in people.offers}
    schools: dict[str, SchoolSettings] = {}
    market = fresh(students, offers)

    for number, (step, pick) in enumerate(steps, start=100):
        student, offer = changed(rng, number)
        if step == "add student":
            students[student.reference] = student
            market = market.with_changes(students=[student], revision=number)
        elif step == "add offer":
            offers[offer.placement.reference] = offer
            market = market.with_changes(offers=[offer], revision=number)
        elif step == "fork":  # somebody else goes on from the same market: that may not be seen here
            market.with_changes(students=[student], offers=[offer])
        elif step == "settle":  # somebody may come or leave in the same step
            settled = drawn_settings(rng)
            schools = {**schools, settled.school: settled}
            come = [student] if pick % 3 == 1 else []
            leave = [students.pop(sorted(students)[pick % len(students)]).id] if pick % 3 == 2 and students else []
            students |= {one.reference: one for one in come}
            market = market.with_changes(students=come, gone=leave, schools=schools, revision=number)
        elif students and "student" in step:
            old = students.pop(sorted(students)[pick % len(students)])
            if step == "change student":
                student = replace(student, id=old.id, reference=old.reference)
                students[old.reference] = student
                market = market.with_changes(students=[student], revision=number)
            else:
                market = market.with_changes(gone=[old.id], revision=number)
        elif offers and "offer" in step:
            old_offer = offers.pop(sorted(offers)[pick % len(offers)])
            if step == "change offer":
                kept = old_offer.placement
                offer = replace(offer, placement=replace(offer.placement, id=kept.id, reference=kept.reference))
                offers[kept.reference] = offer
                market = market.with_changes(offers=[offer], revision=number)
            else:
                market = market.with_changes(gone=[old_offer.placement.id], revision=number)

    assert {s.reference for s in market.live_people} == set(students)
    assert {o.placement.reference for o in market.live_places} == set(offers)
    assert lists_of(market) == lists_of(fresh(students, offers, schools))
    assert lists_of(market.compacted()) == lists_of(market)


def test_market_before_a_change_stays_as_it_was() -> None:
    people = make_market(Random(4), n_students=40, n_offers=40)
    market = market_of(people)
    before = lists_of(market)
    student, offer = changed(Random(5), 100)

    after = market.with_changes(
        students=[student, replace(people.students[0], helps=frozenset())],
        offers=[offer],
        gone=[people.students[1].id, people.offers[1].placement.id],
    )

    assert sum(map(len, before[0].values())) > 100
    assert lists_of(market) == before != lists_of(after)


def market_of(people: People) -> Market:
    return fresh({s.reference: s for s in people.students}, {o.placement.reference: o for o in people.offers})


def test_unchanged_rows_keep_their_numbers_and_a_changed_one_gets_a_new_row() -> None:
    people = make_market(Random(4), n_students=10, n_offers=10)
    first = people.students[0]
    closed = people.offers[3].placement.id

    after = market_of(people).with_changes(students=[first], gone=[closed, uuid4()])

    before = market_of(people)
    assert after.student_row == before.student_row | {first.id: 10}
    assert after.offer_row == {i: row for i, row in before.offer_row.items() if i != closed}
    assert after.live_students.tolist() == [*(r for r in range(10) if r != before.student_row[first.id]), 10]
    assert after.live_people[-1] == first


def test_market_with_many_rows_left_behind_is_put_together_anew() -> None:
    people = make_market(Random(4), n_students=20, n_offers=20)
    market = market_of(people)

    for student in people.students[:6]:
        market = market.with_changes(students=[student])
    sparse = len(market.students)
    market = market.with_changes(students=[people.students[6]])

    assert (sparse, len(market.students), len(market.live_students)) == (26, 20, 20)
    assert lists_of(market) == lists_of(market_of(people))


# -- Following the database --------------------------------------------------------------------------------------------

NOW = datetime.combine(TODAY, time(9), UTC)
DRAWN = make_market(Random(11), n_students=20, n_offers=20)
SCHOOL = "De Wissel"
PEOPLE = replace(DRAWN, students=(*(replace(s, school=SCHOOL) for s in DRAWN.students[:8]), *DRAWN.students[8:]))
OPEN = [offer for offer in PEOPLE.offers if offer.placement.state is PlacementState.OPEN]


def keep_people(house: House) -> None:
    with house.writing() as work:
        work.students.add_all(PEOPLE.students)
        work.employers.add_all(
            [offer.employer for offer in PEOPLE.offers],
            new_sites=[offer.site for offer in PEOPLE.offers],
            new_recognitions={
                (r.site_id, r.qualification_code, r.valid_from): r
                for offer in PEOPLE.offers
                for r in offer.recognitions
            }.values(),
        )
        work.placements.add_all(offer.placement for offer in PEOPLE.offers)


def market_in(house: House, *, now: datetime = NOW) -> Market:
    with house.reading() as work:
        return current_market(work, now=now)


def market_elsewhere(house: House, migrated_url: str, *, now: datetime = NOW) -> Market:
    """Give the market as another process finds it that starts now."""
    other = House.open(migrated_url)
    market = market_in(other, now=now)
    other.close()
    return market


def close_one(work: UnitOfWork) -> None:
    work.placements.save(replace(OPEN[2].placement, state=PlacementState.CLOSED))


def change_student(work: UnitOfWork) -> None:
    student = PEOPLE.students[0]
    work.students.save(replace(student, first_name="Sam", travel=replace(student.travel, latitude=52.6, longitude=6.2)))


def add_both(work: UnitOfWork) -> None:
    student, offer = changed(Random(5), 100)
    work.students.save(student)
    work.employers.add_all([offer.employer], new_sites=[offer.site])
    work.placements.save(replace(offer.placement, state=PlacementState.OPEN))


def move_sites(work: UnitOfWork) -> None:
    for offer in OPEN:
        work.employers.save_site(replace(offer.site, latitude=51.0, longitude=4.0))


def rename_employer(work: UnitOfWork) -> None:
    work.employers.save(replace(OPEN[2].employer, name="Bakkerij De Zon"))


def end_recognitions(work: UnitOfWork) -> None:
    for offer in OPEN:
        for recognition in offer.recognitions:
            ended = replace(recognition, valid_from=TODAY, valid_until=TODAY + timedelta(days=1))
            work.employers.save_recognition(ended)


def settle_school(work: UnitOfWork) -> None:
    work.schools.save(SchoolSettings(school=SCHOOL, max_travel_minutes=1))


@pytest.mark.parametrize(
    "act",
    [close_one, change_student, add_both, move_sites, rename_employer, end_recognitions, settle_school],
    ids=lambda a: a.__name__,
)
def test_market_that_followed_is_the_one_another_process_builds(
    house: House, migrated_url: str, act: Callable[[UnitOfWork], None]
) -> None:
    keep_people(house)
    before = market_in(house)

    with house.writing() as work:
        act(work)
    after = market_in(house)

    other = market_elsewhere(house, migrated_url)
    assert after.codes is before.codes is not other.codes
    assert (after.version, after.revision) == (other.version, before.revision + 1)
    assert {s.reference: s for s in after.live_people} == {s.reference: s for s in other.live_people}
    assert {o.placement.reference: o for o in after.live_places} == {
        o.placement.reference: o for o in other.live_places
    }
    assert lists_of(after) == lists_of(other)
    assert (lists_of(after) == lists_of(before)) == (act is rename_employer)


def test_market_follows_what_another_process_wrote(house: House, migrated_url: str) -> None:
    keep_people(house)
    before = market_in(house)
    other = House.open(migrated_url)

    for act in (close_one, change_student, add_both):
        with other.writing() as work:
            act(work)
    other.close()

    after = market_in(house)
    assert after.codes is before.codes
    assert after.revision == before.revision + 3
    assert lists_of(after) == lists_of(market_elsewhere(house, migrated_url))


@pytest.mark.parametrize("n_changed", [1, 3])
def test_following_costs_as_many_queries_for_three_changes_as_for_one(house: House, n_changed: int) -> None:
    keep_people(house)
    market_in(house)
    with house.writing() as work:
        for student, offer in zip(PEOPLE.students[:n_changed], OPEN[:n_changed], strict=True):
            work.students.save(student)
            work.placements.save(offer.placement)

    with house.reading() as work, queries_counted() as queries:
        current_market(work, now=NOW)

    assert len([query for query in queries if query.startswith("SELECT")]) == 9


def test_school_nobody_attends_yet_can_settle_things_before_its_first_student(house: House, migrated_url: str) -> None:
    keep_people(house)
    before = market_in(house)
    with house.writing() as work:
        work.schools.save(SchoolSettings(school="De Vaart", max_travel_minutes=1))

    with house.writing() as work:
        work.students.save(replace(PEOPLE.students[0], school="De Vaart"))

    assert market_in(house).revision == (before.revision or 0) + 2
    assert lists_of(market_in(house)) == lists_of(market_elsewhere(house, migrated_url))
    assert lists_of(market_in(house)) != lists_of(before)


def test_market_that_nothing_happened_to_costs_one_query(house: House) -> None:
    keep_people(house)
    market = market_in(house)

    with house.reading() as work, queries_counted() as queries:
        again = current_market(work, now=NOW)

    assert again is market
    assert len([query for query in queries if query.startswith("SELECT")]) == 1


def new_catalogue(work: UnitOfWork) -> None:
    skill = Competency(id="x:1", kind=CompetencyKind.SKILL, label="naaien", plain_label="naaien", links=())
    work.catalogue.upsert([skill])


def test_market_is_read_anew_after_a_change_of_the_catalogue(house: House) -> None:
    keep_people(house)
    before = market_in(house)

    with house.writing() as work:
        new_catalogue(work)

    assert "x:1" in market_in(house).codes.competency_ix
    assert "x:1" not in before.codes.competency_ix


@pytest.mark.parametrize("n_days", [1, 30])
def test_market_of_another_day_is_the_one_another_process_builds_that_day(
    house: House, migrated_url: str, n_days: int
) -> None:
    keep_people(house)
    before = market_in(house)
    later = NOW + timedelta(days=n_days)
    with house.writing() as work:
        change_student(work)

    after = market_in(house, now=later)

    other = market_elsewhere(house, migrated_url, now=later)
    assert (after.rules.today, after.revision) == (before.rules.today + n_days, 2)
    assert after.codes is before.codes
    assert lists_of(after) == lists_of(other)
    assert lists_of(after) != lists_of(before)


def test_market_is_read_anew_on_a_day_on_which_other_rules_hold(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_people(house)
    before = market_in(house)

    def with_other_rows(on: date) -> Reference:
        rules = load_reference(on)
        slower = {mode: replace(row, speed_kmh=row.speed_kmh / 2) for mode, row in rules.travel_modes.items()}
        return replace(rules, travel_modes=slower)

    monkeypatch.setattr("services.markets.load_reference", with_other_rows)

    after = market_in(house, now=NOW + timedelta(days=1))

    assert after.codes is not before.codes
    assert after.rules.mode_speed_kmh.tolist() == (before.rules.mode_speed_kmh / 2).tolist()


def test_market_too_far_behind_is_read_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.market_changes.MOST_KEPT", 2)
    keep_people(house)
    before = market_in(house)

    for name in ("Sam", "Kim", "Robin"):
        with house.writing() as work:
            work.students.save(replace(PEOPLE.students[0], first_name=name))

    after = market_in(house)
    assert after.codes is not before.codes
    assert after.students[after.student_row[PEOPLE.students[0].id]].first_name == "Robin"


def test_reader_of_a_moment_ago_gets_the_newer_market_that_is_there(house: House) -> None:
    keep_people(house)
    with house.reading() as work:
        assert work.students.count() == 20  # from here on this reader sees this moment
        with house.writing() as other:
            close_one(other)
        newer = market_in(house)

        assert current_market(work, now=NOW) is newer


def test_market_of_an_act_holds_what_it_wrote_and_is_kept_for_nobody(house: House) -> None:
    keep_people(house)
    before = market_in(house)

    with house.writing() as work:
        close_one(work)
        inside = current_market(work, now=NOW)

    assert OPEN[2].placement.id not in inside.offer_row
    assert OPEN[2].placement.id in before.offer_row
    assert market_in(house) is not inside


def test_readers_beside_writers_only_ever_meet_whole_markets(house: House, migrated_url: str) -> None:
    keep_people(house)
    market_in(house)
    is_over, faults = Event(), list[str]()

    def write(offers: list[Offer]) -> None:
        for offer in offers:
            for state in (PlacementState.CLOSED, PlacementState.OPEN):
                with house.writing() as work:
                    work.placements.save(replace(offer.placement, state=state))

    def read() -> None:
        seen = 0
        while not is_over.is_set():
            market = market_in(house)
            ranking = market.places_for(top=20)
            shown = set(ranking.placement_ix.tolist())
            if not shown <= set(market.live_offers.tolist()) or (market.revision or 0) < seen:
                faults.append(f"{shown} of {market.live_offers} at {market.revision} after {seen}")
            if {market.offers[row].placement.id for row in shown} - set(market.offer_row):
                faults.append(f"a closed place in a list at {market.revision}")
            seen = market.revision or 0

    writers = [Thread(target=write, args=[OPEN[part::2]]) for part in range(2)]
    readers = [Thread(target=read) for _ in range(3)]
    for thread in (*writers, *readers):
        thread.start()
    for thread in writers:
        thread.join()
    is_over.set()
    for thread in readers:
        thread.join()

    assert faults == []
    assert market_in(house).revision == 1 + 2 * len(OPEN)
    assert lists_of(market_in(house)) == lists_of(market_elsewhere(house, migrated_url))


# -- What people see of it ---------------------------------------------------------------------------------------------


def seen_by_all(house: House, doors: Doors, *, placement_id: UUID) -> tuple[object, ...]:
    """Give everything that acts on a market show; cards hold no row numbers, so they can be compared."""
    student, jobhunter = doors.account(Role.STUDENT), doors.account(Role.JOBHUNTER)
    filters = MatchFilters(max_minutes=45, type=PlacementType.BPV_BOL)
    with house.reading() as work:
        return (
            matches_for_student(work, by=student, student_id=doors.student().id, now=DOORS_NOW),
            matches_for_student(work, by=student, student_id=doors.student().id, filters=filters, now=DOORS_NOW),
            candidates_for_placement(work, by=jobhunter, placement_id=placement_id, now=DOORS_NOW),
            group_of(work, by=doors.account(Role.TEACHER), now=DOORS_NOW),
            open_placements(work, by=jobhunter, now=DOORS_NOW),
            demo_people(work, now=DOORS_NOW),
        )


def kin_of(house: House, student: Student) -> list[Placement]:
    """Give the open places of a student's own kind and programme, those that a gate refuses too."""
    market = market_in(house, now=DOORS_NOW)
    rows = market.live_offers.tolist()
    verdicts = market.scores(market.pairs([market.student_row[student.id]] * len(rows), rows)).verdicts
    is_kin = verdicts[:, list(Gate).index(Gate.TYPE_PROGRAMME)] == Verdict.PASS
    return [market.offers[row].placement for row, kin in zip(rows, is_kin.tolist(), strict=True) if kin]


def test_pages_of_a_market_that_followed_are_those_of_one_built_now(
    region: House, doors: Doors, tmp_path: Path
) -> None:
    shown = doors.other_placement()
    before = seen_by_all(region, doors, placement_id=shown.id)
    student, other = doors.student(), doors.other_student()
    with region.writing() as work:
        for card in before[0].cards[:2]:  # type: ignore[attr-defined]
            work.placements.save(replace(found(work.placements.get(card.placement_id)), state=PlacementState.CLOSED))
        # Enough left behind to be missed in a count of who is refused, and too few to be put together anew.
        kept_out = {card.placement_id for card in before[0].cards[:2]} | {shown.id}  # type: ignore[attr-defined]
        for one in kin_of(region, student):
            if one.id not in kept_out:
                work.placements.save(replace(one, title=f"{one.title}, en meer"))
        for somebody in [s for s in doors.region.students if s.id not in (student.id, other.id)][:30]:
            work.students.save(replace(somebody, first_name=f"{somebody.first_name}tje"))
        work.placements.save(replace(shown, title="Iets anders"))
        work.students.save(replace(student, travel=replace(student.travel, max_minutes=student.travel.max_minutes + 5)))
        work.students.save(replace(other, first_name="Alleen Nu"))

    after = seen_by_all(region, doors, placement_id=shown.id)

    fresh = House.open(f"sqlite:///{tmp_path}/region.sqlite3", clock=lambda: DOORS_NOW)
    assert after == seen_by_all(fresh, doors, placement_id=shown.id)
    assert all(here != there for here, there in zip(before[:5], after[:5], strict=True))
    fresh.close()


def test_counts_of_all_places_leave_out_those_that_closed(region: House, doors: Doors) -> None:
    closed = doors.placement()
    with region.reading() as work:
        current_market(work, now=DOORS_NOW)
    with region.writing() as work:
        work.placements.save(replace(closed, state=PlacementState.CLOSED))

    with region.writing() as work:
        count_all_candidates(work, now=DOORS_NOW)
        count_candidates(work, placement_id=closed.id, now=DOORS_NOW)

    open_ids = {p.id for p in doors.region.placements if p.state is PlacementState.OPEN} - {closed.id}
    with region.reading() as work:
        assert set(work.placements.candidate_counts([p.id for p in doors.region.placements])) == open_ids
