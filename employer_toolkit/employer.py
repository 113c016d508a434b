"""Employers (werkgevers), their sites (vestigingen) and the people to call."""

from dataclasses import dataclass
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
    """

    id: UUID
    employer_id: UUID
    reference: str
    name: str
    postcode4: str
    municipality: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The person to ask for; shared only after both sides said yes."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
