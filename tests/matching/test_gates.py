"""Worked cases: one thing is changed about a pair that fits, and the gate says so."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from career.student import SchoolType, Travel, TravelMode
from employer_toolkit.placement import PlacementType
from employer_toolkit.recognition import RecognitionStatus
from matching import Gate, Verdict
from tests.matching.one_pair import FREE, explanation_of, workdays


def verdicts(**changed: Any) -> dict[Gate, Verdict]:
    return {result.gate: result.verdict for result in explanation_of(**changed).gates}


def test_a_pair_that_fits_passes_every_gate() -> None:
    of_age = {"student": {"born_on": date(2008, 8, 14)}}

    assert verdicts(**of_age) == dict.fromkeys(Gate, Verdict.PASS)
    assert verdicts() == dict.fromkeys(Gate, Verdict.PASS) | {Gate.SIGNATURE: Verdict.TO_ARRANGE}


PRO = {"school_type": SchoolType.PRO, "qualification_code": None, "level": None, "seeks": frozenset({"pro_stage"})}
PRO_PLACE = {"type": PlacementType.PRO_STAGE, "qualification_codes": ()}
CASES: list[tuple[str, dict[str, Any], Gate, Verdict]] = [
    ("other programme", {"student": {"qualification_code": "25371"}}, Gate.TYPE_PROGRAMME, Verdict.FORBIDDEN),
    ("type not sought", {"student": {"seeks": frozenset({"bpv_bbl"})}}, Gate.TYPE_PROGRAMME, Verdict.FORBIDDEN),
    ("school type not meant", {"student": {"school_type": SchoolType.PRO}}, Gate.TYPE_PROGRAMME, Verdict.FORBIDDEN),
    ("level too low", {"placement": {"level_min": 3}}, Gate.TYPE_PROGRAMME, Verdict.FORBIDDEN),
    ("recognition never looked up", {"recognition": {}}, Gate.RECOGNITION, Verdict.UNKNOWN),
    (
        "recognition asked for",
        {"recognition": {"status": RecognitionStatus.REQUESTED}},
        Gate.RECOGNITION,
        Verdict.TO_ARRANGE,
    ),
    ("recognition revoked", {"recognition": {"status": RecognitionStatus.REVOKED}}, Gate.RECOGNITION, Verdict.NOT_NOW),
    (
        "recognition ends on the last day",
        {"recognition": {"valid_until": date(2027, 6, 30)}},
        Gate.RECOGNITION,
        Verdict.NOT_NOW,
    ),
    (
        "recognition just long enough",
        {"recognition": {"valid_until": date(2027, 7, 1)}},
        Gate.RECOGNITION,
        Verdict.PASS,
    ),
    ("16 on the first day", {"student": {"born_on": date(2011, 2, 1)}}, Gate.AGE, Verdict.PASS),
    ("16 a day too late", {"student": {"born_on": date(2011, 2, 2)}}, Gate.AGE, Verdict.NOT_NOW),
    ("far too young", {"student": {"born_on": date(2013, 1, 1)}}, Gate.AGE, Verdict.FORBIDDEN),
    (
        "free for too short",
        {"student": {"availability": replace(FREE, from_on=date(2027, 6, 1), until_on=date(2027, 12, 1))}},
        Gate.PERIOD,
        Verdict.NOT_NOW,
    ),
    (
        "no day in common",
        {"student": {"availability": replace(FREE, weekdays=frozenset({5}))}},
        Gate.DAYS_HOURS,
        Verdict.NOT_NOW,
    ),
    ("more hours than wished", {"placement": {"hours_min": 30, "hours_max": 30}}, Gate.DAYS_HOURS, Verdict.NOT_NOW),
    (
        "17 years and ten hours a day (ATW 5:7)",
        {"placement": {"schedule": workdays(1, starts=time(8), ends=time(18, 30))}},
        Gate.WORKING_TIME,
        Verdict.FORBIDDEN,
    ),
    (
        "17 years and nine hours a day",
        {"placement": {"schedule": workdays(1, starts=time(8), ends=time(17, 30))}},
        Gate.WORKING_TIME,
        Verdict.PASS,
    ),
    (
        "17 years, school counts on that day (ATW 4:4)",
        {
            "student": {"availability": replace(FREE, school_minutes=(180, 0, 0, 0, 0, 0, 0))},
            "placement": {"schedule": workdays(1)},
        },
        Gate.WORKING_TIME,
        Verdict.FORBIDDEN,
    ),
    (
        "18 years, school does not count",
        {
            "student": {
                "born_on": date(2009, 2, 1),
                "availability": replace(FREE, school_minutes=(180, 0, 0, 0, 0, 0, 0)),
            },
            "placement": {"schedule": workdays(1)},
        },
        Gate.WORKING_TIME,
        Verdict.PASS,
    ),
    (
        "17 years before six in the morning (ATW 5:3)",
        {"placement": {"schedule": workdays(1, starts=time(5, 30), ends=time(13))}},
        Gate.WORKING_TIME,
        Verdict.FORBIDDEN,
    ),
    (
        "17 years and no break in six and a half hours (ATW 5:4)",
        {"placement": {"schedule": workdays(1, 2, starts=time(9), ends=time(15, 30), pause=0)}},
        Gate.WORKING_TIME,
        Verdict.FORBIDDEN,
    ),
    ("17 years on Sunday (ATW 5:6)", {"placement": {"schedule": workdays(7)}}, Gate.WORKING_TIME, Verdict.TO_ARRANGE),
    (
        "15 years on Sunday (NRK 3:1)",
        {"student": {**PRO, "born_on": date(2011, 8, 1)}, "placement": {**PRO_PLACE, "schedule": workdays(7)}},
        Gate.WORKING_TIME,
        Verdict.FORBIDDEN,
    ),
    (
        "15 years and seven hours on Monday (NRK 3:1)",
        {"student": {**PRO, "born_on": date(2011, 8, 1)}, "placement": {**PRO_PLACE, "schedule": workdays(1)}},
        Gate.WORKING_TIME,
        Verdict.PASS,
    ),
    (
        "15 years until after seven in the evening (NRK 3:1)",
        {
            "student": {**PRO, "born_on": date(2011, 8, 1)},
            "placement": {**PRO_PLACE, "schedule": workdays(1, starts=time(12), ends=time(19, 30))},
        },
        Gate.WORKING_TIME,
        Verdict.FORBIDDEN,
    ),
    ("17 years in loud noise", {"placement": {"hazards": frozenset({"lawaai"})}}, Gate.HAZARDS, Verdict.FORBIDDEN),
    (
        "18 years in loud noise",
        {"student": {"born_on": date(2009, 2, 1)}, "placement": {"hazards": frozenset({"lawaai"})}},
        Gate.HAZARDS,
        Verdict.PASS,
    ),
    ("17 years on a tractor", {"placement": {"hazards": frozenset({"trekker"})}}, Gate.HAZARDS, Verdict.NOT_NOW),
    (
        "17 years on a tractor beside an expert",
        {"placement": {"hazards": frozenset({"trekker"}), "is_expert_supervised": True}},
        Gate.HAZARDS,
        Verdict.TO_ARRANGE,
    ),
    (
        "VOG can be had in time",
        {"placement": {"prerequisites": frozenset({"vog"})}},
        Gate.PREREQUISITES,
        Verdict.TO_ARRANGE,
    ),
    (
        "VOG comes too late",
        {"placement": {"prerequisites": frozenset({"vog"})}, "today": date(2027, 1, 20)},
        Gate.PREREQUISITES,
        Verdict.NOT_NOW,
    ),
    (
        "VOG in hand",
        {"student": {"prerequisites": frozenset({"vog"})}, "placement": {"prerequisites": frozenset({"vog"})}},
        Gate.PREREQUISITES,
        Verdict.PASS,
    ),
    (
        "driving licence below 18",
        {"placement": {"prerequisites": frozenset({"rijbewijs_b"})}},
        Gate.PREREQUISITES,
        Verdict.NOT_NOW,
    ),
    (
        "too far on foot",
        {"student": {"travel": Travel(postcode4="8011", latitude=52.4, longitude=6.09)}},
        Gate.TRAVEL,
        Verdict.NOT_NOW,
    ),
    (
        "near by bike",
        {
            "student": {
                "travel": Travel(postcode4="8011", latitude=52.45, longitude=6.09, modes=frozenset({TravelMode.BIKE}))
            }
        },
        Gate.TRAVEL,
        Verdict.PASS,
    ),
    ("place nobody can find", {"site": {"latitude": None, "longitude": None}}, Gate.TRAVEL, Verdict.UNKNOWN),
    ("Dutch not known", {"placement": {"dutch_level_min": "a2"}}, Gate.DUTCH, Verdict.UNKNOWN),
    (
        "Dutch too low",
        {"student": {"dutch_level": "a2"}, "placement": {"dutch_level_min": "b1"}},
        Gate.DUTCH,
        Verdict.NOT_NOW,
    ),
    ("no seat left", {"placement": {"seats": 1, "seats_taken": 1}}, Gate.SEATS, Verdict.NOT_NOW),
    ("enough open contacts", {"placement": {"open_contacts": 3}}, Gate.CONTACTS, Verdict.NOT_NOW),
]


@pytest.mark.parametrize(("changed", "gate", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_change_gives_one_verdict(changed: dict[str, Any], gate: Gate, expected: Verdict) -> None:
    found = verdicts(**changed)

    others = {other: verdict for other, verdict in found.items() if other is not gate and verdict > Verdict.TO_ARRANGE}
    assert found[gate] is expected
    # Who is too young for the type has no row of working time either.
    assert set(others) <= ({Gate.WORKING_TIME} if gate is Gate.AGE else set())
