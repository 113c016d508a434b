"""How near occupations are: laws that hold for everybody and for every list of occupations."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from career.direction import DirectionRule, Leaning, NearOccupation, Occupation, about, by_sector, near_occupations

PARTS, SECTORS = [f"doe:{letter}" for letter in "abcdefg"], ["zorg", "bouw", "groen"]
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
strengths = st.sampled_from([0.2, 0.3, 0.5, 0.8])
occupation_lists = st.lists(
    st.builds(
        Occupation,
        id=st.integers(0, 10_000).map(lambda number: f"beroep:{number}"),
        sector=st.sampled_from(SECTORS),
        parts=st.dictionaries(st.sampled_from(PARTS), strengths, max_size=4),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.id,
)
rules = st.builds(
    DirectionRule,
    want_share=st.sampled_from([0.4, 0.7, 1.0]),
    sector_share=st.sampled_from([0.0, 0.3, 1.0]),
    prior=st.sampled_from([0.0, 0.5, 1.0]),
)


@st.composite
def leanings(draw: st.DrawFn) -> Leaning:
    opinions = draw(st.dictionaries(st.sampled_from(PARTS), st.booleans()))
    return Leaning(
        sectors=draw(st.dictionaries(st.sampled_from(SECTORS), st.sampled_from([0.6, 0.8, 1.0]))),
        liked=frozenset(part for part, is_liked in opinions.items() if is_liked),
        disliked=frozenset(part for part, is_liked in opinions.items() if not is_liked),
        levels=draw(st.dictionaries(st.sampled_from(PARTS), st.sampled_from(LEVELS))),
    )


def scores(occupations: list[Occupation], leaning: Leaning, rule: DirectionRule) -> dict[str, float]:
    return {one.occupation.id: one.score for one in near_occupations(occupations, leaning, rule)}


@given(occupation_lists, leanings(), rules)
def test_every_occupation_is_there_once_from_near_to_far_and_between_0_and_1(
    occupations: list[Occupation], leaning: Leaning, rule: DirectionRule
) -> None:
    near = near_occupations(occupations, leaning, rule)

    assert sorted(one.occupation.id for one in near) == sorted(one.id for one in occupations)
    assert [one.score for one in near] == sorted((one.score for one in near), reverse=True)
    assert all(0.0 <= one.score <= 1.0 for one in near)


@given(occupation_lists, leanings(), rules, st.sampled_from(PARTS), st.sampled_from(LEVELS))
def test_showing_something_never_moves_an_occupation_away(
    occupations: list[Occupation], leaning: Leaning, rule: DirectionRule, part: str, level: float
) -> None:
    shown = replace(leaning, levels={**leaning.levels, part: max(level, leaning.levels.get(part, 0.0))})

    before, after = scores(occupations, leaning, rule), scores(occupations, shown, rule)

    assert all(after[code] >= before[code] for code in before)


@given(occupation_lists, leanings(), rules, st.sampled_from(PARTS))
def test_liking_work_moves_only_occupations_with_that_work_and_only_nearer(
    occupations: list[Occupation], leaning: Leaning, rule: DirectionRule, part: str
) -> None:
    neutral = replace(leaning, liked=leaning.liked - {part}, disliked=leaning.disliked - {part})
    liking = replace(neutral, liked=neutral.liked | {part})
    disliking = replace(neutral, disliked=neutral.disliked | {part})

    low, middle, high = (scores(occupations, one, rule) for one in (disliking, neutral, liking))

    for one in occupations:
        assert low[one.id] <= middle[one.id] <= high[one.id]
        if part not in one.parts:
            assert low[one.id] == high[one.id]


@given(occupation_lists, leanings(), rules)
def test_order_in_which_occupations_and_their_work_are_listed_decides_no_score(
    occupations: list[Occupation], leaning: Leaning, rule: DirectionRule
) -> None:
    turned = [replace(one, parts=dict(reversed(one.parts.items()))) for one in reversed(occupations)]

    assert scores(occupations, leaning, rule) == scores(turned, leaning, rule)


@given(occupation_lists, leanings(), rules)
def test_reasons_name_every_part_once_or_as_wanted_and_shown(
    occupations: list[Occupation], leaning: Leaning, rule: DirectionRule
) -> None:
    for one in near_occupations(occupations, leaning, rule):
        told = {*one.liked, *one.disliked, *one.can, *one.unknown}
        assert told == set(one.occupation.parts)
        assert not set(one.unknown) & {*one.liked, *one.disliked, *one.can}
        assert not set(one.liked) & set(one.disliked)
        assert one.is_wished == (one.occupation.sector in leaning.sectors)


@given(occupation_lists, rules)
def test_who_said_nothing_has_no_direction_before_another(occupations: list[Occupation], rule: DirectionRule) -> None:
    blank = Leaning(sectors={}, liked=frozenset(), disliked=frozenset(), levels={"doe:a": 0.0})

    assert blank.is_blank
    assert len(set(scores(occupations, blank, rule).values())) == 1


@given(occupation_lists, leanings(), rules)
def test_directions_stand_in_the_order_of_their_nearest_occupation(
    occupations: list[Occupation], leaning: Leaning, rule: DirectionRule
) -> None:
    near = near_occupations(occupations, leaning, rule)

    found = by_sector(near)

    assert [one for ones in found.values() for one in ones if one not in near] == []
    assert sum(map(len, found.values())) == len(near)
    best = [ones[0].score for ones in found.values()]
    assert best == sorted(best, reverse=True)
    assert all(one.occupation.sector == sector for sector, ones in found.items() for one in ones)


def named(code: str, **parts: float) -> NearOccupation:
    occupation = Occupation(id=code, sector="zorg", parts={f"doe:{part}": value for part, value in parts.items()})
    return NearOccupation(occupation=occupation, score=0.5, is_wished=False, liked=(), disliked=(), can=(), unknown=())


def test_what_is_meant_stands_by_its_chance_and_the_share_of_the_work() -> None:
    half, whole, other, self_named = (
        named("b:half", a=0.4, b=0.4),
        named("b:whole", a=0.4),
        named("b:other", c=0.8),
        named("b:self"),
    )

    found = about([half, whole, other, self_named], {"doe:a": 0.6, "b:self": 0.5})

    assert [one.occupation.id for one in found] == ["b:whole", "b:self", "b:half"]
