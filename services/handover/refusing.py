"""Why a package is not taken, in words that say what is wrong, where, and what to do."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from services.errors import ServiceError


class Refusal(StrEnum):
    """What is wrong with a package."""

    TOO_LARGE = "too_large"
    NOT_A_PACKAGE = "not_a_package"
    TOO_MANY = "too_many"
    PACKED_TIGHT = "packed_tight"
    NAME = "name"
    TWICE = "twice"
    MISSING = "missing"
    UNKNOWN_MEMBER = "unknown_member"
    VERSION = "version"
    DAMAGED = "damaged"
    CHANGED = "changed"
    SIGNATURE = "signature"
    UNKNOWN_SENDER = "unknown_sender"
    CONTENT = "content"
    FUTURE = "future"
    FILE = "file"


TEXTS: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.TOO_LARGE: "Dit pakket is te groot ({where}). Vraag de school om een pakket met minder bestanden.",
        Refusal.NOT_A_PACKAGE: "Dit is geen pakket van een school. Kies het bestand dat eindigt op .overdracht.zip.",
        Refusal.TOO_MANY: "In dit pakket zitten te veel bestanden ({where}). Vraag de school om een nieuw pakket.",
        Refusal.PACKED_TIGHT: "Het bestand {where} in dit pakket is geperst of op slot. Vraag om een nieuw pakket.",
        Refusal.NAME: "Het bestand {where} in dit pakket heeft een naam die niet kan. Vraag om een nieuw pakket.",
        Refusal.TWICE: "Het bestand {where} zit twee keer in dit pakket. Vraag de school om een nieuw pakket.",
        Refusal.MISSING: "Het bestand {where} ontbreekt. Het pakket is niet heel overgekomen. Haal het opnieuw op.",
        Refusal.UNKNOWN_MEMBER: "Het bestand {where} hoort niet in dit pakket. Vraag de school om een nieuw pakket.",
        Refusal.VERSION: "Dit pakket is van een andere versie ({where}). Vraag je beheerder om bij te werken.",
        Refusal.DAMAGED: "Dit pakket is niet heel overgekomen. Haal het opnieuw op bij de school die het stuurde.",
        Refusal.CHANGED: "Het bestand {where} is veranderd na het inpakken. Vraag de school om een nieuw pakket.",
        Refusal.SIGNATURE: "De handtekening van dit pakket klopt niet. Vraag de school om een nieuw pakket.",
        Refusal.UNKNOWN_SENDER: (
            "Wij kennen de afzender van dit pakket niet ({where}). Je beheerder kan zijn sleutel toevoegen."
        ),
        Refusal.CONTENT: "In dit pakket staat iets dat niet kan, bij {where}. Vraag de school om een nieuw pakket.",
        Refusal.FUTURE: "Dit pakket is gemaakt op een dag die nog komt ({where}). Vraag de school om een nieuw pakket.",
        Refusal.FILE: "Een bestand in dit pakket kan niet: {where}",
    }
)


class HandoverRefusedError(ServiceError):
    """A package is not taken; nothing of it was kept.

    Parameters
    ----------
    refusal : Refusal
    where : str
        The member, field or number that it is about.
    """

    def __init__(self, refusal: Refusal, where: str = "") -> None:
        self.refusal = refusal
        self.where = where
        self.text = TEXTS[refusal].format(where=where)
        super().__init__(f"{refusal}: {where}")
