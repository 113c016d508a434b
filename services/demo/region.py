"""A whole made-up region: students, employers with places, and events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256

from career.application import Application
from career.school import SchoolSettings
from career.student import Student
from employer_toolkit.employer import Employer, Site
from employer_toolkit.placement import Placement
from employer_toolkit.recognition import Recognition
from events.encounter import Encounter
from events.event import Event
from events.registration import Registration
from events.timetable import KeptSchedule
from services.demo.content import load_content
from services.demo.employers import draw_employers
from services.demo.meetings import draw_events
from services.demo.placements import draw_placements
from services.demo.students import draw_students
from services.reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Everybody and everything of a demo region; no person or business in it exists.

    Parameters
    ----------
    applications : tuple of Application
        None in what ``generate`` makes: its counts of seats and contacts are drawn for files and benchmarks. A region
        that is planted as a demo has been given applications, and counts that agree with them.
    registrations : tuple of Registration
        The same for seats at events.
    schedules, encounters : tuple
        The same for the speed dates that are over.
    """

    students: tuple[Student, ...]
    schools: tuple[SchoolSettings, ...]
    employers: tuple[Employer, ...]
    sites: tuple[Site, ...]
    recognitions: tuple[Recognition, ...]
    placements: tuple[Placement, ...]
    events: tuple[Event, ...]
    applications: tuple[Application, ...] = ()
    registrations: tuple[Registration, ...] = ()
    schedules: tuple[KeptSchedule, ...] = ()
    encounters: tuple[Encounter, ...] = ()

    def digest(self) -> str:
        """Give the SHA-256 of every value, in hexadecimal: equal for equal regions, on every machine."""
        digest = sha256()
        for column in fields(self):
            for value in getattr(self, column.name):
                digest.update(_written(value).encode())
        return digest.hexdigest()


def generate(
    *,
    seed: int,
    n_students: int = 2000,
    n_employers: int = 400,
    n_placements: int = 900,
    n_events: int = 40,
    today: date,
    reference: Reference,
) -> Region:
    """Invent a region between Zwolle, Apeldoorn and Deventer.

    Towns, postcodes and distances are real; people, schools, businesses and meetings are not. With at least one
    employer of every kind (about 80) and ten places for every qualification, each qualification has places.

    Parameters
    ----------
    seed : int
        0 or more; the same seed, numbers, day and reference give equal values on every machine.
    n_employers : int
        At least 1 when there are placements.
    today : date
        Ages, starts and events are reckoned from this day.
    reference : Reference
        Its qualifications, conditions, hazards and catalogue are what the region speaks of.

    Examples
    --------
    >>> from services.reference import load_reference
    >>> today = date(2026, 11, 22)
    >>> region = generate(seed=1, n_students=3, n_placements=2, today=today, reference=load_reference(today))
    >>> [student.reference for student in region.students]
    ['S000001', 'S000002', 'S000003']
    """
    content = load_content()
    employers, workplaces = draw_employers(seed=seed, n=n_employers, content=content)
    placements, recognitions = draw_placements(
        seed=seed,
        n=n_placements,
        today=today,
        content=content,
        reference=reference,
        employers=employers,
        workplaces=workplaces,
    )
    return Region(
        students=draw_students(seed=seed, n=n_students, today=today, content=content, reference=reference),
        schools=tuple(school.settings for school in content.schools),
        employers=employers,
        sites=tuple(workplace.site for workplace in workplaces),
        recognitions=recognitions,
        placements=placements,
        events=draw_events(
            seed=seed,
            n=n_events,
            today=today,
            content=content,
            workplaces=workplaces,
            employer_names=[employer.name for employer in employers],
        ),
    )


def _written(value: object) -> str:
    """Write a value so that equal values give equal text; sets in order, because theirs differs per process."""
    if is_dataclass(value):
        return "(" + ",".join(_written(getattr(value, column.name)) for column in fields(value)) + ")"
    if isinstance(value, Enum):
        return repr(value.value)
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{_written(k)}:{_written(v)}" for k, v in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(_written, value))) + "}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ",".join(map(_written, value)) + "]"
    return repr(value)
