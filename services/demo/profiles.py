"""What the students of the demo region want, can, still learn, need and have."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from career.competency import ClaimSource, CompetencyClaim, CompetencyKind, Level
from career.qualification import Qualification
from career.student import LanguageLevel, Travel, TravelMode, Wishes
from services.demo.content import Content
from services.demo.dice import Dice, Ints
from services.demo.tracks import Track
from services.reference import Reference

DUTCH: tuple[tuple[LanguageLevel | None, int], ...] = (
    (None, 20),
    (LanguageLevel.A1, 2),
    (LanguageLevel.A2, 11),
    (LanguageLevel.B1, 36),
    (LanguageLevel.B2, 26),
    (LanguageLevel.C1, 5),
)
LEVELS_BY_SOURCE: dict[ClaimSource, tuple[int, ...]] = {
    ClaimSource.SELF: (5, 3, 17, 38, 31, 6),
    ClaimSource.TEACHER: (8, 5, 27, 38, 20, 2),
    ClaimSource.COMPANY: (4, 3, 20, 38, 31, 4),
}
"""Weights of "still to be found out" and of levels 1 to 5."""
EVIDENCE = {
    ClaimSource.SELF: ("", "bijbaan", "sport", "thuis", "eerdere stage", "mantelzorg"),
    ClaimSource.TEACHER: ("praktijkles", "gesprek op school", "project in de klas"),
    ClaimSource.COMPANY: ("vorige stage", "meeloopdag", "eindgesprek stage"),
}
DAYS_AGO = (12, 26, 61, 118, 194)
"""When something was seen, in days before today."""
N_CLAIMS = {ClaimSource.SELF: (3, 9), ClaimSource.TEACHER: (0, 7), ClaimSource.COMPANY: (1, 4)}
"""Fewest and most behaviours each source says something about."""
SHARE_WITH_COMPANY = 0.3
SHARE_WITHOUT_WISHES = 0.08


def home_sectors(reference: Reference, tracks: Sequence[Track], track: Sequence[int], drawn: Ints) -> list[str]:
    """Give each student a sector: the programme's, or a drawn one where there is no programme.

    Parameters
    ----------
    drawn : (n,)
        Position in ``reference.sectors`` for whoever has no programme.
    """
    codes = list(reference.sectors)
    return [
        codes[d] if (q := tracks[t].qualification) is None else q.sector
        for t, d in zip(track, drawn.tolist(), strict=True)
    ]


def draw_wishes(
    dice: Dice, *, content: Content, reference: Reference, own_sectors: Sequence[str], ages: Ints
) -> list[Wishes]:
    """Invent what students want: mostly work in their own sector and what is done there."""
    n = len(own_sectors)
    sectors = list(reference.sectors)
    activities = [c.id for c in reference.catalogue.competencies.values() if c.kind is CompetencyKind.ACTIVITY]
    fits = np.array([[3.0 if s in reference.sectors_of.get(a, ()) else 1.0 for a in activities] for s in sectors])
    own = np.array([sectors.index(code) for code in own_sectors])
    popularity = np.array([content.sectors[code].share for code in sectors])
    others = dice.ranked("other sectors", n, popularity)[:, :3].tolist()
    n_others = dice.pick("number of other sectors", n, np.array([4.0, 4.0, 2.0])).tolist()
    has_none = dice.chance("no wishes yet", n, SHARE_WITHOUT_WISHES).tolist()
    prefers_other = dice.chance("rather something else", n, 0.10).tolist()
    liked = dice.ranked("liked", n, fits[own])
    disliked = dice.ranked("disliked", n, 1.0 / fits[own])
    n_liked, n_disliked = dice.whole("number liked", n, 2, 6).tolist(), dice.whole("number disliked", n, 0, 3).tolist()
    wants_pay = (dice.chance("pay matters", n, 0.12) & (ages >= 16)).tolist()
    pay = (dice.whole("least pay", n, 2, 7) * 50).tolist()
    found = []
    for ix in range(n):
        if has_none[ix]:
            found.append(Wishes())
            continue
        second = [sectors[other] for other in others[ix] if sectors[other] != own_sectors[ix]][: n_others[ix]]
        order = [*second, own_sectors[ix]] if prefers_other[ix] else [own_sectors[ix], *second]
        likes = frozenset(activities[a] for a in liked[ix, : n_liked[ix]])
        found.append(
            Wishes(
                sectors=tuple(order),
                liked=likes,
                disliked=frozenset(activities[a] for a in disliked[ix, : n_disliked[ix]]) - likes,
                minimum_allowance_eur=pay[ix] if wants_pay[ix] else None,
            )
        )
    return found


def draw_goals(
    dice: Dice, *, reference: Reference, qualifications: Sequence[Qualification | None], own_sectors: Sequence[str]
) -> list[tuple[str, ...]]:
    """Invent what students still have to learn in practice.

    Without a programme the goals are some work processes of the lowest qualification in the sector, or none yet.
    """
    n = len(own_sectors)
    nearest: dict[str, Qualification] = {}
    for q in sorted(reference.qualifications.values(), key=lambda q: (q.level, q.code)):
        nearest.setdefault(q.sector, q)
    is_open = dice.chance("goals not chosen yet", n, 0.2).tolist()
    widest = max(len(q.work_process_ids) for q in reference.qualifications.values())
    draws = dice.floats("goals", n, widest)
    found: list[tuple[str, ...]] = []
    for ix in range(n):
        own = qualifications[ix]
        qualification = nearest.get(own_sectors[ix]) if own is None else own
        share = 0.5 if own is None else 0.7
        if qualification is None or (own is None and is_open[ix]):
            found.append(())
            continue
        processes = qualification.work_process_ids
        kept = tuple(p for p, draw in zip(processes, draws[ix], strict=False) if draw < share)
        found.append(kept or processes[:1])
    return found


def draw_claims(
    dice: Dice, *, reference: Reference, qualifications: Sequence[Qualification | None], ages: Ints, today: date
) -> list[tuple[CompetencyClaim, ...]]:
    """Invent what students, teachers and companies say about behaviour and work processes; gaps are normal."""
    n = len(ages)
    behaviours = [c.id for c in reference.catalogue.competencies.values() if c.kind is CompetencyKind.BEHAVIOUR]
    has_company = dice.chance("company", n, SHARE_WITH_COMPANY) & (ages >= 16)
    made: dict[tuple[str, ClaimSource, int, int, int], CompetencyClaim] = {}

    def claim(competency_id: str, source: ClaimSource, level: int, days: int, evidence: int) -> CompetencyClaim:
        # A claim is a value, so students who are told the same share one.
        key = (competency_id, source, level, days, evidence)
        if key not in made:
            texts = EVIDENCE[source]
            made[key] = CompetencyClaim(
                competency_id=competency_id,
                source=source,
                level=Level(level) if level else None,
                seen_on=today - timedelta(days=DAYS_AGO[days]),
                evidence=texts[evidence % len(texts)],
            )
        return made[key]

    claims: list[list[CompetencyClaim]] = [[] for _ in range(n)]
    for source, (fewest, most) in N_CLAIMS.items():
        label = source.value
        chosen = dice.ranked(f"{label} behaviours", n, np.ones(len(behaviours)))[:, :most].tolist()
        counts = dice.whole(f"{label} number", n, fewest, most)
        if source is ClaimSource.COMPANY:
            counts = counts * has_company
        levels = dice.pick(f"{label} levels", n * most, np.array(LEVELS_BY_SOURCE[source], dtype=float)).tolist()
        days = dice.whole(f"{label} days", n, 0, len(DAYS_AGO) - 1).tolist()
        evidence = dice.whole(f"{label} evidence", n, 0, 5).tolist()
        for ix, count in enumerate(counts.tolist()):
            for place in range(count):
                level = levels[ix * most + place]
                claims[ix].append(claim(behaviours[chosen[ix][place]], source, level, days[ix], evidence[ix]))
    widest = max(len(q.work_process_ids) for q in reference.qualifications.values())
    is_known = dice.chance("work process known", n * widest, 0.35).tolist()
    levels = dice.pick("work process levels", n * widest, np.array([6.0, 12, 34, 34, 13, 1])).tolist()
    days = dice.whole("work process days", n, 0, len(DAYS_AGO) - 1).tolist()
    for ix, own in enumerate(qualifications):
        for place, process in enumerate(own.work_process_ids if own else ()):
            if is_known[ix * widest + place]:
                claims[ix].append(claim(process, ClaimSource.TEACHER, levels[ix * widest + place], days[ix], 0))
    return [tuple(found) for found in claims]


def draw_dutch(dice: Dice, n: int) -> list[LanguageLevel | None]:
    """Draw levels of Dutch; for one in five it is not known."""
    choices = [level for level, _ in DUTCH]
    return [choices[p] for p in dice.pick("dutch", n, np.array([weight for _, weight in DUTCH], dtype=float)).tolist()]


def draw_helps(dice: Dice, *, reference: Reference, needs_more: Sequence[bool]) -> list[frozenset[str]]:
    """Draw which conditions help each student: none to three, in small schools more often some."""
    n = len(needs_more)
    codes = list(reference.conditions)
    some = dice.pick_by_row(
        "number of helps", np.array([[5.0, 3, 1.5, 0.5], [1, 3, 4, 2]]), np.array(needs_more, dtype=np.int64)
    )
    chosen = dice.ranked("helps", n, np.ones(len(codes)))[:, :3].tolist()
    return [frozenset(codes[c] for c in chosen[ix][:count]) for ix, count in enumerate(some.tolist())]


def draw_prerequisites(
    dice: Dice,
    *,
    content: Content,
    reference: Reference,
    own_sectors: Sequence[str],
    ages: Ints,
    travels: Sequence[Travel],
) -> list[frozenset[str]]:
    """Draw what students already have in hand; whoever drives has the licence for it."""
    n = len(own_sectors)
    codes = list(reference.prerequisites)
    draws = dice.floats("in hand", n, len(codes))
    licences = {TravelMode.MOPED: "rijbewijs_am", TravelMode.CAR: "rijbewijs_b"}
    found = []
    for ix, age in enumerate(ages.tolist()):
        usual = content.sectors[own_sectors[ix]].prerequisites
        held = {licence for mode, licence in licences.items() if mode in travels[ix].modes}
        for code, draw in zip(codes, draws[ix].tolist(), strict=True):
            is_old_enough = age >= reference.prerequisites[code].min_age
            if code not in licences.values() and is_old_enough and draw < (0.22 if code in usual else 0.02):
                held.add(code)
        found.append(frozenset(held))
    return found
