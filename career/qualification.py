"""Qualifications (kwalificaties): what a programme leads to and which work processes it holds."""

from dataclasses import dataclass
from datetime import date

from career.errors import InvalidValueError


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """One qualification of the mbo, in force from a day until another.

    Parameters
    ----------
    code : str
        Crebo, now "erkende opleidingscode": five digits.
    code_scheme : str
        Which list the code comes from, such as ``"crebo"``.
    level : int
        1 (entree) to 4.
    sector : str
        Code of the sector it belongs to.
    work_process_ids : tuple of str
        Catalogue ids of its work processes, in the order of the dossier.
    equivalent_codes : tuple of str
        Codes for which a recognition counts as well.
    valid_until : date or None
        First day on which it no longer counts; ``None`` while no end is known.
    """

    code: str
    code_scheme: str
    name: str
    level: int
    sector: str
    valid_from: date
    valid_until: date | None = None
    work_process_ids: tuple[str, ...] = ()
    equivalent_codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a code, level or period that cannot be."""
        faults = {}
        if not (len(self.code) == 5 and self.code.isascii() and self.code.isdigit()):
            faults["code"] = "geef een code van vijf cijfers, zoals 25498"
        if self.level not in range(1, 5):
            faults["level"] = "geef niveau 1, 2, 3 of 4"
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            faults["valid_until"] = "geef een dag na valid_from"
        if faults:
            raise InvalidValueError("qualification", faults)
