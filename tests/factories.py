"""Valid and unremarkable values of every subject; a test states only what matters to it."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from accounts.holder import AccountHolder
from career.guarantee import Guarantee
from career.link import Link, Speaker, Verdict
from career.student import Availability, SchoolType, Student, Travel
from employer_toolkit.employer import Employer, Site
from employer_toolkit.placement import Placement, PlacementState, PlacementType, WorkDay
from employer_toolkit.recognition import Recognition, RecognitionStatus
from events.event import Event, EventKind, EventState, Venue


def make_holder(**changes: Any) -> AccountHolder:
    """Make an open account."""
    plain: dict[str, Any] = {
        "id": uuid4(),
        "name": "Anja Visser",
        "email": None,
        "made_at": datetime(2026, 9, 1, 8, tzinfo=UTC),
    }
    return AccountHolder(**{**plain, **changes})


def make_student(reference: str = "leerling-1", **changes: Any) -> Student:
    """Make a student of 17 in Zwolle who is free on three days a week from February to July 2027."""
    plain: dict[str, Any] = {
        "id": uuid4(),
        "reference": reference,
        "first_name": "Noor",
        "born_on": date(2009, 3, 14),
        "school_type": SchoolType.MBO,
        "availability": Availability(
            from_on=date(2027, 2, 1),
            until_on=date(2027, 7, 1),
            weekdays=frozenset({1, 2, 3}),
            hours_min=16,
            hours_max=24,
            school_minutes=(0, 0, 0, 0, 0, 0, 0),
        ),
        "travel": Travel(postcode4="8011", latitude=52.51, longitude=6.09),
        "seeks": frozenset({"bpv_bol"}),
    }
    return Student(**{**plain, **changes})


def make_employer(reference: str = "werkgever-1", **changes: Any) -> Employer:
    """Make an employer."""
    return Employer(**{"id": uuid4(), "reference": reference, "name": "Bakkerij De Korenaar", **changes})


def make_site(employer_id: UUID, reference: str = "vestiging-1", **changes: Any) -> Site:
    """Make a site in Zwolle."""
    plain: dict[str, Any] = {
        "id": uuid4(),
        "employer_id": employer_id,
        "reference": reference,
        "name": "Bakkerij De Korenaar, Centrum",
        "postcode4": "8011",
        "municipality": "Zwolle",
        "latitude": 52.512,
        "longitude": 6.094,
    }
    return Site(**{**plain, **changes})


def make_recognition(site_id: UUID, **changes: Any) -> Recognition:
    """Make an active recognition without an end."""
    plain: dict[str, Any] = {
        "site_id": site_id,
        "qualification_code": "25170",
        "status": RecognitionStatus.ACTIVE,
        "valid_from": date(2024, 1, 1),
        "valid_until": None,
        "checked_on": date(2026, 11, 1),
    }
    return Recognition(**{**plain, **changes})


def make_placement(site_id: UUID, reference: str = "plek-1", **changes: Any) -> Placement:
    """Make an open placement of three days a week from February to July 2027."""
    plain: dict[str, Any] = {
        "id": uuid4(),
        "reference": reference,
        "site_id": site_id,
        "type": PlacementType.BPV_BOL,
        "title": "Stage in de bakkerij",
        "sector": "voeding",
        "schedule": tuple(WorkDay(weekday=day, starts=time(8), ends=time(16, 30)) for day in (1, 2, 3)),
        "days_min": 2,
        "hours_min": 16,
        "hours_max": 24,
        "starts_on": date(2027, 2, 1),
        "ends_on": date(2027, 7, 1),
        "hazards": frozenset(),
        "state": PlacementState.OPEN,
    }
    return Placement(**{**plain, **changes})


def make_event(reference: str = "bijeenkomst-1", **changes: Any) -> Event:
    """Make a published event of two hours on a morning in January 2027."""
    plain: dict[str, Any] = {
        "id": uuid4(),
        "reference": reference,
        "kind": EventKind.SPEED_DATE,
        "title": "Speeddate zorg en horeca",
        "summary": "Praat met tien bedrijven.",
        "starts_at": datetime(2027, 1, 13, 9, tzinfo=UTC),
        "ends_at": datetime(2027, 1, 13, 11, tzinfo=UTC),
        "venue": Venue(name="De Bibliotheek"),
        "organiser": "Leerwerkloket",
        "changed_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "state": EventState.PUBLISHED,
    }
    return Event(**{**plain, **changes})


def make_guarantee(**changes: Any) -> Guarantee:
    """Make two seats in care for who begins in 2029, with a profile to choose before April 2027."""
    plain: dict[str, Any] = {
        "id": uuid4(),
        "group_name": "Zorg in Zwolle",
        "sector": "zorg",
        "cohort": 2029,
        "n_seats": 2,
        "conditions": ("diploma", "attend"),
        "signed_on": date(2026, 9, 1),
        "valid_until": date(2034, 8, 1),
        "choose_profile": "Zorg en welzijn",
        "choose_by": date(2027, 4, 1),
    }
    return Guarantee(**{**plain, **changes})


def make_link(text: str = "handige harry voor in de keuken", **changes: Any) -> Link:
    """Make a word of a teacher: this phrase means cooking."""
    plain: dict[str, Any] = {
        "id": uuid4(),
        "text": text,
        "competency_id": "doe:koken",
        "verdict": Verdict.CORRECTED,
        "speaker": Speaker.TEACHER,
        "suggested_ids": ("doe:bedienen",),
        "model_version": "test/0",
        "made_at": datetime(2026, 11, 24, 9, tzinfo=UTC),
    }
    return Link(**{**plain, **changes})
