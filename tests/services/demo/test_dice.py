import numpy as np
import pytest

from services.demo.dice import Dice


def test_floats_of_the_same_seed_and_label_are_equal():
    assert Dice(3, "people").floats("age", 50).tolist() == Dice(3, "people").floats("age", 50).tolist()


@pytest.mark.parametrize(
    ("seed", "subject", "label"), [(4, "people", "age"), (3, "places", "age"), (3, "people", "home")]
)
def test_floats_of_another_seed_subject_or_label_differ(seed: int, subject: str, label: str):
    assert Dice(seed, subject).floats(label, 50).tolist() != Dice(3, "people").floats("age", 50).tolist()


def test_floats_of_a_longer_column_begin_with_the_shorter_one():
    dice = Dice(3, "people")

    assert dice.floats("age", 50)[:20].tolist() == dice.floats("age", 20).tolist()


def test_floats_are_the_ones_written_down():
    # Guards against a generator that draws differently in another version of numpy or on another processor.
    assert Dice(1, "students").floats("track", 2).tolist() == [0.5996958289168673, 0.5731054480519582]


def test_whole_draws_both_ends_and_nothing_outside():
    assert set(Dice(1, "x").whole("n", 500, 3, 6).tolist()) == {3, 4, 5, 6}


def test_whole_takes_an_upper_end_per_entry():
    high = np.array([1, 2, 3] * 100)

    assert (Dice(1, "x").whole("n", 300, 1, high) <= high).all()


def test_pick_follows_the_shares():
    drawn = Dice(1, "x").pick("n", 10_000, np.array([1.0, 0.0, 3.0]))

    assert np.bincount(drawn, minlength=3).tolist() == pytest.approx([2500, 0, 7500], abs=150)


def test_pick_by_row_never_draws_what_has_no_share_in_its_row():
    rows = np.array([0, 1] * 200)

    drawn = Dice(1, "x").pick_by_row("n", np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), rows)

    assert set(drawn[rows == 0].tolist()) == {0, 1}
    assert set(drawn[rows == 1].tolist()) == {2}


def test_ranked_gives_every_entry_once_and_those_without_weight_last():
    orders = Dice(1, "x").ranked("n", 100, np.array([1.0, 0.0, 1.0]))

    assert (np.sort(orders, axis=1) == [0, 1, 2]).all()
    assert (orders[:, 2] == 1).all()
