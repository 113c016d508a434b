"""What the intake shows stands in files, and a wrong file is refused with its line."""

import shutil
from pathlib import Path

import pytest

from api.rendering import environment
from career.dossier import MOST_SHOWN
from services.reference import REFERENCE_FOLDER, ReferenceDataError, load_lists
from services.reference.intake_lists import (
    COLUMNS,
    KINDS,
    LIMITS,
    PICTURES,
    TASKS,
    TIMES,
    load_intake_lists,
    read_intake_lists,
)


def test_every_kind_of_work_can_be_found_by_pictures() -> None:
    shown = {sector for picture in load_intake_lists().pictures for sector in picture.sectors}

    assert shown == set(load_lists().sectors)


def test_what_one_kind_shows_fits_in_one_entry_of_a_dossier() -> None:
    for kind in load_intake_lists().kinds.values():
        assert len({code for task in kind.tasks for code in task.competency_ids}) <= MOST_SHOWN, kind.code


def test_every_picture_is_drawn() -> None:
    lists = load_intake_lists()
    named = {held.picture for held in (*lists.activities.values(), *lists.kinds.values())}

    drawn = environment().get_template("intake_ui.html").make_module({"csrf": lambda: ""}).drawings  # type: ignore[attr-defined]

    assert named == set(drawn)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "column"),
    [
        (PICTURES, "doe:koken", "doe:vliegen", 2, "activity"),
        (KINDS, "picture\n", "picture\nleeg,Leeg,niets,huis\n", 2, "code"),
        (TASKS, "doe:koken", "doe:vliegen", 2, "competencies"),
        (TASKS, ",doe:koken", ",", 2, "competencies"),
        (TASKS, "thuis_koken,thuis", "thuis_koken,elders", 2, "kind"),
        (TIMES, "hours,1,8", "hours,9,8", 2, "high"),
        (LIMITS, "most_questions,8", "most_questions,0", 2, "value"),
        (LIMITS, "chosen_percent,64", "chosen_percent,74", 8, "value"),
    ],
)
def test_wrong_cell_is_refused_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, line: int, column: str
) -> None:
    for name in COLUMNS:
        shutil.copy(REFERENCE_FOLDER / name, tmp_path / name)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ReferenceDataError) as refused:
        read_intake_lists(tmp_path, load_lists())

    assert (refused.value.file, refused.value.line, refused.value.column) == (file, line, column)
