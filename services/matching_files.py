"""The main job without a server: a file of students and a file of placements in, ranked pairs with reasons out."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from employer_toolkit.placement import PlacementState
from matching import Component, Exposure, Gate, Parameters, Ranking, Verdict
from services.features import from_day_number
from services.files.columns import Reading
from services.files.faults import Fault, FileRefusedError, refuse
from services.files.formulas import armed
from services.files.known import Known
from services.files.limits import DEFAULT_LIMITS, Limits
from services.files.placements import read_placements
from services.files.postcodes import by_postcode, read_centroids
from services.files.students import read_students
from services.files.writing import written_whole
from services.market_columns import MarketColumns
from services.markets import Market
from services.reference import Reference, load_reference
from services.snapshots import open_snapshot
from services.spreading import SpreadPlaces, places_spread
from services.weights import read_parameters
from services.wording import day_text

GOOD, BAD = 0.7, 0.3
"""From here a component is named as a reason for, and up to here as a reason against; what is unknown is neither."""
N_REASONS = 2
"""Reasons for that a line names; at most one reason against is added."""
ROWS_PER_BLOCK = 10_000
MAX_TOP = 1_000
MAX_TOP_SPREAD = 100
"""Making a spread list takes time with its length squared, and nobody reads so far."""

Progress = Callable[[str, int, int], None]
"""Told the stage in Dutch, how much is done and how much there is."""


class Direction(StrEnum):
    """For whom the lists are made."""

    PLACES = "places"
    """For each student the best places."""
    CANDIDATES = "candidates"
    """For each place the best students."""
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSummary:
    """What a match on files came to.

    Parameters
    ----------
    n_students, n_placements : int
        Rows that took part.
    n_pairs : int
        Lines written.
    n_students_without : int or None
        Students for whom no place is possible now; ``None`` when no list of places was asked.
    n_placements_without : int or None
        Places for which no student is possible now; ``None`` when no list of candidates was asked.
    fault_lines, notes : tuple of str
        What was wrong in the files and what should be known about them, as Dutch sentences.
    n_faults : int
        Faults in both files together.
    spread_lines : tuple of str
        What spreading brought and cost, as Dutch lines; empty when the lists are not spread.
    """

    n_students: int
    n_placements: int
    n_pairs: int
    n_students_without: int | None
    n_placements_without: int | None
    fault_lines: tuple[str, ...]
    n_faults: int
    notes: tuple[str, ...]
    spread_lines: tuple[str, ...]
    version: str


def match_files(
    *,
    students: Path,
    placements: Path,
    out: Path,
    top: int,
    today: date,
    direction: Direction = Direction.PLACES,
    is_strict: bool = False,
    seed: int = 0,
    postcodes: Path | None = None,
    weights: Path | None = None,
    spread: float = 0.0,
    most_loss: float = 0.05,
    reference: Reference | None = None,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Progress = lambda stage, done, total: None,
) -> MatchSummary:
    """Match two files and write the ranked pairs to a third.

    Parameters
    ----------
    out : Path
        Ends in ``.csv`` or ``.jsonl``. It is written beside its place and put there when it is whole.
    top : int
        Most lines per student, or per place.
    is_strict : bool
        Refuse a file in which any row is wrong; otherwise wrong rows are left out and named.
    seed : int
        Draws the order of equal scores.
    postcodes : Path, optional
        List of postcode areas for rows without latitude and longitude.
    weights : Path, optional
        Weights and priors in place of those of the product.
    spread, most_loss : float
        How strongly the lists of places are spread, and which share of the score each line may lose by it; 0 to 1,
        as in ``Exposure``.

    Raises
    ------
    FileRefusedError
        A file cannot be used; nothing is written.
    """
    _check_paths(out, top, (students, placements, *(path for path in (postcodes, weights) if path)))
    parameters = read_parameters(weights) if weights else None
    exposure = _exposure(spread, most_loss, direction, top)
    rules = reference if reference is not None else load_reference(today)
    centroids = read_centroids(postcodes, limits=limits).or_refused().values if postcodes else ()
    known = Known(reference=rules, catalogue=rules.catalogue, centroids=by_postcode(centroids), today=today)
    on_progress("Leerlingen lezen", 0, 1)
    people = _usable(read_students(students, known=known, limits=limits), is_strict)
    on_progress("Plekken lezen", 0, 1)
    offers = _usable(read_placements(placements, known=known, limits=limits), is_strict)
    market = Market.build(people.values, offers.values, reference=rules, today=today, parameters=parameters, seed=seed)
    names = Names(
        students=[student.reference for student in market.students],
        placements=[offer.placement.reference for offer in market.offers],
    )
    done = _written(market, names, rules, out, top, direction, exposure, on_progress)
    return replace(
        done,
        fault_lines=(*people.faults.sentences(), *offers.faults.sentences()),
        n_faults=people.faults.n_faults + offers.faults.n_faults,
        notes=(*people.notes, *offers.notes, *_notes(market)),
    )


def match_snapshot(
    *,
    snapshot: Path,
    out: Path,
    top: int,
    direction: Direction = Direction.PLACES,
    spread: float = 0.0,
    most_loss: float = 0.05,
    on_progress: Progress = lambda stage, done, total: None,
) -> MatchSummary:
    """Write the ranked pairs of a snapshot, in the same lines as those of files.

    Parameters
    ----------
    snapshot : Path
        Folder that ``save_snapshot`` made; its day and its seed count.
    out, top, spread, most_loss
        As in ``match_files``.

    Raises
    ------
    FileRefusedError
        The snapshot cannot be used; nothing is written.
    """
    _check_paths(out, top, ())
    exposure = _exposure(spread, most_loss, direction, top)
    on_progress("Momentopname openen", 0, 1)
    opened = open_snapshot(snapshot)
    today = from_day_number(opened.rules.today)
    names = Names(students=opened.student_references, placements=opened.placement_references)
    done = _written(opened, names, load_reference(today), out, top, direction, exposure, on_progress)
    return replace(done, notes=(f"De momentopname is van {day_text(today)}.",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By which reference the rows of a market are known outside."""

    students: Sequence[str]
    placements: Sequence[str]


def _written(
    market: MarketColumns,
    names: Names,
    reference: Reference,
    out: Path,
    top: int,
    direction: Direction,
    exposure: Exposure | None,
    on_progress: Progress,
) -> MatchSummary:
    """Make the lists and write them."""
    lists, spread_places = _rankings(market, direction, top, exposure, on_progress)
    with written_whole(out) as opened:
        write = _write_json_lines if out.suffix.lower() == ".jsonl" else _write_csv
        write(opened, _lines(market, names, _Reasons(reference, market.parameters), lists, on_progress))
    without = {kind: int((np.diff(ranking.offsets) == 0).sum()) for kind, ranking in lists}
    return MatchSummary(
        n_students=len(market.live_students),
        n_placements=len(market.live_offers),
        n_pairs=sum(len(ranking) for _, ranking in lists),
        n_students_without=without.get(Direction.PLACES),
        n_placements_without=without.get(Direction.CANDIDATES),
        fault_lines=(),
        n_faults=0,
        notes=(),
        spread_lines=spread_places.sentences() if spread_places else (),
        version="/".join([market.version, *([exposure.version] if exposure else [])]),
    )


def _check_paths(out: Path, top: int, given: Sequence[Path]) -> None:
    if out.suffix.lower() not in {".csv", ".jsonl"}:
        raise refuse(out.name, "de uitkomst wordt geschreven als .csv of .jsonl; laat de naam daarop eindigen")
    if not 1 <= top <= MAX_TOP:
        raise refuse(out.name, f"er is om {top} regels per lijst gevraagd; geef 1 tot en met {MAX_TOP}")
    for path in given:
        if path.resolve() == out.resolve():
            raise refuse(out.name, "de uitkomst zou over een invoerbestand heen gaan; kies een andere naam")


def _usable(reading: Reading[Any], is_strict: bool) -> Reading[Any]:
    if is_strict:
        reading.or_refused()
    if not reading.values:
        nothing = Fault(file=reading.file, expected="er is geen enkele goede rij; er valt niets te koppelen")
        raise FileRefusedError([nothing, *reading.faults.kept], 1 + reading.faults.n_faults)
    return reading


def _exposure(spread: float, most_loss: float, direction: Direction, top: int) -> Exposure | None:
    for name, number in (("--spread", spread), ("--most-loss", most_loss)):
        if not 0 <= number <= 1:
            raise refuse(name, f"er is {number:g} gevraagd; geef een getal van 0 tot en met 1")
    if spread and direction is Direction.CANDIDATES:
        raise refuse("--spread", "spreiden gaat over lijsten van plekken; geef --direction places of both")
    if spread and top > MAX_TOP_SPREAD:
        raise refuse(
            "--spread", f"er is om {top} regels per lijst gevraagd; bij spreiden is {MAX_TOP_SPREAD} het meeste"
        )
    return Exposure(strength=spread, most_loss=most_loss) if spread else None


def _rankings(
    market: MarketColumns, direction: Direction, top: int, exposure: Exposure | None, on_progress: Progress
) -> tuple[list[tuple[Direction, Ranking]], SpreadPlaces | None]:
    found: list[tuple[Direction, Ranking]] = []
    spread_places = None
    if direction is not Direction.CANDIDATES:
        told = _told("Plekken zoeken", len(market.live_students), on_progress)
        if exposure:
            spread_places = places_spread(market, exposure=exposure, top=top, on_progress=told)
        found.append(
            (Direction.PLACES, spread_places.ranking if spread_places else market.places_for(top=top, on_progress=told))
        )
    if direction is not Direction.PLACES:
        told = _told("Kandidaten zoeken", len(market.live_offers), on_progress)
        found.append((Direction.CANDIDATES, market.candidates_for(top=top, on_progress=told)))
    return found, spread_places


def _told(stage: str, total: int, on_progress: Progress) -> Callable[[int], None]:
    on_progress(stage, 0, total)
    return lambda n_done: on_progress(stage, n_done, total)


def _notes(market: Market) -> list[str]:
    notes = []
    n_closed = sum(offer.placement.state is not PlacementState.OPEN for offer in market.offers)
    if n_closed:
        notes.append(f"{n_closed} plekken staan niet open en doen niet mee.")
    codes = {student.qualification_code for student in market.students} - {None}
    codes |= {code for offer in market.offers for code in offer.placement.qualification_codes}
    unknown = sorted(str(code) for code in codes if code not in market.codes.qualification_ix)
    if unknown:
        more = f" en nog {len(unknown) - 10}" if len(unknown) > 10 else ""
        notes.append(
            f"Deze opleidingscodes staan niet in de lijst en geven geen plek: {', '.join(unknown[:10])}{more}."
        )
    n_nowhere = sum(student.travel.latitude is None for student in market.students)
    if n_nowhere:
        notes.append(f"Van {n_nowhere} leerlingen is de plaats onbekend; geef --postcodes, dan telt de reistijd mee.")
    return notes


def _lines(
    market: MarketColumns,
    names: Names,
    reasons: "_Reasons",
    lists: Sequence[tuple[Direction, Ranking]],
    on_progress: Progress,
) -> Iterator[dict[str, Any]]:
    """Give the lines of all lists, in blocks so that the memory stays small."""
    total = sum(len(ranking) for _, ranking in lists)
    done = 0
    for direction, ranking in lists:
        ranks = ranking.rank
        for start in range(0, len(ranking), ROWS_PER_BLOCK):
            rows = slice(start, min(start + ROWS_PER_BLOCK, len(ranking)))
            yield from _block(market, names, direction, ranking, ranks, rows, reasons)
            done += rows.stop - rows.start
            on_progress("Schrijven", done, total)


def _block(
    market: MarketColumns,
    names: Names,
    direction: Direction,
    ranking: Ranking,
    ranks: NDArray[np.int64],
    rows: slice,
    reasons: "_Reasons",
) -> Iterator[dict[str, Any]]:
    pairs = ranking.pairs(rows)
    scores = market.scores(pairs)
    numbers = {
        "rank": ranks[rows].tolist(),
        "score": scores.score.tolist(),
        "fit_student": scores.fit_student.tolist(),
        "fit_placement": scores.fit_placement.tolist(),
        "low": scores.score_low.tolist(),
        "high": scores.score_high.tolist(),
    }
    parts = scores.contributions.tolist()
    minutes = scores.travel_minutes.tolist()
    texts = reasons.texts(scores.contributions)
    for ix, (student_ix, placement_ix) in enumerate(
        zip(pairs.student_ix.tolist(), pairs.placement_ix.tolist(), strict=True)
    ):
        yield {
            "direction": direction.value,
            "student": names.students[student_ix],
            "placement": names.placements[placement_ix],
            **{name: values[ix] for name, values in numbers.items()},
            "contributions": parts[ix],
            "travel_minutes": None if minutes[ix] != minutes[ix] else round(minutes[ix], 1),
            "to_arrange": reasons.gates(scores.verdicts[ix], Verdict.TO_ARRANGE),
            "unknown": reasons.gates(scores.verdicts[ix], Verdict.UNKNOWN),
            "reasons": texts[ix],
        }


class _Reasons:
    """Short Dutch reasons from contributions alone: affordable for hundreds of thousands of lines."""

    def __init__(self, reference: Reference, parameters: Parameters) -> None:
        self._texts = reference.component_texts
        self._weights = np.array([parameters.weights[part] for part in Component])
        self._made: dict[tuple[int, ...], str] = {}
        self._listed: dict[tuple[bytes, Verdict], tuple[str, ...]] = {}

    def texts(self, contributions: np.ndarray[Any, np.dtype[np.float64]]) -> list[str]:
        """Name per row the two components that give most, and the one that fits worst."""
        weights = np.where(self._weights > 0, self._weights, np.inf)
        values = contributions / weights
        # What does not count, or counts little, is sorted to the end of either list.
        for_it = np.where(values >= GOOD, -contributions, np.inf)
        against = np.where((values <= BAD) & np.isfinite(weights), values, np.inf)
        best = np.argsort(for_it, axis=1, kind="stable")[:, :N_REASONS]
        worst = np.argmin(against, axis=1)
        rows = np.arange(len(values))
        chosen = np.column_stack(
            [
                np.where(np.isfinite(for_it[rows[:, None], best]), best, -1),
                np.where(np.isfinite(against[rows, worst]), worst, -1),
            ]
        )
        return [self._text(tuple(row)) for row in chosen.tolist()]

    def gates(self, verdicts: np.ndarray[Any, np.dtype[np.int8]], verdict: Verdict) -> tuple[str, ...]:
        """Give the codes of the gates with this verdict."""
        key = (verdicts.tobytes(), verdict)
        if key not in self._listed:
            self._listed[key] = tuple(
                gate.value for gate, found in zip(Gate, verdicts.tolist(), strict=True) if found == verdict
            )
        return self._listed[key]

    def _text(self, chosen: tuple[int, ...]) -> str:
        if chosen not in self._made:
            codes = list(Component)
            good = [self._texts[codes[ix]].student_good for ix in chosen[:-1] if ix >= 0]
            bad = [self._texts[codes[ix]].student_bad for ix in chosen[-1:] if ix >= 0]
            self._made[chosen] = " ".join([*good, *bad]) or "Er is nog weinig bekend over hoe dit past."
        return self._made[chosen]


COMPONENTS = [part.value for part in Component]
CSV_COLUMNS = [
    "direction",
    "student",
    "placement",
    "rank",
    "score",
    "fit_student",
    "fit_placement",
    "low",
    "high",
    *(f"contribution_{part}" for part in COMPONENTS),
    "travel_minutes",
    "to_arrange",
    "unknown",
    "reasons",
]


def _write_csv(opened: IO[str], lines: Iterator[dict[str, Any]]) -> None:
    writer = csv.writer(opened, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    # Floats are written by repr: reading them gives the same bits, so that contributions still add up.
    writer.writerows(
        [
            line["direction"],
            armed(line["student"]),
            armed(line["placement"]),
            line["rank"],
            line["score"],
            line["fit_student"],
            line["fit_placement"],
            line["low"],
            line["high"],
            *line["contributions"],
            line["travel_minutes"],
            "|".join(line["to_arrange"]),
            "|".join(line["unknown"]),
            line["reasons"],
        ]
        for line in lines
    )


def _write_json_lines(opened: IO[str], lines: Iterator[dict[str, Any]]) -> None:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    for line in lines:
        opened.write(encode(line | {"contributions": dict(zip(COMPONENTS, line["contributions"], strict=True))}) + "\n")
