"""A drawn market under tighter rules than the real ones, so that each of them decides about some pair."""

from dataclasses import replace

import numpy as np

from benchmarks.parts.markets import Market

LATEST = 17 * 60
PRACTICE, WEEK = 2.5, 0.75
"""Times the hours of practice that are asked, and times the hours that may be worked in a week."""


def tightened(market: Market) -> Market:
    """Ask more practice, and allow less work and no evenings."""
    rules, law = market.rules, market.rules.working_time
    tighter = replace(
        law,
        latest=np.minimum(law.latest, LATEST).astype(np.int32),
        week_minutes=(law.week_minutes * WEEK).astype(np.int32),
    )
    minutes = (rules.programme_minutes * PRACTICE).astype(np.int32)
    return replace(market, rules=replace(rules, working_time=tighter, programme_minutes=minutes))
