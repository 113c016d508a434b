"""Turn rows into qualifications, competencies, the relations between them and other words for them."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

from career.competency import Competency, CompetencyKind, Relation
from career.qualification import Qualification
from services.reference.rows import Row

WEAKEST, STRONGEST = 0.05, 0.95
"""Limits of the strength of a relation: weaker says nothing, stronger is the same thing."""

TASK_PREFIXES = MappingProxyType({CompetencyKind.SKILL: "taak", CompetencyKind.OCCUPATION: "beroep"})
"""How the ids of tasks.csv begin, per kind."""


def qualification(row: Row, sectors: Collection[str], processes: Mapping[str, tuple[str, ...]]) -> Qualification:
    """Read one row of qualifications.csv."""
    source, code = row.source(), row.text("code")
    _matches(row, "code", r"\d{5}", "25498")
    equivalents = tuple(part.strip() for part in row.optional_text("equivalent_codes").split(";") if part.strip())
    if not all(re.fullmatch(r"\d{5}", other) for other in equivalents):
        raise row.error("equivalent_codes", "hier horen codes van vijf cijfers, met puntkomma's ertussen")
    if code not in processes:
        raise row.error("code", f"{code} heeft geen rij in work_processes.csv; geef er daar minstens één")
    return Qualification(
        code=code,
        code_scheme=row.text("code_scheme"),
        name=row.text("name"),
        level=row.whole("level", at_least=1, at_most=4),
        sector=row.choice("sector", sectors),
        valid_from=source.valid_from,
        valid_until=source.valid_until,
        work_process_ids=processes[code],
        equivalent_codes=equivalents,
    )


def processes_by_qualification(
    processes: tuple[Row, ...], qualifications: tuple[Row, ...]
) -> dict[str, tuple[str, ...]]:
    """Collect per qualification the ids of its work processes, in the order of the file."""
    codes = {row.text("code") for row in qualifications}
    found: dict[str, tuple[str, ...]] = {}
    for row in processes:
        code = row.choice("qualification", codes)
        found[code] = (*found.get(code, ()), row.text("id"))
    return found


def work_process(row: Row) -> Competency:
    """Read one row of work_processes.csv."""
    code = row.text("qualification")
    pattern = rf"wp:{re.escape(code)}:[BP]\d-K\d-W\d"
    return competency(CompetencyKind.WORK_PROCESS, pattern, f"wp:{code}:B1-K1-W1")(row)


def competency(kind: CompetencyKind, pattern: str, example: str) -> Callable[[Row], Competency]:
    """Make the reader of one row of a kind of competency, whose ids have a pattern."""

    def build(row: Row) -> Competency:
        _matches(row, "id", pattern, example)
        return Competency(id=row.text("id"), kind=kind, label=row.text("label"), plain_label=row.text("plain_label"))

    return build


def task(row: Row) -> Competency:
    """Read one row of tasks.csv: an everyday task, or a trade."""
    kind = CompetencyKind(row.choice("kind", TASK_PREFIXES))
    prefix = TASK_PREFIXES[kind]
    return competency(kind, rf"{prefix}:[a-z0-9]+(-[a-z0-9]+)*", f"{prefix}:gras-maaien")(row)


def task_words(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Read per row of tasks.csv the other words for it; what one row says, no other row may say."""
    words: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for row in rows:
        terms = row.phrases("terms")
        said = {row.text(column).casefold(): column for column in ("plain_label", "label")}
        for term in terms:
            if term.casefold() in said:
                raise row.error("terms", f"“{term}” is al een naam in deze rij; haal het hier weg")
        said |= {term.casefold(): "terms" for term in terms}
        for phrase, column in said.items():
            if phrase in lines:
                raise row.error(
                    column, f"“{phrase}” staat ook op regel {lines[phrase]}; laat het op één van de twee staan"
                )
            lines[phrase] = row.line
        words[row.text("id")] = terms
    return words


def other_words(row: Row, entries: Collection[str]) -> tuple[str, ...]:
    """Read one row of synonyms.csv; it must be about an entry that is there."""
    row.choice("id", entries)
    return row.phrases("terms")


def relations(rows: tuple[Row, ...], tasks: tuple[Row, ...], known: Mapping[str, Competency]) -> list[Relation]:
    """Read all rows of relations.csv, and what the rows of tasks.csv are near to; both ends must be known."""
    found: dict[tuple[str, str], Relation] = {}
    for row in rows:
        from_id, to_id = row.choice("from_id", known), row.choice("to_id", known)
        if from_id == to_id:
            raise row.error("to_id", "dit is hetzelfde als from_id; noem een andere competentie")
        if (from_id, to_id) in found:
            raise row.error("to_id", "deze twee staan hier al samen; laat één van de rijen staan")
        strength = row.number("strength", at_least=WEAKEST, at_most=STRONGEST)
        found[from_id, to_id] = Relation(from_id=from_id, to_id=to_id, strength=strength)
    for row in tasks:
        from_id = row.text("id")
        for to_id, strength in row.shares("near", known, at_least=WEAKEST, at_most=STRONGEST):
            if from_id == to_id:
                raise row.error("near", "dit is de taak zelf; noem een andere competentie")
            if (from_id, to_id) in found:
                raise row.error("near", f"“{to_id}” staat ook in relations.csv; laat het op één van de twee staan")
            found[from_id, to_id] = Relation(from_id=from_id, to_id=to_id, strength=strength)
    return list(found.values())


def _matches(row: Row, column: str, pattern: str, example: str) -> None:
    if not re.fullmatch(pattern, row.text(column), re.ASCII):
        raise row.error(column, f"er staat “{row.text(column)}”; schrijf het zoals {example}")
