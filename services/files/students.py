"""The file format of students (leerlingen en studenten)."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from career.competency import ClaimSource, CompetencyClaim, CompetencyKind, Level
from career.errors import InvalidValueError
from career.student import (
    MAX_TRAVEL_MINUTES,
    Availability,
    LanguageLevel,
    LearningRoute,
    SchoolType,
    Student,
    Travel,
    TravelMode,
    Wishes,
)
from services.files.cells import (
    CellError,
    Read,
    code,
    joined,
    one_of,
    or_none,
    postcode4,
    qualification_code,
    read_date,
    read_school_minutes,
    read_weekdays,
    several,
    text_up_to,
    whole,
    write_number,
    write_school_minutes,
    write_weekdays,
)
from services.files.columns import Column, Reading, RowError, read_rows
from services.files.known import Known
from services.files.limits import DEFAULT_LIMITS, Limits
from services.files.postcodes import LATITUDE, LONGITUDE
from services.files.tables import read_table
from services.ids import stable_id

MODE_WORDS = {
    "lopen": TravelMode.WALK,
    "fiets": TravelMode.BIKE,
    "ov": TravelMode.TRANSIT,
    "brommer": TravelMode.MOPED,
    "auto": TravelMode.CAR,
}
SOURCE_WORDS = {"zelf": ClaimSource.SELF, "docent": ClaimSource.TEACHER, "bedrijf": ClaimSource.COMPANY}
CLAIM = re.compile(r"([^=@\s]{1,80})=([1-5?])(?:@([a-z]{1,20}))?(?: ([0-9-]{8,10}))?")
CLAIM_EXAMPLE = "gedrag:24105=4@docent 2026-05-01"
WISH_FIELDS = frozenset(field.name for field in fields(Wishes))
AVAILABILITY_FIELDS = frozenset(field.name for field in fields(Availability))
TRAVEL_FIELDS = frozenset(field.name for field in fields(Travel))
FIELD_OF_FAULT = {"hours": "hours_max"}
"""Faults of a student that are named after two fields at once, and the one to point at."""


def student_columns(known: Known) -> tuple[Column[Student], ...]:
    """Give the columns of a file of students, in the order in which they are written."""
    reference = known.reference
    activity = code(known.of_kind(CompetencyKind.ACTIVITY), "doe:")
    competency = code(known.catalogue.competencies)
    return (
        _column(
            "kenmerk",
            "De sleutel waarmee uw administratie de leerling kent; elke rij een ander.",
            "L-0001",
            "reference",
            text_up_to(80),
            lambda s: s.reference,
            is_required=True,
        ),
        _column(
            "roepnaam",
            "Voornaam of roepnaam; geen achternaam.",
            "Sam",
            "first_name",
            text_up_to(60),
            lambda s: s.first_name,
            is_required=True,
        ),
        _column(
            "geboortedatum",
            "Geboortedag, voor de regels over leeftijd en werktijd.",
            "2009-03-31",
            "born_on",
            read_date,
            lambda s: s.born_on.isoformat(),
            is_required=True,
        ),
        _column(
            "schoolsoort",
            "pro, vso, vmbo of mbo. Blijft binnen de school: gaat niet naar een werkgever en telt niet in de score.",
            "mbo",
            "school_type",
            one_of({kind.value: kind for kind in SchoolType}),
            lambda s: s.school_type.value,
            is_required=True,
        ),
        _column("school", "Naam van de school.", "De Wissel", "school", text_up_to(120), lambda s: s.school),
        _column("groep", "Klas of groep.", "2B", "group", text_up_to(60), lambda s: s.group),
        _column(
            "opleidingscode",
            "Erkende opleidingscode (crebo), alleen in het mbo.",
            next(iter(reference.qualifications)),
            "qualification_code",
            qualification_code,
            lambda s: s.qualification_code or "",
        ),
        _column(
            "niveau", "Niveau in het mbo.", "2", "level", whole(1, 4), lambda s: "" if s.level is None else str(s.level)
        ),
        _column(
            "leerweg",
            "bol of bbl, alleen in het mbo.",
            "bol",
            "route",
            one_of({route.value: route for route in LearningRoute}),
            lambda s: "" if s.route is None else s.route.value,
        ),
        _column(
            "zoekt",
            "Soorten plek die de leerling zoekt.",
            "bpv_bol",
            "seeks",
            several(code(reference.placement_types), frozenset),
            lambda s: joined(sorted(s.seeks)),
            is_required=True,
        ),
        _column(
            "sectoren",
            "Sectoren waarin de leerling wil werken, liefste eerst.",
            "zorg|horeca",
            "sectors",
            several(code(reference.sectors)),
            lambda s: joined(s.wishes.sectors),
        ),
        _column(
            "leuk",
            "Wat de leerling graag doet; “doe:” mag weg.",
            "doe:koken",
            "liked",
            several(activity, frozenset),
            lambda s: joined(sorted(s.wishes.liked)),
        ),
        _column(
            "niet_leuk",
            "Wat de leerling liever niet doet.",
            "",
            "disliked",
            several(activity, frozenset),
            lambda s: joined(sorted(s.wishes.disliked)),
        ),
        _column(
            "minimum_vergoeding",
            "Alleen als geld telt: euro per maand dat de leerling minstens nodig heeft.",
            "150",
            "minimum_allowance_eur",
            whole(0, 10_000),
            lambda s: "" if s.wishes.minimum_allowance_eur is None else str(s.wishes.minimum_allowance_eur),
        ),
        _column(
            "vanaf",
            "Eerste dag waarop de leerling kan beginnen.",
            "2027-02-01",
            "from_on",
            read_date,
            lambda s: s.availability.from_on.isoformat(),
            is_required=True,
        ),
        _column(
            "tot",
            "Eerste dag waarop het niet meer kan: de periode loopt tot deze dag.",
            "2027-07-10",
            "until_on",
            read_date,
            lambda s: s.availability.until_on.isoformat(),
            is_required=True,
        ),
        _column(
            "dagen",
            "Dagen waarop de leerling kan werken; “ma-vr” mag ook.",
            "ma di wo",
            "weekdays",
            read_weekdays,
            lambda s: write_weekdays(s.availability.weekdays),
            is_required=True,
        ),
        _column(
            "uren_min",
            "Minste uren per week.",
            "16",
            "hours_min",
            whole(1, 60),
            lambda s: str(s.availability.hours_min),
            is_required=True,
        ),
        _column(
            "uren_max",
            "Meeste uren per week.",
            "24",
            "hours_max",
            whole(1, 60),
            lambda s: str(s.availability.hours_max),
            is_required=True,
        ),
        _column(
            "schooluren",
            "Uren school per dag, ook tijdens de stage; `geen` is geen school, leeg is niet bekend.",
            "do 6:00|vr 5:30",
            "school_minutes",
            or_none(read_school_minutes, (0,) * 7),
            lambda s: (
                "" if s.availability.school_minutes is None else write_school_minutes(s.availability.school_minutes)
            ),
        ),
        _column(
            "postcode",
            "Vier cijfers; letters worden weggegooid.",
            "8011",
            "postcode4",
            postcode4,
            lambda s: s.travel.postcode4,
            is_required=True,
        ),
        _column(
            "breedtegraad",
            "Midden van de postcode in graden; zonder geldt de postcodelijst (`--postcodes`).",
            "52.512",
            "latitude",
            LATITUDE,
            lambda s: "" if s.travel.latitude is None else write_number(s.travel.latitude),
        ),
        _column(
            "lengtegraad",
            "Zie breedtegraad.",
            "6.0919",
            "longitude",
            LONGITUDE,
            lambda s: "" if s.travel.longitude is None else write_number(s.travel.longitude),
        ),
        _column(
            "vervoer",
            "Hoe de leerling echt reist: lopen, fiets, ov, brommer, auto; leeg is lopen.",
            "fiets|ov",
            "modes",
            several(one_of(MODE_WORDS), frozenset),
            lambda s: joined(word for word, mode in MODE_WORDS.items() if mode in s.travel.modes),
        ),
        _column(
            "max_reisminuten",
            "Langste reis, één kant; leeg is 45.",
            "40",
            "max_minutes",
            whole(1, MAX_TRAVEL_MINUTES),
            lambda s: str(s.travel.max_minutes),
        ),
        _column(
            "nederlands",
            "Niveau Nederlands (ERK): a1, a2, b1, b2 of c1; leeg is onbekend.",
            "b1",
            "dutch_level",
            one_of({level.value: level for level in LanguageLevel}),
            lambda s: "" if s.dutch_level is None else s.dutch_level.value,
        ),
        _column(
            "helpt",
            "Voorwaarden waardoor deze leerling goed werkt. Nooit een diagnose.",
            next(iter(reference.conditions)),
            "helps",
            several(code(reference.conditions), frozenset),
            lambda s: joined(sorted(s.helps)),
        ),
        _column(
            "geregeld",
            "Wat al geregeld is, zoals een VOG of rijbewijs.",
            next(iter(reference.prerequisites)),
            "prerequisites",
            several(code(reference.prerequisites), frozenset),
            lambda s: joined(sorted(s.prerequisites)),
        ),
        _column(
            "leerdoelen",
            "Werkprocessen die de leerling nog in de praktijk moet leren.",
            known.of_kind(CompetencyKind.WORK_PROCESS)[0],
            "goal_ids",
            several(competency),
            lambda s: joined(s.goal_ids),
        ),
        _column(
            "kan",
            "Wat over de leerling gezegd is: code=niveau@wie dag. Niveau 1 tot en met 5, of ? als het nog moet "
            "blijken; wie is zelf, docent of bedrijf; zonder dag geldt de dag van inlezen.",
            CLAIM_EXAMPLE,
            "claims",
            several(_claim(competency, known.today)),
            lambda s: joined(map(_write_claim, s.claims)),
        ),
    )


def read_students(path: Path, *, known: Known, limits: Limits = DEFAULT_LIMITS) -> Reading[Student]:
    """Read a file of students.

    Raises
    ------
    FileRefusedError
        The file cannot be read, or lacks a column that is needed.
    """
    first_row: dict[str, int] = {}

    def build(number: int, row: dict[str, Any]) -> Student:
        earlier = first_row.setdefault(row["reference"], number)
        if earlier != number:
            raise RowError(
                {"reference": f"dit kenmerk staat ook op rij {earlier}; geef elke leerling een eigen kenmerk"}
            )
        return _student(row, known)

    return read_rows(read_table(path, limits=limits), student_columns(known), build)


def _student(row: dict[str, Any], known: Known) -> Student:
    latitude, longitude = known.place(row)
    wishes = {name: row.pop(name) for name in WISH_FIELDS & row.keys()}
    free = {name: row.pop(name) for name in AVAILABILITY_FIELDS & row.keys()}
    travel = {name: row.pop(name) for name in TRAVEL_FIELDS & row.keys()}
    travel |= {"latitude": latitude, "longitude": longitude}
    try:
        return Student(
            id=stable_id("student", known.source, row["reference"]),
            availability=Availability(**free),
            travel=Travel(**travel),
            wishes=Wishes(**wishes),
            **row,
        )
    except InvalidValueError as error:
        raise RowError({FIELD_OF_FAULT.get(field, field): text for field, text in error.faults.items()}) from error


def _claim(competency: Read, today: date) -> Read:
    def read(text: str) -> CompetencyClaim:
        match = CLAIM.fullmatch(text)
        if match is None or (match[3] or "zelf") not in SOURCE_WORDS:
            raise CellError(f"schrijf code=niveau@wie dag, zoals “{CLAIM_EXAMPLE}”; wie is zelf, docent of bedrijf")
        return CompetencyClaim(
            competency_id=competency(match[1]),
            level=None if match[2] == "?" else Level(int(match[2])),
            source=SOURCE_WORDS[match[3] or "zelf"],
            seen_on=read_date(match[4]) if match[4] else today,
        )

    return read


def _write_school(student: Student) -> str:
    minutes = student.availability.school_minutes
    return "" if minutes is None else write_school_minutes(minutes)


def _write_claim(claim: CompetencyClaim) -> str:
    who = next(word for word, source in SOURCE_WORDS.items() if source is claim.source)
    level = "?" if claim.level is None else int(claim.level)
    return f"{claim.competency_id}={level}@{who} {claim.seen_on.isoformat()}"


def _column(
    name: str,
    about: str,
    example: str,
    field: str,
    read: Read,
    write: Callable[[Student], str],
    *,
    is_required: bool = False,
) -> Column[Student]:
    return Column(name=name, about=about, example=example, field=field, read=read, write=write, is_required=is_required)
