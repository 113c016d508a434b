"""How near competencies are to one another, and why: what somebody can do of one who can do the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.linking.encoder import Encoder

LEAST, MOST = 0.15, 0.8
"""Weaker relations are left out, and a relation that nobody wrote down never counts for nearly the whole."""
ALIKE_FROM, ALIKE_WEIGHT = 0.5, 0.9
"""Likeness of words (cosine) from which it counts, and what full likeness would count for."""
BROADER_WEIGHT, SIBLING_WEIGHT, SHARED_WEIGHT = 0.5, 0.2, 0.4
"""What being a kind of it counts for, being a kind of the same, and being taught by the same programmes throughout. All
weights in here are own estimates, not fitted to anything: a person looks at every relation before it counts."""
BLOCK = 512


class NearBy(StrEnum):
    """Why two competencies are near."""

    WORDS = "words"
    """The ways to say them mean nearly the same."""
    BROADER = "broader"
    """The first is a kind of the second; or the words are alike and both are a kind of a third."""
    QUALIFICATION = "qualification"
    """The words are alike, or the second is broader, and the same programmes teach them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """Says that who can do ``from_id`` can do this share of ``to_id``.

    Parameters
    ----------
    strength : float
        0.15 to 0.8: what is left when each reason fails by itself, taken from 1.
    reasons : mapping of NearBy to float
        What each reason counts for alone, 0 to 1.
    """

    from_id: str
    to_id: str
    strength: float
    reasons: Mapping[NearBy, float]


def nearest(
    encoder: Encoder,
    texts: Mapping[str, Sequence[str]],
    *,
    broader: Mapping[str, frozenset[str]],
    taught_in: Mapping[str, frozenset[str]],
    at_most: int = 6,
) -> Iterator[Nearness]:
    """Find for each competency the ones near to it.

    Parameters
    ----------
    texts : ways to say each competency, by id
    broader : ids above an id
    taught_in : programmes that teach an id
    at_most : relations from one competency, the strongest first, equal ones by id
    """
    ids = list(texts)
    middles = _middles(encoder, texts)
    for start in range(0, len(ids), BLOCK):
        alike = middles[start : start + BLOCK] @ middles.T
        for row, from_id in enumerate(ids[start : start + BLOCK]):
            others = _others(from_id, ids, alike[row], broader)
            found = [_nearness(from_id, ids[at], float(alike[row, at]), broader, taught_in) for at in others]
            strong = [near for near in found if near.strength >= LEAST]
            yield from sorted(strong, key=lambda near: (-near.strength, near.to_id))[:at_most]


def _middles(encoder: Encoder, texts: Mapping[str, Sequence[str]]) -> NDArray[np.float32]:
    """Give the mean direction of the ways to say each competency, of length 1."""
    vectors = encoder.small([text for said in texts.values() for text in said])
    owner = np.repeat(np.arange(len(texts)), [len(said) for said in texts.values()])
    middles = np.zeros((len(texts), vectors.values.shape[1]), dtype=np.float32)
    np.add.at(middles, owner, vectors.values * vectors.scales[:, None])
    lengths = np.linalg.norm(middles, axis=1, keepdims=True)
    middles /= np.maximum(lengths, np.float32(1e-6))
    return middles


def _others(
    from_id: str,
    ids: Sequence[str],
    alike: NDArray[np.float32],
    broader: Mapping[str, frozenset[str]],
) -> list[int]:
    """Give those whose words are alike, as the encoder finds, and the broader ones.

    Others are not looked at: being a kind of the same, or taught by the same programmes, only makes stronger what the
    encoder found.
    """
    above = broader.get(from_id, frozenset())
    places = set(np.flatnonzero(alike > ALIKE_FROM).tolist())
    places |= {at for at, to_id in enumerate(ids) if to_id in above} if above else set()
    return [at for at in sorted(places) if ids[at] != from_id]


def _nearness(
    from_id: str,
    to_id: str,
    alike: float,
    broader: Mapping[str, frozenset[str]],
    taught_in: Mapping[str, frozenset[str]],
) -> Nearness:
    reasons = {
        NearBy.WORDS: ALIKE_WEIGHT * max(0.0, alike - ALIKE_FROM) / (1.0 - ALIKE_FROM),
        NearBy.BROADER: _kinship(from_id, to_id, broader),
        NearBy.QUALIFICATION: SHARED_WEIGHT * _shared(from_id, to_id, taught_in),
    }
    told = {reason: round(value, 2) for reason, value in reasons.items() if value >= 0.005}
    strength = 1.0 - float(np.prod([1.0 - value for value in told.values()]))
    return Nearness(from_id=from_id, to_id=to_id, strength=round(min(strength, MOST), 2), reasons=told)


def _kinship(from_id: str, to_id: str, broader: Mapping[str, frozenset[str]]) -> float:
    above, other = broader.get(from_id, frozenset()), broader.get(to_id, frozenset())
    if to_id in above:
        return BROADER_WEIGHT
    return SIBLING_WEIGHT if above & other else 0.0


def _shared(from_id: str, to_id: str, taught_in: Mapping[str, frozenset[str]]) -> float:
    """Give the share of the programmes that teach either which teach both (Jaccard 1901)."""
    one, other = taught_in.get(from_id, frozenset()), taught_in.get(to_id, frozenset())
    return len(one & other) / len(one | other) if one & other else 0.0
