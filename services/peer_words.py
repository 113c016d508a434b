"""What everything about peers is called, in Dutch."""

from collections.abc import Mapping
from types import MappingProxyType

from career.peer import ContactWay, OfferState, PairState

OFFER_STATES: Mapping[OfferState, str] = MappingProxyType(
    {
        OfferState.ASKED: "school kijkt ernaar",
        OfferState.ADMITTED: "je mag helpen",
        OfferState.DECLINED: "school zei nee",
        OfferState.STOPPED: "gestopt",
    }
)
PAIR_STATES: Mapping[PairState, str] = MappingProxyType(
    {
        PairState.WANTED: "school zoekt iemand",
        PairState.PROPOSED: "wij vragen eerst of hij of zij kan",
        PairState.ACCEPTED: "er is iemand voor je",
        PairState.ACTIVE: "jullie zijn begonnen",
        PairState.ENDED: "gestopt",
    }
)
WAYS: Mapping[ContactWay, str] = MappingProxyType(
    {
        ContactWay.MET: "elkaar gezien",
        ContactWay.CALLED: "gebeld",
        ContactWay.WROTE: "geappt of gemaild",
        ContactWay.AT_WORK: "samen op het werk",
    }
)
LANGUAGE_WORDS: Mapping[str, str] = MappingProxyType(
    {"en": "Engels", "tr": "Turks", "ar": "Arabisch", "pl": "Pools", "uk": "Oekraïens"}
)
"""Languages besides Dutch that somebody can ask for."""
