"""Employers (werkgevers), their sites (vestigingen) and the people to call."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """An organisation that offers places.

    Parameters
    ----------
    reference : str
        The key by which the source knows the employer.
    kvk : str or None
        Number in the trade register (eight digits), when known.
    """

    id: UUID
    reference: str
    name: str
    kvk: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the work is done.

    Parameters
    ----------
    latitude, longitude : float or None
        Degrees; ``None`` while the place on the map is unknown.
    closed_on : date or None
        From that day on nobody works there any more; ``None`` while it is open.
    """

    id: UUID
    employer_id: UUID
    reference: str
    name: str
    postcode4: str
    municipality: str
    latitude: float | None = None
    longitude: float | None = None
    closed_on: date | None = None

    def close(self, on: date) -> "Site":
        """Close it from a day on; one that is closed keeps its first day."""
        return self if self.closed_on else replace(self, closed_on=on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The person to ask for; shared only after both sides said yes."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
