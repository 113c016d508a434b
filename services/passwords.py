"""Passwords: made unreadable, looked at, and held to what everybody tries first."""

from functools import cache
from importlib.resources import files
from threading import BoundedSemaphore
from uuid import UUID

from pwdlib import PasswordHash

HASHER = PasswordHash.recommended()
"""Argon2id with the second choice of RFC 9106: 64 MiB, three rounds, four lanes."""
AT_ONCE = BoundedSemaphore(2)
"""Each look takes 64 MiB and a whole processor; more at once make a small server stumble."""


def hash_of(password: str) -> str:
    """Give what is kept of a password."""
    with AT_ONCE:
        return HASHER.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Say whether this is the password; when there is none the work is the same and the answer is no."""
    nobodys = _nobodys()
    with AT_ONCE:
        return HASHER.verify(password, kept or nobodys) and kept is not None


@cache
def common_words() -> frozenset[str]:
    """Give the words that many people take for a password."""
    text = files("services").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def _nobodys() -> str:
    """Give the hash of a password that nobody has."""
    return HASHER.hash(UUID(int=0).hex)
