"""What people said about phrases, put together: what to suggest first, what not again, and which words to learn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from uuid import UUID

from career.link import Link, ReviewState, Speaker
from matching import Linker
from services.linking.model import load_linker
from services.linking.phrases import known_keys
from services.unit_of_work import UnitOfWork

REVIEWED_WEIGHT = 100
"""What a coordinator accepted outweighs everything that nobody has reviewed."""

_following = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Everything people said up to a revision, and the linker that has learned from it.

    A memory never changes: a later one takes its place.

    Parameters
    ----------
    links : mapping of UUID to Link
        Those that still count.
    standing : mapping of str to mapping of str to int
        Per phrase and competency what all words about it come to: above 0 they belong together, below 0 they do not.
    labels : tuple of (str, str)
        Phrases with their competency that the linker takes as other names; sorted.
    """

    revision: int
    links: Mapping[UUID, Link]
    standing: Mapping[str, Mapping[str, int]]
    labels: tuple[tuple[str, str], ...]
    linker: Linker

    @classmethod
    def of(cls, links: Iterable[Link], *, revision: int, base: Linker, before: "Memory | None" = None) -> "Memory":
        """Put links together; refused ones are left out.

        Parameters
        ----------
        base : Linker
            The linker of the catalogue, which knows nothing of what people said.
        before : Memory, optional
            An earlier memory: when the labels are still the same, so is its linker.
        """
        counting = {link.id: link for link in links if link.state is not ReviewState.REFUSED}
        standing = _standing(counting.values())
        labels = _labels(counting.values(), standing)
        if before is not None and before.labels == labels:
            linker = before.linker
        elif labels:
            linker = base.with_labels([text for text, _ in labels], [concept for _, concept in labels])
        else:
            linker = base
        return cls(
            revision=revision,
            links=MappingProxyType(counting),
            standing=standing,
            labels=labels,
            linker=linker,
        )

    def with_changes(self, changed: Iterable[Link], *, revision: int, base: Linker) -> "Memory":
        """Give the memory after some links were said, changed or refused."""
        links = {**self.links, **{link.id: link for link in changed}}
        return Memory.of(links.values(), revision=revision, base=base, before=self)

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

    It is kept and follows the database: one number is asked per act, and only what changed since is read.
    """
    revision = work.installation.links_revision
    kept: Memory | None = work.kept.get("links")
    if kept is None or kept.revision < revision:
        with _following:
            kept = work.kept.get("links")  # another thread may have been here
            if kept is None or kept.revision < revision:
                base = load_linker()
                if kept is None:
                    kept = Memory.of(work.links.since(-1), revision=revision, base=base)
                else:
                    kept = kept.with_changes(work.links.since(kept.revision), revision=revision, base=base)
                work.kept["links"] = kept
    return kept


def _standing(links: Iterable[Link]) -> Mapping[str, Mapping[str, int]]:
    """Add up the words: one vote per company, one for each other role together, and what was reviewed above all."""
    votes: dict[tuple[str, str], dict[tuple[Speaker, UUID | None], int]] = {}
    reviewed: dict[tuple[str, str], int] = {}
    for link in links:
        sign = 1 if link.is_positive else -1
        for code in link.about_ids:
            about = (link.phrase, code)
            if link.state is ReviewState.ACCEPTED:
                reviewed[about] = reviewed.get(about, 0) + sign
            else:
                cast = votes.setdefault(about, {})
                cast[link.speaker, link.employer_id] = cast.get((link.speaker, link.employer_id), 0) + sign
    standing: dict[str, dict[str, int]] = {}
    for phrase, code in votes.keys() | reviewed.keys():
        cast = votes.get((phrase, code), {})
        # Somebody without an account of their own cannot be counted apart, so that no role can outvote by repeating.
        sum_ = sum(speaker.weight * _sign(count) for (speaker, _), count in cast.items())
        standing.setdefault(phrase, {})[code] = sum_ + REVIEWED_WEIGHT * _sign(reviewed.get((phrase, code), 0))
    return standing


def _labels(links: Iterable[Link], standing: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, str], ...]:
    """Choose the phrases that also count for texts that come near: said at work or at school, or reviewed."""
    return tuple(
        sorted(
            {
                (link.phrase, code)
                for link in links
                if link.is_positive and (link.speaker is not Speaker.STUDENT or link.state is ReviewState.ACCEPTED)
                for code in link.about_ids
                if standing[link.phrase][code] > 0
            }
        )
    )


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
