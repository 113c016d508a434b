"""A glance at sixteen placements at once: the most that each can score with one student, before anything is decided.

What is seen at a glance is never less than the score, and nothing is called refused that the gates let through. So
most placements that cannot reach a list are passed over for a few nanoseconds each, and only the others are looked at
by the gates and the components, which alone decide. The arithmetic is kept without branches, in 32 bits, over columns
of sixteen, so that the compiler makes it work on eight or sixteen placements with one instruction.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled, n_ones
from matching.marks import N_MARKS
from matching.parameters import Component
from matching.ragged import spread
from matching.rows import NO_END
from matching.rules import RuleArrays
from matching.trips import EARTH_RADIUS_KM

LANES = 16
"""Placements at a glance."""
SLACK = 1e-5
"""More than rounding to 32 bits can make what is seen at a glance too low."""
REFUSED_AT_A_GLANCE = np.float32(-np.inf)
MOST_MODES = 8
"""A mask of travel modes has so many bits."""
FARTHEST_DAY = 2**23
"""Day numbers beyond it, after the year 24,000, count as this one: 32-bit floats hold whole numbers up to twice it."""
SLACK_KM, SLACK_SHARE = np.float32(0.002), np.float32(1e-5)
"""Two metres: twice what rounding of three coordinates can make a way too long."""
NONE, TINY, ONE, TWO, HALF = (np.float32(number) for number in (0.0, 1e-9, 1.0, 2.0, 0.5))
UNSURE = np.float32(2.0)
FOREVER = np.float32(np.inf)
RADIUS = np.float32(EARTH_RADIUS_KM * (1.0 - 1e-6))
WISH, TASKS, CONDITIONS, TRAVEL, SCHEDULE, GOALS, COMPETENCIES, AVAILABILITY, LANGUAGE = range(len(Component))


def _lanes(**kinds: str) -> np.dtype[np.void]:
    return np.dtype([(name, kind, (LANES,)) for name, kind in kinds.items()], align=True)


PLACES = _lanes(
    activities="u8",
    conditions_offered="u8",
    conditions_refused="u8",
    prerequisites="u8",
    covered="u8",
    x="f4",
    y="f4",
    z="f4",
    start_day="f4",
    end_day="f4",
    hours_min="f4",
    hours_max="f4",
    days_min="f4",
    longest_day="f4",
    dutch_min="f4",
    per_activity="f4",
    per_work_day="f4",
    per_hours_max="f4",
    per_prerequisite="f4",
    needs="f4",
    trains="f4",
    first_weight="f4",
    second_weight="f4",
    per_first_level="f4",
    per_second_level="f4",
    first="u4",
    second="u4",
    weekdays="u4",
    sector="u4",
)
"""Sixteen placements, column by column.

``per_`` is one divided by how many there are, 0 where there are none. ``first`` and ``second`` are the competencies
that weigh most among those needed at the start, with a weight below zero where the site can teach them; ``needs`` and
``trains`` add up the weights of all that it cannot and can teach.
"""
SEEN = _lanes(km="f4", minutes="f4", dear="f4", first="f4", second="f4", most="f4")
"""What a glance gives: ``most`` is the most that each can score; the rest is on the way to it."""


def in_lanes(placements: Any, marks: NDArray[np.uint8]) -> NDArray[Any]:
    """Put placements in columns of sixteen, in their order, (n_blocks,) of ``PLACES``; the last may hold too many.

    Parameters
    ----------
    placements : PlacementTable
    marks : (n_codes,) uint8
        What ``marks_of`` gives.
    """
    rows = placements.rows
    columns: dict[str, NDArray[Any]] = {name: rows[name] for name in PLACES.names or () if name in rows.dtype.names}
    columns["start_day"] = np.clip(rows["start_day"], -FARTHEST_DAY, FARTHEST_DAY)
    end_day = np.clip(rows["end_day"], -FARTHEST_DAY, FARTHEST_DAY)
    columns["end_day"] = np.where(rows["end_day"] == NO_END, np.float32(np.inf), end_day)
    columns["longest_day"] = rows["day_minutes"].max(axis=1, initial=0)
    columns["sector"] = np.maximum(rows["sector"].astype(np.int32) + 1, 0)
    for name, n in (
        ("per_activity", np.bitwise_count(rows["activities"])),
        ("per_work_day", np.bitwise_count(rows["weekdays"])),
        ("per_prerequisite", np.bitwise_count(rows["prerequisites"])),
        ("per_hours_max", rows["hours_max"]),
    ):
        columns[name] = np.where(n > 0, 1.0 / np.maximum(n, 1), 0.0)
    at, n_covered = rows["covered_at"], rows["covered_n"]
    owners, positions = spread(at, at + n_covered)
    columns["covered"] = np.zeros(len(rows), dtype=np.uint64)
    bits = np.uint64(1) << marks[placements.covered[positions]].astype(np.uint64)
    np.bitwise_or.at(columns["covered"], owners, bits)
    columns |= _requirements(placements)
    blocks = np.zeros(-(-len(rows) // LANES), dtype=PLACES)
    for name, values in columns.items():
        padded = np.zeros(len(blocks) * LANES, dtype=PLACES[name].base)
        padded[: len(rows)] = values
        blocks[name] = padded.reshape(-1, LANES)
    return blocks


def _requirements(placements: Any) -> dict[str, NDArray[Any]]:
    """Give the columns about what is needed at the start."""
    rows, asked = placements.rows, placements.requirements
    at, n = rows["requirements_at"], rows["requirements_n"]
    owners, positions = spread(at, at + n)
    asked = asked[positions]
    weight, can_train = asked["importance"].astype(np.float64), asked["is_trainable"]
    columns: dict[str, NDArray[Any]] = {
        "needs": np.bincount(owners, np.where(can_train, 0.0, weight), len(rows)),
        "trains": np.bincount(owners, np.where(can_train, weight, 0.0), len(rows)),
    }
    heaviest_first = np.lexsort((-weight, owners))
    place = np.arange(len(owners)) - np.concatenate([[0], np.cumsum(n)])[owners]
    for number, name in enumerate(("first", "second")):
        picked = heaviest_first[place == number]
        level = asked["level"][picked].astype(np.float64)
        counts = np.where(level > 0.0, np.where(can_train[picked], -1.0, 1.0), 0.0) * weight[picked]
        per_level = 1.0 / np.where(level > 0.0, level, 1.0)
        for column, values in (
            (name, asked["code"][picked]),
            (f"{name}_weight", counts),
            (f"per_{name}_level", per_level),
        ):
            columns[column] = np.zeros(len(rows))
            columns[column][owners[picked]] = values
    return columns


def n_sectors(placements: Any) -> NDArray[np.int64]:
    """Give a number above every sector, (1,)."""
    return np.array([placements.rows["sector"].max(initial=-1) + 1], dtype=np.int64)


class Eye(NamedTuple):
    """What a glance must know of the student, reckoned once: masks, limits, and weights times what they stand for.

    Parameters
    ----------
    n_modes : int
        Own modes of travel, whatever the age.
    max_minutes, period_share : float32
        Limits, with some slack.
    per_minute, most_travel, unknown_travel : float32
        What a minute of travel takes off, the most it can take off, and what an unknown way takes off.
    schedule_share, per_hours_max : float32
        Weight of one part of the schedule; one divided by the wished hours.
    less_dutch : float32
        What counts for a place that asks more Dutch than the student is known to have.
    like, dislike, offer, refusal, lack, goal : float32
        What one of each adds or takes off: activities and prerequisites as a share of all, conditions and goals each.
    goals : uint64
        Mask of the learning goals that are covered anywhere, by ``marks_of``.
    sure_goals, unknown_goals : float32
        What counts for goals at any place, and at one that names nothing to learn.
    prior, untrained, trained : float32
        What unassessed counts for; the share that trainable requirements count for, below and above zero.
    of_competencies, of_hours, of_language : float32
        Weights.
    at_student, at_placement : float32
        Where each fit begins, before anything of the placement is seen.
    """

    x: Any
    y: Any
    z: Any
    n_modes: int
    max_minutes: Any
    per_minute: Any
    most_travel: Any
    unknown_travel: Any
    weekdays: Any
    from_day: Any
    until_day: Any
    period_share: Any
    hours_min: Any
    hours_max: Any
    per_hours_max: Any
    schedule_share: Any
    dutch: Any
    less_dutch: Any
    liked: Any
    disliked: Any
    like: Any
    dislike: Any
    helps: Any
    offer: Any
    refusal: Any
    prerequisites: Any
    lack: Any
    goals: Any
    goal: Any
    unknown_goals: Any
    sure_goals: Any
    prior: Any
    untrained: Any
    trained: Any
    of_competencies: Any
    of_hours: Any
    of_language: Any
    at_student: Any
    at_placement: Any


@compiled
def eye_of(
    students: Any,
    s: Any,
    rules: RuleArrays,
    q: Any,
    marks: NDArray[np.uint8],
    ways: NDArray[np.float32],
    dear: NDArray[np.float32],
) -> Eye:
    """Reckon what a glance must know of a student.

    Parameters
    ----------
    marks : (n_codes,) uint8
        As ``in_lanes`` took them; a code beyond them is covered nowhere.
    ways : (MOST_MODES, 2) float32
        Room for the student's own modes: minutes at the start, and per kilometre; the rest never arrives.
    dear : (n_sectors + 1,) float32
        Room for what each sector adds; the first is for placements without one.
    """
    f, w, prior = np.float32, q.weights, q.prior
    n_modes = 0
    ways[:, 0], ways[:, 1] = FOREVER, NONE
    for mode in range(len(rules.modes)):
        if s.modes >> mode & 1:
            ways[n_modes, 0], ways[n_modes, 1] = rules.modes[mode].start_minutes, rules.modes[mode].minutes_per_km
            n_modes += 1
    dear[:] = w[WISH] * prior if s.wishes_n == 0 else 0.0
    for at in range(s.wishes_at, s.wishes_at + s.wishes_n):
        sector = students.wishes[at].code + 1
        if sector < len(dear):
            dear[sector] = max(w[WISH] * min(max(float(students.wishes[at].value), 0.0), 1.0), float(dear[sector]))
    n_helps = float(n_ones(s.helps))
    to_offer = w[CONDITIONS] / n_helps if n_helps > 0.0 else 0.0
    wants_pay = float(s.allowance_min) > 0.0
    schedule_share = w[SCHEDULE] / (3.0 if wants_pay else 2.0)
    at_student = w[TASKS] * prior + (w[CONDITIONS] * prior if n_helps > 0.0 else w[CONDITIONS])
    at_student += schedule_share if wants_pay else 0.0
    goals, n_goals = np.uint64(0), 0
    for at in range(s.goals_at, s.goals_at + s.goals_n):
        code = students.goals[at]
        if code < len(marks) and marks[code] < N_MARKS:
            goals |= np.uint64(1) << np.uint64(marks[code])
            n_goals += 1
    goal = w[GOALS] / s.goals_n if s.goals_n > 0 else 0.0
    # Two goals with the same mark: the second counts as covered.
    sure_goals = goal * (n_goals - float(n_ones(goals))) if s.goals_n > 0 else w[GOALS] * prior
    travel = w[TRAVEL] * (1.0 - q.travel_at_limit)
    per_hours_max = 1.0 / s.hours_max if s.hours_max > 0 else 0.0
    less_dutch = 0.5 * w[LANGUAGE] * prior if s.dutch == 0 else -np.inf
    return Eye(
        x=f(s.x),
        y=f(s.y),
        z=f(s.z),
        n_modes=n_modes,
        max_minutes=f(min(s.max_minutes, s.cap_minutes)) * (ONE + SLACK_SHARE) + f(0.01),
        per_minute=f(travel / max(float(s.max_minutes), 1.0)),
        most_travel=f(travel),
        unknown_travel=f(w[TRAVEL] * (1.0 - prior)),
        weekdays=np.uint64(s.weekdays),
        from_day=f(min(max(s.from_day, -FARTHEST_DAY), FARTHEST_DAY)),
        until_day=f(min(max(s.until_day, -FARTHEST_DAY), FARTHEST_DAY)),
        period_share=f(q.period_share_min * (1.0 - SLACK)),
        hours_min=f(s.hours_min),
        hours_max=f(s.hours_max),
        per_hours_max=f(per_hours_max),
        schedule_share=f(schedule_share),
        dutch=f(s.dutch),
        less_dutch=f(less_dutch),
        liked=s.liked,
        disliked=s.disliked,
        like=f(w[TASKS] * (1.0 - prior)),
        dislike=f(w[TASKS] * prior),
        helps=s.helps,
        offer=f(to_offer * (1.0 - prior)),
        refusal=f(to_offer * prior),
        prerequisites=~s.prerequisites,
        lack=f(0.5 * w[LANGUAGE] * (1.0 - q.prerequisite_to_arrange)),
        goals=goals,
        goal=f(goal),
        unknown_goals=f(w[GOALS] * prior),
        sure_goals=f(sure_goals),
        prior=f(prior),
        untrained=f(-q.trainable_share),
        trained=f(q.trainable_share),
        of_competencies=f(w[COMPETENCIES]),
        of_hours=f(w[AVAILABILITY]),
        of_language=f(0.5 * w[LANGUAGE]),
        at_student=f(at_student + w[TRAVEL]),
        at_placement=f(w[COMPETENCIES] + 0.5 * w[LANGUAGE]),
    )


@compiled
def _lower(one: Any, other: Any) -> Any:
    return one if one < other else other


@compiled
def _higher(one: Any, other: Any) -> Any:
    return one if one > other else other


@compiled
def _met(shown: Any, per_level: Any, prior: Any) -> Any:
    """Give the share of a requirement that a student meets; what nobody assessed counts for the prior at least."""
    is_unsure = shown < NONE
    met = _lower((shown + UNSURE if is_unsure else shown) * per_level, ONE)
    return _higher(met, prior) if is_unsure else met


@compiled
def glance(
    block: Any,
    eye: Eye,
    knows_way: bool,
    ways: NDArray[np.float32],
    dear: NDArray[np.float32],
    shown: NDArray[np.float32],
    seen: Any,
) -> None:
    """Give the most that each of sixteen placements can score with a student; minus infinity where a gate refuses.

    Each line follows a gate or a component of the same name. Where that takes more than arithmetic, something is
    taken that is never worse: the straight line through the earth for the way over it, the longest day for each
    shared one, marks in a mask for lists of competencies, and of what is needed at the start the two that weigh most.

    Parameters
    ----------
    ways, dear
        As ``eye_of`` left them.
    shown : (n_codes,) float32
        The level that the student shows of each competency, less ``UNSURE`` where nobody assessed it.
    """
    f = np.float32
    for lane in range(LANES):
        seen.dear[lane] = dear[block.sector[lane]]
        seen.first[lane], seen.second[lane] = shown[block.first[lane]], shown[block.second[lane]]
    start_0, start_1, start_2, start_3 = ways[0, 0], ways[1, 0], ways[2, 0], ways[3, 0]
    per_km_0, per_km_1, per_km_2, per_km_3 = ways[0, 1], ways[1, 1], ways[2, 1], ways[3, 1]
    for lane in range(LANES):
        east, north, up = block.x[lane] - eye.x, block.y[lane] - eye.y, block.z[lane] - eye.z
        km = np.sqrt(east * east + north * north + up * up) * RADIUS - SLACK_KM
        seen.km[lane] = km
        one = _lower(start_0 + km * per_km_0, start_1 + km * per_km_1)
        other = _lower(start_2 + km * per_km_2, start_3 + km * per_km_3)
        seen.minutes[lane] = _lower(one, other)
    for way in range(4, eye.n_modes):
        for lane in range(LANES):
            seen.minutes[lane] = _lower(ways[way, 0] + seen.km[lane] * ways[way, 1], seen.minutes[lane])
    if not knows_way:
        for lane in range(LANES):
            seen.minutes[lane] = NONE
    for lane in range(LANES):
        minutes = seen.minutes[lane]
        shared = f(n_ones(np.uint64(block.weekdays[lane]) & eye.weekdays))
        least = _higher(block.hours_min[lane], eye.hours_min)
        most = _lower(block.hours_max[lane], eye.hours_max)
        shared_minutes = shared * block.longest_day[lane]
        start, end = block.start_day[lane], block.end_day[lane]
        end = end if end < FOREVER else _higher(eye.until_day, start + ONE)
        overlap = _higher(_lower(end, eye.until_day) - _higher(start, eye.from_day), NONE)
        offered = end - start
        enough = eye.period_share * _lower(offered, eye.until_day - eye.from_day)
        is_refused = (
            (shared < block.days_min[lane])
            | (least > most)
            | (shared_minutes < least)
            | (overlap + HALF < enough)
            | (minutes > eye.max_minutes)
        )
        most = _higher(most, NONE)
        likes = f(n_ones(block.activities[lane] & eye.liked)) * eye.like
        dislikes = f(n_ones(block.activities[lane] & eye.disliked)) * eye.dislike
        student = eye.at_student + seen.dear[lane] + (likes - dislikes) * block.per_activity[lane]
        student += f(n_ones(block.conditions_offered[lane] & eye.helps)) * eye.offer
        student -= f(n_ones(block.conditions_refused[lane] & eye.helps)) * eye.refusal
        student -= _lower(minutes * eye.per_minute, eye.most_travel) if knows_way else eye.unknown_travel
        hours = _lower(most * eye.per_hours_max, ONE)
        student += (hours + shared * block.per_work_day[lane]) * eye.schedule_share
        hours = _lower(_lower(shared_minutes, most) * block.per_hours_max[lane], ONE)
        placement = eye.at_placement + hours * (overlap / _higher(offered, ONE)) * eye.of_hours
        covered = block.covered[lane]
        goals = f(n_ones(covered & eye.goals)) * eye.goal + eye.sure_goals
        placement += goals if covered != np.uint64(0) else eye.unknown_goals
        first = _higher(block.first_weight[lane], block.first_weight[lane] * eye.untrained)
        second = _higher(block.second_weight[lane], block.second_weight[lane] * eye.untrained)
        first *= ONE - _met(seen.first[lane], block.per_first_level[lane], eye.prior)
        second *= ONE - _met(seen.second[lane], block.per_second_level[lane], eye.prior)
        needed = _higher(block.needs[lane] + block.trains[lane] * eye.trained, TINY)
        placement -= (first + second) / needed * eye.of_competencies
        placement += eye.of_language if block.dutch_min[lane] <= eye.dutch else eye.less_dutch
        lacking = f(n_ones(block.prerequisites[lane] & eye.prerequisites))
        placement -= lacking * block.per_prerequisite[lane] * eye.lack
        score = TWO * student * placement / _higher(student + placement, TINY)
        seen.most[lane] = REFUSED_AT_A_GLANCE if is_refused else score
