"""How much advice is told about a place, and what is asked about the one thing that keeps most students out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields

from services.reference.opening_limits import named_numbers
from services.reference.rows import Row
from services.reference.texts import template

KINDS = ("prerequisite", "hazard", "dutch", "trainable")
LABEL = frozenset({"label"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceLimits:
    """Our own choice, to be tuned with employers and jobhunters.

    Parameters
    ----------
    well_percent : int
        A place suits a student well from this score on, of 100.
    most_opening, most_fitting, most_together : int
        At most so many changes are told that let more students come, that make it suit more of them well, and that do
        so two at a time.
    similar_places, similar_employers : int
        A place is compared with others when they are so many, of so many employers.
    similar_km : int
        Places farther off are not compared.
    """

    well_percent: int
    most_opening: int
    most_fitting: int
    most_together: int
    similar_places: int
    similar_employers: int
    similar_km: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarvingQuestion:
    """What an employer is asked about something that keeps students out.

    Parameters
    ----------
    may_go : bool
        The law leaves it to the employer.
    question : str
        With ``{label}`` where its name comes.
    """

    may_go: bool
    question: str


def advice_limits(rows: Sequence[Row]) -> AdviceLimits:
    """Read the rows of advice.csv.

    Raises
    ------
    ReferenceDataError
        A row holds something that cannot be right, or one lacks.
    """
    return AdviceLimits(**named_numbers(rows, [field.name for field in fields(AdviceLimits)]))


def carving_questions(
    rows: Sequence[Row], codes: Mapping[str, Collection[str]]
) -> dict[tuple[str, str], CarvingQuestion]:
    """Read the rows of carving.csv, by kind and code.

    Raises
    ------
    ReferenceDataError
        A row holds something that cannot be right or comes twice, or a kind has no row for all its codes.
    """
    found: dict[tuple[str, str], CarvingQuestion] = {}
    for row in rows:
        kind = row.choice("kind", KINDS)
        code = row.choice("code", codes.get(kind, ())) if row.optional_text("code") else ""
        if (kind, code) in found:
            raise row.error("code", f"voor {kind} {code or '(alle andere)'} is er al een rij; laat er één staan")
        found[kind, code] = CarvingQuestion(may_go=row.yes_no("may_go"), question=template(row, "question", LABEL))
    for kind in KINDS:
        if (kind, "") not in found:
            raise rows[-1].error("kind", f"dit is de laatste rij en {kind} zonder code was er niet bij")
    return found
