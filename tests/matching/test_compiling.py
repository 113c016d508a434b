"""Machine code is made once, for one set of types, and never from stale text."""

import subprocess
import sys
from pathlib import Path
from random import Random

import matching
from matching import Exposure, compiling, least_above_room, ranking, scoring, search, spread, tolls
from matching.warming import warm
from tests.matching.test_engine import every_pair, market_of
from tests.strategies import make_market

FOLDER = Path(matching.__file__).parent


def test_every_module_with_compiled_code_is_in_the_digest() -> None:
    compiling_modules = {
        path.relative_to(FOLDER).with_suffix("").as_posix()
        for path in FOLDER.rglob("*.py")
        if "@compiled" in path.read_text("utf-8")
    }

    assert compiling_modules <= set(compiling.SOURCES)
    assert all((FOLDER / f"{name}.py").is_file() for name in compiling.SOURCES)


def test_loops_are_compiled_for_one_set_of_types(tmp_path: Path) -> None:
    warm()
    market = market_of(make_market(Random(1), n_students=30, n_offers=30))
    market.scores(every_pair(market))
    longer = market.places_for(top=3)
    spread(longer, exposure=Exposure(strength=1, most_loss=1), top=2)
    least_above_room(longer, exposure=Exposure(strength=0.5), top=1)
    market.candidates_for(top=3)
    student = market.student_table.take([3])
    market.scores(market.pairs([0], [0]))
    scoring.score_pairs(
        type(every_pair(market))(
            student.variants([{"max_minutes": 3}, {}]).extended(student),
            market.placement_table,
            market.rules,
            market.pairs([0, 1, 2], [0, 1, 2]).student_ix,
            market.pairs([0, 1, 2], [0, 1, 2]).placement_ix,
        ),
        market.parameters,
    )

    for loop in (search.search, ranking._pack, ranking._unshuffle, scoring._assess, tolls._settle, tolls._cheapest):
        assert len(loop.signatures) == 1  # type: ignore[attr-defined]


def test_another_process_takes_what_is_compiled() -> None:
    warm()
    program = (
        "from matching.warming import warm; warm(); from matching import search, scoring, tolls;"
        "loops = (search.search, scoring._assess, tolls._settle, tolls._cheapest);"
        "print(*(sum(loop.stats.cache_misses.values()) for loop in loops))"
    )

    found = subprocess.run([sys.executable, "-c", program], cwd=FOLDER.parent, capture_output=True, text=True)

    assert (found.stdout.split(), found.returncode) == (["0"] * 4, 0), found.stderr
