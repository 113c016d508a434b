"""Read what choosing a direction needs: occupations, dreams, ways in, profiles of vmbo and the moments of choosing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from career.competency import CompetencyKind
from career.phrase import phrase_key
from career.student import SchoolType
from services.reference import Lists, load_lists
from services.reference.folder import rules_folder
from services.reference.rows import SOURCE_COLUMNS, Row, by_code, in_force, read_rows, turn_of, turns_of
from services.reference.values import Source

FOLDER = "directions"
OCCUPATIONS = ("occupations.csv", ("id", "sector", "qualifications"))
DREAMS = ("dreams.csv", ("code", "label", "words", "near", "way", *SOURCE_COLUMNS))
LEVELS = ("levels.csv", ("level", "entry", *SOURCE_COLUMNS))
PROFILES = ("profiles.csv", ("code", "label", "sectors", *SOURCE_COLUMNS))
MOMENTS = ("moments.csv", ("code", "school_types", "when", "month", "day", "title", "what", *SOURCE_COLUMNS))
TERMS = ("terms.csv", ("code", "label", "value", *SOURCE_COLUMNS))
SHARES, NUMBERS = ("want_share", "sector_share"), ("directions", "occupations", "places")
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOccupation:
    """The kind of work an occupation belongs to, and the programmes that lead to it, the lowest level first."""

    sector: str
    qualification_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DreamOccupation:
    """A trade that many want and that asks more school, an own test or luck (droomberoep), with what is near it.

    Parameters
    ----------
    phrase_keys : tuple of str
        Ways to name it, as ``career.phrase.phrase_key`` gives them.
    near : tuple of str
        Catalogue ids of occupations close to it that can begin sooner, the closest first; at least one.
    way : str
        What somebody needs for it, in plain words.
    """

    label: str
    phrase_keys: tuple[str, ...]
    near: tuple[str, ...]
    way: str
    source: Source

    def is_named_in(self, words: str) -> bool:
        """Say whether own words name it: a whole word or some, whatever the capitals and accents.

        Examples
        --------
        >>> source = Source(
        ...     article="", title="Eigen aanname", url="", checked_on=date(2026, 11, 22), valid_from=date(2017, 5, 1),
        ...     valid_until=None, is_to_verify=False, note="")
        >>> physician = DreamOccupation(label="Arts", phrase_keys=("dokter",), near=(), way="", source=source)
        >>> [physician.is_named_in(words) for words in ("Dokter worden!", "ik zoek een doktersassistent")]
        [True, False]
        """
        said = f" {phrase_key(words)} "
        return any(f" {key} " in said for key in self.phrase_keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelEntry:
    """What somebody needs to begin a programme of a level."""

    entry: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class VmboProfile:
    """A profile of vmbo, and the kinds of work it prepares for."""

    label: str
    sectors: frozenset[str]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceMoment:
    """A moment at which somebody chooses what comes next.

    Parameters
    ----------
    when : str
        In which year at school, in words.
    last_day : (int, int) or None
        Month and day of the last day; ``None`` when every school has its own.
    """

    school_types: frozenset[SchoolType]
    when: str
    last_day: tuple[int, int] | None
    title: str
    what: str
    source: Source

    def next_day(self, today: date) -> date | None:
        """Give the first last day that is not over yet.

        Examples
        --------
        >>> source = Source(
        ...     article="", title="Eigen aanname", url="", checked_on=date(2026, 11, 22), valid_from=date(2017, 5, 1),
        ...     valid_until=None, is_to_verify=False, note="")
        >>> apply = ChoiceMoment(
        ...     school_types=frozenset(), when="", last_day=(4, 1), title="", what="", source=source)
        >>> [str(apply.next_day(date(2026, month, 1))) for month in (3, 4, 5)]
        ['2026-04-01', '2026-04-01', '2027-04-01']
        """
        if self.last_day is None:
            return None
        this_year = date(today.year, *self.last_day)
        return this_year if this_year >= today else date(today.year + 1, *self.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionTerms:
    """How much wishes count beside abilities, and how much is shown; see ``terms.csv``."""

    want_share: float
    sector_share: float
    directions: int
    occupations: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """All that is known on a day about directions; every mapping keeps the order of its file."""

    occupations: Mapping[str, KnownOccupation]
    dreams: Mapping[str, DreamOccupation]
    levels: Mapping[int, LevelEntry]
    profiles: Mapping[str, VmboProfile]
    moments: Mapping[str, ChoiceMoment]
    terms: DirectionTerms


def load_directions(on: date) -> Directions:
    """Give the directions of this installation as they hold on a day; files are read once, and each turn once.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right.
    """
    folder = rules_folder()
    return _directions(folder, turn_of(_turns(folder), on))


def read_directions(folder: Path, lists: Lists, *, on: date) -> Directions:
    """Read the directions from a folder of data files; raises as ``load_directions``."""
    inside = folder / FOLDER
    occupations = by_code(read_rows(inside / OCCUPATIONS[0], OCCUPATIONS[1]), "id", lambda row: _occupation(row, lists))
    levels = {row.whole("level", at_least=1, at_most=4): row for row in _held(inside, LEVELS, "level", on=on)}
    terms = {row.text("code"): row for row in _held(inside, TERMS, "code", on=on)}
    _check_whole(inside, LEVELS, range(1, 5), levels, on=on)
    _check_whole(inside, TERMS, (*SHARES, *NUMBERS), terms, on=on)
    return Directions(
        occupations=MappingProxyType(occupations),
        dreams=MappingProxyType(
            by_code(_held(inside, DREAMS, "code", on=on), "code", lambda row: _dream(row, occupations))
        ),
        levels=MappingProxyType(
            {level: LevelEntry(entry=row.text("entry"), source=row.source()) for level, row in levels.items()}
        ),
        profiles=MappingProxyType(
            by_code(_held(inside, PROFILES, "code", on=on), "code", lambda row: _profile(row, lists))
        ),
        moments=MappingProxyType(by_code(_held(inside, MOMENTS, "code", on=on), "code", _moment)),
        terms=_terms(terms),
    )


@cache
def _turns(folder: Path) -> tuple[date, ...]:
    files = (DREAMS, LEVELS, PROFILES, MOMENTS, TERMS)
    return turns_of(row for name, columns in files for row in read_rows(folder / FOLDER / name, columns))


@cache
def _directions(folder: Path, since: date) -> Directions:
    return read_directions(folder, load_lists(), on=since)


def _held(inside: Path, file: tuple[str, tuple[str, ...]], key: str, *, on: date) -> tuple[Row, ...]:
    return in_force(read_rows(inside / file[0], file[1]), (key,), on=on)


def _check_whole(
    inside: Path, file: tuple[str, tuple[str, ...]], wanted: Iterable[object], held: Collection[object], *, on: date
) -> None:
    """Refuse a file in which something has no row on a day."""
    for one in wanted:
        if one not in held:
            last = read_rows(inside / file[0], file[1])[-1]
            raise last.error(file[1][0], f"“{one}” heeft op {on} geen rij; zet er een rij voor bij")


def _terms(rows: Mapping[str, Row]) -> DirectionTerms:
    shares = {name: rows[name].number("value", at_least=0.0, at_most=1.0) for name in SHARES}
    numbers = {name: rows[name].whole("value", at_least=1, at_most=MOST) for name in NUMBERS}
    return DirectionTerms(
        want_share=shares["want_share"],
        sector_share=shares["sector_share"],
        directions=numbers["directions"],
        occupations=numbers["occupations"],
        places=numbers["places"],
    )


def _occupation(row: Row, lists: Lists) -> KnownOccupation:
    competency = lists.catalogue.competencies.get(row.text("id"))
    if competency is None or competency.kind is not CompetencyKind.OCCUPATION:
        raise row.error("id", f"“{row.text('id')}” is geen beroep; neem een id uit tasks.csv dat begint met beroep:")
    codes = row.choices("qualifications", lists.qualifications)
    return KnownOccupation(
        sector=row.choice("sector", lists.sectors),
        qualification_codes=tuple(sorted(codes, key=lambda code: (lists.qualifications[code].level, code))),
    )


def _dream(row: Row, occupations: Collection[str]) -> DreamOccupation:
    near = row.choices("near", occupations)
    if not near:
        raise row.error("near", "hier staat niets; vul dit in")
    return DreamOccupation(
        label=row.text("label"),
        phrase_keys=tuple(map(phrase_key, row.phrases("words"))),
        near=near,
        way=row.text("way"),
        source=row.source(),
    )


def _profile(row: Row, lists: Lists) -> VmboProfile:
    sectors = frozenset(row.choices("sectors", lists.sectors))
    if not sectors:
        raise row.error("sectors", "hier staat niets; vul dit in")
    return VmboProfile(label=row.text("label"), sectors=sectors, source=row.source())


def _moment(row: Row) -> ChoiceMoment:
    schools = frozenset(map(SchoolType, row.choices("school_types", list(SchoolType))))
    if not schools:
        raise row.error("school_types", "hier staat niets; vul dit in")
    return ChoiceMoment(
        school_types=schools,
        when=row.text("when"),
        last_day=_last_day(row),
        title=row.text("title"),
        what=row.text("what"),
        source=row.source(),
    )


def _last_day(row: Row) -> tuple[int, int] | None:
    if not (row.optional_text("month") or row.optional_text("day")):
        return None
    return row.whole("month", at_least=1, at_most=12), row.whole("day", at_least=1, at_most=28)
