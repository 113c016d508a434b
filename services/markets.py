"""A market: the students and places of one moment, ready to be matched both ways, and how it follows the database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from typing import TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from career.competency import Catalogue
from career.qualification import Qualification
from career.school import SchoolSettings
from career.student import Student
from employer_toolkit.employer import Employer, Site
from employer_toolkit.placement import Placement, PlacementState
from employer_toolkit.recognition import Recognition
from matching import Pairs, Parameters, PlacementIndex, StudentIndex
from services.competencies import joined_catalogue
from services.engine_rules import engine_rules
from services.features import NO_SETTINGS, Codes, Offer, day_number, placement_table, student_table
from services.local_time import local_day
from services.market_columns import MarketColumns, Rows
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork
from services.weights import load_parameters

MOST_DEAD = 0.25
"""Share of rows left behind from which on a market is put together anew."""

T = TypeVar("T")
_following = Lock()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Market(MarketColumns):
    """Students and offers with their columns and indexes; row numbers are places in ``students`` and ``offers``.

    A market never changes: ``with_changes`` gives the next one, which shares with this one all that stayed the same.

    Parameters
    ----------
    students, offers : tuple
        By row; rows that do not count any more hold who or what stood there last.
    student_row, offer_row : mapping of UUID to int
        Row numbers by student and by placement, of those that count.
    schools : mapping of str to SchoolSettings
        What schools have settled, by name.
    """

    students: tuple[Student, ...]
    offers: tuple[Offer, ...]
    codes: Codes
    student_row: Mapping[UUID, int]
    offer_row: Mapping[UUID, int]
    schools: Mapping[str, SchoolSettings]

    @classmethod
    def build(
        cls,
        students: Sequence[Student],
        offers: Sequence[Offer],
        *,
        reference: Reference,
        catalogue: Catalogue | None = None,
        qualifications: Mapping[str, Qualification] | None = None,
        schools: Mapping[str, SchoolSettings] = NO_SETTINGS,
        today: date,
        parameters: Parameters | None = None,
        seed: int = 0,
        revision: int | None = None,
    ) -> "Market":
        """Make the columns and indexes.

        Parameters
        ----------
        catalogue, qualifications
            Default to those of the reference data.
        schools : mapping of str to SchoolSettings
            What schools have settled, by name.
        parameters : Parameters, optional
            Default to those of the product.
        today : date
            The day on which the question is asked; lead times count from it.
        """
        held = qualifications if qualifications is not None else reference.qualifications
        codes = Codes.of(reference, catalogue if catalogue is not None else reference.catalogue, held)
        parameters = parameters or load_parameters()
        rules = engine_rules(codes, today=today)
        seekers = student_table(students, codes, rules=rules, parameters=parameters, schools=schools)
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
            live_students=np.arange(len(students), dtype=np.int64),
            live_offers=np.arange(len(offers), dtype=np.int64),
            seed=seed,
            revision=revision,
            student_row={student.id: row for row, student in enumerate(students)},
            offer_row={offer.placement.id: row for row, offer in enumerate(offers)},
            schools=schools,
        )

    @property
    def live_people(self) -> tuple[Student, ...]:
        """The students that count, by row."""
        return _live(self.students, self.live_students)

    @property
    def live_places(self) -> tuple[Offer, ...]:
        """The offers that count, by row."""
        return _live(self.offers, self.live_offers)

    def with_changes(
        self,
        *,
        students: Iterable[Student] = (),
        offers: Iterable[Offer] = (),
        gone: Collection[UUID] = (),
        schools: Mapping[str, SchoolSettings] | None = None,
        revision: int | None = None,
    ) -> "Market":
        """Give the market after a change; whoever is not named keeps the same row.

        Its lists are those of a market built from scratch, to the last bit. Who changed gets a new row, and the old
        row stays behind and counts no more; when too many have stayed behind, all rows are put together anew.

        Parameters
        ----------
        students, offers
            New, or to take the place of the one with the same id.
        gone : collection of UUID
            Students and placements that are no more; unknown ones are passed over.
        schools : mapping of str to SchoolSettings, optional
            What all schools have settled now; students of a school that settled something else get a new row.
        revision : int, optional
            Which state of the database this is.
        """
        schools = self.schools if schools is None else schools
        people = {student.id: student for student in (*self._resettled(schools, gone), *students)}
        places = {offer.placement.id: offer for offer in offers}
        left_students = _found(self.student_row, (*people, *gone))
        left_offers = _found(self.offer_row, (*places, *gone))
        seekers = self.student_table
        if people:
            more = student_table(
                list(people.values()), self.codes, rules=self.rules, parameters=self.parameters, schools=schools
            )
            seekers = seekers.extended(more)
        wanted = self.placement_table
        if places:
            wanted = wanted.extended(placement_table(list(places.values()), self.codes))
        changed = replace(
            self,
            students=self.students + tuple(people.values()),
            offers=self.offers + tuple(places.values()),
            student_table=seekers,
            placement_table=wanted,
            placement_index=self.placement_index.changed(students=seekers, placements=wanted, gone=left_offers),
            student_index=self.student_index.changed(students=seekers, placements=wanted, gone=left_students),
            live_students=_still_live(self.live_students, left_students, added=range(len(self.students), len(seekers))),
            live_offers=_still_live(self.live_offers, left_offers, added=range(len(self.offers), len(wanted))),
            student_row=_renumbered(self.student_row, left_students, people, gone, first=len(self.students)),
            offer_row=_renumbered(self.offer_row, left_offers, places, gone, first=len(self.offers)),
            schools=schools,
            revision=revision,
        )
        return changed.compacted() if changed._is_sparse else changed

    def _resettled(self, schools: Mapping[str, SchoolSettings], gone: Collection[UUID]) -> list[Student]:
        """Give the students who stay and whose school has settled something else than it had."""
        names = {name for name in {*self.schools, *schools} if self.schools.get(name) != schools.get(name)}
        return [s for s in self.live_people if s.school in names and s.id not in gone] if names else []

    def scores_as(self, people: Sequence[Student], placement_ixs: Sequence[int]) -> NDArray[np.float64]:
        """Score some offers (row numbers) for people as they are given here, who need not be in this market.

        Returns
        -------
        (n_people, n_offers)
            Scores, 0 to 1.
        """
        table = student_table(people, self.codes, rules=self.rules, parameters=self.parameters, schools=self.schools)
        rows = np.repeat(np.arange(len(people)), len(placement_ixs))
        wanted = np.tile(np.array(placement_ixs, dtype=np.int64), len(people))
        pairs = Pairs(table, self.placement_table, self.rules, rows, wanted)
        return np.asarray(self.scores(pairs).score, dtype=np.float64).reshape(len(people), len(placement_ixs))

    @property
    def _is_sparse(self) -> bool:
        return len(self.live_students) < (1 - MOST_DEAD) * len(self.students) or len(self.live_offers) < (
            1 - MOST_DEAD
        ) * len(self.offers)

    def compacted(self) -> "Market":
        """Give the same market with only the rows that count, in the order of their reference."""
        students = sorted(self.live_students.tolist(), key=lambda row: self.students[row].reference)
        offers = sorted(self.live_offers.tolist(), key=lambda row: self.offers[row].placement.reference)
        seekers, places = self.student_table.take(students), self.placement_table.take(offers)
        return replace(
            self,
            students=tuple(self.students[row] for row in students),
            offers=tuple(self.offers[row] for row in offers),
            student_table=seekers,
            placement_table=places,
            placement_index=PlacementIndex.build(seekers, places, self.rules),
            student_index=StudentIndex.build(seekers, places, self.rules),
            live_students=np.arange(len(students), dtype=np.int64),
            live_offers=np.arange(len(offers), dtype=np.int64),
            student_row={self.students[row].id: new for new, row in enumerate(students)},
            offer_row={self.offers[row].placement.id: new for new, row in enumerate(offers)},
        )

    def on(self, today: date) -> "Market":
        """Give the same market for questions on another day, on which the same rows of the rules hold."""
        return replace(self, rules=engine_rules(self.codes, today=today)).compacted()


def current_market(work: UnitOfWork, *, now: datetime) -> Market:
    """Give the market as it stands, or a later one that this process has already; it is kept and follows changes.

    Only open placements are in it. The product's own catalogue and qualifications are joined with imported ones.
    People and places that changed are read again. Everything is read again after a change of the catalogue or the
    qualifications, on a day on which other rules hold, and when the log of changes does not reach back far enough.
    """
    today, revision = local_day(now), work.installation.market_revision
    kept: Market | None = work.kept.get("market")
    if kept is None or not _holds(kept, revision, today):
        with _following:
            kept = work.kept.get("market")  # another thread may have been here
            if kept is None or not _holds(kept, revision, today):
                kept = _followed(work, kept, revision, today) or _stored_market(work, revision, today)
                work.kept["market"] = kept
    return kept


def _holds(market: Market, revision: int, today: date) -> bool:
    # A reader of a moment ago may find a market that is newer: going back would cost a whole build for nobody's good.
    return market.rules.today == day_number(today) and (market.revision or 0) >= revision


def _followed(work: UnitOfWork, market: Market | None, revision: int, today: date) -> Market | None:
    """Give the market with what changed since; ``None`` when that cannot be told."""
    if market is None or market.revision is None or market.codes.reference != load_reference(today):
        return None
    changes = work.market_changes.since(market.revision, until=revision)
    if changes is None:
        return None
    if market.rules.today != day_number(today):
        market = market.on(today)
    at_changed = work.placements.open_ids_at(site_ids=changes.sites, employer_ids=changes.employers)
    placement_ids = changes.placements | at_changed
    students = work.students.some_taking_part(sorted(changes.students))
    placements = [p for p in work.placements.some(sorted(placement_ids)) if p.state is PlacementState.OPEN]
    there = {student.id for student in students} | {placement.id for placement in placements}
    sites = work.employers.some_sites({placement.site_id for placement in placements})
    employers = work.employers.some({site.employer_id for site in sites})
    recognitions = work.employers.some_recognitions(site.id for site in sites)
    return market.with_changes(
        students=students,
        offers=offers_of(placements, sites=sites, employers=employers, recognitions=recognitions),
        gone=(changes.students | placement_ids) - there,
        schools=work.schools.all() if changes.students else None,
        revision=revision,
    )


def _stored_market(work: UnitOfWork, revision: int, today: date) -> Market:
    reference = load_reference(today)
    listed = {qualification.code: qualification for qualification in work.qualifications.all()}
    placements = work.placements.all_open()  # before the sites: those of a placement were there before it
    return Market.build(
        work.students.all_taking_part(),
        offers_of(
            placements,
            sites=work.employers.sites(),
            employers=work.employers.all(),
            recognitions=work.employers.recognitions(),
        ),
        reference=reference,
        catalogue=joined_catalogue(work, reference.catalogue),
        qualifications={**listed, **reference.qualifications},
        schools=work.schools.all(),
        today=today,
        revision=revision,
    )


def offers_of(
    placements: Sequence[Placement],
    *,
    sites: Iterable[Site],
    employers: Iterable[Employer],
    recognitions: Iterable[Recognition],
) -> list[Offer]:
    """Put placements together with their sites, employers and recognitions."""
    site_of = {site.id: site for site in sites}
    employer_of = {employer.id: employer for employer in employers}
    held: dict[UUID, list[Recognition]] = {}
    for recognition in recognitions:
        held.setdefault(recognition.site_id, []).append(recognition)
    return [
        Offer(
            placement=placement,
            site=site_of[placement.site_id],
            employer=employer_of[site_of[placement.site_id].employer_id],
            recognitions=tuple(held.get(placement.site_id, ())),
        )
        for placement in placements
    ]


def _live(all_rows: tuple[T, ...], live: Rows) -> tuple[T, ...]:
    return all_rows if len(live) == len(all_rows) else tuple(all_rows[row] for row in live.tolist())


def _found(row_of: Mapping[UUID, int], ids: Iterable[UUID]) -> Rows:
    return np.array(sorted({row_of[i] for i in ids if i in row_of}), dtype=np.int64)


def _still_live(live: Rows, left: Rows, *, added: range) -> Rows:
    if not len(left) and not added:
        return live
    kept = np.delete(live, np.searchsorted(live, left))
    return np.concatenate([kept, np.array(added, dtype=np.int64)])


def _renumbered(
    row_of: Mapping[UUID, int], left: Rows, added: Collection[UUID], gone: Iterable[UUID], *, first: int
) -> Mapping[UUID, int]:
    if not len(left) and not added:
        return row_of  # nothing changed on this side, and copying is most of the work
    rows = dict(row_of)
    for identity in gone:
        rows.pop(identity, None)
    rows.update((identity, first + place) for place, identity in enumerate(added))
    return rows
