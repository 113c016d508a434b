"""What the engine's numbers are called, for the student and for the people around them."""

from collections.abc import Sequence

from matching import Evidence, Finding
from services.features import LANGUAGE_LEVELS, TRAVEL_MODES, Codes
from services.wording import WEEKDAYS, list_text


class Names:
    """Gives the word for a number; a student reads the plain one."""

    def __init__(self, codes: Codes, *, for_student: bool) -> None:
        self._codes = codes
        self._for_student = for_student

    def activity(self, code: int) -> str:
        """Name an everyday activity."""
        return self._of_catalogue(self._codes.activities[code])

    def competency(self, code: int) -> str:
        """Name a competency or work process."""
        return self._of_catalogue(self.competency_id(code))

    def competency_id(self, code: int) -> str:
        """Give the id by which the catalogue knows a competency."""
        return self._codes.competencies[code]

    def condition(self, code: int) -> str:
        """Name a condition as a place offers it."""
        return self._codes.reference.conditions[self._codes.conditions[code]].place_label

    def prerequisite(self, code: int) -> str:
        """Name what must be arranged before the start."""
        return uncapitalised(self._codes.reference.prerequisites[self._codes.prerequisites[code]].label)

    def hazard(self, code: int) -> str:
        """Name dangerous work."""
        return uncapitalised(self._codes.reference.hazards[self._codes.hazards[code]].label)

    def work(self, sector: int) -> str:
        """Name the work of a sector as a sentence does: "werk in de zorg"."""
        return self._codes.reference.sectors[self._codes.sectors[sector]].work

    def by(self, mode: int) -> str:
        """Name a way to travel as a sentence does: "met de fiets"."""
        return self._codes.reference.travel_modes[TRAVEL_MODES[mode]].by

    def offer(self, code: int) -> str:
        """Name a programme, or the type of a place that is not bound to one."""
        placement_type, qualification = self._codes.offer_words(code)
        held = self._codes.reference.qualifications.get(qualification or "")
        return held.name if held else self._codes.reference.placement_types[placement_type].label

    def _of_catalogue(self, identity: str) -> str:
        held = self._codes.catalogue[identity]
        return uncapitalised(held.plain_label if self._for_student else held.label)


def on_days(codes: Sequence[int]) -> str:
    """Name weekdays, Monday is 0; three or more in a row by the first and the last.

    Examples
    --------
    >>> on_days([0, 1, 2, 3]), on_days([0, 1, 4])
    ('van maandag tot en met donderdag', 'op maandag, dinsdag en vrijdag')
    """
    if len(codes) > 2 and list(codes) == list(range(codes[0], codes[0] + len(codes))):
        return f"van {WEEKDAYS[codes[0]]} tot en met {WEEKDAYS[codes[-1]]}"
    return f"op {list_text([WEEKDAYS[code] for code in codes])}"


def dutch_level(number: int) -> str:
    """Name a level of Dutch, 1 (A1) to 5 (C1); nothing where there is none."""
    return LANGUAGE_LEVELS[number - 1].upper() if number else ""


def found(evidence: Sequence[Evidence], *findings: Finding) -> list[Evidence]:
    """Give the facts that say one of these, in their order."""
    return [fact for fact in evidence if fact.finding in findings]


def uncapitalised(label: str) -> str:
    """Write a label as it stands inside a sentence; an abbreviation keeps its capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def capitalised(text: str) -> str:
    """Write a text as a sentence begins."""
    return text[:1].upper() + text[1:]


def named(labels: Sequence[str], *, most: int = 3) -> str:
    """Name a few, and count the rest; labels that hold an "en" or a comma themselves are kept apart.

    Examples
    --------
    >>> named(["koken", "bakken", "inpakken", "schoonmaken"], most=2)
    'koken, bakken en nog 2 dingen'
    >>> named(["eten koken", "afwassen en de keuken opruimen"])
    'eten koken, en ook afwassen en de keuken opruimen'
    """
    shown, rest = list(labels[:most]), len(labels) - most
    if rest > 0:
        shown.append("nog één ding" if rest == 1 else f"nog {rest} dingen")
    is_simple = not any(" en " in label or " of " in label or "," in label for label in labels[:most])
    if is_simple or len(shown) < 2:
        return list_text(shown)
    return f"{'; '.join(shown[:-1])}, en {'' if rest > 0 else 'ook '}{shown[-1]}"


def sentences(*said: str) -> str:
    """Join what is said; what is empty is left out."""
    return " ".join(filter(None, said))
