"""The places of the demo region, and for which qualifications their sites are recognised."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from unicodedata import normalize

import numpy as np

from career.competency import CompetencyKind
from career.qualification import Qualification
from employer_toolkit.employer import Contact, Employer
from employer_toolkit.placement import (
    Allowance,
    PayPeriod,
    Placement,
    PlacementState,
    PlacementType,
    Requirement,
    Task,
    WorkDay,
)
from employer_toolkit.recognition import Recognition, RecognitionStatus
from services.demo.content import Content, Shift
from services.demo.dates import coming_terms, is_day_off, monday_after
from services.demo.dice import Dice
from services.demo.employers import Workplace
from services.demo.tracks import qualification_shares
from services.ids import stable_id
from services.reference import Reference

TYPE_SHARES = {
    PlacementType.BPV_BOL: 0.51,
    PlacementType.BPV_BBL: 0.21,
    PlacementType.PRO_STAGE: 0.07,
    PlacementType.VSO_STAGE: 0.05,
    PlacementType.BLIKSEMSTAGE: 0.04,
    PlacementType.EERSTE_BAAN: 0.04,
    PlacementType.VMBO_LWT: 0.03,
    PlacementType.WERKERVARING: 0.02,
    PlacementType.PRAKTIJKVERKLARING: 0.01,
    PlacementType.PROEFPLAATSING: 0.01,
    PlacementType.AANDEBAK: 0.01,
}
SHARE_FOR_TWO = 0.55
"""Of places for one mbo programme that a near programme can take as well, where the site has work for both."""
SCHOOL_DAY_TYPES = frozenset(
    {PlacementType.PRO_STAGE, PlacementType.VSO_STAGE, PlacementType.VMBO_LWT, PlacementType.BLIKSEMSTAGE}
)
"""For students of about fourteen to eighteen: between nine and half past three, on school days."""
SCHOOL_DAY_HOURS = (time(9, 0), time(15, 30), 30)
FEWEST_DAYS = {
    PlacementType.BPV_BBL: (3, 3),
    PlacementType.EERSTE_BAAN: (3, 4),
    PlacementType.AANDEBAK: (3, 4),
    PlacementType.PROEFPLAATSING: (3, 4),
    PlacementType.PRAKTIJKVERKLARING: (2, 4),
    PlacementType.WERKERVARING: (1, 2),
}
"""Fewest days a week a place asks, lowest and highest; BPV (BOL) goes by level, everything else asks one."""
FEWEST_DAYS_BOL = {1: (1, 2), 2: (2, 2), 3: (2, 3), 4: (2, 3)}
PAID_BY_HOUR = frozenset({PlacementType.BPV_BBL, PlacementType.EERSTE_BAAN, PlacementType.AANDEBAK})
WITHOUT_END = frozenset({PlacementType.EERSTE_BAAN, PlacementType.AANDEBAK})
RECOGNITION_SHARES = {"active": 88.0, "ends soon": 2.0, "expired": 3.0, "requested": 4.0, "none": 3.0}
"""How a site stands for a qualification it offers a place for."""
GOLDEN_RATIO = 0.6180339887498949
DUTCH_NEEDED = ((None, 45), ("a2", 30), ("b1", 25))
ROLES = ("praktijkopleider", "praktijkopleider", "eigenaar", "teamleider", "bedrijfsleider")


def draw_placements(
    *,
    seed: int,
    n: int,
    today: date,
    content: Content,
    reference: Reference,
    employers: Sequence[Employer],
    workplaces: Sequence[Workplace],
) -> tuple[tuple[Placement, ...], tuple[Recognition, ...]]:
    """Invent n places at these sites, and the recognitions of the sites.

    Parameters
    ----------
    today : date
        Places start in the weeks after this day, or in one of the two coming school terms.

    Returns
    -------
    tuple
        Places with references ``"P000001"`` and on, and at most one recognition per site and qualification.
    """
    dice = Dice(seed, "placements")
    types, qualifications, chosen = _work(dice, n, content, reference, workplaces, today)
    shifts = _shifts(dice, [workplaces[w] for w in chosen], content)
    periods = _periods(dice, types, content, today)
    learning = _learning(dice, reference, qualifications)
    competencies = [c.id for c in reference.catalogue.competencies.values() if c.kind is CompetencyKind.BEHAVIOUR]
    asked = _requirements(dice, n, competencies, qualifications)
    offered, refused = _conditions(dice, n, list(reference.conditions))
    title = dice.floats("title", n).tolist()
    seats = dice.pick("seats", n, np.array([0.0, 60, 25, 10, 5]))
    taken = np.where(dice.chance("taken", n, 0.18), dice.whole("how many taken", n, 1, seats), 0)
    taken = np.where(dice.chance("full", n, 0.95), np.minimum(taken, seats - 1), taken).tolist()
    open_contacts = dice.pick("open contacts", n, np.array([62.0, 24, 12, 2])).tolist()
    dutch = [needed for needed, _ in DUTCH_NEEDED]
    dutch_ix = dice.pick("dutch", n, np.array([w for _, w in DUTCH_NEEDED], dtype=float)).tolist()
    states = [PlacementState.OPEN, PlacementState.PAUSED, PlacementState.CLOSED, PlacementState.DRAFT]
    state = dice.pick("state", n, np.array([93.0, 3, 2, 2])).tolist()
    fewest, pay, share = dice.floats("fewest days", n).tolist(), dice.floats("pay", n, 3).tolist(), seats.tolist()
    is_for_two = dice.chance("for two programmes", n, SHARE_FOR_TWO).tolist()
    hazards, prerequisites = dice.floats("hazards", n, 2).tolist(), dice.floats("prerequisites", n, 2).tolist()
    is_supervised = dice.chance("supervised", n, 0.8).tolist()
    contacts = _contacts(dice, content, employers, workplaces)
    descriptions = _descriptions(dice, [workplaces[w] for w in chosen], content, employers)
    placements = []
    for ix, kind in enumerate(types):
        workplace, qualification = workplaces[chosen[ix]], qualifications[ix]
        rule = reference.placement_types[kind.value]
        is_bound = rule.is_qualification_bound or rule.needs_recognition
        mix = content.sectors[workplace.kind.sector]
        schedule = _schedule(kind, shifts[ix])
        days = _fewest_days(kind, qualification, len(schedule), fewest[ix])
        titles = content.titles[qualification.code]
        processes = learning[ix]
        dangers = _met(mix.hazards, hazards[ix])
        near = _near(qualification, workplace, reference) if rule.is_qualification_bound and is_for_two[ix] else None
        suits = [q for q in (qualification, near) if q is not None] if is_bound else []
        placements.append(
            Placement(
                id=stable_id("placement", "demo", f"P{ix + 1:06d}"),
                reference=f"P{ix + 1:06d}",
                site_id=workplace.site.id,
                type=kind,
                title=titles[int(title[ix] * len(titles))],
                sector=qualification.sector if rule.is_qualification_bound else workplace.kind.sector,
                schedule=schedule,
                days_min=days,
                hours_min=max(1, min(day.minutes for day in schedule) * days // 60),
                hours_max=min(40, -(-sum(day.minutes for day in schedule) // 60)),
                starts_on=periods[ix][0],
                ends_on=periods[ix][1],
                description=descriptions[ix],
                qualification_codes=tuple(q.code for q in suits),
                level_min=min(q.level for q in suits) if rule.is_qualification_bound else 0,
                level_max=max(q.level for q in suits) if rule.is_qualification_bound else 4,
                tasks=tuple(
                    Task(text=content.tasks[p][0], competency_ids=(p, *reference.activities_of.get(p, ())[:2]))
                    for p in processes
                ),
                requirements=asked[ix],
                learned_ids=processes,
                conditions_offered=offered[ix],
                conditions_refused=refused[ix],
                hazards=dangers,
                is_expert_supervised=bool(dangers) and is_supervised[ix],
                prerequisites=_met(mix.prerequisites, prerequisites[ix])
                if kind not in SCHOOL_DAY_TYPES
                else frozenset(),
                dutch_level_min=dutch[dutch_ix[ix]],
                seats=share[ix],
                seats_taken=taken[ix],
                allowance=_allowance(kind, pay[ix]),
                contact=contacts[workplace.employer_ix],
                open_contacts=open_contacts[ix],
                state=states[state[ix]],
            )
        )
    return tuple(placements), _recognitions(Dice(seed, "recognitions"), today, placements, workplaces)


def _work(
    dice: Dice, n: int, content: Content, reference: Reference, workplaces: Sequence[Workplace], today: date
) -> tuple[list[PlacementType], list[Qualification], list[int]]:
    """Say per place its type, the qualification whose work it is, and the row of its site."""
    hosts: dict[str, list[int]] = {}
    for row, workplace in sorted(enumerate(workplaces), key=lambda pair: (-(pair[1].site.latitude or 0.0), pair[0])):
        for code in workplace.kind.qualifications:
            hosts.setdefault(code, []).append(row)
    # By the root of the number of students: also a small programme needs places all over the region.
    students = qualification_shares(content, reference, today)
    shares = {code: np.sqrt(share) for code, share in students.items() if code in hosts}
    codes = list(shares)
    kinds = list(TYPE_SHARES)
    types = [kinds[k] for k in dice.pick("type", n, np.array(list(TYPE_SHARES.values()))).tolist()]
    drawn = dice.pick("qualification", n, np.array(list(shares.values()))).tolist()
    easy = [code for code in codes if reference.qualifications[code].level <= 2]
    drawn_easy = dice.pick("easy qualification", n, np.array([shares[code] for code in easy])).tolist()
    where = dict(zip(codes, dice.floats("site", len(codes)).tolist(), strict=True))
    qualifications, chosen = [], []
    for ix in range(n):
        if ix < 2 * len(codes) <= n // 4:
            # The first places see to it that every qualification has one for either route.
            code = codes[ix % len(codes)]
            types[ix] = PlacementType.BPV_BOL if ix < len(codes) else PlacementType.BPV_BBL
        elif reference.placement_types[types[ix].value].is_qualification_bound:
            code = codes[drawn[ix]]
        else:
            code = easy[drawn_easy[ix]]
        qualifications.append(reference.qualifications[code])
        # Steps of the golden ratio spread the places of one qualification evenly over its sites, from north to south.
        where[code] = (where[code] + GOLDEN_RATIO) % 1.0
        chosen.append(hosts[code][int(where[code] * len(hosts[code]))])
    return types, qualifications, chosen


def _near(qualification: Qualification, workplace: Workplace, reference: Reference) -> Qualification | None:
    """Give another qualification of this workplace, in the same sector and at most one level away."""
    others = (reference.qualifications[code] for code in workplace.kind.qualifications if code != qualification.code)
    return next(
        (q for q in others if q.sector == qualification.sector and abs(q.level - qualification.level) <= 1), None
    )


def _shifts(dice: Dice, workplaces: Sequence[Workplace], content: Content) -> list[Shift]:
    sectors = list(content.shifts)
    widest = max(map(len, content.shifts.values()))
    shares = np.array(
        [[s.share for s in content.shifts[c]] + [0.0] * (widest - len(content.shifts[c])) for c in sectors]
    )
    rows = np.array([sectors.index(workplace.kind.sector) for workplace in workplaces], dtype=np.int64)
    drawn = dice.pick_by_row("shift", shares, rows).tolist()
    return [content.shifts[sectors[row]][shift] for row, shift in zip(rows.tolist(), drawn, strict=True)]


def _schedule(kind: PlacementType, shift: Shift) -> tuple[WorkDay, ...]:
    if kind not in SCHOOL_DAY_TYPES:
        return tuple(
            WorkDay(weekday=day, starts=shift.starts, ends=shift.ends, break_minutes=shift.break_minutes)
            for day in shift.weekdays
        )
    starts, ends, pause = SCHOOL_DAY_HOURS
    school_days = [day for day in shift.weekdays if day <= 5]
    days = school_days if len(school_days) > 1 else range(1, 6)
    return tuple(WorkDay(weekday=day, starts=starts, ends=ends, break_minutes=pause) for day in days)


def _fewest_days(kind: PlacementType, qualification: Qualification, n_days: int, draw: float) -> int:
    if kind is PlacementType.BPV_BOL:
        low, high = FEWEST_DAYS_BOL[qualification.level]
    else:
        low, high = FEWEST_DAYS.get(kind, (1, 1))
    return min(n_days, low + int(draw * (high - low + 1)))


def _periods(
    dice: Dice, types: Sequence[PlacementType], content: Content, today: date
) -> list[tuple[date, date | None]]:
    """Say when each place starts and which is the first day after it; work without an end has none."""
    n = len(types)
    (first, first_end), (_, second_end) = terms = coming_terms(content, today)
    soon = monday_after(today + timedelta(days=4))
    weeks = dice.whole("weeks from now", n, 0, 8).tolist()
    when = dice.pick("start", n, np.array([50.0, 42, 8])).tolist()
    is_long = dice.chance("long", n, 0.3).tolist()
    found: list[tuple[date, date | None]] = []
    for ix, kind in enumerate(types):
        starts = soon + timedelta(weeks=weeks[ix]) if when[ix] == 0 else terms[when[ix] - 1][0]
        while is_day_off(starts):
            starts += timedelta(weeks=1)
        lengths = {
            PlacementType.BLIKSEMSTAGE: 1,
            PlacementType.WERKERVARING: 8,
            PlacementType.PROEFPLAATSING: 8,
            PlacementType.PRO_STAGE: 20 if is_long[ix] else 10,
            PlacementType.VSO_STAGE: 20 if is_long[ix] else 10,
            PlacementType.PRAKTIJKVERKLARING: 26,
            PlacementType.BPV_BBL: 104 if is_long[ix] else 52,
        }
        if kind in WITHOUT_END:
            ends = None
        elif kind in lengths:
            ends = starts + timedelta(weeks=lengths[kind])
        elif when[ix] == 0:
            ends = max(starts + timedelta(weeks=20), first_end if starts >= first else starts)
        else:
            ends = (first_end, second_end)[when[ix] - 1]
        found.append((starts, ends))
    return found


def _learning(dice: Dice, reference: Reference, qualifications: Sequence[Qualification]) -> list[tuple[str, ...]]:
    """Choose which work processes are done at each place: three or more, in the order of the dossier."""
    n = len(qualifications)
    widest = max(len(q.work_process_ids) for q in reference.qualifications.values())
    orders = np.argsort(dice.floats("work processes", n, widest), axis=1, kind="stable").tolist()
    counts = dice.whole("number of work processes", n, 3, widest).tolist()
    found = []
    for ix, qualification in enumerate(qualifications):
        processes = qualification.work_process_ids
        kept = [p for p in orders[ix] if p < len(processes)][: counts[ix]]
        found.append(tuple(processes[p] for p in sorted(kept)))
    return found


def _requirements(
    dice: Dice, n: int, behaviours: Sequence[str], qualifications: Sequence[Qualification]
) -> list[tuple[Requirement, ...]]:
    """Ask at most three behaviours at the start, of a modest level, most of which can be learned there."""
    counts = dice.pick("number of requirements", n, np.array([18.0, 38, 30, 14])).tolist()
    chosen = dice.ranked("requirements", n, np.ones(len(behaviours)))[:, :3].tolist()
    levels = dice.whole("required level", n * 3, 2, 3).tolist()
    importance = (1 + dice.pick("importance", n * 3, np.array([35.0, 50, 15]))).tolist()
    is_trainable = dice.chance("trainable", n * 3, 0.7).tolist()
    return [
        tuple(
            Requirement(
                competency_id=behaviours[chosen[ix][place]],
                level=levels[3 * ix + place] + (qualification.level >= 3),
                importance=importance[3 * ix + place],
                is_trainable=is_trainable[3 * ix + place],
            )
            for place in range(counts[ix])
        )
        for ix, qualification in enumerate(qualifications)
    ]


def _conditions(dice: Dice, n: int, codes: Sequence[str]) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """Say yes to some conditions, no to a few, and nothing about the others."""
    orders = dice.ranked("conditions", n, np.ones(len(codes))).tolist()
    n_offered = dice.whole("conditions offered", n, 2, 8).tolist()
    n_refused = dice.pick("conditions refused", n, np.array([50.0, 32, 18])).tolist()
    offered = [frozenset(codes[c] for c in order[:yes]) for order, yes in zip(orders, n_offered, strict=True)]
    refused = [
        frozenset(codes[c] for c in order[yes : yes + no])
        for order, yes, no in zip(orders, n_offered, n_refused, strict=True)
    ]
    return offered, refused


def _met(shares: dict[str, float], draws: Sequence[float]) -> frozenset[str]:
    """Choose codes by their shares, each with a draw of its own (at most as many codes as draws)."""
    return frozenset(code for (code, share), draw in zip(shares.items(), draws, strict=False) if draw < share)


def _allowance(kind: PlacementType, draws: Sequence[float]) -> Allowance | None:
    """Give a wage by the hour, above the minimum of every age, or an allowance by the month, or nothing said."""
    is_said, amount, travel = draws
    if kind in PAID_BY_HOUR:
        wage = 15.5 + int(amount * 11) * 0.25
        return Allowance(amount_eur=wage, per=PayPeriod.HOUR, covers_travel=travel < 0.5) if is_said < 0.7 else None
    if kind is PlacementType.BPV_BOL and is_said < 0.55:
        return Allowance(amount_eur=100.0 + int(amount * 12) * 25, per=PayPeriod.MONTH, covers_travel=travel < 0.6)
    if kind in (PlacementType.PRO_STAGE, PlacementType.VSO_STAGE, PlacementType.VMBO_LWT) and is_said < 0.2:
        return Allowance(amount_eur=20.0 + int(amount * 7) * 10, per=PayPeriod.MONTH, covers_travel=travel < 0.6)
    return None


def _contacts(
    dice: Dice, content: Content, employers: Sequence[Employer], workplaces: Sequence[Workplace]
) -> list[Contact]:
    """Invent one person per employer, with an address that leads nowhere.

    Mail to ``.example`` reaches nobody (RFC 2606), and no Dutch subscriber number starts with 0.
    """
    n = len(employers)
    first = dice.whole("contact first name", n, 0, len(content.first_names) - 1).tolist()
    family = dice.whole("contact family name", n, 0, len(content.family_names) - 1).tolist()
    role = dice.whole("contact role", n, 0, len(ROLES) - 1).tolist()
    number = dice.whole("contact phone", n, 0, 999_999).tolist()
    area_code = {w.employer_ix: content.municipalities[w.site.municipality].area_code for w in reversed(workplaces)}
    contacts = []
    for ix, employer in enumerate(employers):
        name = content.first_names[first[ix]]
        plain = normalize("NFKD", employer.name).encode("ascii", "ignore").decode().lower()
        domain = "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())
        digits = f"0{number[ix]:06d}"[: 10 - len(area_code[ix])]
        contacts.append(
            Contact(
                name=f"{name} {content.family_names[family[ix]]}",
                role=ROLES[role[ix]],
                email=f"{name.lower()}@{domain}.example",
                phone=f"{area_code[ix]}-{digits}",
            )
        )
    return contacts


def _descriptions(
    dice: Dice, workplaces: Sequence[Workplace], content: Content, employers: Sequence[Employer]
) -> list[str]:
    two = dice.whole("about", 2 * len(workplaces), 0, len(content.about) - 1).tolist()
    found = []
    for ix, workplace in enumerate(workplaces):
        town = workplace.site.name.removeprefix("Vestiging ")
        said = dict.fromkeys((content.about[two[2 * ix]], content.about[two[2 * ix + 1]]))
        found.append(" ".join((f"Je werkt bij {employers[workplace.employer_ix].name} in {town}.", *said)))
    return found


def _recognitions(
    dice: Dice, today: date, placements: Sequence[Placement], workplaces: Sequence[Workplace]
) -> tuple[Recognition, ...]:
    """Say how each site stands for the qualifications it offers places for, and for some others it has work for."""
    offered = dict.fromkeys((p.site_id, code) for p in placements for code in p.qualification_codes)
    others = dict.fromkeys((w.site.id, code) for w in workplaces for code in w.kind.qualifications)
    pairs = [*offered, *(pair for pair in others if pair not in offered)]
    n = len(pairs)
    standing = list(RECOGNITION_SHARES)
    drawn = dice.pick("standing", n, np.array(list(RECOGNITION_SHARES.values()))).tolist()
    is_held = dice.chance("held without a place", n, 0.5).tolist()
    since = dice.whole("since", n, 30, 700).tolist()
    margin = dice.whole("margin", n, 10, 90).tolist()
    has_no_end = dice.chance("no end", n, 0.3).tolist()
    four_years = timedelta(days=1461)
    found = []
    for ix, (site_id, code) in enumerate(pairs):
        how = standing[drawn[ix]]
        if how == "none" or not (ix < len(offered) or is_held[ix]):
            continue
        status, valid_from = RecognitionStatus.ACTIVE, today - timedelta(days=since[ix])
        valid_until: date | None = None if has_no_end[ix] else valid_from + four_years
        if how == "ends soon":
            valid_until = today + timedelta(days=margin[ix])
            valid_from = valid_until - four_years
        elif how == "expired":
            valid_until = today - timedelta(days=margin[ix])
            valid_from = valid_until - four_years
        elif how == "requested":
            status, valid_from, valid_until = (
                RecognitionStatus.REQUESTED,
                today - timedelta(days=margin[ix] // 10),
                None,
            )
        found.append(
            Recognition(
                site_id=site_id,
                qualification_code=code,
                status=status,
                valid_from=valid_from,
                valid_until=valid_until,
                checked_on=today - timedelta(days=margin[ix] // 10),
            )
        )
    return tuple(found)
