"""Ids that stay the same when the same thing is read again."""

from uuid import NAMESPACE_URL, UUID, uuid5


def stable_id(kind: str, source: str, reference: str) -> UUID:
    """Give the id of a thing that a source knows by a reference: the same id every time."""
    return uuid5(NAMESPACE_URL, f"plekwijzer:{kind}:{source}:{reference}")
