"""The memory follows the database: cheap when nothing was said, and the same as one made from scratch."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.link import Link, Speaker, Verdict
from services.linking.memory import Memory, current_memory
from services.unit_of_work import House
from tests.databases import queries_counted
from tests.factories import make_link
from tests.services.linking.conftest import TEXT
from tests.services.linking.fake_linker import FakeLinker

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
BASE = FakeLinker.of({"doe:koken": ("eten koken",)})


@pytest.fixture
def other_process(migrated_url: str) -> Iterator[House]:
    """Give the same installation as another process has it open."""
    house = House.open(migrated_url)
    yield house
    house.close()


def memory_of(house: House) -> Memory:
    with house.reading() as work:
        return current_memory(work)


def test_two_processes_see_what_each_other_heard(house: House, other_process: House) -> None:
    assert memory_of(house).said(TEXT) == memory_of(other_process).said(TEXT) == {}

    with house.writing() as work:
        work.links.save_all([make_link(TEXT)])
    assert memory_of(other_process).said(TEXT) == {"doe:koken": 2}

    with other_process.writing() as work:
        work.links.save_all([make_link(TEXT, competency_id="doe:bakken")])
    assert memory_of(house).said(TEXT) == {"doe:koken": 2, "doe:bakken": 2}


def test_asking_again_costs_one_question_and_gives_the_same_memory(house: House) -> None:
    with house.writing() as work:
        work.links.save_all([make_link(f"zin nummer {chr(97 + n)}") for n in range(20)])
    first = memory_of(house)

    with house.reading() as work, queries_counted() as seen:
        again = current_memory(work)

    assert again is first
    assert len([text for text in seen if "links_revision" in text]) == 1
    assert [text for text in seen if "FROM links" in text] == []


def test_only_what_changed_is_read_again(house: House) -> None:
    kept = [make_link(f"zin nummer {chr(97 + n)}") for n in range(20)]
    with house.writing() as work:
        work.links.save_all(kept)
    memory_of(house)
    with house.writing() as work:
        work.links.save_all([kept[0].refuse(NOW)])

    with house.reading() as work:
        changed = work.links.since(1)
    after = memory_of(house)

    assert [link.id for link in changed] == [kept[0].id]
    assert len(after.phrase_of) == 19
    assert after.said("zin nummer a") == {}


def test_what_is_not_committed_is_for_nobody_else(house: House) -> None:
    memory_of(house)
    with pytest.raises(RuntimeError), house.writing() as work:
        heard_then_lost(house, work)

    assert memory_of(house).said(TEXT) == {}


def heard_then_lost(house: House, work: object) -> None:
    work.links.save_all([make_link(TEXT)])  # type: ignore[attr-defined]
    current_memory(work)  # type: ignore[arg-type]
    raise RuntimeError


def test_an_older_reader_keeps_the_newer_memory(house: House) -> None:
    with house.reading() as early:
        assert early.installation.links_revision == 0
        with house.writing() as work:
            work.links.save_all([make_link(TEXT)])
        newer = memory_of(house)

        assert current_memory(early) is newer


def test_labels_that_stay_the_same_cost_no_new_linker() -> None:
    before = Memory.of([make_link(TEXT)], revision=1, base=BASE)

    after = before.with_changes([make_link(TEXT, verdict=Verdict.CONFIRMED)], revision=2, base=BASE)

    assert after.linker is before.linker
    assert (before.version, after.version) == ("fake/1", "fake/2")


links = st.builds(
    make_link,
    st.sampled_from(["ik help oma", "Ik help oma!", "keukenprins"]),
    id=st.uuids(),
    competency_id=st.sampled_from(["doe:koken", "doe:bakken"]),
    verdict=st.sampled_from(Verdict),
    speaker=st.sampled_from([Speaker.STUDENT, Speaker.TEACHER, Speaker.JOBHUNTER]),
)


@given(st.lists(links, max_size=12, unique_by=lambda link: link.id), st.data())
def test_memory_that_followed_is_the_one_made_from_scratch(said: list[Link], data: st.DataObject) -> None:
    followed = Memory.of([], revision=0, base=BASE)
    held: dict[object, Link] = {}
    for number, link in enumerate(said, start=1):
        decide = data.draw(st.sampled_from(["leave", "accept", "refuse"]))
        later = NOW + timedelta(hours=number)
        decided = {"leave": link, "accept": link.accept(later), "refuse": link.refuse(later)}[decide]
        held[link.id] = decided
        followed = followed.with_changes([decided], revision=number, base=BASE)

    fresh = Memory.of(held.values(), revision=len(said), base=BASE)

    assert without_empty(followed.standing) == without_empty(fresh.standing)
    assert (followed.labels, followed.phrase_of) == (fresh.labels, fresh.phrase_of)
    assert isinstance(followed.linker, FakeLinker)
    assert isinstance(fresh.linker, FakeLinker)
    assert sorted(followed.linker.names) == sorted(fresh.linker.names)


def without_empty(standing: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """Leave out phrases of which everything was refused."""
    return {phrase: said for phrase, said in standing.items() if said}
