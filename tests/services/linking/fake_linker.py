"""A linker that is easy to foresee: the share of words that a text and a name have in common."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from matching import Labels, Match

CLOSE_ENOUGH = 0.3


@dataclass(frozen=True)
class FakeLinker:
    """Names of concepts, compared by words of at least four letters."""

    names: tuple[tuple[str, str], ...]
    version: str = "fake"

    @classmethod
    def of(cls, names: Mapping[str, Sequence[str]]) -> "FakeLinker":
        return cls(tuple((name, concept) for concept, told in names.items() for name in told))

    @property
    def labels(self) -> Labels:
        told, concepts = zip(*self.names, strict=True)
        return Labels.of(ids=told, texts=told, concepts=concepts, is_preferred=[True] * len(told))

    def link(
        self, texts: Sequence[str], *, n: int = 5, concepts: Collection[str] | None = None
    ) -> list[tuple[Match, ...]]:
        return [self._found(text, n, concepts) for text in texts]

    def with_labels(self, texts: Sequence[str], concepts: Sequence[str]) -> "FakeLinker":
        return replace(self, names=(*self.names, *zip(texts, concepts, strict=True)))

    def _found(self, text: str, n: int, concepts: Collection[str] | None) -> tuple[Match, ...]:
        best: dict[str, Match] = {}
        for name, concept in self.names:
            score = likeness(text, name)
            is_wanted = score >= CLOSE_ENOUGH and (concepts is None or concept in concepts)
            if is_wanted and (concept not in best or score > best[concept].score):
                best[concept] = Match(concept, name, score, score, (0, len(text)))
        return tuple(sorted(best.values(), key=lambda match: (-match.score, match.concept))[:n])


def likeness(text: str, name: str) -> float:
    left, right = words(text), words(name)
    return len(left & right) / len(left | right) if left | right else 0.0


def words(text: str) -> frozenset[str]:
    signs = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return frozenset(word for word in signs.split() if len(word) >= 4)
