"""A market: the students and places of one moment, ready to be matched both ways."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from career.competency import Catalogue
from career.qualification import Qualification
from career.student import Student
from employer_toolkit.recognition import Recognition
from matching import (
    Explanation,
    Pairs,
    PairScores,
    Parameters,
    PlacementIndex,
    PlacementTable,
    Ranking,
    Rules,
    StudentIndex,
    StudentTable,
    explain,
    rank,
    score_pairs,
)
from services.features import Codes, Offer, engine_rules, load_parameters, placement_table, student_table
from services.local_time import local_day
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork

_building = Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Students and offers with their columns and indexes; row numbers are places in ``students`` and ``offers``.

    Parameters
    ----------
    seed : int
        Draws the order of equal scores.
    student_row, offer_row : mapping of UUID to int
        Row numbers by student and by placement.
    """

    students: tuple[Student, ...]
    offers: tuple[Offer, ...]
    codes: Codes
    rules: Rules
    parameters: Parameters
    student_table: StudentTable
    placement_table: PlacementTable
    placement_index: PlacementIndex
    student_index: StudentIndex
    seed: int
    student_row: Mapping[UUID, int]
    offer_row: Mapping[UUID, int]

    @classmethod
    def build(
        cls,
        students: Sequence[Student],
        offers: Sequence[Offer],
        *,
        reference: Reference,
        catalogue: Catalogue | None = None,
        qualifications: Mapping[str, Qualification] | None = None,
        today: date,
        seed: int = 0,
    ) -> "Market":
        """Make the columns and indexes.

        Parameters
        ----------
        catalogue, qualifications
            Default to those of the reference data.
        today : date
            The day on which the question is asked; lead times count from it.
        """
        held = qualifications if qualifications is not None else reference.qualifications
        codes = Codes.of(reference, catalogue if catalogue is not None else reference.catalogue, held)
        parameters = load_parameters()
        rules = engine_rules(codes, today=today)
        seekers = student_table(students, codes, rules=rules, parameters=parameters)
        places = placement_table(offers, codes)
        return cls(
            students=tuple(students),
            offers=tuple(offers),
            codes=codes,
            rules=rules,
            parameters=parameters,
            student_table=seekers,
            placement_table=places,
            placement_index=PlacementIndex.build(seekers, places, rules),
            student_index=StudentIndex.build(seekers, places, rules),
            seed=seed,
            student_row={student.id: row for row, student in enumerate(students)},
            offer_row={offer.placement.id: row for row, offer in enumerate(offers)},
        )

    @property
    def version(self) -> str:
        """Names the rules and weights behind every answer."""
        return f"{self.rules.version}/{self.parameters.version}"

    def places_for(
        self,
        student_ixs: Iterable[int] | None = None,
        *,
        top: int,
        on_progress: Callable[[int], None] | None = None,
    ) -> Ranking:
        """Give the best placements of some students (row numbers), or of all."""
        rows = _rows(student_ixs, len(self.students))
        return rank(
            self.placement_index, rows, parameters=self.parameters, top=top, seed=self.seed, on_progress=on_progress
        )

    def candidates_for(
        self,
        placement_ixs: Iterable[int] | None = None,
        *,
        top: int,
        on_progress: Callable[[int], None] | None = None,
    ) -> Ranking:
        """Give the best candidates of some placements (row numbers), or of all."""
        rows = _rows(placement_ixs, len(self.offers))
        return rank(
            self.student_index, rows, parameters=self.parameters, top=top, seed=self.seed, on_progress=on_progress
        )

    def pairs(self, student_ixs: Iterable[int], placement_ixs: Iterable[int]) -> Pairs:
        """Name pairs by row numbers, one of each list at a time."""
        return Pairs(
            self.student_table,
            self.placement_table,
            self.rules,
            np.array(list(student_ixs), dtype=np.int64),
            np.array(list(placement_ixs), dtype=np.int64),
        )

    def scores(self, pairs: Pairs) -> PairScores:
        """Score pairs, refused ones too."""
        return score_pairs(pairs, self.parameters)

    def explanations(self, pairs: Pairs, *, with_what_if: bool = True) -> tuple[Explanation, ...]:
        """Explain pairs, refused ones too."""
        return explain(pairs, self.parameters, with_what_if=with_what_if)


def current_market(work: UnitOfWork, *, now: datetime) -> Market:
    """Give the market as it stands: built anew after a change or at a new day, and kept in this process.

    Only open placements are in it. The product's own catalogue and qualifications are joined with imported ones.
    """
    today = local_day(now)
    named = (work.installation.market_revision, today)
    with _building:
        kept = work.kept.get("market")
        if kept is None or kept[0] != named:
            kept = (named, _stored_market(work, today=today))
            work.kept["market"] = kept
    market: Market = kept[1]
    return market


def _stored_market(work: UnitOfWork, *, today: date) -> Market:
    reference = load_reference(today)
    imported = work.catalogue.load()
    catalogue = Catalogue.of(
        f"{reference.catalogue.version}/{imported.version}",
        {**imported.competencies, **reference.catalogue.competencies}.values(),
        {(r.from_id, r.to_id): r for r in (*imported.relations, *reference.catalogue.relations)}.values(),
    )
    listed = {qualification.code: qualification for qualification in work.qualifications.all()}
    sites = {site.id: site for site in work.employers.sites()}
    employers = {employer.id: employer for employer in work.employers.all()}
    recognitions: dict[UUID, list[Recognition]] = {}
    for recognition in work.employers.recognitions():
        recognitions.setdefault(recognition.site_id, []).append(recognition)
    offers = [
        Offer(
            placement=placement,
            site=sites[placement.site_id],
            employer=employers[sites[placement.site_id].employer_id],
            recognitions=tuple(recognitions.get(placement.site_id, ())),
        )
        for placement in work.placements.all_open()
    ]
    return Market.build(
        work.students.all(),
        offers,
        reference=reference,
        catalogue=catalogue,
        qualifications={**listed, **reference.qualifications},
        today=today,
    )


def _rows(asked: Iterable[int] | None, n_rows: int) -> NDArray[np.int64]:
    if asked is None:
        return np.arange(n_rows, dtype=np.int64)
    return np.unique(np.array(list(asked), dtype=np.int64))
