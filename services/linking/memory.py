"""What people said about phrases, put together: what to suggest first, what not again, and which words to learn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from career.link import Link, ReviewState, Speaker
from matching import Linker
from services.competencies import installed
from services.linking.model import for_entries, load_linker
from services.linking.phrases import known_keys
from services.unit_of_work import UnitOfWork

REVIEWED_WEIGHT = 100
"""What a coordinator accepted outweighs everything that nobody has reviewed."""

_following = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Everything people said up to a revision, and the linker that has learned from it.

    A memory never changes: ``with_changes`` gives the next one. Its answers are those of one made from scratch.

    Parameters
    ----------
    phrase_of : mapping of UUID to str
        The phrase of each link that counts.
    links_of : mapping of str to mapping of UUID to Link
        Per phrase the links that count.
    standing : mapping of str to mapping of str to int
        Per phrase and competency what all words about it come to: above 0 they belong together, below 0 they do not.
    labels : frozenset of (str, str)
        Phrases with their competency that the linker takes as other names.
    """

    revision: int
    phrase_of: Mapping[UUID, str]
    links_of: Mapping[str, Mapping[UUID, Link]]
    standing: Mapping[str, Mapping[str, int]]
    labels: frozenset[tuple[str, str]]
    linker: Linker

    @classmethod
    def of(cls, links: Iterable[Link], *, revision: int, base: Linker) -> "Memory":
        """Put links together; refused ones are left out.

        Parameters
        ----------
        base : Linker
            The linker of the catalogue, which knows nothing of what people said.
        """
        empty = cls(revision=0, phrase_of={}, links_of={}, standing={}, labels=frozenset(), linker=base)
        return empty.with_changes(links, revision=revision, base=base)

    def with_changes(self, changed: Iterable[Link], *, revision: int, base: Linker) -> "Memory":
        """Give the memory after some links were said, changed or refused; only their phrases are added up anew."""
        phrase_of, links_of = dict(self.phrase_of), dict(self.links_of)
        touched: set[str] = set()
        for link in changed:
            before = phrase_of.pop(link.id, None)
            if before is not None:
                touched.add(before)
                links_of[before] = {held: one for held, one in links_of[before].items() if held != link.id}
            if link.state is not ReviewState.REFUSED:
                phrase = phrase_of[link.id] = link.phrase
                touched.add(phrase)
                links_of[phrase] = {**links_of.get(phrase, {}), link.id: link}
        standing = dict(self.standing)
        for phrase in touched:
            standing[phrase] = _standing(links_of[phrase].values())
        found = {(phrase, code) for phrase in touched for code in _labels(links_of[phrase].values(), standing[phrase])}
        labels = frozenset(label for label in self.labels if label[0] not in touched) | found
        return Memory(
            revision=revision,
            phrase_of=phrase_of,
            links_of=links_of,
            standing=standing,
            labels=labels,
            linker=self._taught(labels, base),
        )

    def _taught(self, labels: frozenset[tuple[str, str]], base: Linker) -> Linker:
        """Give the linker that knows these labels: this memory's and some more, or the catalogue's and all of them."""
        is_more = self.labels <= labels
        new = sorted(labels - self.labels if is_more else labels)
        linker = self.linker if is_more else base
        return linker.with_labels([text for text, _ in new], [concept for _, concept in new]) if new else linker

    @property
    def version(self) -> str:
        """Names the linker and how much of what people said it knows."""
        return f"{self.linker.version}/{self.revision}"

    def said(self, text: str) -> Mapping[str, int]:
        """Give what people said about exactly these words: competencies with what all words come to, see ``standing``.

        What is known of the words as they are goes before what is known of them without names.
        """
        as_kept, as_nameless = known_keys(text)
        return {**self.standing.get(as_nameless, {}), **self.standing.get(as_kept, {})}

    def is_settled(self, link: Link) -> bool:
        """Say whether a coordinator accepted this same word before, so that saying it again brings nothing."""
        said = self.standing.get(link.phrase, {})
        sign = 1 if link.is_positive else -1
        return all(is_reviewed(sign * said.get(code, 0)) for code in link.about_ids)


def is_reviewed(standing: int) -> bool:
    """Say whether a coordinator accepted that a phrase and a competency belong together."""
    return standing >= REVIEWED_WEIGHT // 2


def current_memory(work: UnitOfWork) -> Memory:
    """Give what people said as it stands, or a later memory that this process has already.

    It is kept and follows the database: two numbers are asked per act, and only what was said since is read. After a
    change of the catalogue it is put together anew.
    """
    revision, held = work.installation.links_revision, installed(work)
    kept: _Kept | None = work.kept_words.get("links")
    if kept is None or not kept.holds(revision, held.revision):
        with _following:
            kept = work.kept_words.get("links")  # another thread may have been here
            if kept is None or not kept.holds(revision, held.revision):
                if kept is None or kept.catalogue_revision < held.revision:
                    base = for_entries(load_linker(), held.entry_of)
                    memory = Memory.of(work.links.since(-1), revision=revision, base=base)
                else:
                    base, memory = kept.base, kept.memory
                    memory = memory.with_changes(work.links.since(memory.revision), revision=revision, base=base)
                kept = _Kept(memory, base, held.revision)
                work.kept_words["links"] = kept
    return kept.memory


class _Kept(NamedTuple):
    """A memory, the linker it began with, and the catalogue whose entries that linker finds."""

    memory: Memory
    base: Linker
    catalogue_revision: int

    def holds(self, revision: int, catalogue_revision: int) -> bool:
        return self.memory.revision >= revision and self.catalogue_revision >= catalogue_revision


def _standing(links: Iterable[Link]) -> Mapping[str, int]:
    """Add up per competency what was said of one phrase.

    One vote per company, one for each other role together, and what was reviewed above all. Who has no account of
    their own cannot be counted apart, so a role cannot outvote others by repeating.
    """
    votes: dict[str, dict[tuple[Speaker, UUID | None], int]] = {}
    reviewed: dict[str, int] = {}
    for link in links:
        sign = 1 if link.is_positive else -1
        for code in link.about_ids:
            cast = votes.setdefault(code, {})
            if link.state is ReviewState.ACCEPTED:
                reviewed[code] = reviewed.get(code, 0) + sign
            else:
                cast[link.speaker, link.employer_id] = cast.get((link.speaker, link.employer_id), 0) + sign
    return {
        code: REVIEWED_WEIGHT * _sign(reviewed.get(code, 0))
        + sum(speaker.weight * _sign(count) for (speaker, _), count in cast.items())
        for code, cast in votes.items()
    }


def _labels(links: Iterable[Link], standing: Mapping[str, int]) -> set[str]:
    """Choose what a phrase also means where it only comes near: said at work or at school, or reviewed."""
    return {
        code
        for link in links
        if link.is_positive and (link.speaker is not Speaker.STUDENT or link.state is ReviewState.ACCEPTED)
        for code in link.about_ids
        if standing[code] > 0
    }


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
