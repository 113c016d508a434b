"""An event as search engines read it (schema.org), beside what people read."""

from collections.abc import Mapping
from typing import Any

from api.wording import local
from events.event import Event
from events.ical import KIND_NAMES

SCHEMA = "https://schema.org"


def event_data(event: Event, *, site: str, audience: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """Describe an event by the words of schema.org, with the times as the clock on the wall has them.

    Parameters
    ----------
    site : str
        Where people find the pages.
    audience : tuple of str
        For whom it is, as the page says it.
    """
    venue = event.venue
    has_place = bool(venue.address or venue.municipality) or not venue.online_url
    modes = [*(["Offline"] if has_place else []), *(["Online"] if venue.online_url else [])]
    mode = "Mixed" if len(modes) > 1 else modes[0]
    places: list[Mapping[str, Any]] = []
    if has_place:
        told = {"@type": "PostalAddress", "streetAddress": venue.address, "addressLocality": venue.municipality}
        address = {**{key: text for key, text in told.items() if text}, "addressCountry": "NL"}
        places.append({"@type": "Place", "name": venue.name, "address": address})
    if venue.online_url:
        # Where it is joined stands on the page: an address for everybody would let everybody in.
        places.append({"@type": "VirtualLocation", "url": f"{site}/agenda/{event.id}"})
    return {
        "@context": SCHEMA,
        "@type": "EducationEvent",
        "name": event.title,
        "description": event.summary,
        "startDate": local(event.starts_at).isoformat(),
        "endDate": local(event.ends_at).isoformat(),
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if event.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/{mode}EventAttendanceMode",
        "location": places if len(places) > 1 else places[0],
        "organizer": {"@type": "Organization", "name": event.organiser},
        "inLanguage": sorted(event.languages),
        "keywords": KIND_NAMES[event.kind],
        "url": f"{site}/agenda/{event.id}",
        **({"audience": {"@type": "Audience", "audienceType": ", ".join(audience)}} if audience else {}),
        **({"maximumAttendeeCapacity": event.seats} if event.seats else {}),
    }
