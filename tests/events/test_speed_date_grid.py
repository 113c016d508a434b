"""A talk moves forward to a round in which its student waits, and others make room for it."""

from events.speed_date_grid import Grid
from events.speed_dates import Host, Pair, SpeedDates, Visitor
from tests.events.speed_date_cases import EMPLOYERS, STUDENTS

TWO_ROUNDS = SpeedDates(
    n_rounds=2,
    visitors=tuple(Visitor(student_id=student, rounds=frozenset({0, 1})) for student in STUDENTS[:1]),
    hosts=(Host(employer_id=EMPLOYERS[0], tables=(1, 1)),),
    pairs=(Pair(student_id=STUDENTS[0], employer_id=EMPLOYERS[0], percent=50),),
)


def test_talk_moves_to_the_round_before_it_in_which_the_student_waits() -> None:
    grid = Grid(TWO_ROUNDS, seed=0)
    grid.place(0, 0, 1)

    assert grid.waits(0) == 1
    assert grid.wait_less()
    assert grid.waits(0) == 0
    assert [talk.round for talk in grid.talks()] == [0]
    assert not grid.wait_less()
