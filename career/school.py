"""The school: what it has settled where the law leaves it room."""

from dataclasses import dataclass
from enum import StrEnum

from career.errors import InvalidValueError
from career.student import MAX_TRAVEL_MINUTES


class Region(StrEnum):
    """Region of the school holidays (vakantieregio) in which a school lies."""

    NOORD = "noord"
    MIDDEN = "midden"
    ZUID = "zuid"
    UNKNOWN = "unknown"
    """Nobody knows: then a week counts as a holiday only where it is one in all three."""


class MinorSignature(StrEnum):
    """Whether a parent signs with a student under eighteen, where the law leaves that to the school."""

    REQUIRED = "required"
    """A parent signs each agreement."""
    COVERED_BY_ENROLMENT = "covered_by_enrolment"
    """A parent agreed at the enrolment already."""
    INFORM_ONLY = "inform_only"
    """A parent is told, and does not sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolSettings:
    """What a school has settled; as it comes it settles nothing, and the strictest reading holds.

    Parameters
    ----------
    school : str
        The name, as students carry it.
    max_travel_minutes : int or None
        Longest trip one way that the school allows; ``None`` when it leaves that to the student.

    Examples
    --------
    >>> SchoolSettings(school="De Wissel").parent_signs
    True
    """

    school: str
    holiday_region: Region = Region.UNKNOWN
    minor_signature: MinorSignature = MinorSignature.REQUIRED
    max_travel_minutes: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "school": (self.school.strip() != "", "geef de naam van de school"),
            "max_travel_minutes": (
                self.max_travel_minutes is None or 0 < self.max_travel_minutes <= MAX_TRAVEL_MINUTES,
                f"geef een reistijd van 1 tot en met {MAX_TRAVEL_MINUTES} minuten, of laat dit leeg",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("school settings", faults)

    @property
    def parent_signs(self) -> bool:
        """Whether a parent signs an agreement that leaves it to the school."""
        return self.minor_signature is MinorSignature.REQUIRED
