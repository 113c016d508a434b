"""A chain of entries is whole as it was written, and every change of it is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.audit import (
    NO_ENTRIES,
    Anchor,
    AuditEntry,
    AuditKind,
    AuditNote,
    AuditResult,
    Break,
    BreakKind,
    canonical,
    chained,
    find_break,
)

START = datetime(2027, 2, 1, 8, 30, tzinfo=UTC)

ids = st.none() | st.uuids()
notes = st.builds(
    AuditNote,
    at=st.timedeltas(timedelta(0), timedelta(days=999)).map(lambda passed: START + passed),
    kind=st.sampled_from(AuditKind),
    role=st.text(max_size=5),
    act=st.text(max_size=5),
    account_id=ids,
    on_behalf_of=ids,
    subject_id=ids,
    result=st.sampled_from(AuditResult),
    reason=st.text(max_size=5),
)


def make_chain(n: int) -> tuple[AuditEntry, ...]:
    made = [
        AuditNote(
            at=START + timedelta(minutes=number),
            kind=AuditKind.READING,
            role="teacher",
            act="see_matches",
            account_id=UUID(int=number % 3 + 1),
            subject_id=UUID(int=number + 100),
        )
        for number in range(n)
    ]
    return chained(made, after=NO_ENTRIES)


def end_of(chain: tuple[AuditEntry, ...]) -> Anchor:
    return Anchor(number=chain[-1].number, hash=chain[-1].hash) if chain else NO_ENTRIES


CHAIN = make_chain(20)
END = end_of(CHAIN)


def edited(rng: Random) -> list[AuditEntry]:
    """Change one field of one entry to something else."""
    ix = rng.randrange(len(CHAIN))
    note = CHAIN[ix].note
    other = rng.choice(
        [
            replace(note, at=note.at + timedelta(microseconds=1)),
            replace(note, kind=AuditKind.ACT),
            replace(note, role="administrator"),
            replace(note, act="see_figures"),
            replace(note, account_id=None),
            replace(note, on_behalf_of=UUID(int=9)),
            replace(note, subject_id=UUID(int=9)),
            replace(note, result=AuditResult.REFUSED),
            replace(note, reason="mistake"),
        ]
    )
    return [*CHAIN[:ix], replace(CHAIN[ix], note=other), *CHAIN[ix + 1 :]]


def deleted(rng: Random) -> list[AuditEntry]:
    ix = rng.randrange(len(CHAIN))
    return [*CHAIN[:ix], *CHAIN[ix + 1 :]]


def swapped(rng: Random) -> list[AuditEntry]:
    """Let two notes change places under the numbers and hashes that were there."""
    one, other = sorted(rng.sample(range(len(CHAIN)), 2))
    entries = list(CHAIN)
    entries[one], entries[other] = (
        replace(CHAIN[one], note=CHAIN[other].note),
        replace(CHAIN[other], note=CHAIN[one].note),
    )
    return entries


def inserted(rng: Random) -> list[AuditEntry]:
    """Put a note in between, and number the rest anew."""
    ix = rng.randrange(len(CHAIN) + 1)
    more = [*CHAIN[:ix], replace(CHAIN[rng.randrange(len(CHAIN))], hash="f" * 64), *CHAIN[ix:]]
    return [replace(entry, number=number) for number, entry in enumerate(more, start=1)]


@pytest.mark.parametrize("tamper", [edited, deleted, swapped, inserted])
def test_every_one_of_a_hundred_random_changes_is_found(tamper: Callable[[Random], list[AuditEntry]]) -> None:
    found = [find_break(tamper(Random(seed)), end=END) for seed in range(100)]

    assert len(found) == 100
    assert None not in found


@pytest.mark.parametrize("n_left", range(len(CHAIN)))
def test_tail_cut_off_together_with_the_end_is_found_by_an_anchor(n_left: int) -> None:
    left = CHAIN[:n_left]

    assert find_break(left, end=end_of(left)) is None
    assert find_break(left, end=end_of(left), anchors=[END]) == Break(number=20, kind=BreakKind.ANCHOR)


@pytest.mark.parametrize("ix", range(len(CHAIN)))
def test_chain_written_anew_from_an_entry_on_is_found_by_an_anchor(ix: int) -> None:
    other = [entry.note if place != ix else replace(entry.note, role="student") for place, entry in enumerate(CHAIN)]
    anew = chained(other, after=NO_ENTRIES)

    assert find_break(anew, end=end_of(anew)) is None
    assert find_break(anew, end=end_of(anew), anchors=[END]) == Break(number=20, kind=BreakKind.ANCHOR)


def test_break_names_the_first_number_that_is_wrong() -> None:
    edited_at_7 = [replace(e, note=replace(e.note, reason="x")) if e.number == 7 else e for e in CHAIN]

    assert find_break(edited_at_7, end=END) == Break(number=7, kind=BreakKind.CHANGED)
    assert find_break([e for e in CHAIN if e.number != 7], end=END) == Break(number=7, kind=BreakKind.MISSING)
    assert find_break(CHAIN[:15], end=END) == Break(number=16, kind=BreakKind.END)


def test_two_anchors_of_one_number_cannot_both_be_right() -> None:
    other = Anchor(number=5, hash="f" * 64)

    assert find_break(CHAIN, end=END, anchors=[Anchor(number=5, hash=CHAIN[4].hash)]) is None
    assert find_break(CHAIN, end=END, anchors=[Anchor(number=5, hash=CHAIN[4].hash), other]) == Break(
        number=5, kind=BreakKind.ANCHOR
    )


def test_empty_chain_is_whole() -> None:
    assert find_break([], end=NO_ENTRIES, anchors=[NO_ENTRIES]) is None


@given(first=st.lists(notes, max_size=5), second=st.lists(notes, max_size=5))
def test_chain_that_grew_in_steps_is_the_chain_written_at_once(first: list[AuditNote], second: list[AuditNote]) -> None:
    begun = chained(first, after=NO_ENTRIES)
    grown = (*begun, *chained(second, after=end_of(begun)))

    assert grown == chained([*first, *second], after=NO_ENTRIES)
    assert find_break(grown, end=end_of(grown), anchors=[end_of(begun)]) is None


@given(one=notes, other=notes)
def test_two_notes_are_written_the_same_only_when_they_are_the_same(one: AuditNote, other: AuditNote) -> None:
    assert (canonical(one, number=1) == canonical(other, number=1)) == (one == other)
