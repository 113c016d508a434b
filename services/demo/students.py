"""The students of the demo region: invented first names, believable ages, schools, free days and trips."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from career.student import Availability, LearningRoute, SchoolType, Student, Travel, TravelMode
from services.demo.content import Content
from services.demo.dates import coming_terms, monday_after, years_before
from services.demo.dice import Bools, Dice, Floats, Ints
from services.demo.geography import area_shares, distances_km
from services.demo.profiles import (
    draw_claims,
    draw_dutch,
    draw_goals,
    draw_helps,
    draw_prerequisites,
    draw_wishes,
    home_sectors,
)
from services.demo.tracks import AGES, PLACEMENT_DAYS, Track, drawn_by_stage, tracks_of
from services.ids import stable_id
from services.reference import Reference

SHARE_LEAVING = 0.06
"""Of mbo students aged 18 and over: done with school, and looking for a first job."""
LONGEST_TRIPS = {"below 16": {20: 1, 30: 4, 45: 4}, "from 16": {30: 1, 45: 5, 60: 7, 75: 4, 90: 2}}
"""Minutes one way, with weights."""
PRO_ALSO = {"eerste_baan": 0.25, "praktijkverklaring": 0.15}
VSO_ALSO = {"werkervaring": 0.25, "praktijkverklaring": 0.25}
BBL_ALSO = {"bpv_bol": 0.35, "eerste_baan": 0.05}
BOL_ALSO = {"bpv_bbl": 0.10, "eerste_baan": 0.05, "aandebak": 0.04}
"""What is sought beside the main type, with the share of the students that do so."""
WEEKEND_SECTORS = frozenset({"horeca", "handel", "sport", "dieren", "voeding"})
CLASS_SIZE = 22
"""Most students in one class."""


def draw_students(*, seed: int, n: int, today: date, content: Content, reference: Reference) -> tuple[Student, ...]:
    """Invent n students.

    Parameters
    ----------
    today : date
        Ages and free periods are counted from this day.

    Returns
    -------
    tuple of Student
        References ``"S000001"`` and on; the same seed and day give the same students.
    """
    dice = Dice(seed, "students")
    all_tracks = tracks_of(content, reference, today)
    drawn = dice.pick("track", n, np.array([track.share for track in all_tracks])).tolist()
    tracks = [all_tracks[t] for t in drawn]
    stages = [track.stage for track in tracks]
    ages = drawn_by_stage(dice, "age", stages, AGES)
    home = dice.pick("home", n, area_shares(content))
    school = _schools(dice, content, tracks, home)
    groups = _groups(content, tracks, school, ages)
    is_leaver = dice.chance("leaver", n, SHARE_LEAVING) & (ages >= 18) & np.array([t.route is not None for t in tracks])
    born = _birthdays(dice, ages, today)
    own_sectors = home_sectors(reference, all_tracks, drawn, dice.pick("sector", n, _sector_shares(content, reference)))
    qualifications = [track.qualification for track in tracks]
    seeks = _sought(dice, reference, tracks, ages, is_leaver)
    free = _free_times(dice, content=content, tracks=tracks, own_sectors=own_sectors, is_leaver=is_leaver, today=today)
    travels = _travels(dice, content, home, ages)
    wishes = draw_wishes(dice, content=content, reference=reference, own_sectors=own_sectors, ages=ages)
    goals = draw_goals(dice, reference=reference, qualifications=qualifications, own_sectors=own_sectors)
    claims = draw_claims(dice, reference=reference, qualifications=qualifications, ages=ages, today=today)
    dutch = draw_dutch(dice, n)
    helps = draw_helps(dice, reference=reference, needs_more=[stage in ("pro", "vso") for stage in stages])
    in_hand = draw_prerequisites(
        dice, content=content, reference=reference, own_sectors=own_sectors, ages=ages, travels=travels
    )
    names = dice.whole("name", n, 0, len(content.first_names) - 1).tolist()
    return tuple(
        Student(
            id=stable_id("student", "demo", f"S{ix + 1:06d}"),
            reference=f"S{ix + 1:06d}",
            first_name=content.first_names[names[ix]],
            born_on=born[ix],
            school_type=track.school_type,
            availability=free[ix],
            travel=travels[ix],
            seeks=seeks[ix],
            school=content.schools[school[ix]].name,
            group=groups[ix],
            qualification_code=_code_of(track),
            level=track.qualification.level if track.qualification else None,
            route=track.route,
            wishes=wishes[ix],
            helps=helps[ix],
            prerequisites=in_hand[ix],
            dutch_level=dutch[ix],
            goal_ids=goals[ix],
            claims=claims[ix],
        )
        for ix, track in enumerate(tracks)
    )


def _sector_shares(content: Content, reference: Reference) -> Floats:
    return np.array([content.sectors[code].share for code in reference.sectors])


def _schools(dice: Dice, content: Content, tracks: Sequence[Track], home: Ints) -> list[int]:
    """Choose schools of the right type, near ones more often."""
    towns = [content.municipalities[school.municipality] for school in content.schools]
    km = distances_km(content.areas, [(town.latitude, town.longitude) for town in towns])
    near = np.array([school.share for school in content.schools]) / (1.0 + (km / 8.0) * (km / 8.0))
    types = list(SchoolType)
    is_type = np.array([[school.school_type is kind for school in content.schools] for kind in types], dtype=np.float64)
    shares = (near[:, None, :] * is_type[None, :, :]).reshape(-1, len(content.schools))
    rows = home * len(types) + np.array([types.index(track.school_type) for track in tracks])
    return [int(school) for school in dice.pick_by_row("school", shares, rows)]


def _groups(content: Content, tracks: Sequence[Track], school: Sequence[int], ages: Ints) -> list[str]:
    """Put students of one school, team and level (or year) in classes of about twenty: "Z2A", "P3B"."""
    members: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for ix, track in enumerate(tracks):
        if track.qualification is None:
            prefix = f"{track.school_type.value[0].upper()}{min(int(ages[ix]) - 12, 6)}"
        else:
            prefix = f"{content.sectors[track.qualification.sector].team}{track.qualification.level}"
        members[school[ix], prefix].append(ix)
    groups = [""] * len(tracks)
    for (_, prefix), found in members.items():
        found.sort(key=lambda ix: (_code_of(tracks[ix]) or "", ix))
        n_classes = -(-len(found) // CLASS_SIZE)
        for rank, ix in enumerate(found):
            groups[ix] = prefix + _letters(rank * n_classes // len(found))
    return groups


def _code_of(track: Track) -> str | None:
    return track.qualification.code if track.qualification else None


def _letters(number: int) -> str:
    """Count A to Z, then AA, AB and on."""
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def _birthdays(dice: Dice, ages: Ints, today: date) -> list[date]:
    days = dice.whole("birthday", len(ages), 0, 364).tolist()
    turned = {age: years_before(today, age) for age in np.unique(ages).tolist()}
    return [turned[age] - timedelta(days=day) for age, day in zip(ages.tolist(), days, strict=True)]


def _sought(
    dice: Dice, reference: Reference, tracks: Sequence[Track], ages: Ints, is_leaver: Bools
) -> list[frozenset[str]]:
    """Say which types of place each student seeks: what their programme asks, and sometimes a job beside it."""
    job = dice.floats("also a job", len(tracks)).tolist()
    found = []
    for ix, track in enumerate(tracks):
        age, draw = int(ages[ix]), job[ix]
        if is_leaver[ix]:
            codes = {"eerste_baan"} | {"werkervaring" if draw < 0.3 else "proefplaatsing" if draw < 0.7 else "aandebak"}
        elif track.school_type is SchoolType.PRO:
            codes = {"pro_stage", "bliksemstage"} if age < 16 else {"pro_stage"} | _one_of(PRO_ALSO, draw)
        elif track.school_type is SchoolType.VSO:
            codes = {"vso_stage", "bliksemstage"} if age < 16 else {"vso_stage"} | _one_of(VSO_ALSO, draw)
        elif track.school_type is SchoolType.VMBO:
            codes = {"vmbo_lwt", "bliksemstage"} if draw < 0.7 else {"bliksemstage"}
        elif track.route is LearningRoute.BBL:
            codes = {"bpv_bbl"} | _one_of(BBL_ALSO, draw)
        else:
            codes = {"bpv_bol"} | _one_of(BOL_ALSO, draw)
        rules = reference.placement_types
        open_to = {c for c in codes if track.school_type.value in rules[c].school_types and age >= rules[c].min_age}
        found.append(frozenset(open_to or codes))
    return found


def _one_of(shares: dict[str, float], draw: float) -> set[str]:
    """Give the code in whose share the draw falls, or nothing."""
    for code, share in shares.items():
        if draw < share:
            return {code}
        draw -= share
    return set()


def _free_times(
    dice: Dice,
    *,
    content: Content,
    tracks: Sequence[Track],
    own_sectors: Sequence[str],
    is_leaver: Bools,
    today: date,
) -> list[Availability]:
    """Divide the week in school days and days free for work, and say from when until when."""
    n = len(tracks)
    stages = [
        "job" if is_leaver[ix] else "bbl" if track.route is LearningRoute.BBL else track.stage
        for ix, track in enumerate(tracks)
    ]
    n_days = drawn_by_stage(dice, "days", stages, PLACEMENT_DAYS)
    first_day = (1 + np.floor(dice.floats("first day", n) * (6 - n_days))).astype(np.int64).tolist()
    school = (dice.whole("school time", n, 20, 25) * 15).tolist()
    saturday, sunday = dice.chance("saturday", n, 0.35).tolist(), dice.chance("sunday", n, 0.2).tolist()
    soon = monday_after(today + timedelta(days=4))
    (first, first_end), (second, second_end) = coming_terms(content, today)
    starts = (soon, first, second)
    start = dice.pick("start", n, np.array([6.0, 4.0, 0.4])).tolist()
    found = []
    for ix, stage in enumerate(stages):
        begins = starts[start[ix]]
        days = set(range(first_day[ix], first_day[ix] + int(n_days[ix])))
        classes = [day for day in range(1, 6) if day not in days]
        if stage in ("bbl", "job") or stage.startswith("mbo"):
            classes = classes[:3]
        minutes = [0] * 7
        for day in [] if stage == "job" else classes:
            minutes[day - 1] = school[ix]
        longest = 6 if stage in ("pro", "vso", "vmbo") else 8
        if own_sectors[ix] in WEEKEND_SECTORS and longest == 8 and saturday[ix]:
            days |= {6, 7} if sunday[ix] else {6}
        if stage in ("bbl", "job"):
            until = begins + timedelta(days=730)
        else:
            until = (second_end if begins == second else first_end) + timedelta(days=21)
            until = max(until, begins + timedelta(days=154))
        hours = int(n_days[ix]) * longest
        found.append(
            Availability(
                from_on=begins,
                until_on=until,
                weekdays=frozenset(days),
                hours_min=max(4, hours - 8),
                hours_max=hours,
                school_minutes=(minutes[0], minutes[1], minutes[2], minutes[3], minutes[4], minutes[5], minutes[6]),
            )
        )
    return found


def _travels(dice: Dice, content: Content, home: Ints, ages: Ints) -> list[Travel]:
    """Say where students live and how they travel; a moped from 16, a car from 18."""
    n = len(home)
    has = {
        TravelMode.WALK: dice.chance("walk", n, 0.9),
        TravelMode.BIKE: dice.chance("bike", n, 0.93),
        TravelMode.TRANSIT: dice.chance("transit", n, 0.82),
        TravelMode.MOPED: dice.chance("moped", n, 0.16) & (ages >= 16),
        TravelMode.CAR: dice.chance("car", n, 0.3) & (ages >= 18),
    }
    chosen = {mode: column.tolist() for mode, column in has.items()}
    longest = drawn_by_stage(
        dice, "longest trip", ["below 16" if age < 16 else "from 16" for age in ages.tolist()], LONGEST_TRIPS
    ).tolist()
    return [
        Travel(
            postcode4=content.areas[area].pc4,
            latitude=content.areas[area].latitude,
            longitude=content.areas[area].longitude,
            modes=frozenset(mode for mode in has if chosen[mode][ix])
            or frozenset({TravelMode.WALK, TravelMode.TRANSIT}),
            max_minutes=longest[ix],
        )
        for ix, area in enumerate(home.tolist())
    ]
