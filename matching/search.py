"""The inner loop of every list: walk the groups a seeker can reach, score what is open, keep the best."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import gates, working_time
from matching.compiling import CACHE_LINE, compiled, fetch_ahead, forward
from matching.glance import LANES, SLACK, UNSURE, Eye, eye_of, glance
from matching.groups import MOST_WAITING, N_SHELVES, Groups, Scratch
from matching.lists import SHORT, Lists, keep, least_score, sort
from matching.ragged import Ints, first_beyond, first_from, position_of
from matching.rows import LEVEL, PlacementArrays, StudentArrays
from matching.rules import RuleArrays
from matching.scoring import REFUSED, Shortcuts, score_if_open
from matching.trips import EARTH_RADIUS_KM, arcsine, reach_km

MIX_1, MIX_2, MIX_3 = (np.uint64(mix) for mix in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
# constants of SplitMix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators)
S30, S27, S31 = np.uint64(30), np.uint64(27), np.uint64(31)
SLACK_RADIANS = 1e-9
"""6 millimetres: more than rounding can make a reach too short."""
QUARTER_TURN, HALF_TURN, EVERYWHERE = 90.0, 180.0, 360.0
"""Degrees."""
SHELF = 1.0 / N_SHELVES
LEVELS_PER_LINE = CACHE_LINE // LEVEL.itemsize


@compiled
def _mixed(state: Any) -> Any:
    state = state + MIX_1
    state = (state ^ (state >> S30)) * MIX_2
    state = (state ^ (state >> S27)) * MIX_3
    return state ^ (state >> S31)


@compiled
def drawn(student_key: Any, placement_key: Any, seed: Any) -> Any:
    """Draw the number that breaks a tie, from the seed and the keys of both rows alone."""
    return _mixed(_mixed(student_key ^ seed) + placement_key)


@compiled
def _meet(
    students: StudentArrays,
    student: int,
    placements: PlacementArrays,
    placement: int,
    rules: RuleArrays,
    numbers: NDArray[Any],
    code: int,
    shortcuts: Shortcuts,
    lawful_at: int,
    recognised: int,
    seed: Any,
    lists: Lists,
    at: int,
    is_heap: bool,
    row: int,
) -> None:
    """Look at one pair that shares an offer, unless it was met before under a lower one; ``row`` is what to keep."""
    s, p = students.rows[student], placements.rows[placement]
    if s.offers_n > 1 and p.offers_n > 1 and gates.first_shared_offer(students, s, placements, p) != code:
        return
    at_least = least_score(lists, at, is_heap)
    score = score_if_open(students, s, placements, p, rules, numbers, shortcuts, lawful_at, recognised, at_least)
    if score == REFUSED:
        return
    lists.n_open[at] += 1
    if score >= at_least:
        keep(lists, at, is_heap, score, drawn(s.key, p.key, seed), row)


@compiled
def _reckon_reach(scratch: Scratch, groups: Groups, kind: int, latitude: float, km: float) -> None:
    """Fill in how far a seeker at this latitude looks within a class: degrees of longitude east and west, per band.

    Haversine formula solved for the difference in longitude, at the farthest latitude within reach.
    """
    n_bands, south, height = groups.starts.shape[1] - 2, groups.south[0], groups.height[0]
    reach = km / EARTH_RADIUS_KM + SLACK_RADIANS
    degrees = math.degrees(reach)
    first = min(max(math.floor((latitude - degrees - south) / height), 0), n_bands - 1)
    last = max(min(math.floor((latitude + degrees - south) / height), n_bands - 1), 0)
    scratch.first_band[kind], scratch.last_band[kind] = first, last
    farthest = min(abs(latitude) + degrees, QUARTER_TURN)
    cosine = math.cos(math.radians(latitude)) * math.cos(math.radians(farthest))
    whole = math.sin(min(reach, math.pi) / 2.0) ** 2
    for band in range(first, last + 1):
        band_south = south + band * height
        apart = math.radians(max(band_south - latitude, latitude - band_south - height, 0.0))
        # The sine of half an angle, squared, by the first two terms of its series, which are too little.
        over = whole - apart * apart / 4.0 * (1.0 - apart * apart / 12.0)
        if apart > reach:
            scratch.widths[kind, band] = -1.0
        elif over >= cosine:
            scratch.widths[kind, band] = EVERYWHERE
        else:
            turn = 2.0 * arcsine(math.sqrt(max(over, 0.0) / cosine))
            scratch.widths[kind, band] = math.degrees(turn + SLACK_RADIANS)


@compiled
def _reckon_laws(scratch: Scratch, p: Any, rules: RuleArrays) -> None:
    for law in range(len(rules.working_time)):
        scratch.lawful[0, law] = working_time.place_days(p, rules.working_time[law])


@compiled
def _mark(
    scratch: Scratch,
    students: StudentArrays,
    placements: PlacementArrays,
    is_student: bool,
    seeker: int,
    is_on: bool,
) -> None:
    """Mark what a seeker has as goals or covers, and where a student's levels stand; or take the marks away."""
    if is_student:
        s = students.rows[seeker]
        for at in range(s.goals_at, s.goals_at + s.goals_n):
            scratch.is_marked[students.goals[at]] = is_on
        for at in range(s.levels_at, s.levels_at + s.levels_n):
            level = students.levels[at]
            scratch.known_at[level.code] = at + 1 if is_on else 0
            scratch.shown[level.code] = (level.value if is_on else 0.0) - (
                0.0 if is_on and not level.is_derived else UNSURE
            )
    else:
        p = placements.rows[seeker]
        for at in range(p.covered_at, p.covered_at + p.covered_n):
            scratch.is_marked[placements.covered[at]] = is_on


@compiled
def _find_stretches(
    scratch: Scratch,
    groups: Groups,
    students: StudentArrays,
    placements: PlacementArrays,
    rules: RuleArrays,
    is_student: bool,
    seeker: int,
) -> int:
    """Write down where a seeker must look, and give how many stretches that are."""
    n_classes, n_bands = len(groups.class_reach_km), groups.starts.shape[1] - 2
    if is_student:
        s = students.rows[seeker]
        latitude, longitude, offers_at, offers_n = s.latitude, s.longitude, s.offers_at, s.offers_n
    else:
        p = placements.rows[seeker]
        latitude, longitude, offers_at, offers_n = p.latitude, p.longitude, p.offers_at, p.offers_n
    is_somewhere = latitude == latitude and longitude == longitude
    for kind in range(n_classes):
        if is_somewhere:
            km = reach_km(students.rows[seeker], rules.modes) if is_student else groups.class_reach_km[kind]
            _reckon_reach(scratch, groups, kind, latitude, km)
        else:
            scratch.first_band[kind], scratch.last_band[kind] = 0, n_bands - 1
            scratch.widths[kind, :] = EVERYWHERE
    n = 0
    for offer in range(offers_at, offers_at + offers_n):
        code = students.offers[offer] if is_student else placements.offers[offer].code
        recognised = gates.PASS
        if not is_student:
            place = placements.rows[seeker]
            recognised = gates.recognised(placements.offers[offer], place, gates.fixed_end(place))
        group = position_of(groups.codes, 0, len(groups.codes), code)
        for kind in range(n_classes if group >= 0 else 0):
            starts = groups.starts[group * n_classes + kind]
            for step in range(scratch.first_band[kind], scratch.last_band[kind] + 2):
                # The last step is for the entries without a location.
                band = step if step <= scratch.last_band[kind] else n_bands
                entry, end = starts[band], starts[band + 1]
                if entry == end:
                    continue
                if band < n_bands:
                    width = scratch.widths[kind, band]
                    if width < 0.0:
                        continue
                    if abs(longitude) + width < HALF_TURN:
                        entry = first_from(groups.entry_longitude, entry, end, longitude - width)
                        end = first_beyond(groups.entry_longitude, entry, end, longitude + width)
                if entry < end:
                    stretch = scratch.stretches[n]
                    stretch.entry, stretch.end, stretch.code, stretch.recognised = entry, end, code, recognised
                    stretch.knows_way = is_somewhere and band < n_bands
                    n += 1
    return n


@compiled
def _let_wait(
    scratch: Scratch, groups: Groups, eye: Eye, is_glancing: bool, at_stretch: int, first: int, least: Any, n: int
) -> int:
    """Let a block of entries wait for a look, unless a glance settles it; gives how many wait then.

    Parameters
    ----------
    first : int
        Entry with which the block begins.
    least : float32
        Who promises less need not wait.
    n : int
        How many wait already.
    """
    stretch, seen = scratch.stretches[at_stretch], scratch.seen[0]
    if is_glancing:
        glance(groups.blocks[first // LANES], eye, stretch.knows_way, scratch.ways, scratch.dear, scratch.shown, seen)
    for lane in range(max(stretch.entry - first, 0), min(stretch.end - first, LANES)):
        last = forward(n)
        scratch.waiting[last], scratch.waiting_at[last], scratch.promise[last] = (
            first + lane,
            at_stretch,
            seen.most[lane],
        )
        n += not is_glancing or seen.most[lane] >= least
    return n


@compiled
def _shelf(promise: Any) -> int:
    """Give the place of a promise among the shelves, the highest on the first."""
    return forward(int(min(max((1.0 - promise) * N_SHELVES, 0.0), N_SHELVES - 1.0)))


@compiled
def _put_in_order(scratch: Scratch, n_waiting: int) -> None:
    """Order what waits by shelf, the most promising first."""
    scratch.shelves[:] = 0
    for number in range(n_waiting):
        scratch.shelves[_shelf(scratch.promise[number]) + 1] += 1
    for shelf in range(N_SHELVES):
        scratch.shelves[shelf + 1] += scratch.shelves[shelf]
    for number in range(n_waiting):
        shelf = _shelf(scratch.promise[number])
        scratch.order[forward(scratch.shelves[shelf])] = number
        scratch.shelves[shelf] += 1


@compiled
def _fetch_students(students: StudentArrays, seekers: Ints, at: int) -> None:
    """Have the row of the student after the next, and the lists of the next, brought near while this one is served."""
    n = len(seekers)
    fetch_ahead(students.rows, seekers[min(at + 2, n - 1)])
    s = students.rows[seekers[min(at + 1, n - 1)]]
    fetch_ahead(students.offers, s.offers_at)
    fetch_ahead(students.goals, s.goals_at)
    fetch_ahead(students.wishes, s.wishes_at)
    for level in range(0, s.levels_n, LEVELS_PER_LINE):
        fetch_ahead(students.levels, s.levels_at + level)


@compiled
def _fetch_places(
    placements: PlacementArrays, groups: Groups, scratch: Scratch, is_ordered: bool, place: int, n_waiting: int
) -> None:
    """Have the row of the place after the next, and the lists of the next, brought near while this one is looked at."""
    for ahead in range(1, 3):
        then = min(place + ahead, n_waiting - 1)
        entry = scratch.waiting[forward(scratch.order[then]) if is_ordered else then]
        if ahead == 2:
            fetch_ahead(placements.rows, entry)
            fetch_ahead(groups.entry_lawful, entry)
        else:
            p = placements.rows[entry]
            fetch_ahead(placements.offers, p.offers_at)
            fetch_ahead(placements.covered, p.covered_at)
            fetch_ahead(placements.requirements, p.requirements_at)


@compiled
def search(
    students: StudentArrays,
    placements: PlacementArrays,
    students_by_entry: StudentArrays,
    placements_by_entry: PlacementArrays,
    rules: RuleArrays,
    numbers: NDArray[Any],
    groups: Groups,
    is_student: bool,
    seekers: Ints,
    seed: Any,
    lists: Lists,
    scratch: Scratch,
) -> None:
    """Fill the lists of a block of seekers: students who look for places, or places that look for students.

    Parameters
    ----------
    students_by_entry, placements_by_entry
        The found side in the order of the entries; the side that looks as it is.
    is_student : bool
        The seekers are students.
    """
    n_gone, top = groups.n_gone[0], lists.score.shape[1]
    is_glancing = is_student and top > 0
    is_heap = not is_glancing or top > SHORT
    known_at = scratch.known_at if is_student else scratch.nothing_known
    early = Shortcuts(is_student, groups.entry_lawful if is_student else scratch.lawful, scratch.is_marked, known_at)
    late_ones = Shortcuts(is_student, scratch.lawful, scratch.is_marked, known_at)
    for at in range(len(seekers)):
        seeker = seekers[at]
        if is_student:
            _fetch_students(students, seekers, at)
            s = students.rows[seeker]
            offers_at, offers_n = s.offers_at, s.offers_n
        else:
            p = placements.rows[seeker]
            if gates.seats(p) > gates.UNKNOWN or gates.contacts(p) > gates.UNKNOWN:
                continue
            offers_at, offers_n = p.offers_at, p.offers_n
            _reckon_laws(scratch, p, rules)
        _mark(scratch, students, placements, is_student, seeker, True)
        for offer in range(offers_at, offers_at + offers_n if len(groups.late_codes) else offers_at):
            code = students.offers[offer] if is_student else placements.offers[offer].code
            late = first_from(groups.late_codes, 0, len(groups.late_codes), code)
            while late < len(groups.late_codes) and groups.late_codes[late] == code:
                row = groups.late_rows[late]
                if groups.is_live[row]:
                    lists.n_looked_at[at] += 1
                    student, placement = (seeker, row) if is_student else (row, seeker)
                    s, p = students.rows[student], placements.rows[placement]
                    recognised = gates.recognition(students, s, placements, p)
                    if is_student:
                        _reckon_laws(scratch, p, rules)
                    _meet(
                        students,
                        student,
                        placements,
                        placement,
                        rules,
                        numbers,
                        code,
                        late_ones,
                        0,
                        recognised,
                        seed,
                        lists,
                        at,
                        is_heap,
                        row,
                    )
                late += 1
        n_stretches = _find_stretches(scratch, groups, students, placements, rules, is_student, seeker)
        if is_glancing:
            eye = eye_of(students, students.rows[seeker], rules, numbers[0], groups.marks, scratch.ways, scratch.dear)
        at_stretch, first = 0, 0
        while at_stretch < n_stretches:
            least = np.float32(least_score(lists, at, is_heap) - SLACK)
            n_waiting = 0
            while at_stretch < n_stretches and n_waiting <= MOST_WAITING - LANES:
                stretch = scratch.stretches[at_stretch]
                first = max(first, stretch.entry // LANES * LANES)
                n_waiting = _let_wait(scratch, groups, eye, is_glancing, at_stretch, first, least, n_waiting)
                first += LANES
                if first >= stretch.end:
                    lists.n_looked_at[at] += stretch.end - stretch.entry
                    at_stretch, first = at_stretch + 1, 0
            is_ordered = is_glancing and n_waiting > top
            if is_ordered:
                _put_in_order(scratch, n_waiting)
            for place in range(n_waiting):
                number = forward(scratch.order[place]) if is_ordered else place
                if is_glancing:
                    _fetch_places(placements_by_entry, groups, scratch, is_ordered, place, n_waiting)
                    promise = scratch.promise[number]
                    missing = least_score(lists, at, is_heap) - SLACK - promise
                    if is_ordered and missing > SHELF and promise > SHELF:
                        break  # The rest is on the same shelf or a lower one.
                    if missing > 0.0:
                        continue
                entry, stretch = scratch.waiting[number], scratch.stretches[scratch.waiting_at[number]]
                row = groups.entry_row[entry]
                if n_gone == 0 or groups.is_live[row]:
                    student, placement = (seeker, entry) if is_student else (entry, seeker)
                    _meet(
                        students_by_entry,
                        student,
                        placements_by_entry,
                        placement,
                        rules,
                        numbers,
                        stretch.code,
                        early,
                        entry if is_student else 0,
                        groups.entry_recognised[entry] if is_student else stretch.recognised,
                        seed,
                        lists,
                        at,
                        is_heap,
                        row,
                    )
        _mark(scratch, students, placements, is_student, seeker, False)
        if is_heap:
            sort(lists, at)
