"""Turn rows into what is said on the screen, and hold their placeholders to the list."""

from string import Formatter

from services.reference.rows import Row
from services.reference.values import COMPONENTS, GATE_PLACEHOLDERS, ComponentText, Condition, GateText, Sector

WHO_CAN_ACT = ("student", "school", "jobhunter", "werkgever")


def sector(row: Row) -> Sector:
    """Read one row of sectors.csv."""
    return Sector(code=row.text("code"), label=row.text("label"), work=row.text("work"))


def condition(row: Row) -> Condition:
    """Read one row of conditions.csv."""
    return Condition(
        code=row.text("code"),
        student_label=row.text("student_label"),
        place_label=row.text("place_label"),
        explanation=row.text("explanation"),
    )


def gate_text(row: Row) -> GateText:
    """Read one row of gate_texts.csv."""
    gate = row.choice("gate", {gate for gate, _ in GATE_PLACEHOLDERS})
    verdict = row.choice("verdict", {verdict for other, verdict in GATE_PLACEHOLDERS if other == gate})
    allowed = GATE_PLACEHOLDERS[gate, verdict]
    return GateText(
        gate=gate,
        verdict=verdict,
        student_text=template(row, "student_text", allowed),
        staff_text=template(row, "staff_text", allowed),
        repair=template(row, "repair", allowed),
        student_repair=template(row, "student_repair", allowed),
        who=row.choice("who", WHO_CAN_ACT),
        source=row.source(),
    )


def component_text(row: Row) -> ComponentText:
    """Read one row of component_texts.csv."""
    code = row.choice("code", COMPONENTS)
    return ComponentText(
        code=code,
        side=COMPONENTS[code],
        student_label=row.text("student_label"),
        staff_label=row.text("staff_label"),
        student_good=row.text("student_good"),
        student_middling=row.text("student_middling"),
        student_bad=row.text("student_bad"),
        student_unknown=row.text("student_unknown"),
        staff_good=row.text("staff_good"),
        staff_middling=row.text("staff_middling"),
        staff_bad=row.text("staff_bad"),
        staff_unknown=row.text("staff_unknown"),
    )


def template(row: Row, column: str, allowed: frozenset[str]) -> str:
    """Read a text for ``str.format`` that holds no other placeholders than these."""
    text = row.text(column)
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise row.error(column, f"een accolade staat niet goed ({error}); open en sluit elke {{…}}") from None
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if name not in allowed or spec or conversion:
            known = ", ".join(f"{{{other}}}" for other in sorted(allowed)) or "geen accolades"
            raise row.error(column, f"er staat {{{name}}}; hier kan alleen: {known}")
    return text
