"""Markets to explain: one in which nearly everything can happen, and the demo region as people see it."""

from random import Random

import pytest

from matching import Explanation
from services.demo.region import generate
from services.features import Offer
from services.markets import Market
from services.reference import load_reference
from tests.strategies import TODAY, make_market


@pytest.fixture(scope="session")
def market() -> Market:
    people = make_market(Random(7), n_students=60, n_offers=60)
    return Market.build(people.students, people.offers, reference=load_reference(TODAY), today=TODAY)


@pytest.fixture(scope="session")
def region() -> Market:
    reference = load_reference(TODAY)
    made = generate(
        seed=1, n_students=600, n_employers=200, n_placements=400, n_events=1, today=TODAY, reference=reference
    )
    sites = {site.id: site for site in made.sites}
    employers = {employer.id: employer for employer in made.employers}
    offers = [
        Offer(
            placement=placement,
            site=sites[placement.site_id],
            employer=employers[sites[placement.site_id].employer_id],
            recognitions=tuple(held for held in made.recognitions if held.site_id == placement.site_id),
        )
        for placement in made.placements
    ]
    return Market.build(made.students, offers, reference=reference, today=TODAY)


@pytest.fixture(scope="session")
def thousand(region: Market) -> tuple[Explanation, ...]:
    """Explain the first thousand places that students of the demo region see, six for each at most."""
    ranking = region.places_for(top=6)
    pairs = region.pairs(ranking.student_ix[:1_000], ranking.placement_ix[:1_000])
    return region.explanations(pairs, with_what_if=False)
