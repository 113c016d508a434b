"""How a cell of the placements file writes a task, a requirement, a recognition or working hours, and reads it back."""

import re
from datetime import date, time
from typing import Any

from employer_toolkit.placement import Requirement, Task, WorkDay
from employer_toolkit.recognition import Recognition, RecognitionStatus
from services.files.cells import WEEKDAYS, CellError, Read, read_clock, read_date, read_weekdays, split_values

STATUS_WORDS = {
    "actief": RecognitionStatus.ACTIVE,
    "aangevraagd": RecognitionStatus.REQUESTED,
    "geschorst": RecognitionStatus.SUSPENDED,
    "ingetrokken": RecognitionStatus.REVOKED,
    "opgegeven": RecognitionStatus.CLAIMED,
}
RECOGNITION = re.compile(r"([0-9]{5}) ([0-9-]{8,10})\.\.([0-9-]{8,10})?(?: ([a-z]{1,20}))?")
RECOGNITION_EXAMPLE = "25250 2024-01-01..2028-01-01"
WORK_DAY = re.compile(r"([a-z]{2}(?:-[a-z]{2})?) ([0-9:.]{4,5}) ?- ?([0-9:.]{4,5})(?:/([0-9]{1,3}))?")
REQUIREMENT = re.compile(r"([^\s]{1,80}) niveau ([1-5])(?: belang ([1-3]))?( leerbaar)?")
REQUIREMENT_EXAMPLE = "gedrag:24105 niveau 3 belang 2 leerbaar"
TASK = re.compile(r"([^\[\]]{1,300})(?:\[([^\[\]]{0,1000})\])?")
DEFAULT_BREAK_MINUTES = 30
"""Break of a day that names none; the same as that of a ``WorkDay``."""


def read_recognition(text: str) -> tuple[str, RecognitionStatus, date, date | None]:
    """Read one recognition, such as ``25250 2024-01-01..2028-01-01 aangevraagd``: code, status, first day, end."""
    match = RECOGNITION.fullmatch(text.lower())
    if match is None or (match[4] or "actief") not in STATUS_WORDS:
        raise CellError(f"schrijf code begin..einde status, zoals “{RECOGNITION_EXAMPLE}”")
    valid_until = read_date(match[3]) if match[3] else None
    return match[1], STATUS_WORDS[match[4] or "actief"], read_date(match[2]), valid_until


def write_recognition(recognition: Recognition) -> str:
    """Write what ``read_recognition`` reads."""
    end = "" if recognition.valid_until is None else recognition.valid_until.isoformat()
    status = "" if recognition.status is RecognitionStatus.ACTIVE else f" {word_for(STATUS_WORDS, recognition.status)}"
    return f"{recognition.qualification_code} {recognition.valid_from.isoformat()}..{end}{status}"


def tasks_reader(competency: Read) -> Read:
    """Give the reader of tasks, such as ``Groente snijden [doe:koken]|Afwassen``.

    Parameters
    ----------
    competency
        Reads one catalogue id.
    """

    def read_task(text: str) -> Task:
        match = TASK.fullmatch(text)
        if match is None or not match[1].strip():
            raise CellError("schrijf een taak met de codes erachter, zoals “Groente snijden [doe:koken]”")
        ids = [part for part in re.split(r"[\s,;]+", match[2] or "") if part]
        return Task(text=match[1].strip(), competency_ids=tuple(competency(part) for part in ids))

    def read(text: str) -> tuple[Task, ...]:
        return tuple(read_task(part.strip()) for part in text.split("|") if part.strip())

    return read


def write_task(task: Task) -> str:
    """Write one task with its catalogue ids."""
    # The signs that part tasks and codes cannot stand in a task itself.
    text = task.text.translate(str.maketrans("|[]", "/()"))
    return f"{text} [{', '.join(task.competency_ids)}]" if task.competency_ids else text


def requirement_reader(competency: Read) -> Read:
    """Give the reader of one requirement, such as ``gedrag:24105 niveau 3 belang 2 leerbaar``.

    Parameters
    ----------
    competency
        Reads one catalogue id.
    """

    def read(text: str) -> Requirement:
        match = REQUIREMENT.fullmatch(text)
        if match is None:
            raise CellError(f"schrijf code niveau belang, zoals “{REQUIREMENT_EXAMPLE}”")
        return Requirement(
            competency_id=competency(match[1]),
            level=int(match[2]),
            importance=int(match[3] or 2),
            is_trainable=match[4] is not None,
        )

    return read


def write_requirement(requirement: Requirement) -> str:
    """Write what a ``requirement_reader`` reads."""
    trainable = " leerbaar" if requirement.is_trainable else ""
    return f"{requirement.competency_id} niveau {requirement.level} belang {requirement.importance}{trainable}"


def read_schedule(text: str) -> tuple[WorkDay, ...]:
    """Read working hours per weekday, such as ``ma 09:00-17:00/30|di 09:00-15:00``, in the order of the cell."""
    days: list[WorkDay] = []
    for part in split_values(text.replace(",", "|")):
        match = WORK_DAY.fullmatch(part.lower())
        if match is None:
            raise CellError("schrijf dag begin-einde/pauze, zoals “ma 09:00-17:00/30|di 09:00-15:00/30”")
        starts, ends = read_clock(match[2]), read_clock(match[3])
        pause = DEFAULT_BREAK_MINUTES if match[4] is None else int(match[4])
        days += [
            WorkDay(weekday=day, starts=starts, ends=ends, break_minutes=pause)
            for day in sorted(read_weekdays(match[1]))
        ]
    return tuple(days)


def write_work_day(day: WorkDay) -> str:
    """Write the working hours of one weekday, as ``read_schedule`` reads them."""
    return f"{WEEKDAYS[day.weekday - 1]} {write_clock(day.starts)}-{write_clock(day.ends)}/{day.break_minutes}"


def write_clock(moment: time) -> str:
    """Write a time of day: ``09:00``."""
    return moment.isoformat("minutes")


def word_for(words: dict[str, Any], value: object) -> str:
    """Give the Dutch word of a value."""
    return next(word for word, meant in words.items() if meant is value)
