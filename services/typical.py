"""What a group of students typically shows, in words an employer uses: told of at least ten students, or of none."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from career.competency import Catalogue
from career.qualification import Qualification
from career.typical import Shown, Stage, typical
from services.competencies import current_catalogue
from services.errors import found
from services.placements import FEWEST_TOLD
from services.reference import load_lists
from services.reference.growth import load_growth, load_shares
from services.unit_of_work import UnitOfWork

STAGE_TITLES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.START: "Aan het begin",
        Stage.HALFWAY: "Halverwege",
        Stage.END: "Aan het einde",
    }
)
MOST_BESIDES = 5
"""So many competencies besides the work of the programme are told of one stage: more nobody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """One stage in words.

    Parameters
    ----------
    expect, you_do : str
        What to expect, and what the company does then.
    told : tuple of (str, tuple of str)
        How many do it by themselves, in words, and what; empty where too few students are behind it.
    """

    stage: Stage
    title: str
    expect: str
    you_do: str
    told: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalView:
    """What students of one programme show, stage by stage.

    Parameters
    ----------
    processes : tuple of str
        The work that belongs to the programme.
    is_counted : bool
        Some stage is told from what is known of students; otherwise all of it comes from the programme.
    """

    code: str
    name: str
    level: int
    processes: tuple[str, ...]
    stages: tuple[StageView, ...]
    is_counted: bool


def programmes() -> tuple[tuple[str, tuple[Qualification, ...]], ...]:
    """Give the programmes to choose from, under the label of their sector."""
    lists = load_lists()
    sectors: dict[str, list[Qualification]] = {}
    for held in lists.qualifications.values():
        sectors.setdefault(held.sector, []).append(held)
    return tuple(
        (sector.label, tuple(sorted(sectors[code], key=lambda one: (one.level, one.name))))
        for code, sector in lists.sectors.items()
        if code in sectors
    )


def typical_of(work: UnitOfWork, *, qualification_code: str) -> TypicalView:
    """Give what students of one programme show; it names nobody, and counts no group of fewer than ten.

    Raises
    ------
    NotFoundError
        There is no such programme.
    """
    programme = found(load_lists().qualifications.get(qualification_code))
    catalogue, growth = current_catalogue(work), load_growth()
    counted = counted_of(work, qualification_code=qualification_code)
    return TypicalView(
        code=programme.code,
        name=programme.name,
        level=programme.level,
        processes=tuple(catalogue[code].plain_label for code in programme.work_process_ids if code in catalogue),
        stages=tuple(
            StageView(
                stage=stage,
                title=STAGE_TITLES[stage],
                expect=growth[programme.level, stage].expect,
                you_do=growth[programme.level, stage].you_do,
                told=_in_words(counted.get(stage, ()), catalogue, own=programme.work_process_ids),
            )
            for stage in Stage
        ),
        is_counted=bool(counted),
    )


def counted_of(work: UnitOfWork, *, qualification_code: str) -> Mapping[Stage, tuple[Shown, ...]]:
    """Count what the students of a programme show who take part; small groups and counts are left out."""
    students = work.students.of_qualification(qualification_code)
    periods = work.applications.placed_periods([student.id for student in students])
    return typical(((student.claims, periods.get(student.id)) for student in students), fewest=FEWEST_TOLD)


def _in_words(
    cells: tuple[Shown, ...], catalogue: Catalogue, *, own: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Put together what as many do by themselves; words instead of numbers, so that nobody can be counted out."""
    known = [cell for cell in cells if cell.competency_id in catalogue]
    besides = [cell for cell in known if cell.competency_id not in own][:MOST_BESIDES]
    lines: dict[str, list[str]] = {words: [] for _, words in load_shares()}
    for cell in (*(cell for cell in known if cell.competency_id in own), *besides):
        words = next(words for at_least, words in load_shares() if cell.share >= at_least)
        lines[words].append(catalogue[cell.competency_id].plain_label)
    return tuple((words, tuple(labels)) for words, labels in lines.items() if labels)
